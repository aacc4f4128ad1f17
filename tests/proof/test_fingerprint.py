"""A fingerprint changes with the code that a run depends on, wherever it lies, and with nothing else."""

from pathlib import Path

import pytest

from tests.conftest import FIX, SCENARIO, Toy
from trainwreck.pairs import packs
from trainwreck.pairs.loading import load
from trainwreck.proof import fingerprint as module
from trainwreck.proof.contract import contract
from trainwreck.proof.evidence import Evidence
from trainwreck.proof.fingerprint import fingerprint, unfollowed
from trainwreck.tasks.sources import Digits

NAMED = SCENARIO.replace("lr=1e-9", "lr=RATE")


def of(toy: Toy, *rooms: str) -> str:
    """The fingerprint of the toy's entry as a new process would take it."""
    return fingerprint(toy.catalogue.entry("tiny_steps"), *rooms)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("scenarios/toy/tiny_steps.py", "lr=1e-9", "lr=1e-8"),
        ("scenarios/toy/tiny_steps.py", "Symptom.STALLS", "Symptom.SLOW"),
        ("fixes/toy/tiny_steps.py", "lr=10.0", "lr=5.0"),
    ],
)
def test_it_changes_with_the_code_of_a_scenario_and_of_its_fix(toy, file, old, new):
    toy.add("tiny_steps")
    before = of(toy)
    toy.edit(file, old, new)
    assert of(toy) != before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("scenarios/toy/tiny_steps.py", "A loss that stands still.", "A loss that does not move."),
        ("scenarios/toy/tiny_steps.py", "broken = Recipe(", "# The broken one.\nbroken = Recipe("),
        ("scenarios/toy/tiny_steps.py", "How far does a step go?", "How long is a step?"),
        ("scenarios/toy/tiny_steps.py", "also_accepted={}", 'also_accepted={"loop": "because"}'),
        ("scenarios/toy/tiny_steps.py", "def quadrants(seed):", 'def quadrants(seed):\n    """Four of them."""'),
        ("fixes/toy/tiny_steps.md", "Larger steps get there.", "Larger steps arrive."),
    ],
)
def test_it_does_not_change_with_comments_texts_and_what_only_describes(toy, file, old, new):
    toy.add("tiny_steps")
    before = of(toy)
    toy.edit(file, old, new)
    assert of(toy) == before


@pytest.mark.parametrize(
    ("imported", "helper"),
    [
        ("from ._help import RATE", "scenarios/toy/_help.py"),
        ("from . import _help\nRATE = _help.RATE", "scenarios/toy/_help.py"),
        ("from .. import RATE", "scenarios/__init__.py"),
        ("from {package}.scenarios.toy._help import RATE", "scenarios/toy/_help.py"),
        ("import {package}.scenarios.toy._help as helper\nRATE = helper.RATE", "scenarios/toy/_help.py"),
        ("from {package}.library.rates import RATE", "library/rates.py"),
        ("from {package}.library import RATE", "library/__init__.py"),
        ("from {package} import RATE", "__init__.py"),
        ("def rate():\n    from ._help import RATE\n    return RATE\nRATE = rate()", "scenarios/toy/_help.py"),
    ],
)
def test_it_changes_with_what_a_scenario_imports_from_its_catalogue(toy, imported, helper):
    toy.add("tiny_steps", scenario=NAMED)
    toy.edit("scenarios/toy/tiny_steps.py", "\ndef quad", imported.replace("{package}", toy.package) + "\n\ndef quad")
    write(toy.root / helper, "RATE = 1e-9\n")
    before = of(toy)
    write(toy.root / helper, "RATE = 1e-8\n")
    assert of(toy) != before


def test_it_changes_with_what_a_helper_imports_in_its_turn_even_in_a_circle(toy):
    toy.add("tiny_steps", scenario=NAMED.replace("\ndef quad", "from ._help import RATE\n\ndef quad"))
    write(toy.root / "scenarios/toy/_help.py", "from ._more import RATE\n")
    write(toy.root / "scenarios/toy/_more.py", "from . import _help\nRATE = 1e-9\n")
    before = of(toy)
    write(toy.root / "scenarios/toy/_more.py", "from . import _help\nRATE = 1e-8\n")
    assert of(toy) != before


def test_it_changes_with_what_a_fix_imports_from_another(toy):
    toy.add("tiny_steps", fix=FIX.replace("SGD, lr=10.0", "SGD, lr=RATE") + "\nfrom ._help import RATE\n")
    write(toy.root / "fixes/toy/_help.py", "RATE = 10.0\n")
    before = of(toy)
    write(toy.root / "fixes/toy/_help.py", "RATE = 5.0\n")
    assert of(toy) != before


def test_it_changes_with_what_a_pack_imports_from_the_built_in_catalogue(toy, tmp_path, monkeypatch):
    built_in = Toy(tmp_path / "built-in")
    monkeypatch.setattr(packs, "BUILT_IN", built_in.root)
    built_in.add("other")
    imported = f"from {built_in.package}.scenarios.toy.other import broken as theirs\n\ndef quad"
    toy.add("tiny_steps", scenario=SCENARIO.replace("\ndef quad", imported))
    before = of(toy)
    built_in.edit("scenarios/toy/other.py", "lr=1e-9", "lr=1e-8")
    assert of(toy) != before


def test_it_does_not_change_with_a_file_that_is_not_imported(toy):
    toy.add("tiny_steps")
    before = of(toy)
    toy.add("other")
    assert of(toy) == before


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package in miniature in the place of trainwreck's own: what trains, and what judges."""
    root = tmp_path / "package"
    for file in ("training/loop.py", "tasks/images.py", "pairs/checks.py", "proof/runs.py"):
        write(root / file, "RATE = 1\n")
    monkeypatch.setattr(module, "PACKAGE", root)
    module._room.cache_clear()
    yield root
    module._room.cache_clear()


@pytest.mark.parametrize("file", ["training/loop.py", "training/new.py", "tasks/images.py", "pairs/checks.py"])
def test_it_changes_with_the_rooms_that_train(toy, package, file):
    toy.add("tiny_steps")
    before = of(toy)
    write(package / file, "RATE = 2\n")
    module._room.cache_clear()
    assert of(toy) != before


def test_other_rooms_count_only_where_they_are_named(toy, package):
    toy.add("tiny_steps")
    trained, judged = of(toy), of(toy, "proof/runs")
    write(package / "proof/runs.py", "RATE = 2\n")
    module._room.cache_clear()
    assert of(toy) == trained
    assert of(toy, "proof/runs") != judged


def test_the_built_in_catalogue_has_the_same_fingerprints_in_a_checkout_and_in_a_wheel(tmp_path, monkeypatch):
    found = []
    for layout in ("checkout", "wheel"):
        toy = Toy(tmp_path / layout)
        toy.package = "house"
        write(toy.root / "trainwreck.toml", 'package = "house"')
        toy.add(
            "tiny_steps", scenario=SCENARIO.replace("\ndef quad", "from house.training.loop import RATE\n\ndef quad")
        )
        package = toy.root if layout == "wheel" else toy.root / "harness" / "house"
        write(package / "__init__.py", '"""The face."""')
        write(package / "training" / "loop.py", "RATE = 1")
        write(package / "tasks" / "images.py", "")
        write(package / "pairs" / "checks.py", "")
        monkeypatch.setattr(module, "PACKAGE", package)
        monkeypatch.setattr(packs, "BUILT_IN", toy.root)
        module._room.cache_clear()
        found.append(of(toy))
    module._room.cache_clear()
    assert found[0] == found[1]


def test_the_text_of_a_file_that_cannot_be_parsed_counts_as_it_stands(toy):
    toy.add("tiny_steps")
    toy.edit("scenarios/toy/tiny_steps.py", "broken = Recipe(", "broken = Recipe((")
    before = of(toy)
    toy.edit("scenarios/toy/tiny_steps.py", "lr=1e-9", "lr=1e-8")
    assert of(toy) != before


def test_what_can_be_followed_or_is_known_by_its_release_is_fine(toy):
    known = "import math, sklearn.svm\nfrom ._help import RATE\nfrom trainwreck.tasks import standards\n\ndef quad"
    toy.add("tiny_steps", scenario=SCENARIO.replace("\ndef quad", known))
    write(toy.root / "scenarios/toy/_help.py", "RATE = 1\n")
    assert unfollowed(toy.catalogue.entry("tiny_steps")) == []


@pytest.mark.parametrize("imported", ["import elsewhere", "from elsewhere.rates import RATE"])
def test_what_cannot_be_followed_is_named_even_where_a_helper_imports_it(toy, imported):
    toy.add("tiny_steps", scenario=SCENARIO.replace("\ndef quad", "from . import _help\n\ndef quad"))
    write(toy.root / "scenarios/toy/_help.py", imported)
    assert unfollowed(toy.catalogue.entry("tiny_steps")) == ["elsewhere"]


@pytest.mark.parametrize(("imported", "passed"), [("import math", True), ("import pytest", False)])
def test_the_contract_refuses_an_import_whose_changes_no_record_would_notice(toy, imported, passed):
    toy.add("tiny_steps", scenario=SCENARIO.replace("\ndef quad", f"{imported}\n\ndef quad"))
    pair = load(toy.catalogue.entry("tiny_steps"), Digits())
    [demand] = [demand for demand in contract(pair) if str(demand) == "text:imports"]
    finding = demand.judge(Evidence(pair, {}.__getitem__))
    assert finding.passed is passed
    assert passed or finding.message.startswith("pytest is imported")

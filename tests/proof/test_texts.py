"""Every static check of the contract, seen passing and seen failing, on a catalogue in miniature."""

import pytest

from tests.conftest import SCENARIO, Toy
from trainwreck.errors import UserError
from trainwreck.pairs.loading import load
from trainwreck.proof.texts import catalogue_checks, static_checks
from trainwreck.tasks.sources import Digits

CONTROL = (
    SCENARIO.replace("scenario = Scenario(", "control = Control(")
    .replace(
        """    broken=broken,
    symptom=Symptom.STALLS,
    touches={"optimizer"},
    hints=("How far does a step go?", "What is 1e-9 times a gradient?"),
    also_accepted={},
""",
        """    healthy=broken,
    looks_like="tiny_steps",
""",
    )
    .replace("import Scenario\n", "import Control\n")
)


def failed(toy: Toy, name: str = "tiny_steps") -> dict[str, str]:
    checks = [*catalogue_checks(toy.catalogue), *static_checks(load(toy.catalogue.entry(name), Digits()))]
    return {str(check): check.message for check in checks if not check.passed}


def test_a_good_pair_passes(toy):
    toy.add("tiny_steps")
    assert failed(toy) == {}


@pytest.mark.parametrize(
    ("file", "old", "new", "check"),
    [
        ("scenarios", "A loss that stands still.", "A loss that stands still", "text:story"),
        (
            "scenarios",
            "number of epochs, and the accuracy stays where chance\nwould put it, at about one in four,",
            "",
            "text:story",
        ),
        ("scenarios", '("How far does a step go?", "What is 1e-9 times a gradient?")', '("One?",)', "text:hints"),
        ("scenarios", '"How far does a step go?"', '""', "text:hints"),
        ("scenarios", 'touches={"optimizer"}', 'touches={"optimizer", "optimiser"}', "text:declared"),
        ("scenarios", 'touches={"optimizer"}', 'touches={"optimizer", "loss"}', "text:declared"),
        ("scenarios", 'touches={"optimizer"}', 'touches={"loss"}', "larger_steps:touches"),
        ("scenarios", "also_accepted={}", 'also_accepted={"unknown_fault": "It looks the same."}', "text:accepts"),
        ("scenarios", "also_accepted={}", 'also_accepted={"tiny_steps": "That is its own name."}', "text:accepts"),
        ("scenarios", ", standard=boosting", "", "task:standard"),
        ("fixes", "## What it costs", "## Costs", "text:lesson"),
        ("fixes", "When the loss falls.", "", "text:lesson"),
        ("fixes", "When the loss falls.", "Look at `no_such_fault`.", "text:neighbours"),
        ("fixes", "replace(broken, optimizer=partial(SGD, lr=10.0))", "replace(broken)", "larger_steps:touches"),
    ],
)
def test_what_is_missing_from_a_pair_is_found(toy, file, old, new, check):
    toy.add("tiny_steps")
    toy.edit(f"{file}/toy/tiny_steps.py", old, new)
    assert check in failed(toy)


def test_a_name_in_camel_case_is_refused(toy):
    toy.add("TinySteps")
    assert "text:name" in failed(toy, "TinySteps")


def test_a_fix_without_a_scenario_is_found(toy):
    toy.add("tiny_steps")
    (toy.root / "fixes" / "toy" / "lonely.py").write_text("")
    assert "fixes/toy/lonely.py" in failed(toy)["catalogue:twins"]


def test_a_stray_file_is_found(toy):
    toy.add("tiny_steps")
    (toy.root / "scenarios" / "notes.txt").write_text("")
    (toy.root / "fixes" / "toy" / "weights.pt").write_text("")
    message = failed(toy)["catalogue:stray"]
    assert "scenarios/notes.txt" in message
    assert "fixes/toy/weights.pt" in message


def test_one_name_in_two_components_is_found(toy):
    toy.add("tiny_steps")
    (toy.root / "scenarios" / "other").mkdir()
    (toy.root / "scenarios" / "other" / "tiny_steps.py").write_text(SCENARIO)
    assert [str(check) for check in catalogue_checks(toy.catalogue) if not check.passed] == ["catalogue:unique"]


def test_an_empty_catalogue_is_no_catalogue(toy):
    assert [str(check) for check in catalogue_checks(toy.catalogue) if not check.passed] == ["catalogue:not-empty"]


def test_a_control_must_name_the_fault_that_it_resembles(toy):
    (toy.root / "scenarios" / "controls").mkdir()
    path = toy.root / "scenarios" / "controls" / "small_steps.py"
    path.write_text(CONTROL)
    assert "text:looks-like" in failed(toy, "small_steps")
    toy.add("tiny_steps")
    assert failed(toy, "small_steps") == {}


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda toy: toy.add("odd", fix=None), "Write fixes/toy/odd.py"),
        (lambda toy: toy.add("odd", fix='"""Nothing here."""'), "fixes/toy/odd.py holds no recipe"),
        (lambda toy: toy.add("odd", scenario="import nonsense_that_is_not_there"), "scenarios/toy/odd.py, line 1"),
        (lambda toy: toy.add("odd", scenario="broken = (\n"), "scenarios/toy/odd.py, line 1: SyntaxError"),
        (lambda toy: toy.add("odd", scenario="broken = None"), "must hold one `scenario = Scenario"),
    ],
)
def test_files_that_cannot_be_used_are_named_with_the_cure(toy, spoil, says):
    spoil(toy)
    with pytest.raises(UserError, match=says.replace("(", r"\(")):
        load(toy.catalogue.entry("odd"), Digits())

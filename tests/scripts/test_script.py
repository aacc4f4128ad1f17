"""Every recipe of the catalogue is a script that reads as a person's, and gives nothing away."""

import ast
import io
import re
import subprocess
import sys
import tokenize
from statistics import median

import pytest

from tests.conftest import FIX, SCENARIO, Toy
from trainwreck.errors import UserError
from trainwreck.pairs.entries import BROKEN, HEALTHY, Catalogue, Entry
from trainwreck.pairs.loading import load
from trainwreck.pairs.source import setup_file
from trainwreck.scripts.script import script
from trainwreck.tasks.sources import Digits
from trainwreck.training.streams import Stream, derive


def scripts_of(entry: Entry, seed: int = 0) -> dict[str, str]:
    pair = load(entry, Digits())
    available, _ = pair.task.data(derive(seed, Stream.DATA))
    return {recipe: script(pair, recipe, available, seed) for recipe in pair.recipes}


ENTRIES = list(Catalogue())


@pytest.fixture(scope="module")
def written() -> dict[tuple[str, str], str]:
    """The scripts of the whole catalogue."""
    return {(entry.name, recipe): text for entry in ENTRIES for recipe, text in scripts_of(entry).items()}


def comments(text: str) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT]


def prose(text: str) -> str:
    """What a script says in words: docstrings and comments, on a line."""
    nodes = (
        node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
    )
    return " ".join([*(ast.get_docstring(node) or "" for node in nodes), *comments(text)])


def test_every_recipe_is_written_and_is_python(written):
    assert len(written) == sum(1 if entry.is_control else 1 + len(entry.fixes) for entry in ENTRIES)
    for (name, recipe), text in written.items():
        compile(text, f"{name}-{recipe}", "exec")


def test_a_script_imports_nothing_of_this_package(written):
    for place, text in written.items():
        modules = {node.module for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)}
        assert not [module for module in modules if module.startswith("trainwreck")], place


def test_scripts_look_as_ruff_would_lay_them_out_and_import_what_they_use(written, tmp_path):
    for (name, recipe), text in written.items():
        (tmp_path / f"{name}-{recipe}.py").write_text(text, encoding="utf-8")
    for arguments in (["format", "--check"], ["check", "--select", "E,F,W,I"]):
        command = [sys.executable, "-m", "ruff", *arguments, "--isolated", "--line-length", "120", str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[:2000] + done.stderr


def test_a_script_fits_on_two_screens(written):
    lengths = [text.count("\n") for text in written.values()]
    assert median(lengths) <= 100
    assert max(lengths) <= 130


def test_comments_of_the_catalogue_are_in_the_scripts(written):
    for entry in ENTRIES:
        for recipe in [HEALTHY] if entry.is_control else [BROKEN, *entry.fixes]:
            said = prose(written[entry.name, recipe]).lower()
            lost = [text for text in comments(setup_file(entry, recipe)) if text.lower() not in said]
            assert not lost, f"{entry.name} {recipe}: {lost}"


def test_a_script_to_be_debugged_names_neither_its_scenario_nor_a_fix(written):
    for entry in ENTRIES:
        text = written[entry.name, HEALTHY if entry.is_control else BROKEN]
        names = [entry.looks_like or entry.name, entry.name]
        assert not [name for name in names if name in text or name.replace("_", " ") in prose(text)], entry.name
        told = [fix for fix in entry.fixes if re.search(rf"\b{fix.replace('_', '[_ ]')}\b", prose(text))]
        assert not told, f"{entry.name}: {told}"


def test_a_broken_script_begins_with_what_one_sees_and_a_fixed_one_with_what_helps(toy: Toy):
    toy.add("tiny_steps")
    [entry] = toy.catalogue
    found = scripts_of(entry)
    assert ast.get_docstring(ast.parse(found[BROKEN])) == entry.text
    assert ast.get_docstring(ast.parse(found["larger_steps"])) == "Take steps of a sensible size."


def test_a_control_does_not_say_that_it_is_one(written):
    text = written["clipped_rnn", HEALTHY]
    assert "What sets it apart" not in text
    assert ast.get_docstring(ast.parse(text)).startswith(Catalogue().entry("clipped_rnn").title)


def test_a_script_has_what_its_recipe_has_and_nothing_else(written):
    plain, rich = written["high_learning_rate", BROKEN], written["label_noise", "early_stopping"]
    for feature in ("EarlyStopping", "scheduler", "clip_grad_norm_", "preprocess", "groups"):
        assert feature not in plain
    assert "stopping.should_stop(model, val_loss)" in rich
    assert "scheduler.step(val_loss)" in written["constant_learning_rate", "decay_on_plateau"]
    assert "        scheduler.step()\n" in written["decay_every_batch", BROKEN]
    assert "\n    scheduler.step()" in written["decay_every_batch", "once_per_epoch"]


def test_the_seed_stands_in_the_script(toy: Toy):
    toy.add("tiny_steps")
    [entry] = toy.catalogue
    assert 'SEED = int(os.environ.get("SEED", 7))' in scripts_of(entry, seed=7)[BROKEN]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("model=partial(mlp, 2, 4)", "model=lambda: mlp(2, 4)", "makes nothing that a script could call"),
        ("score=accuracy", "score=lambda o, t: accuracy(o, t)", "Use a function that is defined with `def`"),
        ("loader=partial(batches, batch_size=300)", "loader=lambda s: batches(s)", "its loader is none"),
        ("epochs=20", "predict=partial(print), epochs=20", "`predict` is used where a script does not know it"),
    ],
)
def test_a_form_without_a_counterpart_is_an_error_that_names_the_recipe_and_the_cure(toy: Toy, old, new, reason):
    toy.add("tiny_steps", SCENARIO.replace(old, new))
    with pytest.raises(
        UserError, match=r"The recipe 'broken' of 'tiny_steps' cannot be written as a script: "
    ) as found:
        scripts_of(toy.catalogue.entry("tiny_steps"))
    assert reason in str(found.value)


def test_what_a_pack_shares_among_its_files_cannot_go_into_a_script(toy: Toy):
    (toy.root / "scenarios" / "toy" / "_shared.py").write_text(
        "from torch import nn\n\n\ndef net():\n    return nn.Linear(2, 4)\n"
    )
    imports = f"from {toy.package}.scenarios.toy._shared import net\nimport torch\n"
    text = SCENARIO.replace("import torch\n", imports).replace("model=partial(mlp, 2, 4)", "model=net")
    toy.add("tiny_steps", text)
    with pytest.raises(UserError, match="`net` is used where a script does not know it"):
        scripts_of(toy.catalogue.entry("tiny_steps"))


def test_a_schedule_that_waits_needs_the_textbooks_prediction(toy: Toy):
    predict = "def predict(model, inputs):\n    return model(inputs)\n"
    changed = "predict=predict, schedule=partial(ReduceLROnPlateau)"
    imports = f"from functools import partial\nfrom torch.optim.lr_scheduler import ReduceLROnPlateau\n{predict}\n"
    toy.add("tiny_steps", fix=imports + FIX.replace("optimizer=partial(SGD, lr=10.0)", changed))
    with pytest.raises(UserError, match="its validation loss has a say, and its `predict` is its own"):
        scripts_of(toy.catalogue.entry("tiny_steps"))

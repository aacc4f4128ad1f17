"""A check sees of a script what it sees of a recipe; what the script does not show is not guessed."""

import pytest
import torch

from tests.learning.conftest import BROKEN_RATE, RATE
from trainwreck.learning.looking import look
from trainwreck.learning.parts import Parts, Untold
from trainwreck.learning.running import Data, ran
from trainwreck.pairs.checks import VOCABULARY, read
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.loading import load
from trainwreck.scripts.script import script
from trainwreck.tasks.sources import Digits
from trainwreck.training.run import Reading
from trainwreck.training.setup import Setup

CPU = torch.device("cpu")


def looked(case, text, check=None):
    return look(check or case.pair.check, text, case.path, case.data, ran(text, case.path, case.data))


def test_the_check_accuses_the_script_that_was_handed_out_and_clears_the_repaired_one(case):
    assert looked(case, case.text) == Reading(1e-9, suspicious=True)
    assert looked(case, case.text.replace(BROKEN_RATE, RATE)) == Reading(10.0, suspicious=False)


@pytest.mark.parametrize("word", [word for word in VOCABULARY if word not in ("schedule", "stop")])
def test_every_word_is_there(case, word):
    names = {}
    exec(f"def check({word}):\n    return Reading({word} is not None, suspicious=False)", {"Reading": Reading}, names)
    assert looked(case, case.text, names["check"]) == Reading(True, suspicious=False)


def test_an_update_is_the_script_s_own(case):
    def check(model, update, inputs, targets):
        before = [p.detach().clone() for p in model.parameters()]
        loss = update(inputs, targets)
        moved = sum((p - old).abs().sum().item() for p, old in zip(model.parameters(), before, strict=True))
        return Reading([round(loss, 3), moved > 0], suspicious=False)

    setup = Setup(case.pair.task, case.pair.broken, case.data.seed, CPU)
    repaired = case.text.replace(BROKEN_RATE, RATE)
    assert looked(case, case.text, check).value == read(check, setup).value
    assert looked(case, repaired, check).value[1]
    assert not looked(case, repaired.replace("optimizer.step()", "pass"), check).value[1]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("train_loader", "loader", "'train_loader' is not there under this name"),
        ("val_loss", "other_loss", "its log has not the scores and the validation loss"),
        ("predict(model, X_test)", "model(X_test).detach()", "it does not write down what `predict"),
    ],
)
def test_what_a_script_does_not_show_is_not_guessed(case, old, new, says):
    def check(loss, log, predict):
        return Reading(0, suspicious=False)

    assert old in case.text
    with pytest.raises(Untold, match=says):
        looked(case, case.text.replace(old, new), check)


def test_a_loop_within_a_function_cannot_be_looked_into():
    with pytest.raises(Untold, match="outside of any function"):
        Parts.of("def main():\n    for epoch in range(3):\n        for batch in []:\n            pass\n", "train.py")


@pytest.mark.parametrize(
    "name",
    [
        "stale_checkpoint",
        "eval_mode_training",  # where the mode is set once an epoch, and belongs to each update
        "broadcast_targets",  # whose loss is a function
        "mismatched_transforms",  # which treats new inputs in a function defined at the end
    ],
)
def test_a_check_reads_the_same_of_a_script_as_of_its_recipe(name, case):
    pair = load(Catalogue().entry(name), Digits())
    for recipe in pair.recipes:
        setup = Setup(pair.task, pair.recipes[recipe], 3, CPU)
        data = Data(setup.raw, setup._data[1], 3)
        text = script(pair, recipe, data.available, 3)
        run = ran(text, case.path, data)
        assert look(pair.check, text, case.path, data, run) == read(pair.check, setup)

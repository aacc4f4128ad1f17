"""Scripts on data: what they leave is scored, whatever they would like it to be."""

import time
from dataclasses import replace

import pytest
import torch

from tests.judging.conftest import BRIEF, SALT, needs_lock
from trainwreck.judging import jobs
from trainwreck.judging.assignment import sheets
from trainwreck.scripts.folder import SCRIPT
from trainwreck.training.scores import balanced_accuracy

pytestmark = needs_lock

LOOK_UP = """
import json
import numpy as np
X = np.load("test.npz")["inputs"]
np.save("predictions.npy", np.eye(4, dtype="f4")[(X[:, 0] > 0) + 2 * (X[:, 1] > 0)])
open("metrics.json", "w").write(json.dumps({"validation_score": 1.0, "losses": [1.0]}))
"""
MODEL = "nn.Sequential(nn.Flatten(), nn.Linear(2, 4))"


def test_a_script_is_scored_on_every_seed_by_the_weights_that_it_hands_in(bench, texts):
    broken, mended = (bench.performance(text, BRIEF) for text in (texts.broken, texts.mended))
    assert bench.weighs
    assert [one.seed for one in mended.seeds] == [0, 1]
    assert max(broken.scores) < 0.6 < 0.9 < min(mended.scores)
    assert mended.seeds[0].steps == 20
    assert mended.seeds[0].shape == (4,)


def test_predictions_are_not_asked_for_where_weights_are(bench, texts):
    honest = bench.performance(texts.mended, BRIEF)
    boasting = texts.mended + "\nnp.save('predictions.npy', np.zeros(3))"
    assert bench.performance(boasting, BRIEF).scores == honest.scores


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (MODEL, "nn.Sequential(nn.Flatten(), nn.Linear(2, 8), nn.Linear(8, 4))", "that do not fit the model"),
        ("torch.save(model.state_dict()", "torch.save(model", "that do not fit the model"),
        ('torch.save(model.state_dict(), "weights.pt")', "", "weights.pt is not there"),
        ('"losses": history', '"losses": 3', "metrics.json is not"),
        ("history = []", "1 / 0", "ended with exit code 1"),
        ("history = []", "raise SystemExit(0)", "metrics.json is not there"),
        ("history = []", "import os; os._exit(0)", "metrics.json is not there"),
    ],
)
def test_a_script_that_hands_in_something_else_comes_to_nothing(bench, texts, old, new, told):
    assert old in texts.mended
    found = bench.performance(texts.mended.replace(old, new), BRIEF)
    assert found.seeds == []
    assert told in found.failed
    assert found.failed.endswith("(seed 0)")


def test_answers_that_need_no_network_are_worth_nothing_where_weights_are_asked_for(bench, texts):
    assert "weights.pt is not there" in bench.performance(LOOK_UP, BRIEF).failed
    answering = texts.broken + LOOK_UP
    assert bench.performance(answering, BRIEF).scores == bench.performance(texts.broken, BRIEF).scores


def where_predictions_count(bench):
    """The same bench, but for fixes that would change the network."""
    fixes = {name: replace(fix, model=lambda: None) for name, fix in bench.pair.fixes.items()}
    other = replace(bench, pair=replace(bench.pair, healthy=fixes))
    assert not other.weighs
    return other


def test_answers_that_need_no_network_count_where_predictions_are_asked_for(bench):
    assert where_predictions_count(bench).performance(LOOK_UP, BRIEF).scores == [1.0, 1.0]


def test_a_report_that_is_no_measurement_is_found_out_where_there_is_nothing_to_learn(bench, texts):
    honest = replace(bench.pair, truth=replace(bench.pair.truth, judged="honesty"))
    bench = replace(bench, pair=honest, sheets=sheets(honest.task, SALT, 1, null=True))
    lying = texts.mended.replace('"validation_score": val_score', '"validation_score": 0.95')
    [told], [lied] = (bench.performance(text, BRIEF).seeds for text in (texts.mended, lying))
    assert min(told.score, lied.score) > 0.9  # both are near the truth
    assert told.null < 0.5
    assert lied.null == 0.95


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("[1:]", "predictions.npy has the shape (199, 4), and test.npz 200 rows"),
        ("[:, :, None].repeat(200, axis=2)", "predictions.npy has the shape (200, 4, 200), not (200, 4)"),
        (".argmax(axis=1)", "predictions.npy has the shape (200,), not (200, 4)"),
        (".sum()", "predictions.npy has the shape (), and test.npz 200 rows"),
    ],
)
def test_outputs_of_another_shape_come_to_nothing(bench, new, told):
    bench = replace(where_predictions_count(bench), shapes=frozenset({(4,)}))
    text = LOOK_UP.replace("(X[:, 1] > 0)])", "(X[:, 1] > 0)]" + new + ")")
    assert told in bench.performance(text, BRIEF).failed


def test_a_shape_that_is_not_refused_can_deceive_a_score():
    targets = torch.cat([torch.zeros(97), torch.ones(3)]).long()
    always_the_first = torch.tensor([1.0, 0.0]).reshape(1, 2, 1)
    assert balanced_accuracy(always_the_first[:, :, 0].expand(100, 2), targets) == 0.5
    assert balanced_accuracy(always_the_first.expand(100, 2, 100), targets) > 0.9


def test_the_data_that_a_script_writes_over_are_not_the_judge_s(bench, texts):
    spoilt = texts.mended + "\nimport shutil\nfor name in ('train.npz', 'test.npz'): open(name, 'w').close()"
    assert bench.performance(spoilt, BRIEF).scores == bench.performance(texts.mended, BRIEF).scores


def test_weights_are_not_unpickled_into_anything_else(bench, texts):
    evil = "class E:\n    def __reduce__(self): return (open, ('owned', 'w'))\ntorch.save(E(), 'weights.pt')\n"
    assert "that do not fit the model" in bench.performance(texts.mended + evil, BRIEF).failed


def test_a_check_looks_at_a_script(bench, texts):
    looked = [bench.look(bench.sheets[0], text, BRIEF) for text in (texts.broken, texts.mended, "1 / 0", "def f(:")]
    assert looked == [False, True, None, None]


def test_a_script_that_hangs_while_it_is_looked_at_is_ended(bench, texts):
    watched = "if '__seen__' in globals():\n    import time; time.sleep(100)\n"
    started = time.monotonic()
    assert bench.look(bench.sheets[0], watched + texts.mended, replace(BRIEF, wall=2.0)) is None
    assert time.monotonic() - started < 20


def test_an_answer_of_a_check_can_be_forged_as_the_page_says(bench):
    forged = "import os\nos.chdir(os.environ['HOME'])\nopen('looked.json', 'w').write('true')\nos._exit(0)"
    assert bench.look(bench.sheets[0], forged, BRIEF) is True


def test_the_next_script_finds_no_name_in_its_memory_of_what_was_looked_at(bench, texts, attack):
    bench.look(bench.sheets[0], texts.mended, BRIEF)
    bench.performance(texts.mended, BRIEF)
    told = []
    for before in ("", "name = 'tiny' + '_'\nname += 'steps'\n"):  # the second time it is there, and is found
        text = before + attack("own_memory")
        with bench.scripts.done(jobs.script, {SCRIPT: text.encode()}, 0, BRIEF) as (folder, _):
            told.append((folder / "log.txt").read_text())
    assert told == ["blocked: no name\n", "GAINED the name\n"]

"""Many runs: their records, their workers, and what is left of them after a kill."""

import json
import math
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest
import torch

from tests.conftest import Toy
from trainwreck.errors import UserError
from trainwreck.pairs.entries import INSTALLED
from trainwreck.proof.conditions import Settings
from trainwreck.proof.execution import Failure, Job, perform_all
from trainwreck.proof.prove import prove
from trainwreck.proof.records import TRAINING, Store, reached
from trainwreck.tasks.sources import Digits
from trainwreck.training.run import Epoch, Run, Scores

CPU = torch.device("cpu")
SETTINGS = Settings(range(5), Digits(), CPU)
RUN = Run(
    seed=3,
    losses=(1.0, 0.5, math.nan),
    epochs=(Epoch(Scores(0.1, 0.2, 0.3), math.inf),),
    final=Scores(0.4, 0.5, 0.6),
    predicted=(1.5, 0.5),
    seconds=0.25,
)


@pytest.fixture
def job(toy: Toy) -> Job:
    toy.add("tiny_steps")
    return Job(toy.catalogue.entry("tiny_steps"), "broken", 3)


def test_a_record_is_read_as_it_was_written(job, tmp_path):
    store = Store.opened(tmp_path / "records", "digits", CPU)
    assert store.read(job) is None
    store.write(job, RUN)
    assert repr(store.read(job)) == repr(RUN)  # by repr, because NaN does not equal itself


def test_a_record_of_an_older_text_is_not_taken(job, toy, tmp_path):
    store = Store.opened(tmp_path / "records", "digits", CPU)
    store.write(job, RUN)
    toy.edit("fixes/toy/tiny_steps.py", "lr=10.0", "lr=20.0")
    assert store.read(job) is None


def test_a_record_depends_on_the_modules_that_a_training_reaches_and_on_no_others(job):
    names = {
        path.relative_to(INSTALLED).as_posix() for path in reached(TRAINING, job.entry.path) if path != job.entry.path
    }
    assert {"harness/training.py", "harness/models.py", "harness/streams.py"} <= names
    assert not names & {"harness/verdict.py", "harness/store.py", "harness/data/images.py", "harness/cli/options.py"}


def test_a_record_of_other_images_is_not_taken(job, tmp_path):
    Store.opened(tmp_path / "records", "digits", CPU).write(job, RUN)
    assert Store.opened(tmp_path / "records", "mnist", CPU).read(job) is None


def test_half_a_record_is_refused_and_named(job, tmp_path):
    store = Store.opened(tmp_path / "records", "digits", CPU)
    store.write(job, RUN)
    path = store.path(job)
    path.write_text(path.read_text()[:100])
    with pytest.raises(UserError, match=r"not a whole record.*Delete it"):
        store.read(job)


def test_records_are_json_that_any_reader_takes(job, tmp_path):
    store = Store.opened(tmp_path / "records", "digits", CPU)
    store.write(job, RUN)
    json.loads(store.path(job).read_text(), parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))


def test_a_folder_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="Name another --out"):
        Store.opened(tmp_path / "file" / "records", "digits", CPU)


def plain(proofs) -> dict[str, list[Run]]:
    return {
        recipe: [replace(run, seconds=0.0) for run in runs] for proof in proofs for recipe, runs in proof.runs.items()
    }


def test_one_worker_or_two_give_the_same_runs(job):
    one = plain(prove([job.entry], SETTINGS, workers=1))
    two = plain(prove([job.entry], SETTINGS, workers=2))
    assert one == two
    assert {recipe: [run.seed for run in runs] for recipe, runs in one.items()} == {
        "broken": [0, 1, 2, 3, 4],
        "larger_steps": [0, 1, 2, 3, 4],
    }


def test_a_resumed_run_trains_only_what_is_missing(job, tmp_path, monkeypatch):
    store = Store.opened(tmp_path / "records", "digits", CPU)
    first = list(prove([job.entry], SETTINGS, store=store))
    store.path(Job(job.entry, "broken", 2)).unlink()

    trained = []
    monkeypatch.setattr(
        "trainwreck.proof.prove.perform_all", lambda jobs, *rest: trained.extend(jobs) or perform_all(jobs, *rest)
    )
    again = list(prove([job.entry], SETTINGS, store=store, resume=True))
    assert [(job.recipe, job.seed) for job in trained] == [("broken", 2)]
    assert plain(again) == plain(first)


def test_a_killed_run_keeps_what_was_finished_and_can_be_resumed(job, toy, tmp_path):
    toy.edit("scenarios/toy/tiny_steps.py", "epochs=20", "epochs=1000")
    records = tmp_path / "records"
    command = [sys.executable, "-m", "trainwreck.cli", "run", "--root", str(toy.root), "--out", str(records)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while len(list(records.rglob("*.json"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    store = Store(records, "digits", CPU)
    finished = [Job(job.entry, recipe, seed) for recipe in ("broken", "larger_steps") for seed in range(5)]
    kept = [done for done in finished if store.read(done)]
    assert 2 <= len(kept) < 10
    toy.edit("scenarios/toy/tiny_steps.py", "epochs=1000", "epochs=20")
    assert not any(store.read(done) for done in finished)  # another text: none of these records is for it


def test_an_error_in_one_recipe_is_told_with_its_place_and_the_rest_goes_on(toy):
    toy.add("tiny_steps")
    toy.add("wrong_shape")
    toy.edit("fixes/toy/wrong_shape.py", "optimizer=partial(SGD, lr=10.0)", "model=partial(mlp, 3, 4)")
    toy.edit("fixes/toy/wrong_shape.py", "from torch.optim import SGD", "from trainwreck.training.models import mlp")
    proofs = {proof.entry.name: proof for proof in prove(list(toy.catalogue), SETTINGS)}
    assert proofs["tiny_steps"].outcomes[0].holds
    [message] = proofs["wrong_shape"].outcomes[0].failed.values()
    assert "toy/wrong_shape, recipe 'larger_steps', seed 0" in message
    assert "inputs (300, 2), targets (300,)" in message
    assert "Mend the recipe" in message


def test_a_scenario_that_cannot_be_imported_does_not_stop_the_others(toy):
    toy.add("tiny_steps")
    toy.add("unreadable", scenario="import nonsense_that_is_not_there")
    proofs = {proof.entry.name: proof for proof in prove(list(toy.catalogue), SETTINGS)}
    assert proofs["tiny_steps"].outcomes[0].holds
    assert "scenarios/toy/unreadable.py, line 1" in proofs["unreadable"].outcomes[0].failed["trains"]


def test_a_failure_in_a_worker_comes_back_as_a_message(toy):
    toy.add("tiny_steps")
    missing = Job(toy.catalogue.entry("tiny_steps"), "broken", 0)
    toy.edit("scenarios/toy/tiny_steps.py", "mlp, 2, 4", "mlp, 9, 4")
    results = [result for _, result in perform_all([missing] * 2, Digits(), CPU, workers=2)]
    assert all(isinstance(result, Failure) and "inputs (300, 2)" in result.message for result in results)

"""Many runs: what is trained, what is taken from records, and that one entry's mistake costs no other its verdict."""

import math
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import torch

from tests.conftest import FIX, Toy
from trainwreck.errors import UserError
from trainwreck.pairs.loading import Pair, load
from trainwreck.proof import prove as module
from trainwreck.proof.conditions import Conditions
from trainwreck.proof.prove import Job, Proof, prove, train_recipe
from trainwreck.proof.records import Records
from trainwreck.proof.verdict import Verdict
from trainwreck.tasks.sources import Digits
from trainwreck.training.run import Run

CPU = torch.device("cpu")
CONDITIONS = Conditions(range(5), Digits(), CPU)


@pytest.fixture
def job(toy: Toy) -> Job:
    toy.add("tiny_steps")
    return Job(toy.catalogue.entry("tiny_steps"), "broken", 2)


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records.opened(tmp_path / "records")


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The recipes and seeds that are trained, as a test goes on."""
    seen: list[tuple[str, int]] = []

    def watched(pair, recipe, seed, device):
        seen.append((recipe, seed))
        return train_recipe(pair, recipe, seed, device)

    monkeypatch.setattr(module, "train_recipe", watched)
    return seen


def by_name(toy: Toy) -> dict[str, Proof]:
    return {proof.entry.name: proof for proof in prove(list(toy.catalogue), CONDITIONS)}


def test_the_runs_are_those_of_every_recipe_in_the_order_of_the_seeds(job):
    [proof] = prove([job.entry], CONDITIONS)
    assert {recipe: [run.seed for run in runs] for recipe, runs in proof.runs.items()} == {
        "broken": [0, 1, 2, 3, 4],
        "larger_steps": [0, 1, 2, 3, 4],
    }
    assert proof.holds


def test_one_worker_or_two_give_the_same_runs(job):
    [one], [two] = (list(prove([job.entry], CONDITIONS, workers=workers)) for workers in (1, 2))
    assert one.runs == two.runs


def test_progress_is_told_run_by_run(job):
    told: list[object] = []
    list(prove([job.entry], CONDITIONS, expect=told.append, advance=partial(told.append, "one")))
    assert told == [10, *["one"] * 10]


def test_a_resumed_run_trains_only_what_is_missing(job, records, trained):
    first = list(prove([job.entry], CONDITIONS, records=records))
    (records.folder / job.place(CONDITIONS)).unlink()
    trained.clear()
    again = list(prove([job.entry], CONDITIONS, records=records, resume=True))
    assert trained == [("broken", 2)]
    assert again[0].runs == first[0].runs


def test_without_resume_all_is_trained_again(job, records, trained):
    for _ in range(2):
        list(prove([job.entry], CONDITIONS, records=records))
    assert len(trained) == 20


DAMAGES = {
    "cut short": lambda path: path.write_text(path.read_text()[:100]),
    "empty": lambda path: path.write_text(""),
    "of another kind": lambda path: path.write_text('{"fingerprint": [], "body": 3}'),
    "without its losses": lambda path: path.write_text(path.read_text().replace('"losses"', '"lost"')),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_record_is_made_again_with_a_warning(job, records, trained, damage):
    list(prove([job.entry], CONDITIONS, records=records))
    DAMAGES[damage](records.folder / job.place(CONDITIONS))
    trained.clear()
    warned = damage != "of another kind"  # that has another fingerprint, and a stale record is no cause for alarm
    with pytest.warns(UserWarning, match="is no whole record") if warned else nullcontext():
        [proof] = prove([job.entry], CONDITIONS, records=records, resume=True)
    assert trained == [("broken", 2)]
    assert proof.holds


@pytest.mark.parametrize("wrong", [{"seed": 3}, {"losses": []}])
def test_a_record_that_cannot_be_of_this_run_is_not_taken_for_it(job, records, trained, wrong):
    [proof] = prove([job.entry], CONDITIONS)
    body = proof.runs["broken"][2].as_dict() | wrong
    records.write(job.place(CONDITIONS), job.fingerprint(CONDITIONS), body)
    trained.clear()
    list(prove([job.entry], CONDITIONS, records=records, resume=True))
    assert ("broken", 2) in trained


def test_a_record_that_is_a_folder_cannot_be_written_over_and_the_cure_is_told(job, records):
    (records.folder / job.place(CONDITIONS)).mkdir(parents=True)
    with pytest.warns(UserWarning, match="is no whole record"), pytest.raises(UserError, match=r"name another\sfolder"):
        list(prove([job.entry], CONDITIONS, records=records, resume=True))


def test_a_record_is_of_one_text_one_source_of_images_one_recipe_and_one_seed(job, toy):
    toy.add("other")
    jobs = [
        job,
        replace(job, seed=3),
        replace(job, recipe="larger_steps"),
        replace(job, entry=toy.catalogue.entry("other")),
    ]
    assert len({one.fingerprint(CONDITIONS) for one in jobs[:3]}) == 3
    assert len({one.place(CONDITIONS) for one in jobs}) == 4
    before = job.fingerprint(CONDITIONS)
    toy.edit("fixes/toy/tiny_steps.py", "lr=10.0", "lr=20.0")
    assert job.fingerprint(CONDITIONS) != before


def test_a_killed_run_keeps_what_was_finished_and_can_be_resumed(job, toy, records):
    toy.edit("scenarios/toy/tiny_steps.py", "epochs=20", "epochs=1000")
    command = [sys.executable, "-m", "trainwreck.cli", "run", "--root", str(toy.root), "--out", str(records.folder)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while len(list(records.folder.rglob("*.json"))) < 2 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()

    def kept() -> int:
        jobs = [Job(job.entry, recipe, seed) for recipe in ("broken", "larger_steps") for seed in range(5)]
        return sum(
            records.read(one.place(CONDITIONS), one.fingerprint(CONDITIONS), Run.from_dict) is not None for one in jobs
        )

    assert 2 <= kept() < 10
    toy.edit("scenarios/toy/tiny_steps.py", "epochs=1000", "epochs=20")
    assert kept() == 0  # another text: none of these records is for it


# Mistakes in one entry's files, and what its one row says.
MISTAKES = {
    "import": ("scenarios", "import torch\n", "import not_there\n", "line 9: ModuleNotFoundError"),
    "declaration": ("scenarios", "epochs=20", "epochs=0", "Recipe(epochs=…) must be a whole number"),
    "exit at import": ("scenarios", "import torch\n", "import sys; sys.exit(0)\n", "SystemExit: 0"),
    "exit in the training": ("fixes", "optimizer=partial(SGD, lr=10.0)", "step=lambda *_: exit(0)", "SystemExit: 0"),
    "shapes": ("scenarios", "partial(mlp, 2, 4)", "partial(mlp, 3, 4)", "inputs (300, 2), targets (300,)"),
    "score": ("scenarios", "score=accuracy", "score=lambda *_: None", "must return a finite number, and returned None"),
    "loader": ("scenarios", "batch_size=300", "batch_size=900, drop_last=True", "loader gave no batch at all"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_one_entry_is_told_in_its_row_and_the_others_go_on(toy, mistake):
    top, old, new, says = MISTAKES[mistake]
    toy.add("tiny_steps")
    toy.add("mistaken")
    toy.edit(f"{top}/toy/mistaken.py", old, new)
    proofs = by_name(toy)
    assert proofs["tiny_steps"].holds
    assert not proofs["mistaken"].holds
    [row] = proofs["mistaken"].verdicts
    assert says in row.failed["trains"]


def test_a_failure_in_training_names_recipe_seed_file_line_and_the_cure(toy):
    toy.add("mistaken", fix=FIX.replace("optimizer=partial(SGD, lr=10.0)", "step=lambda *_: 1 / 0"))
    [proof] = prove(list(toy.catalogue), CONDITIONS)
    assert (
        proof.verdicts[0]
        .failed["trains"]
        .startswith(
            "toy/mistaken, recipe 'larger_steps', seed 0 (fixes/toy/mistaken.py, line 8): training stopped with "
            "ZeroDivisionError: division by zero (inputs (300, 2), targets (300,))\nCorrect the recipe"
        )
    )


@pytest.mark.parametrize("good", [0, 1])  # how often loading goes well: before the training, and in it
def test_an_entry_that_fails_in_a_way_that_nobody_foresaw_is_told_so_and_the_others_go_on(toy, monkeypatch, good):
    toy.add("tiny_steps")
    toy.add("unforeseen")
    loads = []

    def failing(entry, images) -> Pair:
        loads.append(entry.name)
        if entry.name == "unforeseen" and loads.count(entry.name) > good:
            raise LookupError("no such thing")
        return load(entry, images)

    monkeypatch.setattr(module, "load", failing)
    proofs = by_name(toy)
    assert proofs["tiny_steps"].holds
    assert "LookupError: no such thing" in proofs["unforeseen"].verdicts[0].failed["trains"]


def test_an_entry_that_cannot_be_judged_is_told_so_and_the_others_go_on(toy, monkeypatch):
    toy.add("tiny_steps")
    toy.add("unjudged")
    judge = module.verdicts

    def failing(pair, runs) -> list[Verdict]:
        return judge(pair, runs) if pair.name == "tiny_steps" else [1 / 0]

    monkeypatch.setattr(module, "verdicts", failing)
    proofs = by_name(toy)
    assert proofs["tiny_steps"].holds
    assert "could not be judged: ZeroDivisionError" in proofs["unjudged"].verdicts[0].failed["trains"]


def test_a_failure_in_a_worker_comes_back_as_a_row(toy):
    toy.add("mistaken")
    toy.edit("scenarios/toy/mistaken.py", "mlp, 2, 4", "mlp, 9, 4")
    [proof] = prove(list(toy.catalogue), CONDITIONS, workers=2)
    assert "inputs (300, 2)" in proof.verdicts[0].failed["trains"]


def test_no_verdict_at_all_is_not_a_verdict_that_holds(job):
    assert not Proof(job.entry, []).holds


def test_a_score_that_is_no_number_misses_the_goal(toy):
    toy.add("tiny_steps")
    toy.edit("scenarios/toy/tiny_steps.py", "score=accuracy", "score=lambda *_: float('nan')")
    [proof] = prove(list(toy.catalogue), CONDITIONS)
    [row] = proof.verdicts
    assert math.isnan(row.score)
    assert "broken:goal" not in row.failed
    assert "larger_steps:goal" in row.failed
    assert "larger_steps:gain" in row.failed


def test_what_one_scenario_switches_off_stays_on_for_its_neighbour(toy):
    toy.add("a_meddler")
    toy.add("b_neighbour")
    toy.edit("scenarios/toy/a_meddler.py", "import torch\n", "import torch\ntorch.set_default_dtype(torch.float64)\n")
    assert by_name(toy)["b_neighbour"].holds
    assert torch.get_default_dtype() == torch.float32


def test_a_recipe_is_trained_as_by_hand(job):
    pair = load(job.entry, Digits())
    [proof] = prove([job.entry], CONDITIONS)
    assert train_recipe(pair, "broken", 2, CPU) == proof.runs["broken"][2]

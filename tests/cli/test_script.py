"""``script``: what it writes, and what it refuses; and what ``check`` says of scripts."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import SCENARIO
from trainwreck.pairs.loading import load
from trainwreck.scripts import faithful
from trainwreck.tasks.sources import Digits
from trainwreck.training.loop import train


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_script_writes_a_script_with_its_data_and_says_how_to_run_it(trainwreck, tmp_path):
    answer = trainwreck("script", "tiny_steps", "-o", str(tmp_path / "run"))
    assert answer.code == 0
    assert names(tmp_path / "run") == ["test.npz", "train.npz", "train.py"]
    assert answer.out.endswith(f"Run it: cd {tmp_path / 'run'} && python train.py\n")


def test_the_script_runs_without_this_package_and_is_the_same_run(trainwreck, toy, tmp_path):
    trainwreck("script", "tiny_steps", "--fix", "larger_steps", "-o", str(tmp_path))
    hidden = "import sys; sys.modules['trainwreck'] = None; import runpy; runpy.run_path('train.py')"
    done = subprocess.run([sys.executable, "-c", hidden], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith("epoch 20: loss 0.")
    assert np.load(tmp_path / "predictions.npy").shape == (200, 4)
    metrics = json.loads((tmp_path / "metrics.json").read_text())
    pair = load(toy.catalogue.entry("tiny_steps"), Digits())
    run = train(pair.task, pair.fixes["larger_steps"], seed=0)
    assert metrics == {"validation_score": run.final.reported, "losses": list(run.losses)}


def test_a_seed_chooses_the_data_and_stands_in_the_script(trainwreck, tmp_path):
    for seed in ("0", "7"):
        trainwreck("script", "tiny_steps", "--seed", seed, "-o", str(tmp_path / seed))
    assert (tmp_path / "0" / "train.npz").read_bytes() != (tmp_path / "7" / "train.npz").read_bytes()
    assert 'get("SEED", 7)' in (tmp_path / "7" / "train.py").read_text()


def test_a_folder_without_a_name_does_not_tell_the_scenarios(trainwreck, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "wrote script/train.py\n" in trainwreck("script", "tiny_steps").out


def test_a_notebook_comes_beside_the_script(trainwreck, tmp_path):
    trainwreck("script", "tiny_steps", "--notebook", "-o", str(tmp_path / "run"))
    assert names(tmp_path / "run") == ["test.npz", "train.ipynb", "train.npz", "train.py"]


def test_a_script_that_was_edited_is_not_overwritten_unless_that_is_asked_for(trainwreck, tmp_path):
    arguments = ("script", "tiny_steps", "-o", str(tmp_path / "run"))
    trainwreck(*arguments)
    assert trainwreck(*arguments).code == 0
    (tmp_path / "run" / "train.py").write_text("mine")
    answer = trainwreck(*arguments)
    assert answer.code == 2
    assert "train.py' is there already, and is not what would be written." in answer.err
    assert (tmp_path / "run" / "train.py").read_text() == "mine"
    assert trainwreck(*arguments, "--force").code == 0
    assert (tmp_path / "run" / "train.py").read_text() != "mine"


def test_data_of_somebody_elses_are_not_overwritten(trainwreck, tmp_path):
    (tmp_path / "train.npz").write_text("mine")
    assert trainwreck("script", "tiny_steps", "-o", str(tmp_path)).code == 2
    assert names(tmp_path).count("train.py") == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["tiny_step"], "Did you mean 'tiny_steps'?"),
        (["tiny_steps", "--fix", "large_steps"], "Did you mean 'larger_steps'? It has: larger_steps."),
        (["tiny_steps", "--images", "digit"], "Did you mean 'digits'?"),
        (["tiny_steps", "-o", "{file}"], "is no folder. Name another folder with -o."),
    ],
)
def test_a_mistake_ends_with_the_cure_and_leaves_nothing_behind(trainwreck, tmp_path, arguments, message):
    (tmp_path / "file").touch()
    place = [] if "-o" in arguments else ["-o", str(tmp_path / "new")]
    answer = trainwreck("script", *(a.format(file=tmp_path / "file") for a in arguments), *place)
    assert answer.code == 2
    assert message in answer.err
    assert not (tmp_path / "new").exists()


def test_a_control_has_no_fix_to_be_asked_for(command, tmp_path):
    answer = command("script", "clipped_rnn", "--fix", "broken", "-o", str(tmp_path))
    assert (answer.code, "Ask for it without --fix." in answer.err) == (2, True)
    assert command("script", "clipped_rnn", "-o", str(tmp_path)).code == 0


def test_check_asks_whether_every_recipe_can_be_written_as_a_script(trainwreck, toy):
    toy.edit("scenarios/toy/tiny_steps.py", "model=partial(mlp, 2, 4)", "model=lambda: mlp(2, 4)")
    answer = trainwreck("check", "tiny_steps")
    assert answer.code == 1
    assert "✗ tiny_steps broken:script: The recipe 'broken' of 'tiny_steps' cannot be written as a script" in answer.out


def test_check_with_train_runs_the_scripts(trainwreck, monkeypatch):
    assert "script" not in trainwreck("check", "tiny_steps", "--train").out
    write = faithful.script
    monkeypatch.setattr(faithful, "script", lambda *given: write(*given).replace("range(20)", "range(19)"))
    answer = trainwreck("check", "tiny_steps", "--train")
    assert answer.code == 1
    assert "✗ tiny_steps broken:script: seed 0: there are 19 losses, not 20" in answer.out


def test_check_leaves_a_file_that_does_not_load_to_one_message(trainwreck, toy):
    toy.add("odd", SCENARIO.replace("epochs=20", "epochs=0"))
    answer = trainwreck("check", "odd", "--train")
    assert answer.out.count("Recipe(epochs=…) must be") <= 2
    assert ":script" not in answer.out

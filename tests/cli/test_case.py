"""The command ``case``: what a tool is shown of one set-up."""

import subprocess
import sys

import pytest


def test_the_code_of_a_case_is_printed(trainwreck):
    answer = trainwreck("case", "tiny_steps/broken")
    assert answer.code == 0
    assert "lr=1e-09" in answer.out
    assert "lr=10.0" in trainwreck("case", "tiny_steps/larger_steps").out
    assert trainwreck("case", "tiny_steps").out == answer.out


def test_in_other_words_it_is_printed_as_a_tool_is_shown_it_with_variants(trainwreck):
    plain, varied = [trainwreck("case", "tiny_steps", *more).out for more in ((), ("--variants",))]
    assert "def step(" in plain
    assert "def step(" not in varied
    assert "lr=1e-09" in varied
    assert trainwreck("case", "tiny_steps", "--variants").out == varied
    assert trainwreck("case", "tiny_steps", "--variants", "--seed", "1").out != varied


def test_its_folder_is_what_a_command_is_shown_and_its_script_runs(trainwreck, tmp_path):
    folder = tmp_path / "deep" / "case"
    assert trainwreck("case", "tiny_steps/broken", "--seed", "3", "-o", str(folder)).code == 0
    assert {path.name for path in folder.iterdir()} == {
        "train.py",
        "train.npz",
        "test.npz",
        "log.csv",
        "training_setup.py",
        "vocabulary.json",
        "README.md",
    }
    subprocess.run([sys.executable, "train.py"], cwd=folder, check=True, capture_output=True)


def test_nobodys_work_is_overwritten(trainwreck, tmp_path):
    (tmp_path / "train.py").write_text("mine")
    answer = trainwreck("case", "tiny_steps", "-o", str(tmp_path))
    assert answer.code == 2
    assert (tmp_path / "train.py").read_text() == "mine"
    assert not (tmp_path / "log.csv").exists()


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("tiny_step", "Did you mean 'tiny_steps'?"),
        ("tiny_steps/brokn", "tiny_steps has no recipe 'brokn'. Did you mean 'broken'? Choose one of: broken, larger"),
    ],
)
def test_a_mistake_ends_with_exit_code_2_and_the_cure(trainwreck, place, says):
    answer = trainwreck("case", place)
    assert answer.code == 2
    assert says in answer.err

"""What docs/submission.md tells a reader to run is run, and its figures are those of the code."""

import shlex

import pytest

from tests.documented import commands, page
from tests.judging.conftest import needs_lock
from trainwreck.judging import serving, suspect
from trainwreck.judging.findings import MOST_WORK
from trainwreck.locking import lock
from trainwreck.proof.runs import LEAST_GAIN, NOT_CHANCE

PAGE = page("submission.md")
PROSE = " ".join(page("submission.md").split())
COMMANDS = commands("submission.md")


@needs_lock
@pytest.mark.usefixtures("one_server")
def test_the_commands_of_the_page_run(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    *written, grade = map(shlex.split, COMMANDS)
    answers = [command(*arguments) for arguments in (*written, [*grade, "--seeds", "2"])]  # five take long
    assert [answer.code for answer in answers] == [0, 0, 0]
    assert "handed_in/train.py  ✓         ✓" in answers[2].out
    assert len((tmp_path / "marks.csv").read_text().splitlines()) == 3


@pytest.mark.parametrize(
    ("words", "figure"),
    [
        ("by more than {};", LEAST_GAIN),
        ("at most {} the processor time", {2.0: "twice"}[MOST_WORK]),
        ("must be chance, within {} on average", NOT_CHANCE),
        ("more than {} kB", suspect.LARGE // 1000),
        ("a literal of more than {} characters", suspect.LONG),
        ("keeps at most {} MB", serving.DISK >> 20),
        ("MB and {} files", serving.ENTRIES),
        ("takes {} GB of memory", lock.MEMORY >> 30),
    ],
)
def test_a_figure_of_the_page_is_that_of_the_code(words, figure):
    assert words.format(figure) in PROSE


def test_the_page_and_the_flags_agree_on_what_may_be_imported():
    names = {"torch": "torch", "torchvision": "torchvision", "NumPy": "numpy", "SciPy": "scipy"}
    names |= {"scikit-learn": "sklearn", "pandas": "pandas"}
    assert all(name in PAGE for name in names)
    assert {*names.values()} <= suspect.USUAL

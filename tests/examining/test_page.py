"""The page on examining: its programs run, and its command finds what is wrong with its script."""

from tests.conftest import Command
from tests.documented import commands, programs

SCRIPT, *PROGRAMS = programs("examine.md")


def test_the_command_of_the_page_finds_the_fault_in_the_script_of_the_page(command: Command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "train.py").write_text(SCRIPT)
    assert commands("examine.md") == ["examine train.py"]
    answer = command(*commands("examine.md")[0].split())
    assert answer.code == 1, answer.out
    assert "accumulated_gradients" in answer.out


def test_the_programs_of_the_page_do_what_it_says():
    assert len(PROGRAMS) == 2
    for program in PROGRAMS:
        exec(program, {"__name__": "__main__"})

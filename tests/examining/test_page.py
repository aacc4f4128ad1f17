"""The page on examining: its programs run, and its command finds what is wrong with its script."""

from tests.conftest import Command
from tests.documented import commands, programs
from trainwreck.pages.instruments import examined
from trainwreck.proof.results import Results

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


def test_the_table_of_sets_gives_shares_of_faults_and_none_where_a_set_has_healthy_scripts_alone(tmp_path):
    (tmp_path / "examine-cpu.csv").write_text(
        "set,script,fault,checks,found,named,which,seconds,watching,asking,fingerprint\n"
        "a,one.py,healthy,30,0,0,,12.0,1.5,0.5,\n"
        "a,one.py,no step,30,2,1,loop steps_made,12.0,1.5,0.5,\n"
        "a,one.py,no shuffling,30,0,0,,12.0,1.5,0.5,\n"
        "b,two.py,healthy,20,1,0,check outliers,12.0,1.5,0.5,\n"
    )
    lines = examined(Results(tmp_path)).splitlines()
    assert lines[2:4] == ["| a | 1 | 0 | 30 | 0 | 2 | 50% | 50% | 15% |", "| b | 1 | 1 | 20 | 1 | 0 |  |  | 15% |"]
    assert lines[-1] == "| b | two.py | healthy | false alarm |  | check outliers |"

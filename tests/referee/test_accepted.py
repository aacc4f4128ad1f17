"""Which answers are right: the fault itself, what is declared, and what by measurement cannot be told apart."""

from tests.conftest import SCENARIO
from trainwreck.referee.accepted import accepted, confused
from trainwreck.referee.answer import Cause

RECORD = """component,scenario,recipe,kind,check,seeds,applied,fired,raised
toy,tiny_steps,broken,broken,tiny_steps,1,1,1,0
toy,tiny_steps,broken,broken,other,1,1,1,0
toy,tiny_steps,broken,broken,stubborn,1,1,1,0
toy,tiny_steps,broken,broken,quiet,1,1,0,0
toy,tiny_steps,larger_steps,fixed,other,1,1,0,0
toy,tiny_steps,larger_steps,fixed,stubborn,1,1,1,0
"""


def test_a_fault_that_goes_with_the_scenarios_own_cannot_be_told_from_it(tmp_path):
    (tmp_path / "checks.csv").write_text(RECORD)
    assert confused(tmp_path / "checks.csv") == {"tiny_steps": ["other"]}  # not one that is still seen in the fix
    assert confused(tmp_path / "nothing.csv") == {}


def test_the_own_fault_comes_first_then_what_is_declared_then_what_is_measured(toy):
    toy.add("tiny_steps", scenario=SCENARIO.replace("also_accepted={}", "also_accepted={'loss': 'why'}"))
    toy.add("other")
    assert accepted(toy.catalogue)["tiny_steps"] == (Cause("toy", "tiny_steps"), Cause("loss"))
    (toy.root / "results").mkdir(exist_ok=True)
    (toy.root / "results" / "checks-digits-cpu.csv").write_text(RECORD)
    assert accepted(toy.catalogue)["tiny_steps"] == (Cause("toy", "tiny_steps"), Cause("loss"), Cause("toy", "other"))
    assert accepted(toy.catalogue)["other"] == (Cause("toy", "other"),)

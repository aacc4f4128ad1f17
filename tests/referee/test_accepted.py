"""Which answers are right: the fault itself, what is declared, and what by measurement cannot be told apart."""

from io import StringIO

import pandas as pd

from tests.conftest import SCENARIO
from trainwreck.referee.accepted import accepted, confused
from trainwreck.referee.answer import Cause

RECORD = """component,scenario,recipe,kind,check,seeds,applied,fired,raised
toy,tiny_steps,broken,broken,tiny_steps,1,1,1,0
toy,tiny_steps,broken,broken,other,1,1,1,0
toy,tiny_steps,broken,broken,eager,1,1,1,0
toy,other,broken,broken,other,1,1,1,0
toy,other,broken,broken,tiny_steps,1,1,1,0
toy,eager,broken,broken,tiny_steps,1,1,0,0
"""


def test_two_faults_whose_checks_each_accuse_the_other_cannot_be_told_apart():
    answers = pd.read_csv(StringIO(RECORD))
    assert confused(answers) == {"tiny_steps": ["other"], "other": ["tiny_steps"]}
    assert confused(answers.head(0)) == {}


def test_the_own_fault_comes_first_then_what_is_declared_then_what_is_measured(toy):
    toy.add("tiny_steps", scenario=SCENARIO.replace("also_accepted={}", "also_accepted={'loss': 'why'}"))
    toy.add("other")
    assert accepted(toy.catalogue)["tiny_steps"] == (Cause("toy", "tiny_steps"), Cause("loss"))
    (toy.root / "results").mkdir(exist_ok=True)
    (toy.root / "results" / "checks-digits-cpu.csv").write_text(RECORD)
    assert accepted(toy.catalogue)["tiny_steps"] == (Cause("toy", "tiny_steps"), Cause("loss"), Cause("toy", "other"))
    assert accepted(toy.catalogue)["other"] == (Cause("toy", "other"), Cause("toy", "tiny_steps"))

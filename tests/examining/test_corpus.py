"""The corpus is what it says: each fault can be put in, is named from the catalogue, and the scripts run."""

import os
import subprocess
import sys

import pytest

from tests.examining.corpus import HERE, Fault, faults, scripts, sets
from trainwreck import catalogue

KNOWN = {entry.name for entry in catalogue()}
of_each_set = pytest.mark.parametrize("which", sets())


def misplaced(fault: Fault) -> list[str]:
    """Return those substitutions that do not occur exactly once in the healthy script."""
    return [old for old, _ in fault.replace if fault.healthy().count(old) != 1]


@of_each_set
def test_healthy_scripts_compile(which):
    for path in scripts(which):
        compile(path.read_text(encoding="utf-8"), str(path), "exec")


@of_each_set
def test_each_substitution_occurs_exactly_once(which):
    assert {fault.fault: misplaced(fault) for fault in faults(which) if misplaced(fault)} == {}


@of_each_set
def test_faulty_scripts_differ_and_compile(which):
    for fault in faults(which):
        assert fault.faulty() != fault.healthy(), fault.fault
        compile(fault.faulty(), fault.script, "exec")


@of_each_set
def test_accepted_names_are_scenarios_of_the_catalogue(which):
    accepted = [fault.accepted for fault in faults(which)]
    assert {name for names in accepted for name in names} <= KNOWN
    # None, where the catalogue has nothing like it: such a fault can only be found.
    assert all(len(names) <= 4 for names in accepted)


def test_no_fault_is_listed_twice():
    put_in = [(fault.path, fault.replace) for which in sets() for fault in faults(which)]
    assert len(put_in) == len(set(put_in))


@pytest.mark.parametrize("old", ["missing", "x = 1\n"])
def test_a_substitution_is_misplaced_where_it_occurs_never_or_twice(tmp_path, old):
    path = tmp_path / "train.py"
    path.write_text("x = 1\nx = 1\n")
    fault = Fault(path, "a fault", ((old, "x = 2\n"),), accepted=("low_learning_rate",), symptom="none")
    assert misplaced(fault) == [old]


@pytest.mark.parametrize(("script", "says"), [("first/autoencoder.py", "val mse"), ("first/breast_cancer.py", "Test")])
def test_a_script_runs_by_itself(script, says, tmp_path):
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    ended = subprocess.run(
        [sys.executable, str(HERE / script)], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert says in ended.stdout.splitlines()[-1]

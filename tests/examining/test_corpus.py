"""The corpus is what it says: each fault can be put in, is named from the catalogue, and the scripts run."""

import os
import subprocess
import sys

import pytest

from tests.examining.corpus import HERE, Fault, faults, scripts, sets
from trainwreck import catalogue

SCRIPTS = [pytest.param(path, id=f"{which}/{path.stem}") for which in sets() for path in scripts(which)]
PUT_IN = [(which, fault) for which in sets() for fault in faults(which)]
FAULTS = [pytest.param(fault, id=f"{which}/{fault.script}: {fault.fault}") for which, fault in PUT_IN]


def misplaced(fault: Fault) -> list[str]:
    """Return those substitutions that do not occur exactly once in the healthy script."""
    return [old for old, _ in fault.replace if fault.healthy().count(old) != 1]


@pytest.mark.parametrize("path", SCRIPTS)
def test_a_healthy_script_compiles(path):
    compile(path.read_text(encoding="utf-8"), str(path), "exec")


@pytest.mark.parametrize("fault", FAULTS)
def test_each_substitution_occurs_exactly_once(fault):
    assert misplaced(fault) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_script_differs_and_compiles(fault):
    assert fault.faulty() != fault.healthy()
    compile(fault.faulty(), fault.script, "exec")


@pytest.mark.parametrize("fault", FAULTS)
def test_accepted_names_are_scenarios_of_the_catalogue(fault):
    assert len(fault.accepted) <= 4  # none, where the catalogue has nothing like it: such a fault can only be found
    assert set(fault.accepted) <= {entry.name for entry in catalogue()}


def test_no_fault_is_listed_twice():
    put_in = [(fault.path, fault.replace) for _, fault in PUT_IN]
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

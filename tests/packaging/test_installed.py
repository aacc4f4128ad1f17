"""The wheel, installed, used from a folder that has nothing to do with it."""

import json
from pathlib import Path

import pytest


def test_list_and_show(installed, tmp_path):
    names = {entry["name"] for entry in json.loads(installed("trainwreck", "list", "--json", cwd=tmp_path).stdout)}
    assert len(names) > 50
    assert "accumulated_gradients" in names
    shown = installed("trainwreck", "show", "accumulated_gradients", "--fix", cwd=tmp_path).stdout
    assert "Why it failed" in shown


def test_score(installed, tmp_path):
    options = ("--only", "broadcast_targets", "--seeds", "1", "--json", "card.json")
    answer = installed("trainwreck", "score", "silent", *options, cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    card = json.loads((tmp_path / "card.json").read_text())
    [case] = card["cases"]  # broken or mended, as a secret coin decided
    assert case["grade"] == ("missed" if case["kind"] == "broken" else "cleared")


def test_recorded_results_come_along(installed, tmp_path):
    answer = installed("trainwreck", "results", "table", cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert "| accumulated_gradients |" in answer.stdout


@pytest.mark.parametrize("arguments", [["new", "my_fault", "--component", "loop"], ["record", "broadcast_targets"]])
def test_nothing_is_written_into_the_package_and_it_is_said_where_that_would_be(installed, tmp_path, arguments):
    [package] = installed.python.parent.parent.rglob("site-packages/trainwreck")
    before = sorted(path for path in package.rglob("*") if "__pycache__" not in path.parts)
    answer = installed("trainwreck", *arguments, cwd=tmp_path)
    assert answer.returncode == 2
    assert "installed package" in answer.stderr
    assert str(package) in answer.stderr
    assert sorted(path for path in package.rglob("*") if "__pycache__" not in path.parts) == before


@pytest.mark.parametrize(
    ("arguments", "passed"),
    [
        (["trainwreck.scenarios", "-k", "broadcast_targets and gain"], 1),
        (["trainwreck.scenarios.loss.broadcast_targets::broken:goal"], 1),
    ],
    ids=["by expression", "by node id"],
)
def test_pytest_proves_one_scenario_of_the_package(installed, tmp_path, arguments, passed):
    answer = installed("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--pyargs", *arguments, cwd=tmp_path)
    assert answer.returncode == 0, answer.stdout
    assert answer.stdout.splitlines()[-1].startswith(f"{passed} passed")


def test_nothing_is_left_in_the_folder(installed, tmp_path):
    installed("trainwreck", "list", cwd=tmp_path)
    assert list(Path(tmp_path).iterdir()) == []

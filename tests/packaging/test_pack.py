"""A pack, as its author has it and as its users do."""

import pytest

from tests.packaging.conftest import Environment, fresh_environment, wheel_of


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("pack")


@pytest.fixture(scope="module")
def author(installed, home):
    """The folder of a new pack."""
    answer = installed("trainwreck", "init", "frost", cwd=home)
    assert answer.returncode == 0, answer.stderr
    return home / "frost"


@pytest.fixture(scope="module")
def user(wheel, author, home) -> Environment:
    """An environment in which the pack is installed."""
    environment = fresh_environment(home / "venv")
    environment.install(wheel)
    (home / "dist").mkdir()
    environment.install(wheel_of(author, home / "dist"))
    return environment


def test_pytest_proves_it_in_its_folder(installed, author):
    answer = installed("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=author)
    assert answer.returncode == 0, answer.stdout
    assert "missing_bias  constant_term  underfits" in answer.stdout


def test_a_demand_on_the_whole_of_it_is_run_by_the_id_that_pytest_prints(installed, author):
    pytest_ = ("python", "-m", "pytest", "-q", "-p", "no:cacheprovider")
    printed = installed(*pytest_, "--collect-only", cwd=author).stdout
    [node] = [line for line in printed.splitlines() if line.endswith("catalogue:stray")]
    answer = installed(*pytest_, node, cwd=author)
    assert answer.stdout.splitlines()[-1].startswith("1 passed"), answer.stdout


def test_a_tool_is_scored_on_it(installed, author):
    answer = installed("trainwreck", "score", "checklist", "--seeds", "1", cwd=author)
    assert answer.returncode == 0, answer.stderr
    assert "✗" not in answer.stdout, answer.stdout  # its vocabulary is larger than the one component of the pack


def test_installed_it_is_found_by_its_name_from_any_folder(user, tmp_path):
    listed = user("trainwreck", "list", "--root", "frost", cwd=tmp_path)
    assert listed.returncode == 0, listed.stderr
    assert "missing_bias" in listed.stdout
    answer = user("trainwreck", "run", "--root", "frost", cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert "✓ holds" in answer.stdout


def test_installed_it_is_not_written_into(user, tmp_path):
    answer = user("trainwreck", "new", "my_fault", "--component", "loop", "--root", "frost", cwd=tmp_path)
    assert answer.returncode == 2
    assert "is an installed package" in answer.stderr


def test_from_its_folder_the_catalogue_of_trainwreck_is_reached_by_name(installed, author):
    assert "missing_bias" in installed("trainwreck", "list", cwd=author).stdout
    assert "accumulated_gradients" in installed("trainwreck", "list", "--root", "trainwreck", cwd=author).stdout

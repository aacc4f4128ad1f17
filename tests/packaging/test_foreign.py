"""Projects that have nothing to do with trainwreck, in an environment that has it installed."""

from pathlib import Path
from textwrap import dedent

import pytest

HEAVY = {"torch", "numpy", "pandas", "sklearn", "scipy", "rich", "typer", "joblib"}

A_TEST = """
from {package}.login import VALUE

def test_it_is_their_own_package():
    assert VALUE == "theirs"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose packages are called as folders of ours are."""
    for package in ("harness", "scenarios", "fixes"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "login.py").write_text('VALUE = "theirs"\n')
        (tmp_path / package / f"test_{package}.py").write_text(A_TEST.format(package=package))
    (tmp_path / "scenarios" / "login").mkdir()
    (tmp_path / "scenarios" / "login" / "conftest.py").write_text("import pytest\n")
    (tmp_path / "scenarios" / "login" / "test_deep.py").write_text("def test_deep(): pass\n")
    (tmp_path / "scenarios" / "login" / "helper.py").write_text("raise RuntimeError('no business of pytest')\n")
    return tmp_path


@pytest.mark.parametrize("packages", [True, False], ids=["packages", "folders"])
@pytest.mark.parametrize(
    ("command", "path"),
    [(["python", "-m", "pytest"], ""), (["python", "-m", "pytest"], "."), (["python", "-P", "-m", "pytest"], ".")],
    ids=["-m pytest", "-m pytest with PYTHONPATH", "pytest with PYTHONPATH"],
)
def test_a_project_with_packages_of_these_names_runs_its_own_tests_and_no_others(
    installed, project, packages, command, path
):
    if packages:
        for package in ("harness", "scenarios", "fixes"):
            (project / package / "__init__.py").touch()
    answer = installed(*command, "-q", "-p", "no:cacheprovider", cwd=project, PYTHONPATH=path)
    assert answer.returncode == 0, answer.stdout
    assert answer.stdout.splitlines()[-1].startswith("4 passed")


def test_trainwreck_runs_beside_them_in_worker_processes_too(installed, project):
    for package in ("harness", "scenarios", "fixes"):
        (project / package / "__init__.py").touch()
    answer = installed("trainwreck", "run", "broadcast_targets", "--workers", "2", cwd=project, PYTHONPATH=".")
    assert answer.returncode == 0, answer.stderr
    assert "✓ holds" in answer.stdout


def test_a_marker_makes_the_folder_a_catalogue(installed, project):
    (project / "trainwreck.toml").write_text('package = "theirs"\n')
    answer = installed("python", "-m", "pytest", "--collect-only", "-q", cwd=project)
    assert "trainwreck.toml::catalogue:stray" in answer.stdout


def test_a_foreign_session_imports_nothing_heavy_and_little_of_ours(installed, tmp_path):
    (tmp_path / "test_theirs.py").write_text(
        dedent(
            f"""
            import sys

            def test_imported():
                tops = {{name.partition(".")[0] for name in sys.modules}}
                ours = {{name for name in sys.modules if name.partition(".")[0] == "trainwreck"}}
                assert not tops & {HEAVY!r}
                assert ours == {{
                    "trainwreck",
                    "trainwreck.errors",
                    "trainwreck.pairs",
                    "trainwreck.pairs.packs",
                    "trainwreck.pytest_plugin",
                    "trainwreck.pytest_plugin.hooks",
                    "trainwreck.pytest_plugin.report",
                }}
            """
        )
    )
    answer = installed("python", "-m", "pytest", "-q", "-p", "no:benchmark", "-p", "no:xdist", cwd=tmp_path)
    assert answer.returncode == 0, answer.stdout

"""The package as a user has it: built, installed into an environment of its own, used from another folder."""

import importlib.util
import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def wheel_of(project: Path, into: Path) -> Path:
    """Build a project's wheel; with hatchling if it is here, and otherwise with the one that pip fetches."""
    here = ["--no-build-isolation"] if importlib.util.find_spec("hatchling") else []
    command = [sys.executable, "-m", "pip", "wheel", str(project), "--no-deps", "--quiet", *here, "-w", str(into)]
    subprocess.run(command, check=True, capture_output=True)
    [wheel] = into.glob("*.whl")
    return wheel


@dataclass(frozen=True)
class Environment:
    """A virtual environment."""

    python: Path

    def install(self, wheel: Path) -> None:
        """Install a wheel, and nothing that it depends on."""
        pip = [sys.executable, "-m", "pip", "--python", str(self.python)]
        subprocess.run([*pip, "install", "--no-deps", "--no-index", "--quiet", str(wheel)], check=True)

    def __call__(self, *arguments: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run one of the environment's programs; ``python`` or what a package brings."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PYTEST", "COV"))}
        command = [str(self.python.parent / arguments[0]), *arguments[1:]]
        environment = {**inherited, "COLUMNS": "200", **variables}
        return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300)


def fresh_environment(folder: Path) -> Environment:
    """Make an environment that finds what is installed here, PyTorch above all, after what it has itself.

    A folder named in a .pth file is searched, but the .pth files in it are not followed: so an editable install of
    trainwreck here is not found there.
    """
    venv.create(folder, symlinks=True)
    scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
    [own] = folder.glob("Lib/site-packages") if sys.platform == "win32" else folder.glob("lib/python*/site-packages")
    others = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    (own / "others.pth").write_text("\n".join(others), encoding="utf-8")
    return Environment(scripts / "python")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package's wheel."""
    return wheel_of(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment with the wheel in it."""
    environment = fresh_environment(tmp_path_factory.mktemp("environment") / "venv")
    environment.install(wheel)
    return environment

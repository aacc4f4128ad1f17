"""Do the oldest versions that pyproject.toml allows still work? Takes minutes, and about 6 GB while it runs.

    python tests/packaging/oldest.py

An environment of its own gets the built package and exactly the lowest version of every dependency; there the first
scenario of each component is proven. Nothing of it is left. The exit code is pytest's. A floor is raised to the oldest
version that passes here, never on a guess.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOOR = re.compile(r"(?P<name>[A-Za-z0-9_.-]+)>=(?P<version>[0-9.]+)")


def floors(pyproject: Path) -> list[str]:
    """Return the lowest version of every dependency, as pip's constraints: ``scipy==1.15``."""
    dependencies = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]["dependencies"]
    found = [FLOOR.fullmatch(dependency) for dependency in dependencies]
    if not all(found):
        raise SystemExit("Each dependency in pyproject.toml must be written as `name>=version`. Rewrite it.")
    return [f"{match['name']}=={match['version']}" for match in found if match]


def scenarios(root: Path) -> list[str]:
    """Return the first scenario of each component, as the name of its module."""
    components = sorted(path for path in (root / "scenarios").iterdir() if path.is_dir())
    first = (min(component.glob("[a-z]*.py"), default=None) for component in components)
    return [f"trainwreck.scenarios.{path.parent.name}.{path.stem}" for path in first if path]


def main() -> int:
    """Install, prove, and say what was tried."""
    with tempfile.TemporaryDirectory(prefix="trainwreck-oldest-") as folder:
        home = Path(folder)
        constraints = home / "floors.txt"
        constraints.write_text("\n".join(floors(ROOT / "pyproject.toml")), encoding="utf-8")
        venv.create(home / "venv", with_pip=True)
        python = home / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        install = [python, "-m", "pip", "install", "--quiet", "--no-cache-dir", "--constraint", constraints, ROOT]
        subprocess.run(install, check=True)
        subprocess.run([python, "-m", "pip", "freeze", "--all"], check=True)
        work = home / "work"  # away from the checkout, where Python would find the package as well
        work.mkdir()
        chosen = scenarios(ROOT)
        command_line = [python, "-m", "trainwreck.cli", "run", chosen[0].rpartition(".")[2], "--workers", "2"]
        subprocess.run(command_line, cwd=work, check=True)
        return subprocess.run([python, "-m", "pytest", "--pyargs", *chosen], cwd=work).returncode


if __name__ == "__main__":
    raise SystemExit(main())

"""Each room of the package imports only from those before it, and its name says what it may know."""

import ast
import re
from pathlib import Path

import pytest

import trainwreck

HARNESS = Path(trainwreck.__file__).parent
ROOT = HARNESS.parents[1]
ORDER = re.findall(r"^\| `(\w+)/?`(?:, `(\w+)/`)? \|", (ROOT / "docs" / "architecture.md").read_text(), re.MULTILINE)
LEVEL = {room: level for level, rooms in enumerate(ORDER) for room in rooms if room}


def arrows(path: Path) -> set[str]:
    """The rooms that a file imports from, wherever in the file it does so; a name of the face is from "__init__"."""
    modules = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "trainwreck":
            modules += [f"trainwreck.{alias.name if alias.name in LEVEL else '__init__'}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules.append(node.module or "")
    return {module.split(".")[1] for module in modules if module.startswith("trainwreck.")}


def upward(path: Path) -> list[str]:
    """What a file imports from rooms that stand after its own, or from the face."""
    own = path.relative_to(HARNESS).parts[0].removesuffix(".py")
    return sorted(room for room in arrows(path) if room != own and LEVEL.get(room, len(LEVEL)) >= LEVEL[own])


FILES = sorted(path for path in HARNESS.rglob("*.py") if path != HARNESS / "__init__.py")


def test_the_page_on_architecture_names_every_room_and_no_other():
    rooms = {path.relative_to(HARNESS).parts[0].removesuffix(".py") for path in FILES}
    assert rooms == set(LEVEL)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(HARNESS).as_posix())
def test_a_module_imports_only_from_rooms_before_its_own(path):
    assert upward(path) == []


def test_an_arrow_that_points_up_would_be_found(tmp_path, monkeypatch):
    for room in ("training", "proof"):
        (tmp_path / room).mkdir()
    (tmp_path / "training" / "loop.py").write_text("def f():\n    from trainwreck.proof.verdict import Verdict\n")
    monkeypatch.setattr("tests.test_architecture.HARNESS", tmp_path)
    assert upward(tmp_path / "training" / "loop.py") == ["proof"]

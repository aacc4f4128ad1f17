"""The catalogue: which scenarios, fixes and controls there are, and what their files say of themselves.

Discovery is by folder, and the facts are read from the source text: nothing is imported, so listing the
catalogue costs no PyTorch.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from harness.errors import UserError, suggest

CONTROLS = "controls"
INSTALLED = Path(__file__).resolve().parent.parent  # scenarios/ and fixes/ lie beside harness/


@dataclass(frozen=True)
class Entry:
    """A scenario with its fix, or a control: where its files are, and what is written in them."""

    root: Path
    component: str
    name: str

    @property
    def is_control(self) -> bool:
        """Whether this is a healthy set-up, which has no fix."""
        return self.component == CONTROLS

    @property
    def path(self) -> Path:
        """The file with the broken (or, of a control, the healthy) set-up."""
        return self.root / "scenarios" / self.component / f"{self.name}.py"

    @property
    def fix_path(self) -> Path:
        """The file with the fixes, whether it exists or not."""
        return self.root / "fixes" / self.component / f"{self.name}.py"

    @cached_property
    def text(self) -> str:
        """The docstring: what one sees."""
        return _docstring(self._tree)

    @property
    def title(self) -> str:
        """The docstring's first line."""
        return self.text.partition("\n")[0]

    @cached_property
    def lesson(self) -> str:
        """The fix's docstring: why it failed and why the fix helps."""
        return _docstring(_parse(self.fix_path)) if self.fix_path.is_file() else ""

    @cached_property
    def symptom(self) -> str | None:
        """The declared symptom's name, in lower case."""
        match self._declared.get("symptom"):
            case ast.Attribute(attr=name):
                return name.lower()
        return None

    @cached_property
    def looks_like(self) -> str | None:
        """The fault that a control resembles."""
        match self._declared.get("looks_like"):
            case ast.Constant(value=str(name)):
                return name
        return None

    @cached_property
    def hints(self) -> tuple[str, ...]:
        """The hints, from a question to nearly the answer."""
        try:
            return tuple(ast.literal_eval(self._declared["hints"]))
        except (KeyError, ValueError, TypeError):
            return ()

    @cached_property
    def fixes(self) -> tuple[str, ...]:
        """The names of the fixes: what the fix file makes with ``replace`` or ``Recipe`` at its top level."""
        if not self.fix_path.is_file():
            return ()
        calls = (n for n in _parse(self.fix_path).body if isinstance(n, ast.Assign) and isinstance(n.value, ast.Call))
        return tuple(
            target.id
            for call in calls
            for target in call.targets
            if isinstance(target, ast.Name) and ast.unparse(call.value.func) in {"replace", "Recipe"}  # type: ignore[attr-defined]
        )

    @property
    def code(self) -> str:
        """The set-up's source text below its docstring."""
        return _code(self.path)

    @property
    def fix_code(self) -> str:
        """The fixes' source text below its docstring."""
        return _code(self.fix_path)

    @cached_property
    def _tree(self) -> ast.Module:
        return _parse(self.path)

    @cached_property
    def _declared(self) -> dict[str | None, ast.expr]:
        """The keyword arguments of the file's ``Scenario(…)`` or ``Control(…)``."""
        for node in self._tree.body:
            match node:
                case ast.Assign(value=ast.Call(func=ast.Name(id="Scenario" | "Control"), keywords=keywords)):
                    return {keyword.arg: keyword.value for keyword in keywords}
        return {}


@dataclass(frozen=True)
class Catalogue:
    """All that lies in ``root/scenarios`` and ``root/fixes``."""

    root: Path = INSTALLED

    def __post_init__(self) -> None:
        if not (self.root / "scenarios").is_dir():
            raise UserError(
                f"There is no folder scenarios/ in '{self.root}'. Name the folder that holds one, with --root."
            )

    def __iter__(self) -> Iterator[Entry]:
        for path in _python_files(self.root / "scenarios"):
            yield Entry(self.root, path.parent.name, path.stem)

    def entry(self, name: str) -> Entry:
        """Return the entry of this name; an unknown one is a UserError that suggests the nearest."""
        entries = {entry.name: entry for entry in self}
        if name not in entries:
            raise UserError(
                f"There is no scenario {name!r}.{suggest(name, entries)} `trainwreck list` shows all {len(entries)}."
            )
        return entries[name]

    def entries(self, names: list[str]) -> list[Entry]:
        """Return the entries of these names, or all if none is named."""
        return [self.entry(name) for name in names] if names else list(self)

    def components(self) -> list[str]:
        """Return the names of the folders that hold scenarios."""
        return sorted({entry.component for entry in self})

    def fixes_without_scenario(self) -> list[Path]:
        """Return the files in fixes/ that have no twin in scenarios/."""
        twins = {entry.fix_path for entry in self if not entry.is_control}
        return [path for path in _python_files(self.root / "fixes") if path not in twins]


def _python_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*/*.py") if not path.name.startswith("_"))


def _parse(path: Path) -> ast.Module:
    try:
        return ast.parse(path.read_text(encoding="utf-8"))
    except (SyntaxError, UnicodeDecodeError, OSError):
        return ast.Module(body=[], type_ignores=[])  # importing the file will say what is wrong, and where


def _code(path: Path) -> str:
    tree, lines = _parse(path), path.read_text(encoding="utf-8").splitlines()
    below = tree.body[0].end_lineno if _docstring(tree) else 0
    return "\n".join(lines[below:]).strip() + "\n"


def _docstring(tree: ast.Module) -> str:
    return ast.get_docstring(tree) or ""

"""The top level of a Python file: which statement binds which name, and whose names a fix borrows."""

import ast
import tokenize
from functools import cache
from pathlib import Path

from trainwreck import training
from trainwreck.errors import UserError
from trainwreck.pairs.lines import Lines

TEXTBOOK = Path(training.__file__).with_name("recipe.py")  # read, not imported: it would cost a PyTorch
THEIRS = "__theirs__"  # before a name of the scenario's, or the textbook's: a fix may have the same


def text_of(path: Path) -> str:
    try:
        with tokenize.open(path) as file:
            text = file.read()
        ast.parse(text)
    except (SyntaxError, ValueError, OSError) as error:
        raise UserError(f"'{path}' cannot be read: {error}. Correct it, then run again.") from error
    return text


class File:
    """The top level of a Python file: which statement binds which name."""

    def __init__(self, text: str, scenario: "File | None" = None) -> None:
        self.lines = Lines(text)
        self.scenario = scenario
        self.bound: dict[str, ast.stmt] = {}
        self.borrowed: set[str] = set()  # what a fix imports from its scenario
        for statement in ast.parse(text).body:
            for name in binds(statement):
                if isinstance(statement, ast.ImportFrom) and ".scenarios." in (statement.module or ""):
                    self.borrowed.add(name)
                else:
                    self.bound[name] = statement

    def owner(self, name: str) -> "File | None":
        """Return the file whose statement binds a name; None for a builtin or a local name."""
        if self.scenario and name.startswith(THEIRS):
            return self.scenario if own_name(name) in self.scenario.bound else textbook()
        if name in self.borrowed:
            return self.scenario
        return self if name in self.bound else None

    def comment(self, name: str) -> str:
        """Return the comments above the statement that binds a name, and behind it."""
        statement = self.bound.get(name)
        return self.lines.above(statement) + self.lines.behind(statement) if statement else ""


def own_name(name: str) -> str:
    """Return a name as the file has it that binds it."""
    return name.removeprefix(THEIRS)


@cache
def textbook() -> File:
    return File(text_of(TEXTBOOK))


def binds(statement: ast.stmt) -> list[str]:
    match statement:
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return [alias.asname or alias.name.partition(".")[0] for alias in names]
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Assign(targets=targets):
            return [node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []

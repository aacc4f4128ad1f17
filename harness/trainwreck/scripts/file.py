"""The parts of a recipe, found in the one file that it is written out as."""

import ast
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from trainwreck.scripts.code import Code, Unknown

Definition = ast.FunctionDef | ast.ClassDef
COMMENTED = ("model", "optimizer", "schedule", "schedule_per", "loader", "stop", "epochs", "loss")


@dataclass(frozen=True)
class Import:
    """What an import statement binds to one name."""

    module: str
    name: str = ""  # none for ``import module``
    alias: str = ""

    @property
    def top(self) -> str:
        """The package that the module is in; nothing if that is the importing file's own."""
        return self.module.partition(".")[0]

    def __str__(self) -> str:
        renamed = f" as {self.alias}" if self.alias else ""
        return f"{self.name}{renamed}" if self.name else f"import {self.module}{renamed}"


def options(keywords: Iterable[ast.keyword], of: Callable[[ast.expr], str]) -> dict[str, str]:
    """Return the text of keyword arguments, by name."""
    for keyword in keywords:
        if keyword.arg is None:
            raise Unknown(f"arguments are given as `**{ast.unparse(keyword.value)}`. Name each of them")
    return {keyword.arg: of(keyword.value) for keyword in keywords if keyword.arg}


def imports_of(tree: ast.Module) -> dict[str, Import]:
    """Return what a file imports, under the names that it gives to it."""
    found: dict[str, Import] = {}
    for node in tree.body:
        match node:
            case ast.Import(names=names):
                for alias in names:
                    found[alias.asname or alias.name.partition(".")[0]] = Import(alias.name, "", alias.asname or "")
            case ast.ImportFrom(module=module, names=names, level=level):
                for alias in names:
                    whole = "." * level + (module or "")
                    found[alias.asname or alias.name] = Import(whole, alias.name, alias.asname or "")
    return found


@dataclass(frozen=True)
class RecipeFile:
    """A recipe's file: its definitions, what it imports, and the fields of the recipe with their comments.

    ``changed``  the fields that a fix changes: the comment on the whole recipe speaks of them.
    """

    code: Code
    changed: Collection[str] = ()

    @cached_property
    def imports(self) -> dict[str, Import]:
        """What is imported, by name."""
        return imports_of(self.code.tree)

    @cached_property
    def definitions(self) -> dict[str, Definition]:
        """The functions and classes, by name."""
        return {node.name: node for node in self.code.tree.body if isinstance(node, Definition)}

    @cached_property
    def constants(self) -> list[ast.Assign]:
        """What else the file assigns, but for the recipe."""
        return [node for node in self.code.tree.body[:-1] if isinstance(node, ast.Assign)]

    @cached_property
    def fields(self) -> dict[str, ast.keyword]:
        """The fields of the recipe that are given, by name."""
        match self.code.tree.body[-1]:
            case ast.Assign(value=ast.Call(keywords=keywords)):
                return {keyword.arg: keyword for keyword in keywords if keyword.arg}
        raise Unknown("the file must end with the recipe. Write it as `Recipe(…)`")

    def given(self, field: str) -> ast.expr | None:
        """Return what a field is given; None if it is not, or is given None."""
        match self.fields.get(field):
            case ast.keyword(value=ast.Constant(value=None)) | None:
                return None
            case keyword:
                return keyword.value

    def function(self, field: str) -> ast.FunctionDef | None:
        """Return the function that a field names, if it is one of the file's."""
        match self.given(field):
            case ast.Name(id=name) if isinstance(found := self.definitions.get(name), ast.FunctionDef):
                return found
        return None

    def comment(self, field: str) -> str:
        """Return the comment behind a field, or the one above it; of what a fix changes, the one on the whole."""
        if field not in self.fields:
            return ""
        return self._own_comment(field) or (self.remark if field == self.remarked else "")

    @cached_property
    def remark(self) -> str:
        """The comment on the whole recipe."""
        return _on_a_line(self.code.lines.above(self.code.tree.body[-1]))

    @cached_property
    def remarked(self) -> str | None:
        """The field whose comment is the one on the whole recipe: the first of those changed that has a line for it."""
        return next((field for field in COMMENTED if field in self.changed and not self._own_comment(field)), None)

    def _own_comment(self, field: str) -> str:
        if field not in self.fields:
            return ""
        keyword, lines = self.fields[field], self.code.lines
        return lines.behind(keyword, after=",").strip() or _on_a_line(lines.above(keyword))

    def is_ours(self, name: str) -> bool:
        """Say whether a name is imported from this package."""
        return name in self.imports and self.imports[name].top == "trainwreck"


def _on_a_line(comment: str) -> str:
    text = " ".join(line.strip().lstrip("# ") for line in comment.splitlines())
    return f"# {text}" if text else ""

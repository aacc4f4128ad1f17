"""Groups of commands whose modules are imported when they are called, so that what is light stays quick."""

import ast
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from trainwreck.pairs import declarations


def lazy(places: Mapping[str, str]) -> type[TyperGroup]:
    """Return a class of groups with a command for each name, found at ``module.function`` in this folder."""

    class Lazy(TyperGroup):
        def __init__(self, **settings: Any) -> None:
            super().__init__(**settings)
            self.commands = {**{name: TyperCommand(name=name) for name in places}, **self.commands}

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            """Return what a list of commands needs to know of one."""
            command = super().get_command(ctx, cmd_name)
            if command and cmd_name in places:
                command.help = _docstring(places[cmd_name])
            return command

        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            """Return the command that is called."""
            if args and args[0] in places:
                return args[0], _imported(args[0], places[args[0]]), args[1:]
            return super().resolve_command(ctx, args)

    return Lazy


def _docstring(place: str) -> str:
    """Return a function's docstring, read from the text of its module."""
    module, _, function = place.partition(".")
    tree = declarations.parse(Path(__file__).with_name(f"{module}.py"))
    for node in tree.body if tree else ():
        if isinstance(node, ast.FunctionDef) and node.name == function:
            return ast.get_docstring(node) or ""
    raise LookupError(f"{place}: there is no such function in trainwreck.cli")


def _imported(name: str, place: str) -> Any:
    module, _, function = place.partition(".")
    app = typer.Typer(add_completion=False, rich_markup_mode="markdown")
    home = import_module(f"trainwreck.cli.{module}")
    app.command(name, context_settings=getattr(home, "SETTINGS", None))(getattr(home, function))
    return typer.main.get_command(app)

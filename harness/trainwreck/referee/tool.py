"""Find a tool by its name: ``package.module:function``, or the short name of one that comes along.

This module imports nothing heavy, and a tool's own code only in ``resolve``, which is for the process it runs in.
"""

import ast
import hashlib
import importlib
import shlex
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib.machinery import PathFinder
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from trainwreck.errors import UserError, suggest
from trainwreck.locking.reach import ENVIRONMENT

FOLDER = Path(__file__).parent / "tools"
PLACE = "{folder}"  # what stands in a command for the folder of a case


@dataclass(frozen=True)
class Tool:
    """Where a tool's function is, and which release of it.

    ``name``      as it was asked for.
    ``version``   of the distribution that the module names as its ``DISTRIBUTION``, or of its own package; empty if
                  there is neither.
    ``text``      a digest of the source of its module, or of all of its package.
    ``given``     what the function is called with before the case.
    ``trusted``   whether it is one of ours that must read the catalogue to answer: then no lock can be on it.
    ``own``       the files and folders that are its own.
    """

    name: str
    module: str
    function: str
    version: str
    text: str
    given: tuple[str, ...] = ()
    own: tuple[Path, ...] = ()
    trusted: bool = False


def bundled() -> dict[str, str]:
    """Return the short names of the tools that come along, each with the first line of what it says of itself."""
    return {path.stem: _title(path) for path in sorted(FOLDER.glob("*.py")) if not path.name.startswith("_")}


def find(tool: str | Callable[..., object]) -> Tool:
    """Find a tool, by its name or by its function, without running any of its code; a UserError says what to write."""
    name = tool if isinstance(tool, str) else _name_of(tool)
    module, colon, function = name.partition(":")
    if not colon:
        if name not in bundled():
            raise UserError(
                f"There is no tool {name!r}.{_near(name)} Write package.module:function, or choose one "
                f"that comes along: {', '.join(bundled())}."
            )
        module, function = f"trainwreck.referee.tools.{name}", "diagnose"
    path = _path(module, name)
    if function not in _defined(path):
        raise UserError(f"'{path}' defines no function {function!r}.{suggest(function, _defined(path))}")
    own = _own(module, path)
    trusted = path.parent == FOLDER and "READS_THE_CATALOGUE" in _defined(path)
    return Tool(name, module, function, _version(module, path), _digest(own), own=(own,), trusted=trusted)


def _near(name: str) -> str:
    """Return a tool that may have been meant: the function of a module of this name, or one that comes along."""
    with suppress(UserError, ValueError):
        if "diagnose" in _defined(_path(name, name)):
            return f" Did you mean '{name}:diagnose'?"
    return suggest(name, bundled())


def find_command(command: str) -> Tool:
    """Return the tool that a command is, to be run from the present folder; a UserError says what to write instead."""
    try:
        parts = shlex.split(command)
    except ValueError as error:
        raise UserError(f"The command {command!r} cannot be read: {error}. Close what it opens.") from error
    if PLACE not in command:
        raise UserError(f"The command {command!r} has no {PLACE}. Write it where the folder of a case is to stand.")
    program = shutil.which(parts[0])
    if program is None:
        raise UserError(f"There is no command {parts[0]!r}. Install it, or write its path.")
    files = [Path(part).absolute() for part in (program, *parts[1:]) if Path(part).is_file()]
    text = hashlib.sha256(b"\0".join([command.encode(), *(file.read_bytes() for file in files)])).hexdigest()
    given = (command, str(Path.cwd()))
    return Tool(command, "trainwreck.referee.command", "diagnose", "", text, given, tuple(files) + _around(files[0]))


def _name_of(function: Callable[..., object]) -> str:
    """Return the name by which another process finds a function, ``module:function``.

    Of a script that is running, the module is the script: the other process finds it by its file's name.
    """
    module, name = getattr(function, "__module__", None), getattr(function, "__qualname__", repr(function))
    if module == "__main__":
        module = _script()
    if module is None or not name.isidentifier():
        raise UserError(
            f"The function {name!r} cannot be called in another process. Define it with `def` at the top level of a "
            "file, and hand over that, or its name: 'module:function'."
        )
    return f"{module}:{name}"


def _script() -> str | None:
    """Return the name under which the running script can be imported; None in a notebook, which cannot be."""
    main = sys.modules["__main__"]
    if spec := getattr(main, "__spec__", None):  # of `python -m package.module`
        return str(spec.name)
    path = getattr(main, "__file__", None)
    return Path(path).stem if path else None


def resolve(tool: Tool) -> Callable[[Any], object]:
    """Import a tool's function."""
    function: Callable[..., object] = getattr(importlib.import_module(tool.module), tool.function)
    return partial(function, *tool.given) if tool.given else function


def _path(module: str, name: str) -> Path:
    """Return the file of a module, found as Python would find it from the present folder, with no package imported."""
    folders: list[str] | None = [str(Path.cwd()), *sys.path]
    spec = None
    parts = module.split(".")
    for n in range(len(parts)):
        spec = PathFinder.find_spec(".".join(parts[: n + 1]), folders)
        folders = spec.submodule_search_locations if spec else None
        if folders is None:
            break
    if spec is None or spec.name != module or spec.origin is None or not spec.origin.endswith(".py"):
        raise UserError(
            f"Python finds no module {module!r} for the tool {name!r}. Install its package, or run from the folder "
            "that holds it."
        )
    return Path(spec.origin)


def _defined(path: Path) -> list[str]:
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (SyntaxError, ValueError) as error:
        raise UserError(f"'{path}' is no Python that can be read: {error}. Correct it, then run again.") from error
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    for node in tree.body:
        if isinstance(node, ast.Assign):
            names += [target.id for target in node.targets if isinstance(target, ast.Name)]
        if isinstance(node, ast.ImportFrom):
            names += [alias.asname or alias.name for alias in node.names]
    return names


def _version(module: str, path: Path) -> str:
    """Return a tool's release; a UserError says how to install what one that comes along is an adapter of."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        match node:
            case ast.Assign(targets=[ast.Name("DISTRIBUTION")], value=ast.Constant(value=str(distribution))):
                break
    else:
        distribution = "trainwreck" if path.parent == FOLDER else module.partition(".")[0]
    try:
        return version(distribution)
    except PackageNotFoundError:
        if path.parent == FOLDER and distribution != "trainwreck":
            raise UserError(
                f"The tool {path.stem!r} needs the package {distribution!r}, which is not installed. Install it: "
                "pip install 'trainwreck[tools]'."
            ) from None
        return ""


def _own(module: str, path: Path) -> Path:
    """Return the file of a module, or the folder of all of its package: the source that is a tool's own."""
    if path.parent != FOLDER and ("." in module or path.name == "__init__.py"):
        return path.parents[module.count(".") - (path.name != "__init__.py")]
    return path


def _around(program: Path) -> tuple[Path, ...]:
    """Return the environment that a program is installed in, if it has one for itself."""
    environment = program.resolve().parent.parent
    return (environment,) if (environment / ENVIRONMENT).is_file() else ()


def _digest(own: Path) -> str:
    """Return a digest of all the source that a tool's verdicts may depend on, as far as it is its own."""
    files = sorted(own.rglob("*.py")) if own.is_dir() else [own]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def _title(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]

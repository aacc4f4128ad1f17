"""New files to be filled in: those of a scenario, and a whole pack.

The templates' names end in .txt, so that no tool takes them for what they are the templates of.
"""

import importlib.util
import keyword
import re
from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from string import Template

from trainwreck.errors import UserError
from trainwreck.pairs import packs
from trainwreck.pairs.entries import CONTROLS, Catalogue

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LONGEST = 60  # characters of a name: it becomes a file, a module and a column of tables

TEMPLATES = Path(__file__).parent / "templates"


def create(catalogue: Catalogue, name: str, component: str) -> list[Path]:
    """Write the files of a new scenario or control and return their paths; nothing that exists is overwritten."""
    for word, what in ((name, "scenario"), (component, "component")):
        _require_usable(word, what)
    if packs.is_installed(catalogue.root):
        raise UserError(
            f"The catalogue in '{catalogue.root}' is an installed package, where nothing is written. Work in a "
            "checkout, or make a pack of your own with `trainwreck init mypack`, and run the command there."
        )
    if any(entry.name == name for entry in catalogue):
        raise UserError(f"There is a scenario {name!r} already: `trainwreck show {name}`. Choose another name.")
    if component == CONTROLS:
        files = {f"scenarios/{component}/{name}.py": "control.py"}
    else:
        files = {
            f"scenarios/{component}/{name}.py": "scenario.py",
            f"fixes/{component}/{name}.py": "fix.py",
            f"fixes/{component}/{name}.md": "lesson.md",
        }
    words = {"package": packs.package_of(catalogue.root), "component": component, "name": name}
    return _write({catalogue.root / path: TEMPLATES / f"{template}.txt" for path, template in files.items()}, words)


def create_pack(folder: Path) -> list[Path]:
    """Write a pack with one example into a folder, whose name becomes its package's; return the paths of its files."""
    folder = folder.resolve()
    package = folder.name
    _require_usable(package, "pack")
    if not folder.exists() and importlib.util.find_spec(package):
        raise UserError(f"Python has a module {package!r} already, which the pack would hide. Choose another name.")
    top = TEMPLATES / "pack"
    templates = (path for path in sorted(top.rglob("*")) if path.is_file())
    files = {folder / path.relative_to(top).with_suffix(""): path for path in templates}
    return _write(files, {"package": package, "version": version("trainwreck")})


def _write(files: dict[Path, Path], words: dict[str, str]) -> list[Path]:
    """Fill in templates, if none of the files is there yet."""
    for target in files:
        if target.exists():
            raise UserError(f"'{target}' exists already. Move it away, or choose another name.")
    new = {folder for target in files for folder in target.parents if not folder.exists()}
    try:
        for target, template in files.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(Template(template.read_text(encoding="utf-8")).substitute(words), encoding="utf-8")
    except OSError as error:
        _remove(files, new)
        raise UserError(f"'{target}' cannot be written: {error.strerror}. Choose another folder.") from error
    return list(files)


def _remove(files: Iterable[Path], folders: Iterable[Path]) -> None:
    """Take back what was written, so that the next try finds no half of it; of the folders, those that are empty."""
    with suppress(OSError):  # what cannot be removed was not written either
        for path in files:
            path.unlink(missing_ok=True)
    with suppress(OSError):
        for folder in sorted(folders, reverse=True):  # the inner ones first
            if folder.exists():
                folder.rmdir()


def _require_usable(word: str, what: str) -> None:
    if not NAME.fullmatch(word) or keyword.iskeyword(word) or len(word) > LONGEST:
        raise UserError(
            f"{word!r} is no name for a {what}: use lower-case words joined by underscores, at most {LONGEST} "
            "characters and no word of Python's own."
        )

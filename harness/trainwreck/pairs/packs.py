"""Where catalogues lie. A folder is one if a file ``trainwreck.toml`` in it says so, and names its import package.

The scenarios of a pack ``mypack`` are imported as ``mypack.scenarios.…``, wherever its folder lies.
"""

import importlib.util
import sys
import tomllib
from functools import cache
from importlib.machinery import ModuleSpec
from importlib.metadata import entry_points
from pathlib import Path

from trainwreck.errors import UserError, suggest

MARKER = "trainwreck.toml"
ENTRY_POINTS = "trainwreck.packs"

# In a wheel scenarios/ and fixes/ lie in the package; in a checkout, two folders above it.
_PACKAGE = Path(__file__).resolve().parents[1]
BUILT_IN = _PACKAGE if (_PACKAGE / MARKER).is_file() else _PACKAGE.parents[1]


def is_installed(root: Path) -> bool:
    """Say whether a catalogue is part of an installed package, where nobody should write."""
    return any(part in ("site-packages", "dist-packages") for part in root.parts)


def find(where: str | Path | None = None) -> Path:
    """Return the root of a catalogue: of a folder, of an installed pack by its name, or of where we are.

    With nothing named it is the catalogue around the present folder, or else the one that comes with trainwreck.
    """
    if where is None:
        here = Path.cwd()
        return next((folder for folder in (here, *here.parents) if (folder / MARKER).is_file()), BUILT_IN)
    folder = Path(where)
    if folder.is_dir():
        if not (folder / MARKER).is_file():
            raise UserError(
                f"'{folder}' holds no catalogue: there is no file {MARKER} in it. Name the folder that holds one, or "
                f"make a new one with `trainwreck init {folder.name or 'mypack'}`."
            )
        return folder.resolve()
    packs = installed()
    if str(where) not in packs:
        there = f" There are: {', '.join(packs)}." if packs else ""
        raise UserError(
            f"There is neither a folder nor an installed pack '{where}'.{suggest(str(where), packs)}{there}"
        )
    return packs[str(where)]


def installed() -> dict[str, Path]:
    """Return the packs that are installed, by the names of their entry points in the group ``trainwreck.packs``."""
    found = {}
    for point in entry_points(group=ENTRY_POINTS):
        spec = importlib.util.find_spec(point.value)
        for folder in spec.submodule_search_locations or () if spec else ():
            root = next((f for f in (Path(folder), *Path(folder).parents[:2]) if (f / MARKER).is_file()), None)
            if root:
                found[point.name] = root.resolve()
    return found


@cache
def package_of(root: Path) -> str:
    """Return the name of the import package that a catalogue's marker gives it."""
    marker = root / MARKER
    example = 'Write, for example: package = "mypack"'
    try:
        declared = tomllib.loads(marker.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(f"There is no '{marker}' that marks a catalogue ({error.strerror}). {example}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"'{marker}' is no TOML: {error}. {example}") from error
    package = declared.get("package")
    if not isinstance(package, str) or not package.isidentifier():
        raise UserError(f"'{marker}' must name the import package of the catalogue. {example}")
    return package


def make_importable(root: Path) -> None:
    """See to it that ``import PACKAGE.scenarios.…`` finds the files below a root."""
    package = package_of(root)
    if package not in sys.modules:
        spec = importlib.util.find_spec(package)
        if spec is None or str(root) not in {str(Path(at).resolve()) for at in spec.submodule_search_locations or ()}:
            spec = ModuleSpec(package, None, is_package=True)
            spec.submodule_search_locations = [str(root)]
        sys.modules[package] = importlib.util.module_from_spec(spec)
        if spec.loader:
            spec.loader.exec_module(sys.modules[package])
    paths = {str(Path(at).resolve()) for at in getattr(sys.modules[package], "__path__", ())}
    if str(root) not in paths:
        raise UserError(
            f"The package {package!r} of the catalogue '{root}' is already taken by '{next(iter(paths), package)}' in "
            f"this process. Give one of the two another name in its {MARKER}."
        )

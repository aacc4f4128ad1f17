"""Where catalogues lie. A folder is one if a file ``trainwreck.toml`` in it says so, and names its import package.

The scenarios of a pack ``mypack`` are imported as ``mypack.scenarios.…``, wherever its folder lies.
"""

import importlib.util
import sys
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
        return _around_here() or BUILT_IN
    folder = Path(where)
    if (folder / MARKER).is_file():
        return folder.resolve()
    packs = installed()
    if str(where) in packs:
        return packs[str(where)]
    if folder.is_dir():
        raise UserError(
            f"'{folder}' holds no catalogue: there is no file {MARKER} in it. Name the folder that holds one, or "
            "make a new one with `trainwreck init mypack`."
        )
    raise UserError(
        f"There is neither a folder nor an installed pack '{where}'.{suggest(str(where), packs)} Name a folder with a "
        f"file {MARKER}, or one of the packs that are installed: {', '.join(packs) or 'none'}."
    )


def _around_here() -> Path | None:
    """Return the root of the catalogue that the present folder is part of."""
    try:
        here = Path.cwd()
    except OSError:  # the present folder was deleted
        return None
    return next((folder for folder in (here, *here.parents) if (folder / MARKER).is_file()), None)


def installed() -> dict[str, Path]:
    """Return the packs that are installed, by the names of their entry points in the group ``trainwreck.packs``."""
    roots = {point.name: _root_of(point.value) for point in entry_points(group=ENTRY_POINTS)}
    return {name: root for name, root in roots.items() if root}


def _root_of(package: str) -> Path | None:
    """Return the root of an installed package's catalogue: the package itself or, of a checkout, a folder above it."""
    try:
        spec = importlib.util.find_spec(package)
    except (ImportError, ValueError):
        return None
    folders = [Path(folder) for folder in spec.submodule_search_locations or ()] if spec else []
    roots = (root for folder in folders for root in (folder, *folder.parents[:2]) if (root / MARKER).is_file())
    return next((root.resolve() for root in roots), None)


@cache
def package_of(root: Path) -> str:
    """Return the name of the import package that a catalogue's marker gives it."""
    import tomllib  # here, because every session of pytest imports this module, and hardly any of them has a marker

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
            f"The catalogue '{root}' is the package {package!r}, and so is '{next(iter(paths), package)}', which this "
            f"process has imported. Install the one that you want (`pip install -e {root}`), or give one of the two "
            f"another name in its {MARKER}."
        )

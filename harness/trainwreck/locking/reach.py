"""What may be read under lock: Python, its packages and the system's libraries, without what gives an answer away."""

import sys
import sysconfig
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from trainwreck.locking.landlock import LIST, READ, RUN, Right
from trainwreck.pairs import packs

LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo")
PREFIXES = ("/usr", "/usr/local", sys.base_prefix, sys.prefix)
# Of processes only the own one: the command line of another would tell what the judge was called with.
FILES = ("/etc/ld.so.cache", "/etc/localtime", "/dev/urandom", "/dev/random", "/proc/cpuinfo", "/proc/meminfo")
SYSTEM = ("/proc/self", "/sys/devices/system/cpu")
BUNDLED = ("data", "images")  # of sklearn.datasets
CATALOGUE = (packs.MARKER, "scenarios", "fixes")
KNOWING = (*CATALOGUE, "results", "tests")  # what of a catalogue tells what is wrong with a set-up
PROGRAMS = ("/bin", "/usr/bin", "/usr/local/bin", f"{sys.base_prefix}/bin", f"{sys.prefix}/bin")
ENVIRONMENT = "pyvenv.cfg"  # by this file Python knows that it runs in an environment, and where its packages are
INTERNET = ("hosts", "resolv.conf", "nsswitch.conf", "host.conf", "gai.conf", "services", "ssl", "pki")  # of /etc
PACKAGE = Path(__file__).resolve().parents[1]


def of_a_script(root: Path) -> dict[Path, Right]:
    """Return what a script may read: nothing of this package, nor of a catalogue, be it at ``root`` or installed."""
    return _readable([PACKAGE, packs.BUILT_IN, root, *packs.installed().values(), *_never()])


def of_a_check(root: Path) -> dict[Path, Right]:
    """Return what a check may read: the package and the catalogues as well, and nothing else that lies beside them."""
    known = [place / name for place in (packs.BUILT_IN, root) for name in CATALOGUE]
    return _readable(_never()) | dict.fromkeys([PACKAGE, *known], READ)


def of_a_tool(root: Path, own: Iterable[Path], withheld: Iterable[Path], *, network: bool) -> dict[Path, Right]:
    """Return what a tool may read and run: what can be imported, and programs; nothing of a catalogue but its packages.

    ``own``       its files and folders, wherever they are. ``withheld``: what is not for it, wherever that is.
    Of the present folder, and of others where Python looks for modules, it is these alone, and not what lies beside.
    """
    catalogues = [PACKAGE, packs.BUILT_IN, root, *packs.installed().values()]
    hidden = [path.resolve() for path in (*(one / name for one in catalogues for name in KNOWING), *withheld)]
    places = [Path(place) for place in ("", *sys.path) if not place.endswith("-packages")]
    found = [PACKAGE, *own, *(one for place in (*places, *catalogues[2:]) for one in _importable(place.resolve()))]
    allowed = _readable([*catalogues, *hidden, *_never()])
    for place in found:
        if not any(path in hidden for path in place.resolve().parents):
            allowed |= _beneath(place.resolve(), hidden)
    files = [*PROGRAMS, f"{sys.prefix}/{ENVIRONMENT}", *(f"/etc/{name}" for name in INTERNET if network)]
    allowed |= dict.fromkeys(map(Path, files), READ)
    return {path: RUN if rights == READ else rights for path, rights in allowed.items()}


def _importable(place: Path) -> Iterator[Path]:
    """Yield the modules and the packages of a folder."""
    for path in place.iterdir() if place.is_dir() else ():
        if path.suffix == ".py" or (path / "__init__.py").is_file():
            yield path


def _never() -> list[Path]:
    """Return what none may read: packages of another Python, and data with labels that come with packages."""
    found = {folder.resolve() for prefix in PREFIXES for folder in Path(prefix).glob("lib*/python*/*-packages")}
    return [*(found - {Path(place).resolve() for place in sys.path}), *_bundled()]


def _bundled() -> Iterator[Path]:
    spec = find_spec("sklearn")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        yield from (Path(place) / "datasets" / name for name in BUNDLED)


def _readable(without: Sequence[Path]) -> dict[Path, Right]:
    """Return what may be read, and which folders only be listed, for an import lists those on its way."""
    paths = sysconfig.get_paths()
    roots = [*LIBRARIES, *(f"{prefix}/lib" for prefix in PREFIXES), paths["stdlib"], paths["platstdlib"]]
    roots += [place for place in sys.path if place.endswith("-packages")]
    hidden = [path.resolve() for path in without]
    allowed: dict[Path, Right] = {}
    for root in _outermost(Path(place).resolve() for place in roots):
        # What is withheld lies beneath: an environment in the folder of a checkout is no part of what is in it.
        allowed |= _beneath(root, [path for path in hidden if path.is_relative_to(root)])
    return allowed | dict.fromkeys(map(Path, (*FILES, *SYSTEM)), READ)


def _outermost(folders: Iterable[Path]) -> list[Path]:
    """Return folders without those that lie in another of them."""
    known = {folder for folder in folders if folder.is_dir()}
    return sorted(folder for folder in known if known.isdisjoint(folder.parents))


def _beneath(place: Path, without: Sequence[Path]) -> dict[Path, Right]:
    """Return rights to all that lies at a place, but for what is withheld."""
    if place in without:
        return {}
    if not any(place in path.parents for path in without):
        return {place: READ}
    allowed: dict[Path, Right] = {place: LIST}
    for inside in place.iterdir():
        if not inside.is_symlink():  # what it leads to is asked for by its own path
            allowed |= _beneath(inside, without)
    return allowed

"""A tool that is locked in gets at nothing that tells the truth, and has all that an honest tool needs.

Each attack is tried without the lock as well, where it works: else that it fails would prove nothing.
"""

import socket
import tempfile
from pathlib import Path

import pytest

from tests.judging.conftest import needs_lock
from tests.referee.conftest import ONLINE, TRUSTED
from trainwreck.pairs.packs import BUILT_IN


def reads(path) -> str:
    return f"tried({Path(path).name!r}, lambda: open({str(path)!r}).read())\n"


LOOKS_UP = """
def imported():
    import trainwreck.fixes.loop.accumulated_gradients
def loaded():
    import trainwreck
    return trainwreck.catalogue()
tried("import", imported)
tried("catalogue", loaded)
"""

# Of the memory the first byte is enough; which process is whose parent, tells no secret.
ANCESTORS = """
def parent(number):
    status = open(f"/proc/{number}/stat").read()
    return int(status.rpartition(")")[2].split()[1])
keeper = os.getppid()
for what in ("cmdline", "environ", "maps"):
    tried(what, lambda: open(f"/proc/{keeper}/{what}", "rb").read())
tried("parent", lambda: open(f"/proc/{parent(keeper)}/cmdline", "rb").read())
tried("processes", lambda: [one for one in os.listdir("/proc") if one.isdigit()])
"""

SIGNALS = """
import fcntl
tried("keeper", lambda: os.kill(os.getppid(), 0))
tried("group", lambda: os.kill(-os.getpgid(os.getppid()), 0))
def owned():
    read, _ = os.pipe()
    fcntl.fcntl(read, fcntl.F_SETOWN, os.getppid())
tried("file", owned)
"""

STARTED = """
import subprocess
def shown(path):
    return subprocess.run(["cat", path], capture_output=True, check=True).stdout
tried("program", lambda: shown("FILE"))
"""

MEMORY = """
import ctypes
library = ctypes.CDLL(None)
def segment():
    number = library.shmget(4711, 4096, 0o1600)
    return number >= 0 and library.shmctl(number, 0, 0) == 0
tried("segment", segment)
def shared():
    from multiprocessing import shared_memory
    one = shared_memory.SharedMemory(create=True, size=1)
    one.close()
    one.unlink()
tried("shared", shared)
"""

DIGITS = "from sklearn.datasets import load_digits\ntried('labels', lambda: len(load_digits().target))\n"


def attacks(root: Path) -> dict[str, tuple[str, set[str]]]:
    """Return what a tool might try, and what it sees where nothing keeps it from it."""
    scenario, fix = root / "scenarios/toy/tiny_steps.py", root / "fixes/toy/tiny_steps.py"
    (root / "results").mkdir()
    for path in (root / "results" / "runs.csv", root / "scorecard.json", root / "kept" / "secret"):
        path.parent.mkdir(exist_ok=True)
        path.write_text("the truth")
    ours = next((BUILT_IN / "scenarios").glob("*/*_*.py"))
    return {
        "reads the catalogue": (reads(scenario) + reads(fix), {"tiny_steps.py"}),
        "reads the installed catalogue": (reads(ours), {ours.name}),
        "reads what was measured": (reads(root / "results" / "runs.csv"), {"runs.csv"}),
        "reads records of answers": (reads(root / "kept" / "secret"), {"secret"}),
        "reads an earlier scorecard": (reads(root / "scorecard.json"), {"scorecard.json"}),
        "lists what lies around": (f"tried('list', lambda: os.listdir({str(root)!r}))", {"list"}),
        "imports the catalogue": (LOOKS_UP, {"import", "catalogue"}),
        "knows the labels of the images": (DIGITS, {"labels"}),
        "looks into its ancestors": (ANCESTORS, {"cmdline", "environ", "maps", "parent", "processes"}),
        "signals to others": (SIGNALS, {"keeper", "group", "file"}),
        "has a program look": (STARTED.replace("FILE", str(scenario)), {"program"}),
        "keeps something in memory": (MEMORY, {"segment", "shared"}),
    }


NAMES = [
    *("reads the catalogue", "reads the installed catalogue", "reads what was measured", "reads records of answers"),
    *("reads an earlier scorecard", "lists what lies around", "imports the catalogue"),
    *("knows the labels of the images", "looks into its ancestors", "signals to others", "has a program look"),
    "keeps something in memory",
]


@needs_lock
@pytest.mark.parametrize("name", NAMES)
def test_an_attack_that_works_without_the_lock_gains_nothing_with_it(seen_inside, tiny, name):
    code, gain = attacks(tiny.root)[name]
    assert set(seen_inside(code, TRUSTED)) == gain
    assert seen_inside(code, withheld=[tiny.root / "kept"]) == []


def test_every_attack_is_tried(tiny):
    assert list(attacks(tiny.root)) == NAMES


LEAVES = """
places = ["HOME", "/tmp", "/var/tmp", "/dev/shm", os.path.expanduser("~"), str(Path.cwd().parent), os.getcwd()]
places += [place for place in sys.path if os.path.isdir(place)]
def left(place):
    Path(place, "left-by-a-tool").write_text("behind")
for place in places:
    tried(place, lambda: left(place))
"""
FINDS = """
places = PLACES
for place in places:
    tried(place, lambda: Path(place, "left-by-a-tool").read_text())
"""


@needs_lock
def test_what_a_case_leaves_anywhere_no_later_case_finds(seen_inside, tiny):
    leave, find_again = LEAVES.replace("HOME", str(tiny.root)), "PLACES"
    left = seen_inside(leave, TRUSTED)
    try:
        found = seen_inside(FINDS.replace(find_again, repr(left)), TRUSTED)
        assert str(tiny.root) in found
    finally:
        for place in left:
            Path(place, "left-by-a-tool").unlink(missing_ok=True)
    [own] = {Path(place) for place in seen_inside(leave)}  # its home is its own folder as well
    assert own.name.startswith("case-")
    assert not own.exists()


OTHERS = """
import tempfile
def found():
    return [path.read_text() for path in Path("TMP").glob("case-*/*")]
tried("other", found)
tried("known", lambda: Path("KNOWN").read_text())
"""


@needs_lock
def test_a_tool_does_not_see_the_folder_of_another_worker(seen_inside, monkeypatch):
    with tempfile.TemporaryDirectory(prefix="case-") as other:
        note = Path(other, "log.csv")
        note.write_text("loss")
        code = OTHERS.replace("TMP", tempfile.gettempdir()).replace("KNOWN", str(note))
        assert seen_inside(code, TRUSTED) == ["other", "known"]
        assert seen_inside(code) == []


CALLS = """
import socket
def call(kind, address):
    with socket.socket(kind) as one:
        one.settimeout(5)
        one.connect(address)
tried("port", lambda: call(socket.AF_INET, ("127.0.0.1", PORT)))
tried("path", lambda: call(socket.AF_UNIX, "PATH"))
tried("serves", lambda: socket.create_server(("127.0.0.1", 0)).close())
"""


@needs_lock
def test_the_network_is_shut_and_can_be_opened_but_not_to_the_server_of_processes(seen_inside, tmp_path):
    path = tempfile.mktemp()  # a short one: a socket's path has 107 characters at most
    with socket.create_server(("127.0.0.1", 0)) as port, socket.socket(socket.AF_UNIX) as named:
        named.bind(path)
        named.listen()
        code = CALLS.replace("PORT", str(port.getsockname()[1])).replace("PATH", path)
        assert seen_inside(code, TRUSTED) == ["port", "path", "serves"]
        assert seen_inside(code) == []
        assert seen_inside(code, ONLINE) == ["port"]
    Path(path).unlink()


FILES = "seen += [n for n in map(int, os.listdir('/proc/self/fd')) if n > 2 and os.path.exists(f'/proc/self/fd/{n}')]"


@needs_lock
def test_a_tool_is_handed_one_open_file_where_its_answer_goes(seen_inside):
    assert len(seen_inside(FILES, TRUSTED)) > 1
    assert len(seen_inside(FILES)) == 1

"""A tool that is locked in gets at nothing that tells the truth, and has all that an honest tool needs.

Each attack is tried without the lock as well, where it works: else that it fails would prove nothing.
"""

import socket
import tempfile
from pathlib import Path
from threading import Event

import pytest
import torch

from tests.judging.conftest import needs_lock
from tests.referee.conftest import CPU
from tests.referee.test_isolation import work
from trainwreck.locking import lock, reach
from trainwreck.locking.lock import Protections
from trainwreck.pairs.packs import BUILT_IN
from trainwreck.referee.isolation import call
from trainwreck.referee.locked import LOCKED, Terms
from trainwreck.referee.tool import find, find_command

TRUSTED, ONLINE = Terms(trust=True), Terms(network=True)

TRY = """
import os, sys
from pathlib import Path
seen = []
def tried(name, attempt):
    try:
        found = attempt()
    except Exception:
        return
    if found or found is None:
        seen.append(name)
"""


@pytest.fixture
def tool(tiny):
    """A tool beside a catalogue."""
    (tiny.root / "tool.py").write_text("def diagnose(case): ...")
    return find("tool:diagnose")


@pytest.fixture
def told(tool, tiny):
    """Return a function that runs some code in the place of a tool, and returns what it has seen."""

    def run(code: str, terms: Terms = LOCKED, withheld=()) -> list[str]:
        shut = terms.lock(tool, tiny.root, withheld, CPU)
        line = call(work, (TRY + code + "\nanswer = ' '.join(map(str, seen))",), 120.0, Event(), shut)
        return line.decode().split()

    return run


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
def test_an_attack_that_works_without_the_lock_gains_nothing_with_it(told, tiny, name):
    code, gain = attacks(tiny.root)[name]
    assert set(told(code, TRUSTED)) == gain
    assert told(code, withheld=[tiny.root / "kept"]) == []


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
def test_what_a_case_leaves_anywhere_no_later_case_finds(told, tiny):
    leave, find_again = LEAVES.replace("HOME", str(tiny.root)), "PLACES"
    left = told(leave, TRUSTED)
    try:
        found = told(FINDS.replace(find_again, repr(left)), TRUSTED)
        assert str(tiny.root) in found
    finally:
        for place in left:
            Path(place, "left-by-a-tool").unlink(missing_ok=True)
    [own] = {Path(place) for place in told(leave)}  # its home is its own folder as well
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
def test_a_tool_does_not_see_the_folder_of_another_worker(told, monkeypatch):
    with tempfile.TemporaryDirectory(prefix="case-") as other:
        note = Path(other, "log.csv")
        note.write_text("loss")
        code = OTHERS.replace("TMP", tempfile.gettempdir()).replace("KNOWN", str(note))
        assert told(code, TRUSTED) == ["other", "known"]
        assert told(code) == []


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
def test_the_network_is_shut_and_can_be_opened_but_not_to_the_server_of_processes(told, tmp_path):
    path = tempfile.mktemp()  # a short one: a socket's path has 107 characters at most
    with socket.create_server(("127.0.0.1", 0)) as port, socket.socket(socket.AF_UNIX) as named:
        named.bind(path)
        named.listen()
        code = CALLS.replace("PORT", str(port.getsockname()[1])).replace("PATH", path)
        assert told(code, TRUSTED) == ["port", "path", "serves"]
        assert told(code) == []
        assert told(code, ONLINE) == ["port"]
    Path(path).unlink()


FILES = "seen += [n for n in map(int, os.listdir('/proc/self/fd')) if n > 2 and os.path.exists(f'/proc/self/fd/{n}')]"


@needs_lock
def test_a_tool_is_handed_one_open_file_where_its_answer_goes(told):
    assert len(told(FILES, TRUSTED)) > 1
    assert len(told(FILES)) == 1


NEEDED = """
def imports():
    import beside, bundle.part, trainwreck.referee.tools.checklist, scipy.stats, sklearn.svm
    return bundle.part.data()
def keeps():
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "figures").mkdir()
        Path(folder, "figures", "a.txt").write_text("a")
        return Path(folder, "figures", "a.txt").read_text()
def threads():
    import threading
    one = threading.Thread(target=seen.append, args=("thread",))
    one.start()
    one.join()
def starts():
    import subprocess
    one = subprocess.Popen([sys.executable, "-c", "import json, time; print(1, flush=True); time.sleep(60)"],
                           stdout=subprocess.PIPE)
    assert one.stdout.read(1) == b"1"
    one.kill()
    return one.wait() == -9
def fits():
    import torch
    model = torch.nn.Linear(2, 2)
    model(torch.ones(1, 2)).sum().backward()
    torch.optim.Adam(model.parameters()).step()
    return Path("own.txt").write_text("own")
for one in (imports, keeps, threads, starts, fits):
    tried(one.__name__, one)
"""


@needs_lock
def test_what_an_honest_tool_needs_it_has(told, tiny, tmp_path_factory, monkeypatch, tool):
    home = tmp_path_factory.mktemp("home")
    (home / "beside.py").touch()
    (home / "bundle").mkdir()
    (home / "bundle" / "__init__.py").touch()
    (home / "bundle" / "weights.txt").write_text("weights")
    (home / "bundle" / "part.py").write_text(
        "from pathlib import Path\ndef data(): return (Path(__file__).parent / 'weights.txt').read_text()"
    )
    monkeypatch.chdir(home)
    expected = ["imports", "keeps", "thread", "threads", "starts", "fits"]
    if not lock.landlock.confines_signals():
        expected.remove("starts")  # its end is the keeper's to see to
    assert told(NEEDED) == expected


@needs_lock
def test_a_tool_is_imported_under_lock_and_told_of_the_way_out(tiny, score_all):
    from trainwreck.errors import UserError

    text = f"open({str(tiny.root / 'fixes/toy/tiny_steps.py')!r})\ndef diagnose(case): ..."
    with pytest.raises(UserError, match=r"PermissionError.*\n.*say --network or --trust\."):
        score_all(text)


SHOWS = """
from trainwreck import Diagnosis
def diagnose(case): return Diagnosis("healthy", evidence=str(len(case.log())))
"""


@needs_lock
@pytest.mark.parametrize("terms", [LOCKED, ONLINE, TRUSTED])
def test_a_case_is_shown_under_lock_as_without_it(ask_on_broken, terms):
    assert ask_on_broken(SHOWS, terms=terms).diagnosis.evidence == "20"


def test_what_a_tool_is_locked_by_is_said(monkeypatch):
    monkeypatch.setattr(lock, "available", lambda: Protections(files=7, calls=True))
    assert LOCKED.protections(CPU) == "files (Landlock 7), other processes, signals and network (seccomp)"
    assert ONLINE.protections(CPU).endswith("other processes and signals (seccomp); the network is open")
    assert TRUSTED.protections(CPU) == "none, as the tool is trusted"
    assert LOCKED.protections(torch.device("cuda")) == "none, as with it no driver of a GPU works"


def test_where_there_is_no_lock_a_tool_runs_without_and_that_is_said(monkeypatch, tool, tiny):
    monkeypatch.setattr(lock, "available", lambda: Protections(files=0, calls=True))
    assert LOCKED.lock(tool, tiny.root, [], CPU) is None
    assert LOCKED.protections(CPU).startswith("none, as this system has none: that takes Linux 5.13")


def test_of_the_folder_that_a_command_is_given_in_only_modules_and_its_own_files_are_readable(tmp_path, monkeypatch):
    for name in ("lint.sh", "rules.toml", "scorecard.json", "part.py"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.chdir(tmp_path)
    tool = find_command("./lint.sh --rules rules.toml {folder}")
    known = reach.of_a_tool(BUILT_IN, tool.own, [], network=False)
    beneath = {path.name for path in known if path.is_relative_to(tmp_path)}
    assert beneath == {"lint.sh", "rules.toml", "part.py"}


def test_a_program_s_own_environment_is_readable_and_no_other_folder_above_it(tmp_path, monkeypatch):
    for home in ("tool", "home"):
        (tmp_path / home / "bin").mkdir(parents=True)
        (tmp_path / home / "bin" / home).write_text("#!/bin/sh\n")
        (tmp_path / home / "bin" / home).chmod(0o755)
    (tmp_path / "tool" / "pyvenv.cfg").touch()
    own = {home: find_command(f"{tmp_path / home / 'bin' / home} {{folder}}").own for home in ("tool", "home")}
    assert tmp_path / "tool" in own["tool"]
    assert own["home"] == (tmp_path / "home" / "bin" / "home",)

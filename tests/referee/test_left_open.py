"""What the lock leaves open to a tool that is honest, and what is said of the lock."""

import pytest
import torch

from tests.judging.conftest import needs_lock
from tests.referee.conftest import CPU, ONLINE, TRUSTED
from trainwreck.locking import lock, reach
from trainwreck.locking.lock import Protections
from trainwreck.pairs.packs import BUILT_IN
from trainwreck.referee.locked import LOCKED
from trainwreck.referee.tool import find_command

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
def test_what_an_honest_tool_needs_it_has(seen_inside, tiny, tmp_path_factory, monkeypatch, tool):
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
    assert seen_inside(NEEDED) == expected


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

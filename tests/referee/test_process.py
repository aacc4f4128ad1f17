"""A tool may do what it likes in its process: it harms its own case, and no other."""

import subprocess
import sys

import psutil
import pytest
import torch
from torch import nn

from tests.referee.conftest import told
from trainwreck.errors import UserError
from trainwreck.referee.answer import Cause, Diagnosis
from trainwreck.referee.grading import Grade
from trainwreck.referee.isolation import LONGEST
from trainwreck.referee.locked import Terms
from trainwreck.referee.process import MEMORY, ask_all, require_importable
from trainwreck.referee.tool import find

TRUSTED = Terms(trust=True)

STATE = """
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import torch
from torch import nn

from trainwreck import Cause, Diagnosis


def state():
    torch.manual_seed(0)
    ones = nn.Linear(2, 1)(torch.ones(2)).item()
    return f"{torch.get_default_dtype()} {torch.get_num_threads()} {ones:.4f} {os.listdir()} {sys.argv}"


def diagnose(case):
    if "lr=1e-09" in case.source():
        HOSTILITY
    return Diagnosis("healthy", evidence=state())
"""


def hostile(text: str) -> str:
    return STATE.replace("HOSTILITY", text.strip().replace("\n", "\n        "))


def unharmed() -> str:
    with torch.random.fork_rng([]):
        torch.manual_seed(0)
        ones = nn.Linear(2, 1)(torch.ones(2)).item()
    return f"torch.float32 1 {ones:.4f} ['training_setup.py'] ['case']"


HOSTILITIES = {
    "raises": ("raise ValueError('no idea')", "ValueError: no idea (line "),
    "raises what has no text": (
        "class Mute(Exception):\n    def __str__(self): raise self\nraise Mute",
        "ended without an answer",
    ),
    "interrupts": ("raise KeyboardInterrupt", "KeyboardInterrupt:"),
    "exits": ("sys.exit('enough')", "SystemExit: enough"),
    "ends its process": ("os._exit(7)", "the process ended without an answer (exit code 7)"),
    "segfaults": ("import ctypes\nctypes.string_at(0)", "the process ended without an answer (SIGSEGV)"),
    "kills its keeper": ("os.kill(os.getppid(), 9)\ntime.sleep(60)", "the process ended without an answer (SIGKILL)"),
    "stops its keeper": ("os.kill(os.getppid(), 19)", None),
    "kills itself": ("os.kill(os.getpid(), 9)", "the process ended without an answer (SIGKILL)"),
    "wants all memory": ("return bytearray(20 * 2**30)", "MemoryError"),
    "never returns": ("def deeper(): deeper()\ndeeper()", "RecursionError"),
    "answers nothing": ("return None", "answered NoneType, not a Diagnosis"),
    "answers more than was asked": (
        "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass Mine(Diagnosis):\n    more: int = 1\n"
        "return Mine('healthy')",
        "answered Mine, not a Diagnosis",
    ),
    "answers with a verdict of its own": (
        "return Diagnosis('broken')",
        "gave the verdict 'broken'. Choose one of: healthy, faulty, abstain.",
    ),
    "answers with a list": ("return Diagnosis('faulty', [Cause('toy')])", "causes that are not a tuple of Cause"),
    "answers with a text of its own kind": ("class Text(str): pass\nreturn Diagnosis(Text('healthy'))", None),
    "names more causes than there are": (
        "return Diagnosis('faulty', tuple(Cause(str(n)) for n in range(10**5)))",
        "named 100000 causes. Name at most 50, the likeliest first.",
    ),
    "gives a step that is enormous": (
        "return Diagnosis('healthy', alarm_step=10**400)",
        "alarm_step that is too large",
    ),
    "sets its clock to a text": (
        "case._clock.steps = 'many'\nreturn Diagnosis('healthy')",
        "its process sent no reply: steps must be a whole number from 0 to 1e+09",
    ),
    "sets its clock to NaN": (
        "case._clock.seconds = float('nan')\nreturn Diagnosis('healthy')",
        "its process sent no reply: overhead must be a number from 0 to 1e+09",
    ),
    "sets its alarm beyond the run": (
        "from trainwreck import Observer\ncase.train(Observer())\ncase._clock.alarm = 21\nreturn Diagnosis('faulty')",
        "its process sent no reply: alarm must be a whole number from 0 to 20",
    ),
    "is surer than sure": ("return Diagnosis('faulty', score=1.5)", "gave 1.5 as score. Give a number from 0, surely"),
    "has read less than nothing": ("return Diagnosis('healthy', tokens=-1)", "gave -1 as tokens."),
    "writes its reply itself": (
        "from trainwreck.referee import reply\nreply.json.dumps = lambda _: '[' * 50_000\nreturn Diagnosis('healthy')",
        "its process sent no reply, but something nested too deeply to be read",
    ),
    "writes no end of a reply": (
        "from trainwreck.referee import reply\nreply.json.dumps = lambda _: '[' * 10**7\nreturn Diagnosis('healthy')",
        f"an answer of more than {LONGEST} bytes",
    ),
    "names an unknown component": (
        "return Diagnosis('faulty', (Cause('tooy'),))",
        "named the component 'tooy'. Did you mean 'toy'? There are: data, evaluation, initialization, loop, loss, ",
    ),
    "names an unknown component second": (
        "return Diagnosis('faulty', (Cause('toy'), Cause('to')))",
        "named the component 'to'.",
    ),
    "names an unknown fault": (
        "return Diagnosis('faulty', (Cause('toy', 'tiny_step'),))",
        "named the fault 'tiny_step', which is not in the catalogue. Did you mean 'tiny_steps'?",
    ),
    "forgets Python": ("os.chdir('/')\nsys.path.clear()\nsys.modules.clear()\nimport json", "Error"),
    "prints much": ("print('x' * 10**7)\nsys.stderr.write('x' * 10**7)\nos.write(1, b'x' * 10**6)", None),
    "reads": ("assert sys.stdin is None or not sys.stdin.read(), 'there is input'", None),
    "changes PyTorch's state": (
        "torch.set_default_dtype(torch.float64)\ntorch.set_num_threads(2)\ntorch.manual_seed(1)",
        None,
    ),
    "patches PyTorch": ("nn.Linear.forward = lambda self, inputs: inputs.sum() * 0 + 5", None),
    "leaves things behind": ("Path('left').write_text('behind')\nos.environ.clear()\nrandom.seed(1)", None),
    "speaks no Unicode": ("return Diagnosis('healthy', evidence='\\ud800')", None),
}


@pytest.mark.parametrize(("hostility", "error"), HOSTILITIES.values(), ids=HOSTILITIES)
def test_what_a_tool_does_on_one_case_is_an_error_where_it_is_one_and_never_reaches_another(scored, hostility, error):
    cases = scored(hostile(hostility), terms=TRUSTED)  # with no lock: what keeps it from others must hold there too
    assert told(cases["larger_steps"]).evidence == unharmed()
    assert cases["larger_steps"].grade is Grade.CLEARED
    if error is None:
        assert cases["broken"].grade is Grade.MISSED
    else:
        assert error in cases["broken"].reply.error
        assert cases["broken"].grade is Grade.ERROR


def test_a_tool_that_hangs_is_ended_when_its_time_is_up(scored):
    cases = scored(hostile("while True: pass"), timeout=12.0)
    assert cases["broken"].reply.error == "no answer within 12 seconds"
    assert told(cases["larger_steps"]).evidence == unharmed()


def test_what_no_file_can_hold_is_replaced(ask_on_broken):
    assert ask_on_broken(hostile("return Diagnosis('healthy', evidence='\\ud800 ä')")).diagnosis.evidence == "? ä"
    assert "ValueError: ? ä (line " in ask_on_broken(hostile("raise ValueError('\\ud800 ä')")).error


SETTLED = """
import resource
import torch
from trainwreck.referee import process
{before}
process._settle(torch.device("cpu"))
print(*resource.getrlimit(resource.RLIMIT_AS))
"""


def settled(before: str) -> str:
    """The limits of memory, soft and hard, of a process that has settled after this."""
    command = [sys.executable, "-c", SETTLED.format(before=before)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is not limited")
def test_a_process_takes_no_more_memory_than_it_may_and_settles_under_a_limit_that_is_lower():
    eight = 8 * 2**30
    assert settled("") == f"{MEMORY} {MEMORY}"
    assert settled(f"resource.setrlimit(resource.RLIMIT_AS, ({eight}, {eight}))") == f"{eight} {eight}"


def test_a_process_settles_where_memory_cannot_be_limited():
    assert settled("process.system.is_linux = lambda: False; resource.setrlimit = lambda *_: 1 / 0")


def test_where_there_are_no_such_limits_at_all_the_module_can_be_imported():
    code = "import sys, psutil; sys.modules['resource'] = None; import trainwreck.referee.process"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_where_no_process_can_be_forked_a_tool_is_refused_with_the_cure(tiny, monkeypatch):
    (tiny.root / "tool.py").write_text("def diagnose(case): ...")
    monkeypatch.delattr("os.fork")
    with pytest.raises(UserError, match=r"Score under Linux: in its subsystem \(WSL\)"):
        require_importable(find("tool:diagnose"), 60)


def alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


@pytest.mark.parametrize("end", ["return Diagnosis('healthy', evidence=str(child.pid))", "os._exit(0)"])
@pytest.mark.parametrize("cut_loose", [False, True])
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a child that has cut itself loose cannot be found")
def test_a_child_that_would_outlive_its_tool_is_ended(scored, tiny, end, cut_loose):
    note = tiny.root / "pid"
    start = f"child = subprocess.Popen(['sleep', '600'], start_new_session={cut_loose})\n"
    scored(hostile(start + f"Path({str(note)!r}).write_text(str(child.pid))\n" + end), terms=TRUSTED)
    assert not alive(int(note.read_text()))


def test_a_child_lives_while_its_tool_does(scored):
    cases = scored(hostile("child = subprocess.Popen(['sleep', '600'])\nassert child.poll() is None, 'ended'"))
    assert cases["broken"].reply.error is None


def test_a_tool_that_fails_to_import_is_refused_with_the_cure(tiny):
    (tiny.root / "tool.py").write_text("import nonsense_that_is_not_there\ndef diagnose(case): ...")
    with pytest.raises(UserError) as caught:
        require_importable(find("tool:diagnose"), 60)
    assert str(caught.value) == (
        "The tool 'tool:diagnose' cannot be imported: ModuleNotFoundError: No module named "
        "'nonsense_that_is_not_there'\nCorrect it, then run again."
    )


def test_a_tool_that_ends_the_process_on_import_is_refused_too(tiny):
    (tiny.root / "tool.py").write_text("import os; os._exit(3)\ndef diagnose(case): ...")
    with pytest.raises(UserError, match=r"without an answer \(exit code 3\)"):
        require_importable(find("tool:diagnose"), 60)


def test_a_tool_that_can_be_imported_is_not_refused(tiny):
    (tiny.root / "tool.py").write_text("def diagnose(case): ...")
    require_importable(find("tool:diagnose"), 60)


TRAINS = """
from trainwreck import Cause, Diagnosis, Observer


def diagnose(case):
    case.train(Observer())
    return Diagnosis("faulty", (Cause("toy", "tiny_steps"),), "seen", 7)
"""


def test_a_reply_says_what_was_answered_how_many_steps_were_seen_and_what_looking_on_cost(ask_on_broken):
    reply = ask_on_broken(TRAINS, paired=True)
    assert reply.diagnosis == Diagnosis("faulty", (Cause("toy", "tiny_steps"),), "seen", 7)
    assert reply.error is None
    assert (reply.steps, reply.trainings, reply.alarm) == (20, 1, None)
    assert 0 < reply.reported < 0.5  # the toy has four classes, and is broken
    assert 0.2 < reply.overhead < 5
    assert 0 < reply.seconds < 60


def test_what_was_not_measured_is_none(ask_on_broken):
    assert ask_on_broken(TRAINS).overhead is None
    without = ask_on_broken(hostile("return Diagnosis('healthy')"), paired=True)
    assert (without.overhead, without.steps) == (None, None)


def test_a_case_is_made_when_a_worker_is_free_and_one_that_cannot_be_made_is_no_error_of_the_tool():
    made = []

    def make():
        made.append(1)
        raise RuntimeError("no data today")

    answers = ask_all([(number, make, False) for number in range(5)], find("silent"), 2, 1.0)
    key, answered = next(answers)
    assert key == 0
    assert answered.reason.startswith("RuntimeError: no data today (line ")
    assert len(made) == 1


TRAINS_AND_BREAKS = TRAINS.replace('return Diagnosis("faulty"', 'raise ValueError("mine") if 1 else Diagnosis("faulty"')


def spoil(toy, recipe: str = "broken") -> None:
    """Make a recipe's training stop with an error."""
    toy.edit("scenarios/toy/tiny_steps.py", "mlp, 2, 4", "mlp, 5, 4")
    if recipe != "larger_steps":
        toy.edit("fixes/toy/tiny_steps.py", "lr=10.0)", "lr=10.0), model=partial(mlp, 2, 4)")
        toy.edit("fixes/toy/tiny_steps.py", "from torch.optim", "from trainwreck import mlp\nfrom torch.optim")


LOOKS_AT_NOTHING = "from trainwreck import Diagnosis\ndef diagnose(case): return Diagnosis('faulty')"


@pytest.mark.parametrize("text", [TRAINS, LOOKS_AT_NOTHING])
def test_a_set_up_that_does_not_train_is_left_out_whatever_the_tool_looks_at(score_all, tiny, text):
    spoil(tiny)
    card = score_all(text)
    assert [case.truth.recipe for case in card.cases] == ["larger_steps"]
    [out] = card.left_out
    assert str(out).startswith("tiny_steps / broken, seed 0 is left out, because it does not train: RuntimeError: mat1")


def test_an_error_of_the_tool_s_own_stays_its_own(score_all, tiny):
    spoil(tiny)
    card = score_all(TRAINS_AND_BREAKS)
    assert [case.truth.recipe for case in card.errors] == ["larger_steps"]
    assert [out.truth.recipe for out in card.left_out] == ["broken"]

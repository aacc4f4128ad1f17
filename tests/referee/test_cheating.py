"""A tool that looks everywhere for the truth, and finds none."""

import os
from types import SimpleNamespace

import pytest

from tests.referee.conftest import told
from trainwreck.referee.vocabulary import Vocabulary

SPY = '''
import functools
import gc
import multiprocessing
import os
import sys
import types
from pathlib import Path

import torch

from trainwreck import Diagnosis, Observer
from trainwreck.training.streams import Stream, derive

WHOLE = ("".join(("bro", "ken")), "".join(("st", "alls")), "".join(("to", "y")), "".join(("larger_", "steps")))
WITHIN = ("".join(("tiny_", "steps")), "/".join(("scenarios", WHOLE[2])), ".".join(("fixes", WHOLE[2])))


def tells(text):
    """Whether a text is one of the words, or holds one that means nothing else."""
    return text in WHOLE or any(word in text for word in WITHIN)


def held_back():
    """Return the bytes of a few rows that the practitioner is not given, drawn as the toy draws them."""
    generator = torch.Generator().manual_seed(derive(0, Stream.DATA))
    rows = torch.randn(600, 2, generator=generator)[401::50].clone()
    return [row.numpy().tobytes() for row in rows]


def reveals(tensor):
    """Whether the memory behind a tensor holds such a row, though the tensor itself may not show it."""
    storage = bytes(tensor.untyped_storage())
    return any(row in storage for row in held_back())


def reached(thing, seen):
    """Yield all texts and tensors that can be reached from a thing, modules excepted."""
    stack = [thing]
    while stack:
        one = stack.pop()
        if id(one) in seen or isinstance(one, (types.ModuleType, int, float)):
            continue
        seen[id(one)] = one
        if isinstance(one, torch.Tensor):
            yield one
            continue
        if isinstance(one, (str, bytes, bytearray)):
            yield one if isinstance(one, str) else bytes(one).decode("latin-1")
            continue
        if isinstance(one, os.PathLike):
            yield os.fspath(one)
        if isinstance(one, dict):
            stack += [*one.keys(), *one.values()]
        elif isinstance(one, (list, tuple, set, frozenset)):
            stack += one
        if isinstance(one, type) and one.__module__.partition(".")[0] != "trainwreck":
            continue
        if isinstance(one, types.FunctionType):
            stack += [one.__code__, one.__name__, one.__module__, one.__defaults__, one.__kwdefaults__]
            stack += [cell.cell_contents for cell in one.__closure__ or () if cell != types.CellType()]
            if one.__module__.startswith(("trainwreck.", "training_setup")):
                stack.append({name: value for name, value in one.__globals__.items() if name != "__builtins__"})
        if isinstance(one, types.MethodType):
            stack += [one.__self__, one.__func__]
        if isinstance(one, types.CodeType):
            stack += [one.co_filename, one.co_name]
        if isinstance(one, functools.partial):
            stack += [one.func, one.args, one.keywords]
        stack.append(getattr(one, "__dict__", None) and dict(vars(one)))
        for kind in type(one).__mro__:
            slots = kind.__dict__.get("__slots__", ())
            for slot in (slots,) if isinstance(slots, str) else slots:
                stack.append(getattr(one, slot, None))


def found_in(thing):
    return any(reveals(one) if isinstance(one, torch.Tensor) else tells(one) for one in reached(thing, {}))


def frames():
    """Return the local names of all frames outside this module."""
    frame, found = sys._getframe(), []
    while frame:
        if frame.f_globals is not globals():
            found.append((frame.f_code.co_filename, frame.f_code.co_name, dict(frame.f_locals)))
        frame = frame.f_back
    return found


def files():
    """Return paths and contents of what lies in the present folder."""
    return [(str(path), path.read_text(errors="replace")) for path in Path.cwd().rglob("*") if path.is_file()]


def gathered():
    """Return the containers of which the garbage collector knows, but for this module's own."""
    own = {id(value) for value in globals().values()} | {id(globals())}
    kinds = (dict, list, tuple, set)
    return [one for one in gc.get_objects() if isinstance(one, kinds) and id(one) not in own and not of_code(one)]


def of_code(one):
    return isinstance(one, tuple) and one == tells.__code__.co_consts


def search(case):
    """Return the places that tell the truth about a case."""
    observed = []

    def look(*_):
        observed.append(frames())

    case.train(Observer(start=look, epoch=look))
    process = multiprocessing.current_process()
    places = {
        "case": case,
        "batch": case.batch(),
        "data": case.data(),
        "raw": case.raw(),
        "loaders": case.loaders(),
        "log": (list(case.log().columns), dict(case.log().attrs), case.log_file()),
        "frames": frames(),
        "observed": observed,
        "argv": (sys.argv, sys.orig_argv),
        "modules": {name: getattr(module, "__file__", "") for name, module in list(sys.modules.items())},
        "environ": dict(os.environ),
        "process": (process.name, dict(vars(process))),
        "files": files(),
        "title": Path("/proc/self/cmdline").read_text() if Path("/proc/self/cmdline").exists() else "",
    }
    found = [name for name, place in places.items() if found_in(place)]
    places.clear()
    observed.clear()
    if any(isinstance(text, str) and tells(text) for one in gathered() for text in list(one)):
        found.append("gathered")
    return found


def diagnose(case):
    found = search(case)
    return Diagnosis("faulty" if found else "healthy", evidence=" ".join(found))
'''

PLANTED = """
import functools
import multiprocessing
import os
import sys
from dataclasses import replace
from pathlib import Path

import spy
import torch
from torch import nn

from trainwreck import Diagnosis, Split, batches
from trainwreck.training.streams import Stream, derive

class Note:
    __slots__ = ("inside",)

    def __init__(self, inside):
        self.inside = inside

def closed(around):
    return lambda: around

def drawn(rows):
    inputs = torch.randn(rows, 2, generator=torch.Generator().manual_seed(derive(0, Stream.DATA)))
    return Split(inputs, inputs[:, 0].long())

def diagnose(case):
    PLANT
    return Diagnosis("abstain", evidence=" ".join(spy.search(case)))
"""

ENVIRONMENT = """
import os
from trainwreck import Diagnosis

def diagnose(case):
    return Diagnosis("abstain", evidence=" ".join(os.environ))
"""

TRUTHS = ["tiny_steps", "toy", "stalls", "broken", "larger_steps", "/there/scenarios/toy/x.py", "fixes.toy.tiny_steps"]
PLANTS = [
    ("case", "case.note = Note({'in': [functools.partial(print, ('WORD',))]})"),
    ("case", "case.note = closed('WORD')"),
    ("case", "case._task.data.__func__.note = 'WORD'"),
    ("case", "case._recipe.step.note = b'WORD'"),
    ("batch", "made = case.batch(); made.model.note = 'WORD'; case.batch = lambda: made"),
    ("data", "made = case.data(); object.__setattr__(made[1], 'groups', Note('WORD')); case.data = lambda: made"),
    ("case", "case._brief = replace(case._brief, deployed=drawn(600).take(slice(1)))"),
    ("data", "case.data = lambda: (drawn(600).take(slice(400)), None)"),
    ("batch", "made = case.batch(); made.model.note = nn.Parameter(drawn(600).inputs[5:6]); case.batch = lambda: made"),
    ("raw", "case.raw = lambda: drawn(600).take(slice(400))"),
    ("loaders", "made = case.loaders(); made[0].note = Note('WORD'); case.loaders = lambda: made"),
    ("loaders", "case.loaders = lambda: (None, batches(drawn(600).take(slice(400))))"),
    ("frames", "rows = drawn(600).take(slice(400))"),
    ("log", "made = case.log(); made['WORD'] = 1; case.log = lambda: made"),
    ("frames", "truth = 'WORD'"),
    ("observed", "train = case.train\n    case.train = lambda observer, truth='WORD': train(observer)"),
    ("argv", "sys.argv.append('WORD')"),
    ("modules", "sys.modules['WORD'] = sys"),
    ("environ", "os.environ['NOTE'] = 'WORD'"),
    ("process", "multiprocessing.current_process().name = 'WORD'"),
    ("process", "multiprocessing.current_process()._args = ('WORD',)"),
    ("files", "Path('note').write_text('WORD')"),
    ("gathered", "global kept; kept = [[1, 'WORD']]"),
]


@pytest.fixture(autouse=True)
def _no_words(monkeypatch):
    """Show no vocabulary: it names every fault, and in every case the same ones, as test_export sees."""
    monkeypatch.setattr("trainwreck.referee.subject.Vocabulary", SimpleNamespace(of=lambda _: Vocabulary({})))


def test_a_tool_that_looks_everywhere_finds_nothing(scored):
    for case in scored(SPY, name="spy").values():
        assert told(case).evidence == ""
        assert told(case).verdict == "healthy"


def test_it_would_find_the_held_back_rows_behind_a_view(ask_on_broken, monkeypatch):
    monkeypatch.setattr("trainwreck.referee.subject.own", lambda split: split)
    assert "case" in ask_on_broken(SPY).diagnosis.evidence.split()


@pytest.mark.parametrize(("number", "place", "plant"), [(n, *planted) for n, planted in enumerate(PLANTS)])
def test_it_would_find_the_truth_if_it_were_there(ask_on_broken, tiny, number, place, plant):
    (tiny.root / "spy.py").write_text(SPY)
    word = TRUTHS[number % len(TRUTHS)]
    reply = ask_on_broken(PLANTED.replace("PLANT", plant.replace("WORD", word)))
    assert reply.error is None
    assert place in reply.diagnosis.evidence.split(), (word, reply.diagnosis.evidence)


def test_the_environment_does_not_tell_which_item_of_pytest_is_running(ask_on_broken):
    assert "PYTEST_CURRENT_TEST" in os.environ  # as it does here, and did when the processes' server was started
    reply = ask_on_broken(ENVIRONMENT)
    assert "PATH" in reply.diagnosis.evidence.split()
    assert "PYTEST_CURRENT_TEST" not in reply.diagnosis.evidence

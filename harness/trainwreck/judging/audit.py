"""The proof of the judge itself: it marks every fix and honest repair as repaired; no broken script, no impostor."""

import ast
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trainwreck.errors import UserError
from trainwreck.judging.findings import Mark, Performance, Yardstick
from trainwreck.judging.grading import grade
from trainwreck.judging.repairs import Repair
from trainwreck.judging.server import Server
from trainwreck.judging.submission import Submission
from trainwreck.learning.handout import handed_out
from trainwreck.pairs.entries import BROKEN, Entry
from trainwreck.pairs.loading import Pair, load
from trainwreck.pairs.packs import MARKER
from trainwreck.proof.recorded import Recorded
from trainwreck.scripts.script import script
from trainwreck.training.streams import Stream, derive
from trainwreck.training.task import Images

if TYPE_CHECKING:
    import pandas as pd

FIX, IMPOSTOR, HONEST = "fix", "impostor", "honest"
AS_FIX = "impostor_"
YES, NO, NONE = "yes", "no", "unknown"  # the last where the judge gives no answer, or none was asked for

COLUMNS = {
    **dict.fromkeys(("component", "scenario", "kind", "recipe", "right", "repaired", "cause_removed"), "str"),
    **dict.fromkeys(("lowest", "goal", "cpu_ratio"), "float64"),
    **dict.fromkeys(("told", "flags"), "str"),
}
ROOMS = ("judging", "locking", "learning", "scripts", "pairs")  # whose code decides on a mark


def recorded(path: Path) -> Recorded:
    """Return the table in a file: a row for each script that the judge was tried on."""
    return Recorded(path, COLUMNS, ROOMS, lambda entry: not entry.is_control)


def audit(
    entry: Entry, images: Images, salt: str, seeds: int, server: Server, repairs: Sequence[Repair] = ()
) -> "pd.DataFrame":
    """Grade all that the catalogue has of a scenario, and honest repairs of it; return the rows.

    ``right``  is what the judge is if a fix or an honest repair is repaired, and anything else is not, or has its cause
    left. An impostor that no script can be made of is not known.
    """
    import pandas as pd

    pair = load(entry, images)
    kinds = {BROKEN: BROKEN, **dict.fromkeys(pair.fixes, FIX), **dict.fromkeys(pair.impostors, IMPOSTOR)}
    with as_fixes(pair) as everything:
        submissions = [
            replace(_submission(everything, AS_FIX + name if kind == IMPOSTOR else name), name=name)
            for name, kind in kinds.items()
        ]
    submissions += [Submission(one.name, one.applied(handed_out(pair))) for one in repairs]
    found = grade(pair, submissions, salt=salt, seeds=seeds, server=server)
    unfit = found.yardstick.unfit
    marks = found.marks or [Mark(one.name, Performance([]), [f"no mark: {unfit}"], None) for one in submissions]
    rows = []
    of_each = [*kinds.values(), *(HONEST for _ in repairs)]  # by place: a repair may be called what a fix is called
    for kind, one, mark in zip(of_each, submissions, marks, strict=True):
        right = NO if unfit else NONE if one.problem else _right(kind, mark)
        row = {"component": entry.component, "scenario": entry.name, "kind": kind, "recipe": one.name, "right": right}
        rows.append(row | _figures(found.yardstick, mark))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _right(kind: str, mark: Mark) -> str:
    if kind in (FIX, HONEST):
        return YES if mark.repaired and mark.cause_removed is not False else NO
    return NO if mark.repaired and mark.cause_removed is not False else YES


def _figures(yardstick: Yardstick, mark: Mark) -> dict[str, Any]:
    scores = mark.performance.scores
    return {
        "repaired": YES if mark.repaired else NO,
        "cause_removed": {True: YES, False: NO, None: NONE}[mark.cause_removed],
        "lowest": round(min(scores), 4) if scores else None,
        "goal": round(yardstick.goal, 4),
        "cpu_ratio": round(mark.performance.cpu / yardstick.cpu, 2) if yardstick.cpu else None,
        "told": "; ".join(mark.short),
        "flags": "; ".join(mark.flags),
    }


def _submission(pair: Pair, recipe: str) -> Submission:
    available, _ = pair.task.data(derive(0, Stream.DATA))
    try:
        return Submission(recipe, script(pair, recipe, available))
    except UserError as error:
        return Submission(recipe, problem=str(error))


@contextmanager
def as_fixes(pair: Pair) -> Iterator[Pair]:
    """Yield a pair whose impostors can be written as scripts, as only what stands at the top of a fix's file can.

    They are called AS_FIX and their name: the function that one is made of may have the name itself.
    """
    entry = pair.entry
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path in (entry.root / MARKER, entry.path, entry.fix_path):
            (root / path.relative_to(entry.root)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, root / path.relative_to(entry.root))
        copied = Entry(root, entry.component, entry.name)
        with copied.fix_path.open("a", encoding="utf-8") as file:
            file.writelines(f"\n{AS_FIX}{name} = {value}\n" for name, value in _impostors(entry).items())
        impostors = {AS_FIX + name: recipe for name, recipe in pair.impostors.items()}
        yield replace(pair, entry=copied, healthy={**pair.healthy, **impostors})


def _impostors(entry: Entry) -> dict[str, str]:
    """Return the source of each impostor by its name, as it stands in the dictionary of a fix's file."""
    for statement in ast.parse(entry.fix_path.read_text(encoding="utf-8")).body:
        match statement:
            case ast.Assign(targets=[ast.Name("impostors")], value=ast.Dict(keys=keys, values=values)):
                return {
                    ast.literal_eval(key): ast.unparse(value) for key, value in zip(keys, values, strict=True) if key
                }
    return {}

"""The judge: every submission of an assignment beside the broken script and those of the accepted fixes."""

import math
import os
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace

from trainwreck.errors import UserError
from trainwreck.judging import suspect
from trainwreck.judging.assignment import sheets
from trainwreck.judging.bench import OURS, Bench
from trainwreck.judging.chamber import Chamber, Limits
from trainwreck.judging.findings import MOST_WORK, Grading, Mark, Performance, Yardstick
from trainwreck.judging.server import Server
from trainwreck.judging.submission import Submission
from trainwreck.learning.handout import handed_out
from trainwreck.locking import lock, reach
from trainwreck.locking.secrecy import unreadable
from trainwreck.pairs.loading import Pair
from trainwreck.scripts.script import script
from trainwreck.training.streams import Stream, derive

LOOKS = 2  # seeds on which a check looks at a script, as `trainwreck try` does
RUNS = 4  # times that a look runs a script, or parts of it
MARGIN = 2  # seconds of the processor, so that who takes a little too long is told by how much


def require_lockable(trust: bool) -> None:
    """Refuse to run what strangers have written where it cannot be locked in, unless they are trusted."""
    if not hasattr(os, "fork"):
        raise UserError(
            "Scripts are run in forked processes, and Windows has none. Grade under Linux: in its subsystem (WSL), a "
            "container or a virtual machine."
        )
    if not trust and not lock.available().complete:
        raise UserError(
            "This system cannot lock scripts in: that takes Linux 5.13 or newer with Landlock, on x86_64 or aarch64. "
            "Grade in a container or a virtual machine that has it; or, if you trust those who wrote the scripts as "
            "you trust yourself, say --trust."
        )


def protections(trust: bool) -> str:
    """Return what scripts are run under."""
    return "none, as they are trusted" if trust else str(lock.available())


def grade(
    pair: Pair,
    submissions: Sequence[Submission],
    *,
    salt: str,
    seeds: int = 5,
    trust: bool = False,
    server: Server | None = None,
    expect: Callable[[int], None] = lambda _: None,
    advance: Callable[[], None] = lambda: None,
) -> Grading:
    """Mark submissions on data that are drawn from ``salt``; equal ones get equal marks.

    ``trust``  runs them without a lock. ``server``: one that is there already, where there is more than one assignment;
    to start one takes seconds. ``expect`` is told how many runs there are to be, ``advance`` of each.
    Where the yardstick does not hold, no submission is run and there are no marks.
    """
    require_lockable(trust)
    known = [_text(pair, recipe) for recipe in pair.recipes]
    expect(seeds * (len(known) + len(submissions)))
    with unreadable(), nullcontext(server) if server else Server() as running:
        root = pair.entry.root
        scripts = Chamber(running, None if trust else reach.of_a_script(root))
        checks = Chamber(running, None if trust else reach.of_a_check(root))
        bench = Bench(pair, sheets(pair.task, salt, seeds, null=pair.judged_by_report), scripts, checks)
        broken, *references = [bench.performance(text, OURS, advance) for text in known]
        yardstick = Yardstick(
            goal=pair.goal,
            chance=pair.task.chance,
            by_report=pair.judged_by_report,
            broken=broken,
            references=references,
        )
        if yardstick.unfit:
            return Grading(salt, protections(trust), yardstick, [])
        shapes = frozenset(one.shape for script in yardstick.scripts for one in script.seeds)
        bench = replace(bench, shapes=shapes)
        told = known[0] + handed_out(pair)  # the same, but for the docstring, which a learner's may still have
        marks = [_mark(bench, yardstick, one, told, advance) for one in submissions]
        return Grading(salt, protections(trust), yardstick, marks)


def _text(pair: Pair, recipe: str) -> str:
    available, _ = pair.task.data(derive(0, Stream.DATA))
    return script(pair, recipe, available)


def _mark(bench: Bench, yardstick: Yardstick, submission: Submission, told: str, advance: Callable[[], None]) -> Mark:
    if submission.problem:
        return Mark(submission.name, Performance([], submission.problem), [submission.problem], None)
    limits = _limits(yardstick)
    script = bench.performance(submission.text, limits, advance)
    short = list(yardstick.short(script))
    flags = [*suspect.in_text(submission.text, told), *suspect.in_scores(yardstick, script)]
    removed = None if script.failed else _cause_removed(bench, submission.text, limits)
    return Mark(submission.name, script, short, removed, flags)


def _cause_removed(bench: Bench, text: str, limits: Limits) -> bool | None:
    """Return whether the check is quiet on the first seeds; None if it cannot tell on one."""
    for sheet in bench.sheets[:LOOKS]:
        quiet = bench.look(sheet, text, replace(limits, cpu=RUNS * limits.cpu, wall=RUNS * limits.wall))
        if not quiet:
            return quiet
    return True


def _limits(yardstick: Yardstick) -> Limits:
    longest = max(one.cpu for script in yardstick.scripts for one in script.seeds)
    cpu = math.ceil(MOST_WORK * longest) + MARGIN
    return Limits(cpu, 10.0 * cpu + 20)

"""Tools that cheat, and what it gets them: `python -m tests.referee.attacks` prints the figures of docs/referee.md.

They answer from the code of the cases alone, so nothing is trained.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from tests.referee import means
from trainwreck.pairs.entries import BROKEN, Catalogue, Entry
from trainwreck.pairs.loading import load
from trainwreck.pairs.packs import BUILT_IN
from trainwreck.pairs.source import setup_source
from trainwreck.referee.answer import HEALTHY, Diagnosis
from trainwreck.referee.figures import summarise
from trainwreck.referee.grading import Graded
from trainwreck.referee.reply import Reply
from trainwreck.referee.subject import Subject, sittings
from trainwreck.tasks.sources import Digits

CATALOGUE = Catalogue(BUILT_IN)
SECRET = "measured"
TOKENS = r"[A-Za-z_]+|[^\sA-Za-z_]"

PAIRS = [load(entry, Digits()) for entry in CATALOGUE]

Cheat = Callable[[Sequence[Subject], bool], list[bool]]  # the cases, and whether the tool is locked in


def cases(numbers: Sequence[int]) -> list[Subject]:
    """Return as many sittings of the whole catalogue."""
    return sittings(CATALOGUE, PAIRS, numbers, SECRET)


@cache
def code(entry: Entry, recipe: str) -> str:
    """Return what a case shows of a recipe."""
    return setup_source(entry, recipe)


def code_of(one: Subject) -> str:
    """Return what a case shows."""
    return code(one.pair.entry, one.truth.recipe)


def looks_up(shown: Sequence[Subject], locked: bool) -> list[bool]:
    """Look the code up in the installed catalogue."""
    return [means.digest(code_of(one)) in means.codes_read(locked) for one in shown]


def brings_along(shown: Sequence[Subject], _: bool) -> list[bool]:
    """Look the code up in a copy of the catalogue among the tool's own files."""
    known = {code(pair.entry, BROKEN) for pair in PAIRS if pair.broken}
    return [code_of(one) in known for one in shown]


def known_as(one: Subject, locked: bool) -> object:
    """Return what the cases of a scenario have in common to a tool that can keep files; else each is the only one."""
    return one.truth.scenario if means.keeps(locked) else one


def counts(shown: Sequence[Subject], locked: bool) -> list[bool]:
    """Keep count of how often a scenario has come, which it is taken to know, and accuse the first, the third, ..."""
    times: dict[object, int] = defaultdict(int)
    answers = []
    for one in shown:
        times[known_as(one, locked)] += 1
        answers.append(times[known_as(one, locked)] % 2 == 1)
    return answers


def pairs_up(shown: Sequence[Subject], locked: bool) -> list[bool]:
    """Put the codes of a scenario side by side, which it is taken to know, and accuse the shortest if there are two."""
    family = defaultdict(set)
    for one in shown:
        family[known_as(one, locked)].add(code_of(one))
    codes = [family[known_as(one, locked)] for one in shown]
    return [len(its) > 1 and code_of(one) == min(sorted(its), key=len) for one, its in zip(shown, codes, strict=True)]


def reads(shown: Sequence[Subject], _: bool) -> list[bool]:
    """Learn from the codes of the other scenarios how broken code reads."""
    answers: dict[Subject, bool] = {}
    for name in {one.truth.scenario for one in shown}:
        others = [one for one in shown if one.truth.scenario != name]
        own = [one for one in shown if one.truth.scenario == name]
        model = make_pipeline(
            TfidfVectorizer(token_pattern=TOKENS, ngram_range=(1, 2), sublinear_tf=True),
            LogisticRegression(C=10, class_weight="balanced", max_iter=2000),
        )
        model.fit([code_of(one) for one in others], [one.truth.kind == BROKEN for one in others])
        answers |= zip(own, model.predict([code_of(one) for one in own]), strict=True)
    return [bool(answers[one]) for one in shown]


def graded(cheat: Cheat, shown: Sequence[Subject], locked: bool = False) -> list[Graded]:
    """Return the cases as a cheat answers them."""
    answers = zip(shown, cheat(shown, locked), strict=True)
    said = {True: Diagnosis("faulty"), False: HEALTHY}
    return [Graded.of(one.truth, one.seed, Reply(diagnosis=said[accused])) for one, accused in answers]


TOLD = {
    (looks_up, 3): "looks the code up in the installed catalogue",
    (brings_along, 3): "the same, in a copy among its own files, which no lock can prevent",
    (pairs_up, 1): "puts siblings side by side, and accuses the shortest code",
    (pairs_up, 3): "the same, across sittings, by files that it keeps",
    (counts, 20): "counts how often a scenario has come, by files that it keeps",
    (reads, 3): "has learned from the code of other scenarios how broken code reads",
}


def lines() -> list[str]:
    """Return what each cheat gets as the rows of a table: what it does, the sittings, the advantages."""
    rows = []
    for (cheat, many), told in TOLD.items():
        shown = cases(range(many))
        gained = [str(summarise("all", graded(cheat, shown, locked)).advantage) for locked in (False, True)]
        rows.append(f"| {told} | {many} | {' | '.join(gained)} |")
    return rows


if __name__ == "__main__":
    print("\n".join(lines()))  # noqa: T201

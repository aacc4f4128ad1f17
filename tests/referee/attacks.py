"""Tools that cheat, and what it gets them: `python -m tests.referee.attacks` prints the figures of docs/referee.md.

They answer from the code of the cases alone, so nothing is trained.
"""

import ast
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import cache

from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from tests.referee import means
from trainwreck.pairs.entries import BROKEN, Catalogue, Entry
from trainwreck.pairs.loading import load
from trainwreck.pairs.packs import BUILT_IN
from trainwreck.pairs.source import setup_source
from trainwreck.referee.answer import HEALTHY, Diagnosis
from trainwreck.referee.figures import summarise
from trainwreck.referee.grading import Graded
from trainwreck.referee.reply import Reply
from trainwreck.referee.resampling import Estimate
from trainwreck.referee.subject import Subject, sittings
from trainwreck.tasks.sources import Digits
from trainwreck.variants.variant import varied

CATALOGUE = Catalogue(BUILT_IN)
SECRET = "measured"
TOKENS = r"[A-Za-z_]+|[^\sA-Za-z_]"

PAIRS = [load(entry, Digits()) for entry in CATALOGUE]

Cheat = Callable[[Sequence[Subject], bool], list[bool]]  # the cases, and whether the tool is locked in


def cases(numbers: Sequence[int], variants: bool = False) -> list[Subject]:
    """Return as many sittings of the whole catalogue."""
    return sittings(CATALOGUE, PAIRS, numbers, SECRET, variants=variants)


@cache
def code(entry: Entry, recipe: str, variant: str | None = None) -> str:
    """Return what a case shows of a recipe."""
    text = setup_source(entry, recipe)
    return text if variant is None else varied([text], variant)[0]


def code_of(one: Subject) -> str:
    """Return what a case shows."""
    return code(one.pair.entry, one.truth.recipe, one.variant)


def looks_up(shown: Sequence[Subject], locked: bool) -> list[bool]:
    """Look the code up in the installed catalogue."""
    return [means.digest(code_of(one)) in means.codes_read(locked) for one in shown]


def brings_along(shown: Sequence[Subject], _: bool) -> list[bool]:
    """Look the code up in a copy of the catalogue among the tool's own files."""
    known = {code(pair.entry, BROKEN) for pair in PAIRS if pair.broken}
    return [code_of(one) in known for one in shown]


@cache
def shape(text: str) -> str:
    """Return code without what names and the order of imports, functions and keywords have to say; numbers stay."""
    tree = ast.parse(text)
    tree.body = [statement for statement in tree.body if not isinstance(statement, ast.Import | ast.ImportFrom)]
    tree.body.sort(key=lambda statement: len(ast.unparse(_nameless(statement))))
    return ast.dump(_nameless(tree))


def _nameless(tree: ast.AST) -> ast.AST:
    for node in ast.walk(tree):
        for name in {"id", "attr", "name"} & set(node._fields) | ({"arg"} if isinstance(node, ast.arg) else set()):
            setattr(node, name, "_")
        if isinstance(node, ast.Call):
            node.keywords.sort(key=lambda keyword: str(keyword.arg))
    return tree


def looks_up_the_shape(shown: Sequence[Subject], locked: bool) -> list[bool]:
    """Look up the shape of the code, whatever its names."""
    known = {shape(code(pair.entry, BROKEN)) for pair in PAIRS if pair.broken} if can_read(locked) else set()
    return [shape(code_of(one)) in known for one in shown]


@cache
def worn(text: str) -> Counter[str]:
    """Return what code is made of that no other words can change: numbers, what it imports, keywords and the like."""
    found: Counter[str] = Counter()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Constant(value=value):
                found[repr(value)] += 1
            case ast.Attribute(attr=name) | ast.keyword(arg=str(name)) | ast.alias(name=name):
                found[name] += 1
            case ast.operator() | ast.cmpop() | ast.unaryop() | ast.expr_context():
                found[type(node).__name__] += 1
    return found


def finds_the_nearest(shown: Sequence[Subject], locked: bool) -> list[bool]:
    """Look for the recipe that is made of nearly the same, whatever names, orders and spellings."""
    if not can_read(locked):
        return [False for _ in shown]
    known = [(worn(code(pair.entry, recipe)), recipe == BROKEN) for pair in PAIRS for recipe in pair.recipes]

    def accused(one: Subject) -> bool:
        mine = worn(code_of(one))
        return min(known, key=lambda other: ((mine - other[0]) + (other[0] - mine)).total())[1]

    return [accused(one) for one in shown]


def can_read(locked: bool) -> bool:
    """Say whether a tool's process can read the installed catalogue's code."""
    return bool(means.codes_read(locked))


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


# The words of a text and its pairs of words; the same texts are read for every scenario that is left out.
words = cache(CountVectorizer(token_pattern=TOKENS, ngram_range=(1, 2)).build_analyzer())


def reader() -> Pipeline:
    """Return a classifier of texts."""
    return make_pipeline(
        TfidfVectorizer(analyzer=words, sublinear_tf=True),
        LogisticRegression(C=10, class_weight="balanced", max_iter=2000),
    )


def remembers(shown: Sequence[Subject], _: bool) -> list[bool]:
    """Learn all of the catalogue's code, in its own words, as text; what was learned comes with the tool."""
    recipes = [(code(pair.entry, recipe), recipe == BROKEN) for pair in PAIRS for recipe in pair.recipes]
    model = reader()
    model.fit([text for text, _ in recipes], [broken for _, broken in recipes])
    return [bool(accused) for accused in model.predict([code_of(one) for one in shown])]


def reads(shown: Sequence[Subject], _: bool) -> list[bool]:
    """Learn from the codes of the other scenarios how broken code reads."""
    answers: dict[Subject, bool] = {}
    for name in {one.truth.scenario for one in shown}:
        others = [one for one in shown if one.truth.scenario != name]
        own = [one for one in shown if one.truth.scenario == name]
        model = reader()
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
    (looks_up_the_shape, 3): "looks up its shape, whatever the names, and the order of functions and keywords",
    (finds_the_nearest, 3): "looks for the recipe with nearly the same numbers and imported names in it",
    (brings_along, 3): "looks the code up in a copy among its own files, which no lock can prevent",
    (remembers, 3): "has learned all of the catalogue's code as text",
    (pairs_up, 1): "puts siblings side by side, and accuses the shortest code",
    (pairs_up, 3): "the same, across sittings, by files that it keeps",
    (counts, 20): "counts how often a scenario has come, by files that it keeps",
    (reads, 3): "has learned from the code of other scenarios how broken code reads",
}


def lines() -> list[str]:
    """Return what each cheat gets as a table's rows: what it does, sittings, advantage; with variants, locked in."""
    return [
        f"| {told} | {many} | {gets(cheat, many)} | {gets(cheat, many, variants=True)} "
        f"| {gets(cheat, many, locked=True)} |"
        for (cheat, many), told in TOLD.items()
    ]


def gets(cheat: Cheat, many: int, variants: bool = False, locked: bool = False) -> Estimate:
    """Return a cheat's advantage over so many sittings."""
    return summarise("all", graded(cheat, cases(range(many), variants), locked)).advantage


if __name__ == "__main__":
    print("\n".join(lines()))  # noqa: T201

"""The questions that recorded runs can be asked about."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from random import Random

from trainwreck.pairs.entries import Entry
from trainwreck.pairs.source import setup_file
from trainwreck.proof.fingerprint import digest
from trainwreck.quiz.course import Course
from trainwreck.quiz.item import Choice, Item
from trainwreck.quiz.truth import Truth, in_words

CHOICES, CURVES = 5, 4  # to choose from: causes, and runs
MOST_RIGHT = 3
ALIKE = 0.25  # share by which the losses of two tasks may begin differently, so that a start tells nothing
WHY = re.compile(r"^## Why it failed\n+(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, eq=False)
class Asker:
    """Makes items of recorded runs.

    ``courses``   all runs, by recipe: what is asked about, and what it could be mistaken for.
    ``about``     the names of the entries that are asked about.
    ``standard``  what a good standard model scores on the task of each entry.
    ``salt``      decides on everything that is drawn, and on the items' names.
    """

    courses: Sequence[Course]
    about: Collection[str]
    truth: Truth
    standard: dict[str, float]
    salt: str

    def causes(self, course: Course) -> Item | None:
        """Which causes fit these runs? None if there are too few others that these runs could not be of."""
        if not course.is_broken:
            return None
        random = self._random("causes", course)
        broken = {other.entry.name: other for other in self.courses if other.is_broken}
        wrong = [n for n in self.truth.wrong(course.entry) if n in broken and course.differs(broken[n])]
        right = self.truth.right(course.entry)[:MOST_RIGHT]
        if len(wrong) < CHOICES - len(right):
            return None
        choices = [*((name, True) for name in right), *((n, False) for n in wrong[: CHOICES - len(right)])]
        random.shuffle(choices)
        return Item(
            self._name("causes", course),
            "Runs of one training script, with different seeds. Which of these causes fit what they show? "
            "Tick all that do.",
            [course.picture],
            [Choice(in_words([name])[0], is_right) for name, is_right in choices],
            True,
            _why(course.entry),
        )

    def change(self, course: Course) -> Item | None:
        """Which runs follow from this change, that of a fix or its undoing? None if no other runs could be mistaken.

        Runs that are wrong are those from before, and broken ones of other scripts, whose losses begin alike.
        """
        broken = next((other for other in self.courses if other.is_broken and other.entry == course.entry), None)
        if broken is None or course.is_broken or not course.differs(broken):
            return None
        random = self._random("change", course)
        before, after = random.sample([broken, course], 2)
        wrong = [before]
        for other in random.sample(self.courses, len(self.courses)):
            near = abs(other.start - before.start) <= ALIKE * abs(before.start)
            if other.is_broken and near and all(other.differs(one) for one in (after, *wrong)):
                wrong.append(other)
            if len(wrong) == CURVES - 1:
                break
        else:
            return None
        choices = [Choice(after.picture, True), *(Choice(one.picture, False) for one in wrong)]
        random.shuffle(choices)
        return Item(
            self._name("change", course),
            "These runs are of a script to which the change below is made, and nothing else. Which runs come of it?\n\n"
            f"```diff\n{_difference(before, after)}```",
            [before.picture],
            choices,
            False,
            _why(course.entry),
        )

    def healthy(self, course: Course) -> Item | None:
        """Are these runs healthy? None where no standard model says what can be reached."""
        standard = self.standard.get(course.entry.name)
        if standard is None:
            return None
        choices = [Choice("healthy", not course.is_broken), Choice("broken", course.is_broken)]
        return Item(
            self._name("healthy", course),
            "Runs of one training script, with different seeds. A good standard model scores "
            f"{standard:.2f} on held-back data of this task. Are these runs healthy, or is something broken?",
            [course.picture],
            choices,
            False,
            f"{_verdict(course)}\n\n{_why(course.entry)}",
        )

    def items(self, count: int | None = None) -> Iterator[Item]:
        """Yield items of all kinds in turn, so many or all there are; as many of healthy runs as of broken ones."""
        courses = [course for course in self.courses if course.entry.name in self.about]
        kinds = [
            self._drawn(self.causes, courses),
            self._drawn(self.change, courses),
            self._drawn(self.healthy, [course for course in courses if course.is_broken]),
            self._drawn(self.healthy, [course for course in courses if not course.is_broken]),
        ]
        made = 0
        while kinds and (count is None or made < count):
            kind = kinds.pop(0)
            item = next(kind, None)
            if item is not None:
                kinds.append(kind)
                made += 1
                yield item

    def _drawn(self, ask: Callable[[Course], Item | None], courses: Sequence[Course]) -> Iterator[Item]:
        """Yield the items of one kind in an order that the salt decides on; of each entry the first that there is."""
        kind, asked = ask.__name__, set[str]()
        for course in sorted(courses, key=lambda course: self._name(kind, course)):
            item = ask(course) if course.entry.name not in asked else None
            if item:
                asked.add(course.entry.name)
                yield item

    def _name(self, kind: str, course: Course) -> str:
        return f"q-{digest([self.salt, kind, course.entry.name, course.recipe])[:10]}"

    def _random(self, kind: str, course: Course) -> Random:
        return Random(self._name(kind, course))


def _why(entry: Entry) -> str:
    """Return why it failed, from the lesson; of a control, what its text says."""
    found = WHY.search(entry.lesson)
    if found is None:
        return entry.text
    return f"**{entry.lesson.partition(chr(10))[0].lstrip('# ')}**\n\n{found[1].strip()}"


def _verdict(course: Course) -> str:
    if course.is_broken:
        return "These runs are broken."
    if course.entry.is_control:
        return "These runs are healthy."
    return "These runs are healthy: the script was repaired. This is what was wrong before."


def _difference(before: Course, after: Course) -> str:
    """Return what changes in the script from one recipe to another, without a name of either."""
    old, new = (setup_file(one.entry, one.recipe).splitlines(keepends=True) for one in (before, after))
    return "".join(line for line in unified_diff(old, new, n=2) if not line.startswith(("---", "+++", "@@")))

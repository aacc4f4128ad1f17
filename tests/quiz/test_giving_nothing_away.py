"""No item of our own catalogue bears its answer, but in its choices and in what is told afterwards."""

import base64
import csv
import io
import re
import xml.etree.ElementTree as ET

import pytest

from trainwreck.pairs.entries import Catalogue, Entry
from trainwreck.quiz.asking import Asker
from trainwreck.quiz.course import Course
from trainwreck.quiz.formats import moodle, prairielearn, table
from trainwreck.quiz.item import Item, Picture
from trainwreck.quiz.records import asker
from trainwreck.quiz.truth import in_words

CATALOGUE = Catalogue()
CHANGE = re.compile(r"^```diff\n.*?^```", re.MULTILINE | re.DOTALL)
SALT = "hunt"
COUNT = 16  # all kinds in turn


@pytest.fixture(scope="module")
def whole() -> Asker:
    return asker(CATALOGUE, SALT)


@pytest.fixture(scope="module")
def items(whole) -> list[Item]:
    return list(whole.items(COUNT))


@pytest.fixture(scope="module")
def telling() -> re.Pattern[str]:
    """What must stand nowhere: names of entries and fixes as they are and in words, titles of lessons, incidents."""

    def words(entry: Entry) -> list[str]:
        named = [name for name in (entry.name, *entry.fixes) if "_" in name]  # "sigmoid" is any script's word
        met = [incident.url for incident in entry.incidents]
        return [*named, *in_words(named), entry.lesson.partition("\n")[0].lstrip("# "), entry.title, *met]

    found = {re.escape(word) for entry in CATALOGUE for word in words(entry) if word}
    return re.compile(rf"(?<!\w)({'|'.join(sorted(found))})(?!\w)", re.IGNORECASE)


def without_answers(text: str) -> str:
    """A question of PrairieLearn without the change that it shows, its choices, and what is told afterwards."""
    parts = ("<pl-answer .*?</pl-answer>", "<pl-answer-panel>.*?</pl-answer-panel>", "<pre>.*?</pre>")
    return re.sub("|".join(parts), "", text, flags=re.DOTALL)


def seen_in_moodle(items: list[Item]) -> list[str]:
    """What a student sees before answering, but for the texts of choices: everything else in the file, decoded."""
    quiz = ET.fromstring(moodle(items)["quiz.xml"])
    for question in quiz:
        question.remove(question.find("generalfeedback"))
        for answer in question.findall("answer"):
            if answer.find("file") is None:
                answer.find("text").text = ""
    files = [base64.b64decode(file.text).decode() for file in quiz.iter("file")]
    for file in quiz.iter("file"):
        file.text = ""
    for text in quiz.iter("text"):
        text.text = re.sub("<pre>.*?</pre>", "", text.text or "", flags=re.DOTALL)
    return [ET.tostring(quiz, encoding="unicode"), *files]


def seen_in_prairielearn(items: list[Item]) -> list[str]:
    files = prairielearn(items)
    return [*files, *(without_answers(content.decode()) for content in files.values())]


def seen_in_the_table(items: list[Item]) -> list[str]:
    files = table(items)
    rows = csv.DictReader(io.StringIO(files.pop("quiz.csv").decode()))
    columns = [[row["name"], CHANGE.sub("", row["question"]), row["pictures"]] for row in rows]
    return [*files, *(content.decode() for content in files.values()), *(cell for row in columns for cell in row)]


@pytest.mark.parametrize("seen", [seen_in_moodle, seen_in_prairielearn, seen_in_the_table])
def test_what_is_seen_before_answering_names_nothing(seen, items, telling):
    assert [found for text in seen(items) if (found := telling.search(text))] == []


def test_no_question_of_the_whole_catalogue_names_anything(whole, telling, monkeypatch):
    monkeypatch.setattr(Course, "picture", Picture("<svg/>", ""))  # whose words and letters are hunted above
    everything = list(whole.items())
    assert {len(item.choices) for item in everything} == {2, 4, 5}
    assert len(everything) > 200
    words = {item.name: CHANGE.sub("", item.asked) for item in everything}
    assert {name: found for name, text in words.items() if (found := telling.search(text))} == {}


def test_a_change_that_is_shown_names_no_fault(whole, monkeypatch):
    """It may well name what it brings in, as any script would: what is asked for is what comes of it."""
    monkeypatch.setattr(Course, "picture", Picture("<svg/>", ""))
    shown = [found[0] for item in whole.items() if (found := CHANGE.search(item.asked))]
    assert len(shown) > 50
    faults = [entry.name for entry in CATALOGUE if "_" in entry.name]
    assert [name for name in (*faults, *in_words(faults)) if any(name in text for text in shown)] == []


def test_the_hunt_finds_what_gives_an_answer_away(items, telling):
    named = [choice.shown for item in items for choice in item.choices if isinstance(choice.shown, str)]
    assert any(telling.search(item.feedback) for item in items)
    assert any(telling.search(shown) for shown in named)


def test_no_picture_tells_how_many_steps_or_epochs_there_were(items):
    drawn = [
        text for item in items for picture in item.everything for text in re.findall(r"<text.*?>(.*?)<", picture.svg)
    ]
    assert "per cent of the run" in drawn
    assert not [text for text in drawn if text in ("step", "epoch")]


def test_the_place_of_a_choice_tells_nothing(items):
    kinds = {len(item.choices): [] for item in items}
    for item in items:
        kinds[len(item.choices)].append([choice.right for choice in item.choices].index(True))
    assert all(len(set(places)) > 1 for places in kinds.values())


def test_as_many_questions_are_of_healthy_runs_as_of_broken_ones(items):
    answers = [choice.shown for item in items for choice in item.choices if choice.right]
    assert answers.count("healthy") == answers.count("broken") > 3


def test_wrong_runs_are_not_those_of_the_answer(items):
    for item in items:
        shown = [choice.shown for choice in item.choices]
        assert len({one.svg if isinstance(one, Picture) else one for one in shown}) == len(shown)


def test_the_same_salt_makes_the_same_quiz_and_another_makes_another(whole, items):
    again = list(asker(CATALOGUE, SALT).items(2))
    other = list(asker(CATALOGUE, "other").items(2))
    assert prairielearn(again) == prairielearn(items[:2])
    assert not {item.name for item in other} & {item.name for item in whole.items(COUNT)}


def test_every_item_has_something_to_tell_afterwards(items):
    assert all(len(item.feedback) > 100 for item in items)

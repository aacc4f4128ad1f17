"""Each format says the same: the question, its pictures, the choices, and which are right."""

import base64
import csv
import io
import json
import re
import uuid
import xml.etree.ElementTree as ET

import pytest

from trainwreck.quiz.formats import moodle, prairielearn, table
from trainwreck.quiz.item import Choice, Item, Picture

SHOWN, OTHER = Picture("<svg>shown</svg>", 'a "falling" loss'), Picture("<svg>other</svg>", "a flat loss")
CAUSES = Item(
    name="q-1",
    asked="Why `x < 1`?",
    pictures=[SHOWN],
    choices=[Choice("one & two", True), Choice("three", False), Choice("four", True), Choice("five", False)],
    several=True,
    feedback="**Because** {{of}} this.",
)
CURVES = Item("q-2", "Which?", [SHOWN], [Choice(SHOWN, False), Choice(OTHER, True)], False, "So.")


@pytest.fixture
def questions() -> list[ET.Element]:
    return list(ET.fromstring(moodle([CAUSES, CURVES])["quiz.xml"]))


def fractions(question: ET.Element) -> list[str]:
    return [answer.get("fraction", "") for answer in question.findall("answer")]


def test_moodle_gets_one_file_with_a_multiple_choice_question_an_item(questions):
    assert [question.get("type") for question in questions] == ["multichoice"] * 2
    assert [question.findtext("name/text") for question in questions] == ["q-1", "q-2"]
    assert [question.findtext("single") for question in questions] == ["false", "true"]
    assert questions[0].findtext("generalfeedback/text") == "<p><strong>Because</strong> {{of}} this.</p>\n"


def test_moodle_gets_html_with_its_pictures_embedded(questions):
    text, file = questions[0].findtext("questiontext/text"), questions[0].find("questiontext/file")
    assert "<code>x &lt; 1</code>" in text
    assert f'src="@@PLUGINFILE@@/{SHOWN.name}" alt="a &quot;falling&quot; loss"' in text
    assert file.attrib == {"name": SHOWN.name, "path": "/", "encoding": "base64"}
    assert base64.b64decode(file.text) == SHOWN.svg.encode()
    assert [answer.find("file").get("name") for answer in questions[1].findall("answer")] == [SHOWN.name, OTHER.name]


def test_all_right_choices_make_the_mark_and_all_choices_nothing(questions):
    assert fractions(questions[0]) == ["50", "-50", "50", "-50"]
    assert fractions(questions[1]) == ["0", "100"]


def test_a_third_of_the_mark_is_written_as_moodle_knows_it():
    three = [Choice(text, True) for text in "abc"]
    question = ET.fromstring(moodle([Item("q", "?", [], three, True, "")])["quiz.xml"])[0]
    assert fractions(question) == ["33.33333"] * 3


def test_prairielearn_gets_a_folder_a_question():
    files = prairielearn([CAUSES, CURVES])
    assert set(files) == {
        *(f"q-1/{name}" for name in ("info.json", "question.html", f"clientFilesQuestion/{SHOWN.name}")),
        *(f"q-2/{name}" for name in ("info.json", "question.html")),
        *(f"q-2/clientFilesQuestion/{picture.name}" for picture in (SHOWN, OTHER)),
    }
    info = json.loads(files["q-1/info.json"])
    assert set(info) >= {"uuid", "title", "topic", "type"}
    assert info["type"] == "v3"
    assert uuid.UUID(info["uuid"]) != uuid.UUID(json.loads(files["q-2/info.json"])["uuid"])


def test_a_question_of_prairielearn_has_one_element_to_answer_and_its_feedback_in_the_answer_panel():
    page = prairielearn([CAUSES])["q-1/question.html"].decode()
    root = ET.fromstring(f"<page>{page}</page>")
    assert [element.tag for element in root] == ["pl-question-panel", "pl-checkbox", "pl-answer-panel"]
    assert [answer.get("correct") for answer in root.iter("pl-answer")] == ["true", "false", "true", "false"]
    assert root[1].attrib == {"answers-name": "answer", "order": "fixed"}
    assert root.find("pl-question-panel/pl-figure").get("file-name") == SHOWN.name
    assert "{{" not in page, "PrairieLearn would fill it in"


def test_one_right_answer_of_prairielearn_is_chosen_and_not_ticked():
    root = ET.fromstring(f"<page>{prairielearn([CURVES])['q-2/question.html'].decode()}</page>")
    assert root[1].tag == "pl-multiple-choice"
    assert [answer.find("pl-figure").get("file-name") for answer in root.iter("pl-answer")] == [SHOWN.name, OTHER.name]


def test_the_table_has_a_row_a_question_and_the_pictures_beside_it():
    files = table([CAUSES, CURVES])
    first, second = csv.DictReader(io.StringIO(files["quiz.csv"].decode()))
    assert (first["choice 1"], first["choice 4"], first["choice 5"], first["right"]) == ("one & two", "five", "", "1 3")
    assert (second["choice 2"], second["right"]) == (OTHER.name, "2")
    assert files[f"pictures/{OTHER.name}"] == OTHER.svg.encode()
    assert not re.search(r"q-\d", "".join(name for name in files))

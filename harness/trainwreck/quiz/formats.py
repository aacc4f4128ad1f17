"""Items as files that learning platforms read, or a table."""

import base64
import csv
import io
import json
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from html import escape

from markdown_it import MarkdownIt

from trainwreck.quiz.asking import CHOICES
from trainwreck.quiz.item import Choice, Item, Picture

Files = Mapping[str, bytes]


def moodle(items: Sequence[Item]) -> Files:
    """Return items as one file of Moodle's XML, their pictures in it.

    Where several answers are right, each is a share of the mark, and what is wrong takes its share away.
    """
    quiz = ET.Element("quiz")
    for item in items:
        question = ET.SubElement(quiz, "question", type="multichoice")
        ET.SubElement(ET.SubElement(question, "name"), "text").text = item.name
        _text(question, "questiontext", _html(item.asked) + "".join(map(_embedded, item.pictures)), item.pictures)
        _text(question, "generalfeedback", _html(item.feedback))
        for name, value in (
            ("defaultgrade", "1"),
            ("penalty", "0.3333333"),
            ("hidden", "0"),
            ("single", "false" if item.several else "true"),
            ("shuffleanswers", "false"),
            ("answernumbering", "abc"),
        ):
            ET.SubElement(question, name).text = value
        for choice in item.choices:
            shown = choice.shown
            picture = [shown] if isinstance(shown, Picture) else []
            answer = _text(question, "answer", _choice(shown, _embedded), picture, fraction=_fraction(item, choice))
            _text(answer, "feedback", "")
    ET.indent(quiz)
    return {"quiz.xml": ET.tostring(quiz, encoding="utf-8", xml_declaration=True)}


def _text(above: ET.Element, tag: str, html: str, pictures: Sequence[Picture] = (), **given: str) -> ET.Element:
    element = ET.SubElement(above, tag, {"format": "html", **given})
    ET.SubElement(element, "text").text = html
    for picture in pictures:
        file = ET.SubElement(element, "file", name=picture.name, path="/", encoding="base64")
        file.text = base64.b64encode(picture.svg.encode()).decode()
    return element


def _embedded(picture: Picture) -> str:
    return f'<p><img src="@@PLUGINFILE@@/{picture.name}" alt="{escape(picture.words)}"></p>'


def _fraction(item: Item, choice: Choice) -> str:
    """Return the per cent of the mark that a choice is worth, as one of the numbers that Moodle knows."""
    if not (choice.right or item.several):
        return "0"
    like = sum(other.right == choice.right for other in item.choices)
    return f"{'' if choice.right else '-'}{100 / like:.7g}"


def prairielearn(items: Sequence[Item]) -> Files:
    """Return items as folders of PrairieLearn, one a question."""
    files: dict[str, bytes] = {}
    for item in items:
        info = {
            "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, item.name)),
            "title": "What do these runs show?",
            "topic": "Training neural networks",
            "tags": [],
            "type": "v3",
        }
        files[f"{item.name}/info.json"] = (json.dumps(info, indent=2) + "\n").encode()
        files[f"{item.name}/question.html"] = _page(item).encode()
        for picture in item.everything:
            files[f"{item.name}/clientFilesQuestion/{picture.name}"] = picture.svg.encode()
    return files


def _page(item: Item) -> str:
    element = "pl-checkbox" if item.several else "pl-multiple-choice"
    answers = [
        f'  <pl-answer correct="{str(choice.right).lower()}">{_choice(choice.shown, _figure)}</pl-answer>'
        for choice in item.choices
    ]
    return "\n".join(
        [
            "<pl-question-panel>",
            _braced(_html(item.asked)).rstrip(),
            *map(_figure, item.pictures),
            "</pl-question-panel>",
            f'<{element} answers-name="answer" order="fixed">',
            *answers,
            f"</{element}>",
            "<pl-answer-panel>",
            _braced(_html(item.feedback)).rstrip(),
            "</pl-answer-panel>\n",
        ]
    )


def _figure(picture: Picture) -> str:
    return f'<pl-figure file-name="{picture.name}" alt="{escape(picture.words)}"></pl-figure>'


def _braced(html: str) -> str:
    """Keep double braces of code from PrairieLearn, which fills them in."""
    return html.replace("{{", "&#123;&#123;")


def table(items: Sequence[Item]) -> Files:
    """Return items as a table, with their pictures beside it; which choices are right, counted from 1."""
    file = io.StringIO()
    columns = [f"choice {number}" for number in range(1, CHOICES + 1)]
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["name", "question", "pictures", *columns, "right", "feedback"])
    for item in items:
        shown = [c.shown.name if isinstance(c.shown, Picture) else c.shown for c in item.choices]
        right = " ".join(str(number) for number, choice in enumerate(item.choices, start=1) if choice.right)
        pictures = " ".join(picture.name for picture in item.pictures)
        empty = [""] * (CHOICES - len(shown))
        writer.writerow([item.name, item.asked, pictures, *shown, *empty, right, item.feedback])
    pictures_ = {f"pictures/{p.name}": p.svg.encode() for item in items for p in item.everything}
    return {"quiz.csv": file.getvalue().encode(), **pictures_}


def _choice(shown: str | Picture, draw: Callable[[Picture], str]) -> str:
    return escape(shown) if isinstance(shown, str) else draw(shown)


def _html(markdown: str) -> str:
    return str(MarkdownIt().render(markdown))

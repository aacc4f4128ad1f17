"""A tool's scorecard as a page: what it got wrong first, with the evidence, and what it takes for what."""

import pytest

from tests.browsing import browser
from tests.referee.hand import NOISE, RATE, broken, control, faulty, fixed, graded, healthy
from trainwreck.referee.answer import Cause, Diagnosis
from trainwreck.referee.figures import summarise
from trainwreck.reporting.tool import confusions, of_tool

CASES = [
    graded(broken(), 0, faulty(RATE)),
    graded(broken(), 1, faulty(NOISE)),
    graded(broken(), 2, faulty(NOISE, RATE)),
    graded(broken("label_noise", NOISE), 0, faulty(Cause("model"))),
    graded(fixed(), 0, Diagnosis("faulty", (RATE,), "the loss <b>leaps</b>")),
    graded(control(), 0, healthy()),
    graded(control(), 1, None),
]


def shown() -> str:
    return of_tool("mytool", CASES, [summarise("silent", CASES)], {"Seeds": "0, 1, 2"})


def test_what_is_named_first_and_wrong_is_counted_as_a_confusion():
    assert confusions(CASES) == [
        ("high_learning_rate", "data / label_noise", 2),
        ("label_noise", "model", 1),
    ]


def test_what_is_wrong_comes_first_among_the_cases():
    body = shown().partition('<table id="table">')[2]
    answers = [part.partition("<")[0] for part in body.split('<span class="bad">')[1:]]
    assert answers
    assert body.index('class="bad"') < body.index('class="good"')
    assert body.rindex('class="bad"') < body.index('class="good"')


def test_evidence_is_text():
    assert "the loss &lt;b&gt;leaps&lt;/b&gt;" in shown()


def test_a_case_without_an_answer_shows_its_error():
    assert "it broke" in shown()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_opens_from_disk_and_its_cases_are_filtered(tmp_path, scheme):
    (tmp_path / "tool.html").write_text(shown())
    with browser("phone", scheme) as opened:
        opened.visit(tmp_path / "tool.html")
        assert opened.axe() == []
        opened.page.get_by_label("Truth").select_option("control")
        assert opened.page.locator("#table tbody tr:visible").count() == 2
        assert (opened.complaints, opened.requests) == ([], [])
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_scored_tool_is_written_as_a_page(command, toy, tmp_path, monkeypatch):
    toy.add("tiny_steps")
    monkeypatch.chdir(tmp_path)
    answer = command("score", "silent", "--seeds", "1", "--html", "card.html", "--root", str(toy.root))
    assert answer.code == 0, answer.err
    assert "tiny_steps" in (tmp_path / "card.html").read_text()


def test_a_page_of_another_kind_is_a_mistake(command, toy):
    toy.add("tiny_steps")
    assert command("score", "silent", "--html", "card.txt", "--root", str(toy.root)).code == 2


def test_what_too_few_cases_cannot_tell_is_said_to_be_unknown():
    assert "Told apart: unknown" in of_tool("mytool", [graded(broken(), 0, faulty(RATE))], [], {})
    assert "Told apart: unknown" not in shown()

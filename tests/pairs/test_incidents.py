"""Where others have met a fault: read from the lesson, and shown only where the lesson is."""

import json

from tests.conftest import LESSON
from tests.documented import programs
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.incidents import Incident
from trainwreck.pairs.loading import load
from trainwreck.tasks.sources import Digits

TOLD = f"""{LESSON}
## Real incidents

- [a/b#7, Nothing \\[ever\\] moves](https://example.org/7), 2019: Somebody's steps
  were too small.
- [Still](https://example.org/8), 2021: And somebody else's.
"""
INCIDENTS = (
    Incident("a/b#7, Nothing \\[ever\\] moves", "https://example.org/7", 2019, "Somebody's steps were too small."),
    Incident("Still", "https://example.org/8", 2021, "And somebody else's."),
)


def test_a_lesson_s_incidents_are_known_of_its_entry_and_of_its_pair(toy):
    toy.add("tiny_steps", lesson=TOLD)
    entry = toy.catalogue.entry("tiny_steps")
    assert entry.incidents == load(entry, Digits()).incidents == INCIDENTS


def test_a_lesson_without_that_part_tells_of_none(toy):
    toy.add("tiny_steps")
    assert toy.catalogue.entry("tiny_steps").incidents == ()


def test_show_tells_of_incidents_only_with_the_answer(toy, command):
    toy.add("tiny_steps", lesson=TOLD)
    root = ("--root", str(toy.root))
    shown = [
        command("show", "tiny_steps", *how, *root).out for how in ((), ("--hint", "1"), ("--hint", "2"), ("--source",))
    ]
    assert not [text for text in shown if "Somebody" in text or "example.org" in text]
    assert "Somebody's steps were too small." in " ".join(command("show", "tiny_steps", "--fix", *root).out.split())


def test_list_as_json_tells_how_many_there_are_and_no_more(toy, command):
    toy.add("tiny_steps", lesson=TOLD)
    out = command("list", "--json", "--root", str(toy.root)).out
    assert [facts["incidents"] for facts in json.loads(out)] == [2]
    assert "example.org" not in out


def test_the_program_of_the_page_prints_a_line_an_incident(capsys):
    (program,) = programs("incidents.md")
    exec(compile(program, "docs/incidents.md", "exec"), {})
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(Catalogue().entry("stale_checkpoint").incidents)
    assert lines[0].startswith("2017 pytorch/tutorials#188")


def test_no_page_stands_in_the_lessons_of_two_scenarios():
    pages = [incident.url for entry in Catalogue() for incident in entry.incidents]
    assert sorted(set(pages)) == sorted(pages)

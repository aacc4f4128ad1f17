"""A scorecard's figures, worked out by hand, and the form in which they are written down."""

import copy
import json
import math
from dataclasses import replace

import jsonschema
import pytest
from rich.console import Console

from trainwreck.referee import scorecard
from trainwreck.referee.answer import ABSTAIN, HEALTHY, Cause, Diagnosis
from trainwreck.referee.grading import Graded, grade
from trainwreck.referee.reply import Reply
from trainwreck.referee.scorecard import LeftOut, Rate, Scorecard
from trainwreck.referee.subject import Truth
from trainwreck.referee.tool import FOLDER, Tool

SCHEMA = json.loads((FOLDER.parent / "scorecard.schema.json").read_text(encoding="utf-8"))
TOOL = Tool("mine:diagnose", "mine", "diagnose", "1.2", "digest")

RATE = Cause("optimizer", "high_learning_rate")
BROKEN = Truth("optimizer", "high_learning_rate", "broken", "broken", (RATE, Cause("loss")))
FIXED = Truth("optimizer", "high_learning_rate", "smaller_steps", "fixed", ())
NOISE = Truth("data", "label_noise", "broken", "broken", (Cause("data", "label_noise"),))
CONTROL = Truth("controls", "linear_warmup", "healthy", "control", ())


def graded(truth: Truth, seed: int, diagnosis: Diagnosis | None, **reply: float) -> Graded:
    whole = Reply(diagnosis=diagnosis, error=None if diagnosis else "it broke", **reply)
    return Graded(truth, seed, whole, grade(truth, whole))


def faulty(*causes: Cause, at: int | None = None) -> Diagnosis:
    return Diagnosis("faulty", causes, "seen", at)


CASES = [
    graded(BROKEN, 0, faulty(RATE, Cause("data"), at=10), steps=100, overhead=1.2),  # named, after a tenth
    graded(BROKEN, 1, faulty(Cause("loss"), at=30), steps=100, overhead=9.0),  # located, after three tenths
    graded(BROKEN, 2, faulty(Cause("model"), at=90), steps=100),  # detected, after nine tenths
    graded(BROKEN, 3, HEALTHY, steps=100),  # missed
    graded(FIXED, 0, faulty(RATE, at=1), steps=100, overhead=1.0),  # alarmed
    graded(FIXED, 1, HEALTHY, steps=100),
    graded(NOISE, 0, ABSTAIN, overhead=1.4),
    graded(NOISE, 1, None),
    graded(CONTROL, 0, HEALTHY),
    graded(CONTROL, 1, HEALTHY),
]


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The interval by its formula, with z = 1.96 to more digits."""
    z, p = 1.959963984540054, hits / of
    middle = (p + z**2 / (2 * of)) / (1 + z**2 / of)
    half = z / (1 + z**2 / of) * math.sqrt(p * (1 - p) / of + z**2 / (4 * of**2))
    return round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)


@pytest.mark.parametrize(("hits", "of"), [(5, 10), (0, 3), (3, 3), (1, 100), (37, 41)])
def test_a_rate_has_wilsons_interval(hits, of):
    rate = Rate.counted(hits, of)
    assert (rate.low, rate.high) == wilson(hits, of)
    assert (rate.hits, rate.of, rate.share) == (hits, of, round(hits / of, 4))


def test_a_rate_of_nothing_has_no_share_and_shows_nothing():
    assert Rate.counted(0, 0) == Rate(0, 0, None, None, None)
    assert str(Rate.counted(0, 0)) == ""
    assert str(Rate.counted(5, 10)) == "0.50 (0.24–0.76)"


def test_the_figures_of_all_cases():
    figures = scorecard.summaries(CASES)[0]
    assert figures.group == "all"
    counts = {name: (rate.hits, rate.of) for name, rate in vars(figures).items() if isinstance(rate, Rate)}
    assert counts == {
        "detection": (3, 6),
        "false_alarms": (1, 4),
        "abstention": (1, 10),
        "errors": (1, 10),
        "component": (2, 6),
        "fault": (1, 6),
    }
    assert figures.precision == 0.5  # of (1/2, 1, 0)
    assert figures.recall == round(1 / 3, 4)  # of (1/2, 1/2, 0)
    assert figures.delay == 0.3  # of (0.1, 0.3, 0.9); the false alarm has none
    assert figures.overhead == 1.3  # of (1.0, 1.2, 1.4, 9.0)


def test_the_figures_of_each_component_and_of_the_controls():
    of = {figures.group: figures for figures in scorecard.summaries(CASES)}
    assert list(of) == ["all", "controls", "data", "optimizer"]
    assert (of["optimizer"].detection.hits, of["optimizer"].detection.of) == (3, 4)
    assert (of["optimizer"].false_alarms.hits, of["optimizer"].false_alarms.of) == (1, 2)
    assert (of["data"].detection.hits, of["data"].detection.of) == (0, 2)
    assert of["data"].false_alarms.share is None
    assert (of["data"].precision, of["data"].delay, of["data"].overhead) == (None, None, 1.4)
    assert (of["controls"].false_alarms.hits, of["controls"].false_alarms.of) == (0, 2)
    assert of["controls"].detection.of == 0


def at_severity(severity: int, seed: int, diagnosis: Diagnosis) -> Graded:
    recipe = "broken" if severity == 3 else f"broken at severity {severity}"
    return graded(replace(BROKEN, recipe=recipe, severity=severity), seed, diagnosis)


GRADED = [
    *(at_severity(1, seed, HEALTHY) for seed in (0, 1)),
    *(at_severity(2, seed, said) for seed, said in enumerate((HEALTHY, faulty(RATE), HEALTHY))),
    *(at_severity(3, seed, said) for seed, said in enumerate((HEALTHY, faulty(RATE)))),
    *(at_severity(severity, 0, faulty(RATE)) for severity in (4, 5)),
    graded(FIXED, 0, HEALTHY),
]


def test_other_severities_count_in_figures_of_their_own():
    of = {figures.group: figures for figures in scorecard.summaries(GRADED)}
    assert list(of) == ["all", "optimizer", *(f"severity {severity}" for severity in (1, 2, 3, 4, 5))]
    assert (of["all"].detection.hits, of["all"].detection.of) == (1, 2)  # the plain ones, of severity 3
    assert [of[f"severity {severity}"].detection.share for severity in (1, 2, 3, 4, 5)] == [0, 0.3333, 0.5, 1, 1]
    assert of["severity 1"].false_alarms.of == 0


def test_half_of_the_faults_are_found_from_the_severity_above_the_last_at_which_they_are_not():
    assert Scorecard(GRADED).finds_half_from == 3
    assert Scorecard([*GRADED, *(at_severity(4, seed, HEALTHY) for seed in (1, 2))]).finds_half_from == 5
    assert Scorecard([*GRADED, *(at_severity(5, seed, HEALTHY) for seed in (1, 2))]).finds_half_from is None
    assert Scorecard(CASES).finds_half_from is None


def test_an_alarm_without_a_step_or_a_run_that_was_not_seen_has_no_delay():
    assert scorecard.summarise("x", [graded(BROKEN, 0, faulty(RATE), steps=100)]).delay is None
    assert scorecard.summarise("x", [graded(BROKEN, 0, faulty(RATE, at=3))]).delay is None


def test_whoever_is_silent_finds_nothing_and_whoever_always_calls_finds_and_alarms_all():
    silent = scorecard.summarise("silent", scorecard.answered_with(HEALTHY, CASES))
    assert (silent.detection.share, silent.false_alarms.share) == (0.0, 0.0)
    loud = scorecard.summarise("loud", scorecard.answered_with(faulty(Cause("optimizer")), CASES))
    assert (loud.detection.share, loud.false_alarms.share) == (1.0, 1.0)
    assert (loud.component.hits, loud.component.of, loud.fault.hits) == (4, 6, 0)
    assert loud.errors.hits == silent.errors.hits == 0


def whole(cases: list[Graded] = CASES) -> dict:
    yardsticks = [scorecard.summarise("silent", scorecard.answered_with(HEALTHY, cases))]
    return scorecard.document(TOOL, cases, "digits", "cpu", range(4), yardsticks)


def test_a_scorecard_keeps_to_its_schema_and_its_text_is_the_same_document():
    document = json.loads(scorecard.text(whole()))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(document, SCHEMA)
    assert document == json.loads(json.dumps(whole()))


def test_the_text_has_a_line_a_case():
    lines = [line for line in scorecard.text(whole()).splitlines() if '"grade"' in line]
    assert len(lines) == len(CASES)
    assert scorecard.text(whole()).endswith("\n")


@pytest.mark.parametrize("evidence", ['"cases": []', 'a "quoted"\nline\\', "Größe ≠ 0", '\n"cases": [\n'])
def test_whatever_the_evidence_the_text_is_the_same_document(evidence):
    document = whole([graded(BROKEN, 0, Diagnosis("faulty", (), evidence))])
    document["tool"]["name"] = evidence
    assert json.loads(scorecard.text(document)) == json.loads(json.dumps(document))


def test_the_order_of_the_replies_does_not_show():
    assert scorecard.text(whole(CASES[::-1])) == scorecard.text(whole())


def spoiled(*path, to) -> dict:
    document = copy.deepcopy(json.loads(json.dumps(whole())))
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return document


@pytest.mark.parametrize(
    ("path", "to"),
    [
        (("version",), 2),
        (("extra",), 1),
        (("tool", "extra"), "x"),
        (("environment", "torch"), None),
        (("images",), "cifar"),
        (("seeds",), [0, 0]),
        (("seeds",), []),
        (("summary", 0, "detection", "share"), 1.5),
        (("summary", 0, "detection"), 0.5),
        (("summary", 0, "extra"), 0.5),
        (("yardsticks", 0, "group"), ""),
        (("cases", 0, "extra"), 1),
        (("cases", 0, "kind"), "mended"),
        (("cases", 0, "grade"), "NAMED"),
        (("cases", 0, "grade"), "error"),
        (("cases", 0, "error"), "although there is a diagnosis"),
        (("cases", 0, "diagnosis"), None),
        (("cases", 0, "diagnosis", "verdict"), "broken"),
        (("cases", 0, "diagnosis", "causes"), [{"component": "optimizer"}]),
        (("cases", 0, "diagnosis", "alarm_step"), -1),
        (("cases", 0, "seconds"), "long"),
    ],
)
def test_a_spoiled_scorecard_does_not_keep_to_the_schema(path, to):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(spoiled(*path, to=to), SCHEMA)


@pytest.mark.parametrize("missing", ["version", "tool", "environment", "seeds", "summary", "yardsticks", "cases"])
def test_nor_does_one_with_a_part_missing(missing):
    document = whole()
    del document[missing]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, SCHEMA)


def objects(schema: object) -> list[dict]:
    parts = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    found = [one for part in parts for one in objects(part)]
    return [*found, schema] if isinstance(schema, dict) and schema.get("type") == "object" else found


def test_the_schema_is_strict_and_describes_every_property():
    strict = [one for one in objects(SCHEMA) if "properties" in one]
    assert len(strict) == 8
    for one in strict:
        assert one["additionalProperties"] is False
        assert one["required"] == [name for name in one["properties"] if name != "cpu"]  # which earlier ones lack
        for name, described in one["properties"].items():
            assert described.get("description", "").endswith("."), name


def shown(rows) -> str:
    console = Console(width=150, color_system=None)
    with console.capture() as captured:
        console.print(scorecard.table(rows))
    return captured.get()


def test_the_table_shows_the_figures_a_line_a_group():
    lines = shown(scorecard.summaries(CASES)).splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["all", "controls", "data", "optimizer"]
    figures = "0.50 (0.19–0.81) 0.25 (0.05–0.70) 0.10 0.10 0.33 0.17 0.50 0.33 0.30 1.30"
    assert " ".join(lines[1].split()) == f"all {figures}"
    assert "None" not in shown(scorecard.summaries([replace(CASES[0])]))


def test_what_does_not_train_on_one_seed_counts_on_none_and_what_does_counts():
    card = Scorecard.of(CASES, [LeftOut(NOISE, 0, "no data")])
    assert {case.truth.scenario for case in card.cases} == {"high_learning_rate", "linear_warmup"}
    assert (card.detection.hits, card.detection.of) == (3, 4)
    assert card.errors == []
    assert str(card).splitlines()[-1] == (
        "label_noise / broken, seed 0 is left out, because it does not train: no data"
    )


def test_the_errors_of_a_card_are_the_cases_without_an_answer():
    assert Scorecard.of(CASES, []).errors == [CASES[7]]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[" * 100_000, "nested too deeply"),
        ("[]", "it has no version"),
        ('{"version": 2}', "version 2, not 1"),
        ('{"version": ' + "9" * 3000 + "}", "version 9"),
    ],
)
def test_what_is_no_scorecard_cannot_be_read(tmp_path, text, says):
    (tmp_path / "card.json").write_text(text)
    with pytest.raises(ValueError, match=says) as caught:
        scorecard.read(tmp_path / "card.json")
    assert len(str(caught.value)) < 100

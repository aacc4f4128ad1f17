"""A scorecard's figures, worked out by hand, and the form in which they are written down."""

import copy
import json
from dataclasses import replace

import jsonschema
import pytest
from rich.console import Console

from tests.referee.hand import NOISE, RATE, broken, control, faulty, fixed, graded
from trainwreck.referee import scorecard
from trainwreck.referee.answer import ABSTAIN, HEALTHY, Cause, Diagnosis
from trainwreck.referee.figures import summaries, summarise
from trainwreck.referee.grading import Graded
from trainwreck.referee.scorecard import LeftOut, Scorecard
from trainwreck.referee.tool import FOLDER, Tool

SCHEMA = json.loads((FOLDER.parent / "scorecard.schema.json").read_text(encoding="utf-8"))
TOOL = Tool("mine:diagnose", "mine", "diagnose", "1.2", "digest")

BROKEN, NOISY = broken(), broken("label_noise", NOISE)

CASES = [
    graded(BROKEN, 0, faulty(RATE, Cause("data"), score=0.9), steps=100, overhead=1.2),
    graded(BROKEN, 1, faulty(Cause("loss")), steps=100, overhead=9.0),
    graded(BROKEN, 2, faulty(Cause("model")), steps=100),
    graded(BROKEN, 3, HEALTHY, steps=100),
    graded(fixed(), 0, faulty(RATE), steps=100, overhead=1.0),
    graded(fixed(), 1, HEALTHY, steps=100),
    graded(NOISY, 0, ABSTAIN, overhead=1.4),
    graded(NOISY, 1, None),
    graded(control(), 0, HEALTHY),
    graded(control(), 1, HEALTHY),
]


def at_severity(severity: int, seed: int, diagnosis: Diagnosis) -> Graded:
    recipe = "broken" if severity == 3 else f"broken at severity {severity}"
    return graded(replace(BROKEN, recipe=recipe, severity=severity), seed, diagnosis)


GRADED = [
    *(at_severity(1, seed, HEALTHY) for seed in (0, 1)),
    *(at_severity(2, seed, said) for seed, said in enumerate((HEALTHY, faulty(RATE), HEALTHY))),
    *(at_severity(3, seed, said) for seed, said in enumerate((HEALTHY, faulty(RATE)))),
    *(at_severity(severity, 0, faulty(RATE)) for severity in (4, 5)),
    graded(fixed(), 0, HEALTHY),
]


def test_half_of_the_faults_are_found_from_the_severity_above_the_last_at_which_they_are_not():
    assert Scorecard(GRADED).finds_half_from == 3
    assert Scorecard([*GRADED, *(at_severity(4, seed, HEALTHY) for seed in (1, 2))]).finds_half_from == 5
    assert Scorecard([*GRADED, *(at_severity(5, seed, HEALTHY) for seed in (1, 2))]).finds_half_from is None
    assert Scorecard(CASES).finds_half_from is None


def whole(cases: list[Graded] = CASES) -> dict:
    return scorecard.document(TOOL, cases, "digits", "cpu", range(4), [summarise("silent", cases)], "coin")


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
        (("version",), 3),
        (("secret",), 7),
        (("variants",), None),
        (("curves", "roc"), [1]),
        (("extra",), 1),
        (("tool", "extra"), "x"),
        (("tool", "about"), "gpt"),
        (("tool", "about"), {"temperature": 0}),
        (("environment", "torch"), None),
        (("images",), "cifar"),
        (("seeds",), [0, 0]),
        (("seeds",), []),
        (("summary", 0, "detection", "value"), "much"),
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
        (("cases", 0, "diagnosis", "score"), 1.5),
        (("cases", 0, "leaves"), "data"),
        (("cases", 0, "seconds"), "long"),
    ],
)
def test_a_spoiled_scorecard_does_not_keep_to_the_schema(path, to):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(spoiled(*path, to=to), SCHEMA)


@pytest.mark.parametrize(
    "missing", ["version", "tool", "environment", "seeds", "secret", "summary", "yardsticks", "curves", "cases"]
)
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
    assert len(strict) == 9
    for one in strict:
        assert one["additionalProperties"] is False
        assert one["required"] == [
            name for name in one["properties"] if name not in ("cpu", "about")
        ]  # earlier ones lack them
        for name, described in one["properties"].items():
            assert described.get("description", "").endswith("."), name


def shown(rows) -> str:
    console = Console(width=150, color_system=None)
    with console.capture() as captured:
        console.print(scorecard.table(rows))
    return captured.get()


def test_the_table_shows_the_figures_a_line_a_group():
    lines = shown(summaries(CASES)).splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["all", "controls", "data", "optimizer"]
    assert " ".join(lines[1].split()) == "all 0.25 0.38 0.25 0.17 0.17 0.25 0.25 0.25 1.25"
    assert "None" not in shown(summaries([CASES[0]]))


def test_what_does_not_train_on_one_seed_counts_on_none_and_what_does_counts():
    card = Scorecard.of(CASES, [LeftOut(NOISY, 0, "no data")])
    assert {case.truth.scenario for case in card.cases} == {"high_learning_rate", "linear_warmup"}
    assert (card.detection.value, card.detection.cases) == (3 / 4, 4)
    assert card.errors == []
    assert str(card).splitlines()[-1] == (
        "label_noise / broken, seed 0 is left out, because it does not train: no data"
    )


def test_a_notebook_shows_the_figures_as_a_table_and_escapes_what_it_is_told():
    shown = Scorecard.of(CASES, [LeftOut(NOISY, 0, "<no data>")])._repr_html_()
    assert "<th>all</th>" in shown
    assert "<th>detection (95 %)</th>" in shown
    assert "&lt;no data&gt;" in shown


def test_the_errors_of_a_card_are_the_cases_without_an_answer():
    assert Scorecard.of(CASES, []).errors == [CASES[7]]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[" * 100_000, "nested too deeply"),
        ("[]", "it has no version"),
        ('{"version": 3}', "version 3, not 2"),
        ('{"version": ' + "9" * 3000 + "}", "version 9"),
    ],
)
def test_what_is_no_scorecard_cannot_be_read(tmp_path, text, says):
    (tmp_path / "card.json").write_text(text)
    with pytest.raises(ValueError, match=says) as caught:
        scorecard.read(tmp_path / "card.json")
    assert len(str(caught.value)) < 100

"""The commands ``cases export`` and ``cases grade``: from a catalogue to a scorecard, by way of a tool elsewhere."""

import json

import jsonschema
import pytest

from trainwreck.referee.tool import FOLDER

SCHEMA = json.loads((FOLDER.parent / "scorecard.schema.json").read_text(encoding="utf-8"))
SECRET = "a secret that nobody guesses"


@pytest.fixture
def exported(tiny, command):
    """Two sittings of the tiny catalogue, and the key to them."""
    options = ("--seeds", "2", "--secret", SECRET, "--root", str(tiny.root))
    answer = command("cases", "export", "cases", *options)
    assert answer.code == 0, answer.err
    return answer, tiny.root / "cases", json.loads((tiny.root / "cases.key.json").read_text())


def reads(folder):
    """A tool that is no Python function of ours: it reads the scripts of a hand-out."""
    for script in sorted(folder.glob("sitting-*/*/train.py")):
        tiny = "lr=1e-9" in script.read_text()
        cause = {"component": "toy", "fault": "tiny_steps"}
        yield {
            "case": script.parent.name,
            **({"verdict": "faulty", "causes": [cause]} if tiny else {"verdict": "healthy"}),
        }


@pytest.fixture
def grade(exported, tiny, command):
    """Grade some answers to the exported cases; return what the command says, and the scorecard."""

    def call(answers, *options):
        (tiny.root / "mine.jsonl").write_text("".join(json.dumps(one) + "\n" for one in answers))
        options = ("--key", "cases.key.json", "--json", "card.json", "--root", str(tiny.root), *options)
        said = command("cases", "grade", "mine.jsonl", *options)
        return said, json.loads((tiny.root / "card.json").read_text()) if said.code != 2 else None

    return call


def test_cases_are_written_and_their_key_beside_them(exported):
    said, folder, key = exported
    assert said.out.splitlines() == [
        "wrote 2 cases to cases",
        "wrote the truth about them to cases.key.json. Keep it to yourself.",
    ]
    assert len(list(folder.glob("sitting-*/case-*"))) == len(key["cases"]) == 2


def test_answers_make_the_scorecard_that_a_tool_has(exported, grade):
    said, card = grade(reads(exported[1]), "--about", "model=reader", "--about", "temperature=0", "--name", "reader")
    assert said.code == 0, said.err
    jsonschema.validate(card, SCHEMA)
    assert card["tool"] == {"name": "reader", "version": "", "about": {"model": "reader", "temperature": "0"}}
    assert (card["secret"], card["seeds"], card["images"]) == (SECRET, [0, 1], "digits")
    kinds = {"broken": "named", "fixed": "cleared"}
    assert [case["grade"] for case in card["cases"]] == [kinds[case["kind"]] for case in card["cases"]]
    assert {row["group"] for row in card["yardsticks"]} >= {"silent", "most_frequent"}
    assert said.out.splitlines()[1].split()[0] == "all"


def test_it_is_the_scorecard_of_the_same_tool_on_the_same_sittings(exported, grade, tiny, command):
    _, card = grade(reads(exported[1]))
    (tiny.root / "reads.py").write_text(
        "from trainwreck import Cause, Diagnosis\n\n\ndef diagnose(case):\n"
        "    tiny = 'lr=1e-9' in case.script()\n"
        "    return Diagnosis('faulty', (Cause('toy', 'tiny_steps'),)) if tiny else Diagnosis('healthy')\n"
    )
    options = ("--seeds", "2", "--secret", SECRET, "--json", "here.json", "--root", str(tiny.root))
    assert command("score", "reads:diagnose", *options).code == 0
    here = json.loads((tiny.root / "here.json").read_text())
    asked = ("scenario", "recipe", "seed", "grade", "causes", "reported", "symptom")
    for ours, theirs in zip(here["cases"], card["cases"], strict=True):
        assert [ours[name] for name in asked] == [theirs[name] for name in asked]


def test_cases_are_written_in_other_words_if_asked_for_and_the_scorecard_says_so(tiny, command):
    options = ("--seeds", "1", "--secret", SECRET, "--root", str(tiny.root))
    assert command("cases", "export", "plain", *options).code == 0
    assert command("cases", "export", "other", "--variants", *options).code == 0
    plain, other = ([path.read_text() for path in (tiny.root / name).rglob("train.py")] for name in ("plain", "other"))
    assert len(plain) == len(other) == 1
    assert plain != other
    (tiny.root / "mine.jsonl").write_text("".join(json.dumps(one) + "\n" for one in reads(tiny.root / "other")))
    graded = ("--key", "other.key.json", "--json", "card.json", "--root", str(tiny.root))
    assert command("cases", "grade", "mine.jsonl", *graded).code == 0
    card = json.loads((tiny.root / "card.json").read_text())
    jsonschema.validate(card, SCHEMA)
    assert card["variants"] is True


def test_what_is_wrong_with_answers_is_told_and_missing_ones_are_errors(exported, grade):
    first, *_ = reads(exported[1])
    said, card = grade([first, {"case": "case-0", "verdict": "healthy"}, {"case": "nobody"}], "--show")
    assert said.code == 0
    assert "has no answer. Add its line to the file." in said.out
    assert "line 2 answers 'case-0', which is none of the cases." in said.out
    assert sorted(case["grade"] == "error" for case in card["cases"]) == [False, True]


def test_what_was_missed_is_listed_and_a_baseline_holds(exported, grade, tiny):
    right = list(reads(exported[1]))
    assert grade(right, "--baseline", "base.json", "--update-baseline")[0].code == 0
    assert grade(right, "--baseline", "base.json")[0].code == 0
    kinds = {one["case"]: one["kind"] for one in exported[2]["cases"]}
    turned = [
        {"case": one["case"], "verdict": "healthy" if kinds[one["case"]] == "broken" else "faulty"} for one in right
    ]
    said, _ = grade(turned, "--baseline", "base.json", "--show")
    assert said.code == 1
    assert "2 cases compared with the baseline: 2 worse, 0 better." in said.out
    assert {line.split()[0] for line in said.out.splitlines()} >= {"worse"}
    assert [line for line in said.out.splitlines() if line.startswith(("missed  tiny_steps", "alarmed tiny_steps"))]


def test_who_has_answered_nothing_has_no_score(grade):
    said, _ = grade([])
    assert said.code == 1
    assert said.out.splitlines()[-1] == "The tool has answered nothing: this is no score of the tool."


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["export", "cases"], "'cases' is there already. Name a new folder"),
        (["export", "new", "--secret", "42"], "could be guessed"),
        (["export", "new", "--key", "new/key.json"], "would lie among the cases"),
        (["export", "new", "--key", "cases.key.json"], "may be the only key to other cases"),
        (["export", "new", "--only", "tiny_step"], "Did you mean 'tiny_steps'?"),
        (["grade", "none.jsonl", "--key", "cases.key.json"], "'none.jsonl' cannot be read"),
        (["grade", "mine.jsonl", "--key", "none.json"], "The key 'none.json' cannot be read"),
        (["grade", "mine.jsonl", "--key", "mine.jsonl"], "is no key of exported cases"),
        (["grade", "mine.jsonl", "--key", "cases.key.json", "--about", "gpt"], "--about 'gpt' is no KEY=VALUE"),
        (["grade", "mine.jsonl", "--key", "cases.key.json", "--update-baseline"], "needs the file to write"),
    ],
)
def test_a_mistake_ends_with_exit_code_2_and_the_cure(exported, tiny, command, arguments, says):
    (tiny.root / "mine.jsonl").write_text("")
    if arguments[1] == "cases":
        (tiny.root / "cases.key.json").rename(tiny.root / "elsewhere.json")
    said = command("cases", *arguments, "--root", str(tiny.root))
    assert said.code == 2
    assert says in said.err
    assert not (tiny.root / "new").exists()

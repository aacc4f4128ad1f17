"""Every demand on names and texts, seen met and seen failing, on a catalogue in miniature."""

import pytest

from tests.conftest import FIX, LESSON, SCENARIO, Toy
from trainwreck.errors import UserError
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.loading import load
from trainwreck.proof.contract import contract, of_catalogue
from trainwreck.proof.evidence import Evidence
from trainwreck.tasks.sources import Digits

DECLARED = """    broken=broken,
    symptom=Symptom.STALLS,
    severities="A step is small or it is not.",
    touches={"optimizer"},
    hints=("How far does a step go?", "What is 1e-9 times a gradient?"),
    also_accepted={},
"""
CONTROL = (
    SCENARIO.replace("scenario = Scenario(", "control = Control(")
    .replace(DECLARED, '    healthy=broken,\n    looks_like="tiny_steps",\n')
    .replace("Scenario, Split, Symptom,", "Control, Split,")
)
ELSEWHERE = "When the loss falls."  # the toy lesson's words on when it is not the cause


def complaints(toy: Toy, name: str = "tiny_steps") -> dict[str, str]:
    """Return what is demanded of a pair without training it, and not met: the messages, by demand."""
    pair = load(toy.catalogue.entry(name), Digits())
    evidence = Evidence(pair, lambda recipe: [])
    found = {str(demand): demand.judge(evidence) for demand in contract(pair) if not demand.needs}
    return {demand: finding.message for demand, finding in found.items() if not finding.passed}


def complaints_of_catalogue(toy: Toy) -> dict[str, str]:
    return {name: finding.message for name, finding in of_catalogue(toy.catalogue) if not finding.passed}


def add_control(toy: Toy, name: str, text: str = CONTROL) -> None:
    path = toy.root / "scenarios" / "controls" / f"{name}.py"
    path.parent.mkdir()
    path.write_text(text)


def test_nothing_is_found_in_a_good_pair(toy):
    toy.add("tiny_steps")
    assert complaints(toy) == {}
    assert complaints_of_catalogue(toy) == {}


@pytest.mark.parametrize(
    ("file", "old", "new", "demand", "says"),
    [
        ("scenarios", "A loss that stands still.", "A loss that stands still", "text:story", "a full stop"),
        (
            "scenarios",
            "number of epochs, and the accuracy stays where chance\nwould put it, at about one in four,",
            "",
            "text:story",
            "at least twenty words",
        ),
        ("scenarios", '("How far does a step go?", "What is 1e-9 times a gradient?")', '("One?",)', "text:hints", "1"),
        ("scenarios", '"How far does a step go?"', '""', "text:hints", "none empty"),
        ("scenarios", '{"optimizer"}', '{"optimizer", "optimiser"}', "text:declared", "'optimiser' is no field"),
        ("scenarios", '{"optimizer"}', '{"optimizer", "loss"}', "text:declared", "'loss' is touched by no fix"),
        ("scenarios", '{"optimizer"}', '{"loss"}', "larger_steps:touches", "optimizer"),
        (
            "fixes",
            "replace(broken, optimizer=partial(SGD, lr=10.0))",
            "replace(broken)",
            "larger_steps:touches",
            "nothing",
        ),
        (
            "scenarios",
            "also_accepted={}",
            'also_accepted={"unknown_fault": "It looks the same."}',
            "text:also-accepted",
            "'unknown_fault' is no other scenario",
        ),
        (
            "scenarios",
            "also_accepted={}",
            'also_accepted={"tiny_steps": "That is its own name."}',
            "text:also-accepted",
            "'tiny_steps' is no other scenario",
        ),
        (
            "scenarios",
            "also_accepted={}",
            'also_accepted={"high_learning_rate": "it looks the same"}',
            "text:also-accepted",
            "the reason for 'high_learning_rate' is no sentence",
        ),
        ("scenarios", "A step is small or it is not.", "", "text:severities", "five doses"),
        ("scenarios", "A step is small or it is not.", "no degree", "text:severities", "a sentence"),
        ("scenarios", ", standard=boosting", "", "task:standard", "a standard model"),
        (
            "scenarios",
            "    optimizer=partial(SGD, lr=1e-9),\n    epochs=20,\n",
            "    epochs=20,\n    optimizer=partial(SGD, lr=1e-9),\n",
            "text:order",
            "scenarios/toy/tiny_steps.py, line 23",
        ),
        (
            "fixes",
            "optimizer=partial(SGD, lr=10.0)",
            "epochs=30, optimizer=partial(SGD, lr=10.0)",
            "text:order",
            "fixes/toy/tiny_steps.py, line 8",
        ),
        ("fixes", "larger_steps = ", "high_learning_rate = ", "text:fix-names", "high_learning_rate is the name of a"),
    ],
)
def test_what_is_wrong_in_the_code_of_a_pair_is_found(toy, file, old, new, demand, says):
    toy.add("tiny_steps")
    toy.edit(f"{file}/toy/tiny_steps.py", old, new)
    assert says in complaints(toy)[demand]


@pytest.mark.parametrize(
    ("old", "new", "demand", "says"),
    [
        ("## What it costs", "## Costs", "text:lesson", "## Costs"),
        (ELSEWHERE, "", "text:lesson", "without text: ## When it is not the cause"),
        ("# Take steps of a sensible size.", "", "text:lesson", "must begin with a title"),
        ("Nothing.", "See [the other](../other/gone.py).", "text:links", "'../other/gone.py' does not exist"),
        ("Nothing.", "See [](tiny_steps.py).", "text:links", "the link to 'tiny_steps.py' has no text"),
        ("Nothing.", "See <https://pytorch.org>.", "text:links", "the link to 'https://pytorch.org' has no text"),
        ("Nothing.", "See https://pytorch.org.", "text:links", "'https://pytorch.org.' is no link"),
        ("Nothing.", "See arXiv:1506.01186.", "text:links", "'arXiv:1506.01186.' is no link"),
        (ELSEWHERE, "Look at `no_such_fault`.", "text:neighbours", "there is no scenario 'no_such_fault'"),
        (ELSEWHERE, "Look at `other_fault`.", "text:neighbours", "'other_fault' has no link to its file"),
        (
            ELSEWHERE,
            "Look at [`no_such_fault`](../../scenarios/toy/other_fault.py).",
            "text:neighbours",
            "'../../scenarios/toy/other_fault.py' is not the file of a scenario 'no_such_fault'",
        ),
    ],
)
def test_what_is_wrong_in_a_lesson_is_found(toy, old, new, demand, says):
    toy.add("tiny_steps", lesson=LESSON.replace(old, new))
    toy.add("other_fault")
    assert says in complaints(toy)[demand]


@pytest.mark.parametrize(
    "neighbour",
    [
        "[`other_fault`](../../scenarios/toy/other_fault.py)",
        "`high_learning_rate`",
        "[`high_learning_rate`](https://example.org/scenarios/optimizer/high_learning_rate.py)",
        "`ignore_index=`",
        "`tiny_steps`",
    ],
    ids=["a link to one's own", "the name of a built-in one", "a link to a built-in one", "code", "its own name"],
)
def test_a_neighbour_may_be(toy, neighbour):
    toy.add("tiny_steps", lesson=LESSON.replace(ELSEWHERE, f"When the loss falls, see {neighbour}."))
    toy.add("other_fault")
    assert complaints(toy) == {}


def test_an_address_in_a_block_of_code_need_not_be_a_link(toy):
    toy.add("tiny_steps", lesson=LESSON.replace("print(", "# see https://pytorch.org and [x](y)\nprint("))
    assert complaints(toy) == {}


def test_a_name_in_camel_case_is_refused(toy):
    toy.add("TinySteps")
    assert "'TinySteps'" in complaints(toy, "TinySteps")["text:name"]


def test_a_control_must_name_the_fault_that_it_resembles(toy):
    add_control(toy, "small_steps")
    assert "'tiny_steps', which is no scenario" in complaints(toy, "small_steps")["text:looks-like"]


def test_nothing_is_found_in_a_good_control(toy):
    toy.add("tiny_steps")
    add_control(toy, "small_steps")
    assert complaints(toy, "small_steps") == {}


def test_the_fields_of_a_control_s_recipe_are_in_order_too(toy):
    fields = "    optimizer=partial(SGD, lr=1e-9),\n    epochs=20,\n"
    add_control(toy, "small_steps", CONTROL.replace(fields, "".join(reversed(fields.splitlines(keepends=True)))))
    assert "scenarios/controls/small_steps.py" in complaints(toy, "small_steps")["text:order"]


def test_a_fix_without_a_scenario_is_found(toy):
    toy.add("tiny_steps")
    (toy.root / "fixes" / "toy" / "lonely.py").write_text("")
    assert "fixes/toy/lonely.py has no scenario" in complaints_of_catalogue(toy)["catalogue:twins"]


@pytest.mark.parametrize("path", ["scenarios/notes.txt", "scenarios/toy/notes.md", "fixes/toy/weights.pt"])
def test_a_stray_file_is_found(toy, path):
    toy.add("tiny_steps")
    (toy.root / path).write_text("")
    assert f"{path} does not belong there" in complaints_of_catalogue(toy)["catalogue:stray"]


def test_one_name_in_two_components_is_found(toy):
    toy.add("tiny_steps")
    (toy.root / "scenarios" / "other").mkdir()
    (toy.root / "scenarios" / "other" / "tiny_steps.py").write_text(SCENARIO)
    assert list(complaints_of_catalogue(toy)) == ["catalogue:unique"]


def test_an_empty_catalogue_is_no_catalogue(toy):
    assert list(complaints_of_catalogue(toy)) == ["catalogue:not-empty"]


def test_every_title_says_something_of_its_own():
    titles = [entry.title for entry in Catalogue()]
    assert sorted(set(titles)) == sorted(titles)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda toy: toy.add("odd", fix=None), "Write fixes/toy/odd.py"),
        (lambda toy: toy.add("odd", fix='"""Nothing here."""'), "fixes/toy/odd.py holds no recipe"),
        (lambda toy: toy.add("odd", scenario="import nonsense_that_is_not_there"), "scenarios/toy/odd.py, line 1"),
        (lambda toy: toy.add("odd", scenario="broken = (\n"), "scenarios/toy/odd.py, line 1: SyntaxError"),
        (lambda toy: toy.add("odd", scenario="broken = None"), "must hold one `scenario = Scenario"),
    ],
)
def test_files_that_cannot_be_used_are_named_with_the_cure(toy, spoil, says):
    spoil(toy)
    with pytest.raises(UserError, match=says.replace("(", r"\(")):
        load(toy.catalogue.entry("odd"), Digits())


@pytest.mark.parametrize("name", ["broken", "healthy"])
def test_a_fix_cannot_be_called_like_what_is_no_fix(toy, name):
    toy.add("odd")
    toy.edit("fixes/toy/odd.py", "larger_steps = ", f"{name} = ")
    with pytest.raises(UserError, match=f"a fix cannot be called '{name}'"):
        load(toy.catalogue.entry("odd"), Digits())


CHECKED = FIX.replace("\nlarger", "\nfrom trainwreck import Reading\n\nlarger") + (
    '\n\ndef check(optimizer):\n    """How far does a step go?"""\n    return Reading(0.1, suspicious=False)\n'
)
COPY = '```python\nprint(optimizer.param_groups[0]["lr"])\n```'
LINKED = LESSON.replace(COPY, "[`check`](tiny_steps.py)\n\nBelow a millionth it is too small.")


def test_nothing_is_found_in_a_check_that_asks_one_question_and_stands_in_the_lesson(toy):
    toy.add("tiny_steps", fix=CHECKED, lesson=LINKED)
    assert complaints(toy) == {}


@pytest.mark.parametrize(
    ("fix", "lesson", "says"),
    [
        (CHECKED, LESSON, "has no line `[`check`](tiny_steps.py)`"),
        (CHECKED, LINKED.replace("too small.", "too small.\n\n" + COPY), "a code block of its own"),
        (CHECKED.replace("go?", "go."), LINKED, "its docstring is not one question"),
        (CHECKED.replace("    return R", "    optimizer\n" * 13 + "    return R"), LINKED, "it is 16 lines long"),
    ],
)
def test_what_is_wrong_with_a_check_is_found(toy, fix, lesson, says):
    toy.add("tiny_steps", fix=fix, lesson=lesson)
    assert list(complaints(toy)) == ["text:check"]
    assert says in complaints(toy)["text:check"]


def test_a_lesson_is_shown_with_the_check_s_own_source(toy):
    toy.add("tiny_steps", fix=CHECKED, lesson=LINKED)
    whole = toy.catalogue.entry("tiny_steps").whole_lesson
    assert '```python\ndef check(optimizer):\n    """How far does a step go?"""\n' in whole
    assert "[`check`]" not in whole


INCIDENT = "- [Nothing moves](https://example.org/7), 2019: Somebody's steps were too small."


def with_incidents(items: str) -> str:
    return f"{LESSON}\n## Real incidents\n\n{items}\n"


def test_nothing_is_found_in_a_lesson_that_tells_of_incidents(toy):
    toy.add("tiny_steps", lesson=with_incidents(f"{INCIDENT}\n{INCIDENT.replace('org/7', 'org/8')}"))
    assert complaints(toy) == {}


@pytest.mark.parametrize(
    ("items", "says"),
    [
        (INCIDENT.replace("[Nothing moves](https://example.org/7)", "Nothing moves"), "is not written so"),
        (INCIDENT.replace("https://example.org/7", "tiny_steps.py"), "is not written so"),
        (INCIDENT.replace(", 2019", ""), "is not written so"),
        (INCIDENT.partition(": ")[0], "is not written so"),
        (INCIDENT.removesuffix("."), "is not written so"),
        (INCIDENT.removeprefix("- "), "is not written so"),
        (f"{INCIDENT}\n{INCIDENT}", "https://example.org/7 is there twice"),
    ],
    ids=["no link", "no address", "no year", "no sentence", "no full stop", "no list", "one page twice"],
)
def test_what_is_wrong_with_an_incident_is_found(toy, items, says):
    toy.add("tiny_steps", lesson=with_incidents(items))
    assert says in complaints(toy)["text:real-incidents"]


@pytest.mark.parametrize(
    ("lesson", "says"),
    [
        (with_incidents(""), "without text: ## Real incidents"),
        (LESSON.replace("## What it costs", f"## Real incidents\n\n{INCIDENT}\n\n## What it costs"), "last there may"),
    ],
    ids=["empty", "not the last"],
)
def test_a_part_on_incidents_that_is_empty_or_not_the_last_is_found(toy, lesson, says):
    toy.add("tiny_steps", lesson=lesson)
    assert says in complaints(toy)["text:lesson"]

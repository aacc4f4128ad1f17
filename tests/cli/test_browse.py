"""What one sees first: help, ``list`` and ``show``. It costs no PyTorch, and does not give the answer away."""

import ast
import json
import os
import re
import subprocess
import sys

import pytest

from tests.conftest import FIX, LESSON, SCENARIO, Answer, Command, Toy
from trainwreck import cli
from trainwreck.cli.lazy import lazy
from trainwreck.pairs.declarations import keywords, parse
from trainwreck.pairs.entries import Catalogue, Entry

BUILT_IN = list(Catalogue())


def in_a_process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "trainwreck.cli", *arguments]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **environment})


def add_control(toy: Toy) -> None:
    (toy.root / "scenarios" / "controls").mkdir()
    text = SCENARIO.replace("broken = Recipe(", "recipe = Recipe(").partition("scenario = Scenario(")[0]
    text = text.replace("Recipe, Scenario, ", "Control, Recipe, ")
    task = "task = Task(data=quadrants, score=accuracy, goal=0.9)\n"
    control = f"{task}control = Control(task=task, healthy=recipe, looks_like='tiny_steps')\n"
    (toy.root / "scenarios" / "controls" / "small_steps.py").write_text(text + control)


def test_list_shows_names_components_symptoms_and_titles(trainwreck):
    answer = trainwreck("list")
    assert answer.code == 0
    assert answer.out.splitlines() == [
        "name        component  symptom  what one sees",
        "tiny_steps  toy        stalls   A loss that stands still.",
    ]


def test_list_names_fixes_only_when_asked(trainwreck):
    assert "larger_steps" not in trainwreck("list").out
    assert "tiny_steps  toy        stalls   larger_steps\n" in trainwreck("list", "--fixes").out


def test_list_says_of_a_control_that_it_shows_no_symptom(trainwreck, toy):
    add_control(toy)
    assert "small_steps  controls   none     A loss that stands still." in trainwreck("list").out


def test_list_filters_by_component_and_symptom(trainwreck):
    assert "tiny_steps" in trainwreck("list", "--component", "toy", "--symptom", "stalls").out
    assert "tiny_steps" not in trainwreck("list", "--symptom", "overfits").out


def test_list_as_json_is_a_list_of_facts(trainwreck):
    [facts] = json.loads(trainwreck("list", "--json").out)
    assert facts == {
        "name": "tiny_steps",
        "component": "toy",
        "control": False,
        "title": "A loss that stands still.",
        "symptom": "stalls",
        "looks_like": None,
        "fixes": ["larger_steps"],
        "hints": 2,
        "incidents": 0,
    }


@pytest.mark.parametrize("text", ["x = (", "nul = '\0'", "é"], ids=["syntax", "null", "encoding"])
def test_list_says_of_a_file_that_is_no_python_that_it_cannot_be_read(trainwreck, toy, text):
    (toy.root / "scenarios" / "toy" / "odd.py").write_bytes(text.encode("latin-1"))
    assert "odd         toy                 cannot be read\n" in trainwreck("list").out


@pytest.mark.parametrize(
    "start", [b"\xef\xbb\xbf", b"# -*- coding: latin-1 -*-\n"], ids=["byte-order mark", "declared encoding"]
)
def test_list_and_show_read_what_python_reads(trainwreck, toy, start):
    text = SCENARIO.replace("stands still", "stands stïll").encode("latin-1" if b"latin" in start else "utf-8")
    (toy.root / "scenarios" / "toy" / "odd.py").write_bytes(start + text)
    assert "stalls   A loss that stands stïll." in trainwreck("list").out
    assert "stands stïll." in trainwreck("show", "odd").out


def test_the_built_in_list_fits_80_columns_a_line_an_entry():
    lines = in_a_process("list", COLUMNS="80").stdout.decode().splitlines()
    assert len(lines) == 1 + len(BUILT_IN)
    assert max(map(len, lines)) == 80
    assert [line for line in lines if line.endswith("…")]


def test_the_built_in_list_is_as_wide_as_the_terminal():
    lines = in_a_process("list", COLUMNS="300").stdout.decode().splitlines()
    for line, entry in zip(lines[1:], BUILT_IN, strict=True):
        assert line.endswith(entry.title)


def test_show_tells_the_story_and_the_broken_code_and_how_to_go_on(trainwreck):
    answer = trainwreck("show", "tiny_steps")
    assert answer.code == 0
    assert "A loss that stands still." in answer.out
    assert "    optimizer=partial(SGD, lr=1e-9),\n" in answer.out
    assert "--hint N, with N from 1 to 2." in answer.out
    assert "trainwreck show tiny_steps --fix" in answer.out


def test_show_keeps_comments(trainwreck, toy):
    toy.edit("scenarios/toy/tiny_steps.py", "lr=1e-9),", "lr=1e-9),  # very small")
    assert "    optimizer=partial(SGD, lr=1e-9),  # very small\n" in trainwreck("show", "tiny_steps").out


def test_show_leaves_code_unbroken_however_narrow_the_terminal(trainwreck, toy, monkeypatch):
    monkeypatch.setattr("trainwreck.cli.browse.out._width", 30)
    toy.edit("scenarios/toy/tiny_steps.py", "lr=1e-9),", "lr=1e-9),  # a comment that goes on and on and on")
    check = 'print(optimizer.param_groups[0]["lr"])  # a comment that goes on and on'
    toy.add("other", lesson=LESSON.replace('print(optimizer.param_groups[0]["lr"])', check))
    assert "lr=1e-9),  # a comment that goes on and on and on\n" in trainwreck("show", "tiny_steps").out
    assert f"\n{check}\n" in trainwreck("show", "other", "--fix").out


def test_show_of_a_control_shows_its_healthy_code(trainwreck, toy):
    add_control(toy)
    answer = trainwreck("show", "small_steps")
    assert "optimizer=partial(SGD, lr=1e-9)" in answer.out
    assert "--fix" not in answer.out


def test_show_fix_shows_what_changes_and_then_the_lesson(trainwreck):
    answer = trainwreck("show", "tiny_steps", "--fix")
    changes, _, lesson = answer.out.partition("Take steps of a sensible size.")
    assert changes.startswith("--- broken\n+++ larger_steps\n@@")
    assert [line for line in changes.splitlines()[2:] if line.startswith(("-", "+"))] == [
        "-    optimizer=partial(SGD, lr=1e-9),",
        "+    optimizer=partial(SGD, lr=10.0),",
    ]
    assert "Why it failed" in lesson
    assert '\nprint(optimizer.param_groups[0]["lr"])\n' in lesson


def test_show_hint_shows_that_hint_and_nothing_else(trainwreck):
    assert trainwreck("show", "tiny_steps", "--hint", "2").out == "What is 1e-9 times a gradient?\n"


def test_a_hint_is_printed_as_it_is_written(trainwreck, toy):
    toy.edit("scenarios/toy/tiny_steps.py", "How far does a step go?", "What is losses[-1], and [bold] what not?")
    assert trainwreck("show", "tiny_steps", "--hint", "1").out == "What is losses[-1], and [bold] what not?\n"


def test_show_source_is_the_file_as_it_stands(trainwreck):
    assert trainwreck("show", "tiny_steps", "--source").out == SCENARIO


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["list", "--component", "toi"], "Did you mean 'toy'?"),
        (["show", "tinysteps"], "Did you mean 'tiny_steps'?"),
        (["show", "tiny_steps", "--hint", "3"], "tiny_steps has no hint 3. Ask for one from 1 to 2."),
        (["show", "tiny_steps", "--hint", "0"], "Ask for one from 1 to 2."),
        (["show", "small_steps", "--hint", "1"], "small_steps has no hints."),
        (["show", "small_steps", "--fix"], "small_steps is a control: it is healthy, and has no fix."),
        (["show", "unmended", "--fix"], "unmended has no fix yet. Write one in "),
        (["show", "odd"], "odd.py' cannot be read: "),
        (["show", "odd", "--fix"], "odd.py' cannot be read: "),
        (["show", "tiny_steps", "--fix", "--source"], "Ask for one at a time."),
        (["show", "tiny_steps", "--fix", "--hint", "1"], "Ask for one at a time."),
    ],
)
def test_a_mistake_ends_with_exit_code_2_and_the_cure(trainwreck, toy, arguments, says):
    add_control(toy)
    toy.add("unmended", fix=None)
    toy.add("odd", scenario="broken = Recipe(")
    answer = trainwreck(*arguments)
    assert answer.code == 2
    assert says in answer.err
    assert "Traceback" not in answer.err
    assert answer.out == ""


@pytest.mark.parametrize(
    ("root", "says"),
    [("elsewhere", "neither a folder nor an installed pack 'elsewhere'"), ("empty", "no file trainwreck.toml in it")],
)
def test_a_root_without_a_catalogue_is_refused(command, tmp_path, monkeypatch, root, says):
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    answer = command("list", "--root", root)
    assert answer.code == 2
    assert says in answer.err
    assert answer.out == ""


def shown(command: Command, entry: Entry, *options: str) -> str:
    answer: Answer = command("show", entry.name, *options)
    assert answer.code == 0, answer.err
    return answer.out


def maker_of(entry: Entry) -> str:
    """The name of the function that makes an entry's task."""
    task = keywords(parse(entry.path), "Scenario", "Control")["task"]
    assert isinstance(task, ast.Call)
    return ast.unparse(task.func)


def answers(entry: Entry) -> list[str]:
    """What gives an entry's answer away, as patterns; an ordinary word may well stand in its story."""
    declared = [rf"\b{word}\b" for word in ("touches", "also_accepted", "looks_like", "hints", "scenario", "Scenario")]
    named = [rf"\b{name}\b" if "_" in name else rf"^{name} =" for name in entry.fixes]
    called = [rf"\b{maker_of(entry)}\(", r"\bsymptom\b\s*=", r"\bSymptom\b"]
    return [*declared, *named, *called, *(re.escape(" ".join(hint.split())) for hint in entry.hints)]


@pytest.mark.parametrize("entry", BUILT_IN, ids=[entry.name for entry in BUILT_IN])
def test_show_gives_nothing_away(entry, command):
    text = shown(command, entry)
    joined = " ".join(text.split())
    assert [a for a in answers(entry) if re.search(a, text, re.MULTILINE) or re.search(a, joined)] == []


def test_the_hunt_for_answers_finds_them_in_the_file_itself(command):
    entry = Catalogue().entry("high_learning_rate")
    text = shown(command, entry, "--source")
    found = [answer for answer in answers(entry) if re.search(answer, text)]
    assert len(found) >= len(entry.hints) + 4


@pytest.mark.parametrize("entry", BUILT_IN, ids=[entry.name for entry in BUILT_IN])
def test_show_fix_shows_a_change_for_every_fix(entry, command):
    if not entry.is_control:
        text = shown(command, entry, "--fix")
        assert re.findall(r"^\+\+\+ (\w+)$", text, re.MULTILINE) == list(entry.fixes)


HEAVY = {"torch", "numpy", "sklearn", "pandas", "scipy", "joblib", "matplotlib"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"],
        ["--help"],
        ["show", "dying_relu"],
        ["show", "dying_relu", "--fix"],
        ["run", "--help"],
        ["show", "dyng"],
    ],
    ids=" ".join,
)
def test_nothing_heavy_is_imported_to_browse_to_help_or_to_correct_a_name(arguments):
    program = (
        "import sys\n"
        "from trainwreck.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments], check=True, capture_output=True, text=True)
    assert set(done.stderr.splitlines()[-1].split()) & HEAVY == set()


def test_list_imports_no_rich():
    program = "import sys; from trainwreck.cli import listing; listing.list_(); assert 'rich' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)


@pytest.mark.parametrize(
    "name", [*cli.COMMANDS, *(f"results {name}" for name in cli.RESULTS), *(f"quiz {name}" for name in cli.QUIZ)]
)
def test_help_lists_every_command_with_what_it_does_and_each_explains_itself(command, name):
    *group, last = name.split()
    overview = command(*group, "--help").out
    [line] = [line for line in overview.splitlines() if re.match(rf"\W? {last}\s", line)]
    explained = line.replace(last, "", 1).strip("│ ")
    assert explained.split()[0].istitle()
    assert explained[:20] in " ".join(command(*name.split(), "--help").out.split())


def test_a_command_that_is_not_there_is_told_apart_from_one_that_is(command):
    answer = command("lst")
    assert answer.code == 2
    assert "No such command 'lst'" in answer.err


def test_a_place_without_a_function_is_told_at_once():
    group = lazy({"fly": "listing.fly"})(name="group")
    with pytest.raises(LookupError, match=r"listing\.fly"):
        group.get_command(None, "fly")


@pytest.mark.parametrize("arguments", [["list"], ["show", "high_learning_rate", "--fix"]], ids=" ".join)
def test_a_terminal_that_knows_only_ascii_ends_no_command(arguments):
    done = in_a_process(*arguments, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0", COLUMNS="80")
    assert b"Traceback" not in done.stderr
    assert b"?" in done.stdout
    assert done.returncode == 0


def test_a_table_is_printed_on_a_terminal_that_knows_only_ascii(toy):
    toy.add("tiny_steps", fix=FIX.replace("10.0", "1e-8"))
    done = in_a_process("run", "--root", str(toy.root), LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert b"Traceback" not in done.stderr
    assert b"tiny_steps" in done.stdout
    assert done.returncode == 1

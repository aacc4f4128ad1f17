"""What is loaded from a scenario's files, and what is said of files that cannot be."""

import pytest
import torch

from tests.conftest import FIX, SCENARIO, Toy
from trainwreck.errors import UserError
from trainwreck.pairs.loading import Pair, load
from trainwreck.pairs.scenario import Scenario
from trainwreck.tasks.sources import Digits

CONTROL = (
    SCENARIO.replace("Scenario, Split, Symptom", "Control, Split")
    .partition("broken = ")[0]
    .replace("from trainwreck.tasks.standards import boosting", "")
    + """
control = Control(
    task=Task(data=quadrants, score=accuracy, goal=0.9),
    healthy=Recipe(model=partial(mlp, 2, 4), loss=nn.CrossEntropyLoss(), optimizer=partial(SGD, lr=1.0), epochs=1),
    looks_like="tiny_steps",
)
"""
)


def loaded(toy: Toy, name: str = "tiny_steps") -> Pair:
    return load(toy.catalogue.entry(name), Digits())


def test_a_pair_is_a_scenario_with_its_fixes(toy):
    toy.add("tiny_steps")
    pair = loaded(toy)
    assert list(pair.recipes) == ["broken", "larger_steps"]
    assert list(pair.fixes) == list(pair.healthy) == ["larger_steps"]
    assert (pair.name, pair.symptom, pair.goal) == ("tiny_steps", "stalls", 0.9)
    assert repr(pair) == "<Pair tiny_steps: broken, larger_steps>"


def test_a_control_is_a_pair_without_a_broken_recipe(toy):
    (toy.root / "scenarios" / "controls").mkdir()
    (toy.root / "scenarios" / "controls" / "alarming.py").write_text(CONTROL)
    pair = loaded(toy, "alarming")
    assert list(pair.recipes) == ["healthy"]
    assert (pair.broken, pair.symptom, pair.fixes) == (None, None, {})


def test_a_task_on_images_is_loaded_on_those_that_were_asked_for(toy):
    toy.add("on_images")
    toy.edit(
        "scenarios/toy/on_images.py",
        TASK,
        (
            "task=Task(data=quadrants, score=accuracy, goal=0.9, "
            "with_images=lambda images: Task(data=quadrants, score=accuracy, goal=0.9 - images.handicap))"
        ),
    )

    class Hard(Digits):
        handicap = 0.25

    pair = load(toy.catalogue.entry("on_images"), Hard())
    assert pair.goal == 0.65
    assert isinstance(pair.truth, Scenario)
    assert pair.truth.task is pair.task


HINTS = 'hints=("How far does a step go?", "What is 1e-9 times a gradient?")'
TASK = "task=Task(data=quadrants, score=accuracy, goal=0.9, standard=boosting)"

# What stands in a scenario's file in the place of what should; the line that is named, by its text; and what is said.
SPOILED = [
    (
        "epochs=20",
        "epochs=0",
        "broken = Recipe(",
        "Recipe(epochs=…) must be a whole number, 1 or more, not 0. Correct it.",
    ),
    ("goal=0.9", "goal=float('nan')", "task=Task(", "Task(goal=…) must be a finite number, not nan. Correct it."),
    (TASK, "task=None", "scenario = Scenario(", "Scenario(task=…) must be a Task, not None."),
    ("broken=broken", "broken=None", "scenario = Scenario(", "Scenario(broken=…) must be a Recipe, not None."),
    ("Symptom.STALLS", "'stalls'", "scenario = Scenario(", "Scenario(symptom=…) must be one of Symptom.DIVERGES, "),
    ('{"optimizer"}', '"optimizer"', "scenario = Scenario(", "Scenario(touches=…) must be a set of names"),
    ('{"optimizer"}', "{1}", "scenario = Scenario(", "Scenario(touches=…) must be a set of names"),
    (HINTS, "hints=None", "scenario = Scenario(", "Scenario(hints=…) must be a tuple of texts, not None."),
    (HINTS, "hints=(1,)", "scenario = Scenario(", "Scenario(hints=…) must be a tuple of texts, not (1,)."),
    ("accepted={}", "accepted={'loss'}", "scenario = Scenario(", "Scenario(also_accepted=…) must be a dictionary"),
    ("accepted={}", "accepted={'loss': 1}", "scenario = Scenario(", "Scenario(also_accepted=…) must be a dictionary"),
    ("also_accepted={}", "judged='mercy'", "scenario = Scenario(", 'must be "true" or "honesty", not \'mercy\'.'),
    ("import torch\n", "import not_there\n", "import not_there", "ModuleNotFoundError: No module named 'not_there'"),
    ("import torch\n", "import sys; sys.exit(0)\n", "import sys", "SystemExit: 0\nCorrect the file, then run again."),
    ("import torch\n", "import torch (\n", "import torch (", "SyntaxError"),
    ("broken=broken", "broken=broken / 0", "broken=broken / 0", "TypeError: unsupported operand"),
    ("standard=boosting", "with_images=lambda images: 1 / 0", "task=Task(", "ZeroDivisionError: division by zero"),
]


@pytest.mark.parametrize(("old", "new", "line", "says"), SPOILED)
def test_a_file_that_cannot_be_loaded_is_told_of_by_its_name_its_line_and_the_cure(toy, old, new, line, says):
    toy.add("tiny_steps")
    toy.edit("scenarios/toy/tiny_steps.py", old, new)
    lines = (toy.root / "scenarios" / "toy" / "tiny_steps.py").read_text().splitlines()
    [number] = [n for n, text in enumerate(lines, start=1) if text.strip().startswith(line)]
    with pytest.raises(UserError) as refused:
        loaded(toy)
    assert str(refused.value).startswith(f"scenarios/toy/tiny_steps.py, line {number}: ")
    assert says in str(refused.value)


@pytest.mark.parametrize("count", [0, 2])
def test_a_file_with_no_scenario_or_with_two_is_refused(toy, count):
    toy.add("tiny_steps")
    again = "pass" if count == 0 else "another = replace(scenario, judged='true')"
    toy.edit("scenarios/toy/tiny_steps.py", "import torch\n", "import torch\nfrom dataclasses import replace\n")
    file = toy.root / "scenarios" / "toy" / "tiny_steps.py"
    text = file.read_text() if count else file.read_text().replace("scenario = Scenario(", "scenario = dict(")
    file.write_text(f"{text}{again}\n")
    with pytest.raises(UserError, match=rf"must hold one `scenario = Scenario\(…\)`, and holds {count}. Write it so."):
        loaded(toy)


@pytest.mark.parametrize(
    ("fix", "says"),
    [
        (None, "Scenario 'tiny_steps' has no fix. Write fixes/toy/tiny_steps.py"),
        (FIX.replace("larger_steps = ", "larger_steps = dict if 1 else "), "fixes/toy/tiny_steps.py holds no recipe."),
        (FIX.replace("larger_steps", "broken"), "a fix cannot be called 'broken'. Name it after what it does."),
        (FIX + "healthy = replace(broken, epochs=30)", "a fix cannot be called 'healthy'."),
        (FIX.replace("optimizer=partial", "optimiser=partial"), "line 8: TypeError"),
        (
            FIX.replace("optimizer=partial(SGD, lr=10.0)", "epochs=-1"),
            "line 8: Recipe(epochs=…) must be a whole number",
        ),
        (FIX + "check = 3", "`check` must be a function."),
        (FIX + "impostors = [broken]", "`impostors` must be a dictionary of names and recipes."),
    ],
)
def test_a_fix_that_cannot_be_loaded_is_told_of_with_the_cure(toy, fix, says):
    toy.add("tiny_steps", fix=fix)
    with pytest.raises(UserError) as refused:
        loaded(toy)
    assert says in str(refused.value)


def test_a_file_that_switches_something_off_for_all_of_pytorch_does_so_for_none_of_the_others(toy):
    toy.add("tiny_steps")
    toy.edit("scenarios/toy/tiny_steps.py", "import torch\n", "import torch\ntorch.set_grad_enabled(False)\n")
    loaded(toy)
    assert torch.is_grad_enabled()


def test_a_file_in_an_encoding_that_it_declares_is_loaded(toy):
    toy.add("tiny_steps")
    file = toy.root / "scenarios" / "toy" / "tiny_steps.py"
    file.write_bytes(("# -*- coding: latin-1 -*-\n" + file.read_text().replace("A loss", "Ä loss")).encode("latin-1"))
    assert loaded(toy).entry.title == "Ä loss that stands still."

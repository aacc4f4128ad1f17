"""What ``run`` says besides its table: a picture of each proof, why a verdict does not hold, and what to read next."""

import re

import pytest

from tests.conftest import FIX, SCENARIO, Command, Toy

USELESS = FIX.replace("10.0", "1e-8")


@pytest.fixture
def run(toy: Toy, command: Command) -> Command:
    """Train a catalogue in miniature."""
    return lambda *arguments: command("run", *arguments, "--root", str(toy.root))


def test_one_scenario_that_holds_leads_to_its_lesson(run, toy):
    toy.add("tiny_steps")
    answer = run("tiny_steps")
    assert answer.code == 0
    assert answer.out.endswith("\nRead why: trainwreck show tiny_steps --fix\n")


def test_one_control_that_holds_leads_to_its_story(run, toy):
    (toy.root / "scenarios" / "controls").mkdir()
    text = SCENARIO.partition("scenario = Scenario(")[0].replace("broken = ", "healthy = ").replace("1e-9", "10.0")
    control = "control = Control(task=task, healthy=healthy, looks_like='tiny_steps')\n"
    text = f"{text}task = Task(data=quadrants, score=accuracy, goal=0.9)\n{control}".replace("Scenario, ", "Control, ")
    (toy.root / "scenarios" / "controls" / "long_steps.py").write_text(text)
    assert run("long_steps").out.endswith("\nRead why it is healthy: trainwreck show long_steps\n")


def test_nothing_is_recommended_after_several_scenarios_or_one_that_does_not_hold(run, toy):
    toy.add("tiny_steps")
    toy.add("useless", fix=USELESS)
    assert "Read why" not in run("useless").out
    toy.add("useless")
    toy.forget()
    assert "Read why" not in run().out


def test_the_seeds_of_a_recipe_that_fails_are_said_once_with_one_picture_of_the_worst(run, toy):
    toy.add("useless", fix=USELESS)
    answer = run()
    assert answer.code == 1
    assert "✗ fails 3 demands" in answer.out
    assert "'larger_steps' must reach the goal of 0.900, on every seed, but does not on seed 0" in answer.out
    for seed in range(5):
        assert answer.out.count(f"  seed {seed}: score ") == 1
    assert answer.out.count("▂   larger_steps ▂") == 1
    scores = {seed: float(score) for seed, score in re.findall(r"seed (\d): score (\d\.\d+)", answer.out)}
    assert f"\n  seed {min(scores, key=scores.__getitem__)}, score per epoch: broken ▂" in answer.out


def test_a_proof_is_pictured_as_soon_as_it_is_there(run, toy):
    toy.add("tiny_steps")
    answer = run()
    assert answer.err.startswith("✓ tiny_steps                   loss: broken ████")
    assert "larger_steps █" in answer.err


def test_a_recipe_that_cannot_be_trained_is_named_without_a_picture(run, toy):
    toy.add("tiny_steps", scenario=SCENARIO.replace("mlp, 2, 4", "mlp, 2, 4, nonsense=3"))
    answer = run()
    assert answer.err == "✗ tiny_steps\n"
    assert "unexpected keyword argument 'nonsense'" in answer.out


def test_with_json_nothing_else_is_said(run, toy):
    toy.add("tiny_steps")
    answer = run("--json")
    assert answer.out.startswith("{")
    assert answer.out.endswith("}\n")
    assert answer.err == ""

"""``pytest scenarios/ --wreck-tool``, through pytest's own pytester, on a catalogue in miniature."""

import json
import multiprocessing.forkserver
from xml.etree import ElementTree

import jsonschema
import pytest
import torch._dynamo

import trainwreck.cli.scoring
import trainwreck.pytest_plugin.tool_items
from tests.cli.conftest import READS
from tests.conftest import Toy
from trainwreck.referee.tool import FOLDER

# As in test_pytest_plugin: what pytester would otherwise import, forget, and import again.
assert torch._dynamo
assert multiprocessing.forkserver
assert trainwreck.pytest_plugin.tool_items
assert trainwreck.cli.scoring

SCHEMA = json.loads((FOLDER.parent / "scorecard.schema.json").read_text(encoding="utf-8"))
SEED = "--wreck-seeds=1"


@pytest.fixture
def folder(pytester: pytest.Pytester) -> Toy:
    """A catalogue with one good scenario, in pytester's folder, beside a tool."""
    toy = Toy(pytester.path)
    toy.add("tiny_steps")
    (pytester.path / "reads.py").write_text(READS)
    return toy


def card(pytester: pytest.Pytester) -> dict:
    return json.loads((pytester.path / "card.json").read_text())


def test_a_tool_is_scored_an_item_a_recipe_and_the_session_ends_with_the_scorecard(folder, pytester):
    result = pytester.runpytest("scenarios", "-v", "--wreck-tool=reads:diagnose", SEED, "--wreck-json=card.json")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["*tiny_steps.py::broken:tool PASSED*", "*tiny_steps.py::larger_steps:tool PASSED*"])
    result.stdout.fnmatch_lines(["*= scorecard =*", "all *1.00*0.00*", "toy *1.00*", "silent *0.00*"])
    jsonschema.validate(card(pytester), SCHEMA)
    assert [case["grade"] for case in card(pytester)["cases"]] == ["named", "cleared"]


def test_the_yardsticks_are_those_of_the_catalogue_that_was_scored(folder, pytester):
    pytester.runpytest("scenarios", "--wreck-tool=reads:blind", SEED, "--wreck-json=card.json")
    silent, loud = card(pytester)["yardsticks"]
    assert (silent["detection"]["value"], silent["false_alarms"]["value"]) == (0, 0)
    assert (loud["detection"]["value"], loud["component"]["value"], loud["false_alarms"]["value"]) == (1, 1, 1)


def test_an_error_of_the_tool_fails_its_item_in_plain_words(folder, pytester):
    result = pytester.runpytest("scenarios", "--wreck-tool=reads:breaks", SEED)
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(["*tiny_steps: broken:tool*", "seed 0: error: RuntimeError: no idea * of reads.py)"])
    assert "Traceback" not in result.stdout.str()


def test_a_set_up_that_does_not_train_is_skipped_with_the_reason(folder, pytester):
    folder.edit("scenarios/toy/tiny_steps.py", "mlp, 2, 4", "mlp, 5, 4")
    result = pytester.runpytest("scenarios", "--wreck-tool=silent", SEED, "-rs")
    result.assert_outcomes(skipped=2)
    result.stdout.fnmatch_lines(["*tiny_steps / broken, seed 0 is left out, because it does not train: RuntimeError*"])


def test_junit_carries_the_cases_as_json(folder, pytester):
    pytester.runpytest("scenarios", "--wreck-tool=reads:diagnose", SEED, "--junitxml=junit.xml")
    properties = [json.loads(node.get("value")) for node in ElementTree.parse("junit.xml").iter("property")]
    assert [case["grade"] for told in properties for case in told["cases"]] == ["named", "cleared"]
    assert {told["root"] for told in properties} == {str(pytester.path)}


def test_a_wrong_answer_fails_nothing(folder, pytester):
    pytester.runpytest("scenarios", "--wreck-tool=reads:blind", SEED).assert_outcomes(passed=2)


def test_a_file_and_an_expression_select_items(folder, pytester):
    folder.add("other_steps")
    tool = ("--wreck-tool=silent", SEED)
    pytester.runpytest("scenarios/toy/other_steps.py", *tool).assert_outcomes(passed=2)
    pytester.runpytest("scenarios", "-k", "larger_steps", *tool).assert_outcomes(passed=2, deselected=2)


def test_what_got_worse_than_the_baseline_fails_and_nothing_else(folder, pytester):
    pytester.runpytest("scenarios", "--wreck-tool=reads:diagnose", SEED, "--wreck-json=card.json")
    baseline = "--wreck-tool-baseline=card.json"
    pytester.runpytest("scenarios", "--wreck-tool=reads:diagnose", SEED, baseline).assert_outcomes(passed=2)
    worse = pytester.runpytest("scenarios", "--wreck-tool=reads:blind", SEED, baseline)
    worse.assert_outcomes(passed=1, failed=1)
    worse.stdout.fnmatch_lines(["worse than the baseline: tiny_steps / broken, seed 0: named → missed"])
    pytester.runpytest("scenarios", "--wreck-tool=reads:blind", SEED, "--wreck-json=card.json")
    pytester.runpytest("scenarios", "--wreck-tool=reads:diagnose", SEED, baseline).assert_outcomes(passed=2)


def test_an_error_on_what_the_baseline_does_not_have_fails_all_the_same(folder, pytester):
    pytester.runpytest("scenarios", "--wreck-tool=reads:diagnose", SEED, "--wreck-json=card.json")
    options = ("--wreck-tool-baseline=card.json", "--wreck-first-seed=3", SEED)
    pytester.runpytest("scenarios", "--wreck-tool=reads:breaks", *options).assert_outcomes(failed=2)


def test_two_workers_give_the_same_scorecard_and_fail_the_same(folder, pytester):
    folder.add("other_steps")
    pytester.runpytest("scenarios", "--wreck-tool=reads:diagnose", SEED, "--wreck-json=card.json")
    one = card(pytester)
    options = ("--wreck-tool-baseline=card.json", "--wreck-json=two.json", SEED, "-n", "2")
    result = pytester.runpytest_subprocess("scenarios", "--wreck-tool=reads:blind", *options)
    result.assert_outcomes(passed=2, failed=2)
    result.stdout.fnmatch_lines(["worse than the baseline: * / broken, seed 0: * → missed"])
    two = json.loads((pytester.path / "two.json").read_text())
    assert [case["scenario"] for case in two["cases"]] == [case["scenario"] for case in one["cases"]]
    assert [case["grade"] for case in two["cases"]] == ["missed", "cleared", "missed", "cleared"]
    assert two["summary"][0]["detection"]["cases"] == 2


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--wreck-tool=silnt"], "*Did you mean 'silent'*"),
        (["--wreck-tool=nowhere:look"], "*Python finds no module 'nowhere'*"),
        (["--wreck-tool=reads:diagnos"], "*Did you mean 'diagnose'*"),
        (["--wreck-tool="], "*There is no tool ''*"),
        (["--wreck-tool-baseline=nowhere.json"], "*needs a tool to compare. Name it with --wreck-tool.*"),
        (
            ["--wreck-tool=silent", "--wreck-tool-baseline=nowhere.json"],
            "*cannot be read*Make it by a run with --wreck-json='nowhere.json' and without --wreck-tool-baseline.*",
        ),
        (["--wreck-tool=silent", "--wreck-tool-baseline=reads.py"], "*is no scorecard*--wreck-json='reads.py'*"),
        (["--wreck-tool=silent", "--wreck-seeds=0"], "*Ask for at least 1.*"),
    ],
)
def test_options_that_cannot_work_are_refused_at_once(folder, pytester, options, says):
    result = pytester.runpytest("scenarios", *options)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([says])


def test_a_tool_that_fails_to_import_fails_its_items_with_the_cure(folder, pytester):
    (pytester.path / "fails.py").write_text("import nonsense_that_is_not_there\ndef diagnose(case): ...")
    result = pytester.runpytest("scenarios", "--wreck-tool=fails:diagnose", SEED)
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(["*cannot be imported: ModuleNotFoundError*", "Correct it, then run again.*"])
    assert "Traceback" not in result.stdout.str()

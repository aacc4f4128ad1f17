"""The plugin, through pytest's own pytester, on a catalogue in miniature."""

import json
import subprocess
import sys
from xml.etree import ElementTree

import pytest
import torch._dynamo

import trainwreck.pytest_plugin.items
from tests.conftest import FIX, SCENARIO, Toy

# pytester forgets the modules that a session was the first to import, and PyTorch bears no second import of its
# own: not of torch._dynamo either, which the first step of any optimizer imports.
assert torch._dynamo


@pytest.fixture
def folder(pytester: pytest.Pytester) -> Toy:
    """A catalogue with one good scenario, in pytester's folder."""
    toy = Toy(pytester.path)
    toy.add("tiny_steps")
    return toy


ITEMS = [
    "text:name",
    "text:story",
    "text:hints",
    "text:lesson",
    "text:links",
    "text:neighbours",
    "text:real-incidents",
    "text:fix-names",
    "text:order",
    "text:declared",
    "text:also-accepted",
    "text:severities",
    "task:standard",
    "text:imports",
    "broken:symptom",
    "broken:goal",
    "larger_steps:goal",
    "larger_steps:no-symptom",
    "larger_steps:gain",
    "larger_steps:touches",
]
OF_THE_CATALOGUE = 4


def test_a_good_scenario_passes_an_item_a_check_and_ends_with_the_table(folder, pytester):
    result = pytester.runpytest("scenarios", "-v")
    result.assert_outcomes(passed=len(ITEMS) + OF_THE_CATALOGUE)
    for item in ITEMS:
        result.stdout.fnmatch_lines([f"*tiny_steps.py::{item} PASSED*"])
    result.stdout.fnmatch_lines(["*verdicts*", "scenario*fix*symptom*", "tiny_steps*larger_steps*stalls*0.031*holds"])


def test_a_file_alone_an_expression_and_a_node_select_items(folder, pytester):
    folder.add("other_steps")
    pytester.runpytest("scenarios/toy/tiny_steps.py").assert_outcomes(passed=len(ITEMS))
    pytester.runpytest("scenarios", "-k", "other_steps and gain").assert_outcomes(
        passed=1, deselected=2 * len(ITEMS) - 1 + OF_THE_CATALOGUE
    )
    pytester.runpytest("scenarios/toy/tiny_steps.py::broken:goal").assert_outcomes(passed=1)


def test_a_recipe_is_trained_once_however_many_items_ask(folder, pytester, monkeypatch):
    trained = []
    original = trainwreck.pytest_plugin.items.train_recipe

    def watched(pair, recipe, seed, device):
        trained.append((recipe, seed))
        return original(pair, recipe, seed, device)

    monkeypatch.setattr(trainwreck.pytest_plugin.items, "train_recipe", watched)
    pytester.runpytest("scenarios").assert_outcomes(passed=len(ITEMS) + OF_THE_CATALOGUE)
    assert sorted(trained) == [(recipe, seed) for recipe in ("broken", "larger_steps") for seed in range(5)]


def test_a_failure_says_in_plain_words_what_was_expected_and_measured(folder, pytester):
    folder.edit("scenarios/toy/tiny_steps.py", "Symptom.STALLS", "Symptom.OVERFITS")
    result = pytester.runpytest("scenarios/toy/tiny_steps.py")
    result.assert_outcomes(passed=len(ITEMS) - 1, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*tiny_steps: broken:symptom*",
            "The broken recipe must show the symptom 'overfits', on every seed, but does not on seed 0, *seed 4.",
            "  seed 0: score *, stalls*",
        ]
    )
    assert "Traceback" not in result.stdout.str()
    assert "trainwreck/" not in result.stdout.str().partition("= FAILURES =")[2].partition("= verdicts =")[0]


def test_what_each_seed_gave_is_told_once_however_many_demands_fail(folder, pytester):
    folder.edit("fixes/toy/tiny_steps.py", "lr=10.0", "lr=1e-8")
    result = pytester.runpytest("scenarios/toy/tiny_steps.py")
    result.assert_outcomes(passed=len(ITEMS) - 3, failed=3)
    failures = result.stdout.str().partition("= FAILURES =")[2].partition("= verdicts =")[0]
    assert failures.count("  seed 0: score") == 1  # pytest's own summary, on a CI machine, repeats whole messages
    result.stdout.fnmatch_lines(["*What each seed gave is told under larger_steps:goal."])


def test_a_table_of_which_demands_were_deselected_says_so(folder, pytester):
    selected = pytester.runpytest("scenarios", "-k", "gain")
    selected.stdout.fnmatch_lines(["Some demands were deselected*"])
    assert "deselected;" not in pytester.runpytest("scenarios").stdout.str()


def test_a_folder_without_the_marker_is_no_catalogue(folder, pytester):
    (pytester.path / "trainwreck.toml").unlink()
    assert pytester.runpytest("scenarios").ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_last_failed_and_exit_first_work(folder, pytester):
    folder.edit("scenarios/toy/tiny_steps.py", "Symptom.STALLS", "Symptom.OVERFITS")
    pytester.runpytest("scenarios").assert_outcomes(failed=1, passed=len(ITEMS) - 1 + OF_THE_CATALOGUE)
    folder.edit("scenarios/toy/tiny_steps.py", "Symptom.OVERFITS", "Symptom.STALLS")
    pytester.runpytest("scenarios", "--lf").assert_outcomes(passed=1)
    folder.edit("scenarios/toy/tiny_steps.py", "touches={", "touches={'loss', ")
    result = pytester.runpytest("scenarios/toy/tiny_steps.py", "-x")
    result.assert_outcomes(passed=ITEMS.index("text:declared"), failed=1)


def test_junit_and_json_carry_the_verdicts(folder, pytester):
    pytester.runpytest("scenarios", "--junitxml=junit.xml", "--wreck-json=verdicts.json", "--wreck-first-seed=10")
    cases = ElementTree.parse(pytester.path / "junit.xml").iter("testcase")
    assert {case.get("name") for case in cases} >= set(ITEMS)
    document = json.loads((pytester.path / "verdicts.json").read_text())
    assert document["seeds"] == [10, 11, 12, 13, 14]
    [verdict] = document["verdicts"]
    assert (verdict["scenario"], verdict["recipe"], verdict["holds"]) == ("tiny_steps", "larger_steps", True)
    assert verdict["gain"]["p"] == 1 / 32


def verdicts(pytester: pytest.Pytester, *options: str) -> list[dict]:
    pytester.runpytest_subprocess("scenarios", "--wreck-json=verdicts.json", *options)
    rows = json.loads((pytester.path / "verdicts.json").read_text())["verdicts"]
    return [{**row, "seconds": None} for row in rows]


def test_two_workers_give_the_same_verdicts(folder, pytester):
    folder.add("other_steps", fix=FIX.replace("10.0", "0.001"))  # one that fails
    one, two = verdicts(pytester), verdicts(pytester, "-n", "2")
    assert one == two
    assert [row["holds"] for row in one] == [False, True]


def test_a_scenario_that_cannot_be_imported_fails_and_the_others_run(folder, pytester):
    folder.add("unreadable", scenario="import nonsense_that_is_not_there")
    result = pytester.runpytest("scenarios")
    result.assert_outcomes(passed=len(ITEMS) + OF_THE_CATALOGUE, failed=1)
    result.stdout.fnmatch_lines(["*scenarios/toy/unreadable.py, line 1: ModuleNotFoundError*", "Correct the file*"])


def test_a_scenario_without_a_fix_and_a_fix_without_a_scenario_fail(folder, pytester):
    folder.add("no_fix", fix=None)
    (pytester.path / "fixes" / "toy" / "lonely.py").write_text("")
    result = pytester.runpytest("scenarios")
    result.assert_outcomes(passed=len(ITEMS) + OF_THE_CATALOGUE - 1, failed=2)
    result.stdout.fnmatch_lines(["fixes/toy/lonely.py has no scenario*", "Scenario 'no_fix' has no fix. Write*"])


def test_a_recipe_whose_shapes_disagree_is_named_with_the_shapes(folder, pytester):
    folder.add("wrong_shape", scenario=SCENARIO.replace("mlp, 2, 4", "mlp, 5, 4"))
    result = pytester.runpytest("scenarios/toy/wrong_shape.py")
    result.stdout.fnmatch_lines(["toy/wrong_shape, recipe 'broken', seed 0: *inputs (300, 2), targets (300,)*"])
    assert result.ret == 1


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ("--wreck-seeds=4", "*Ask for at least 5 seeds*"),
        ("--wreck-seeds=0", "*Ask for at least 5*"),
        ("--wreck-device=cuda:99", "Choose one of: cpu*"),
        ("--wreck-images=minst", "*Did you mean 'mnist'*"),
    ],
)
def test_options_that_cannot_work_are_refused_at_once(folder, pytester, option, says):
    result = pytester.runpytest("scenarios", option)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([says])


def test_a_foreign_session_imports_nothing_heavy(pytester):
    pytester.makepyfile(
        """
        import sys

        def test_nothing_was_imported():
            assert "trainwreck.pytest_plugin.hooks" in sys.modules
            assert not {"torch", "sklearn", "pandas", "rich", "trainwreck.pytest_plugin.items"} & set(sys.modules)
        """
    )
    (pytester.path / "scenarios").mkdir()  # a folder of this name makes no catalogue
    (pytester.path / "scenarios" / "test_other.py").write_text("def test_passes(): pass")
    subprocess.run([sys.executable, "-m", "pytest", "-q", pytester.path], check=True)

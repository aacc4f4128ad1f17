"""The generated parts of README and docs: what stands between their marks comes from results, and from the rules."""

import re
from pathlib import Path

import pandas as pd
import pytest
import torch

import trainwreck as tw
from tests.conftest import LESSON
from trainwreck.pages.catalogue import incidents
from trainwreck.pages.checks import alarms, confused, demands, vocabulary
from trainwreck.pages.filling import SECTIONS, pages
from trainwreck.pages.instruments import audit, examined, matched, speed
from trainwreck.pages.runs import SHOWN, goals, scores, study, verdicts
from trainwreck.pairs.checks import VOCABULARY, read
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.packs import BUILT_IN
from trainwreck.proof import goals as goals_
from trainwreck.proof import study as study_
from trainwreck.proof import texts, tidy
from trainwreck.proof.contract import RULES
from trainwreck.proof.results import Results
from trainwreck.training.setup import Setup


@pytest.fixture
def results(tmp_path: Path) -> Results:
    (tmp_path / "trainwreck.toml").write_text('package = "paper"\n')
    return Results(tmp_path / "results")


def runs(*names: str, component: str = "toy") -> pd.DataFrame:
    """Five broken runs that score 0.2 and five fixed ones that score 0.9, of each scenario."""
    rows = [
        (component, name, recipe, seed, score, score, score, score, symptom, reached, None)
        for name in names
        for recipe, score, symptom, reached in (("broken", 0.2, "stalls", None), ("fix", 0.9, "", 3))
        for seed in range(5)
    ]
    return pd.DataFrame(rows, columns=list(tidy.COLUMNS)).astype(tidy.COLUMNS)


def control() -> pd.DataFrame:
    healthy = runs("fine", component="controls")
    return healthy[healthy.recipe == "fix"].assign(recipe="healthy")


def record(results: Results, table: pd.DataFrame) -> None:
    every = set(table.scenario)
    results.runs.update(table, dict.fromkeys(every, "a"), every)


def test_what_stands_between_marks_is_made_anew_and_the_rest_is_left(tmp_path, results):
    record(results, runs("one"))
    page = tmp_path / "docs" / "results.md"
    page.parent.mkdir()
    page.write_text(
        "Before.\n<!-- scores_digits -->\nold\n<!-- /scores_digits -->\nAfter.\n<!-- mine -->\nx<!-- /mine -->\n"
    )
    text = pages(tmp_path)[page]
    assert text.startswith("Before.\n<!-- scores_digits -->\n\n| scenario |")
    assert text.endswith("<!-- /scores_digits -->\nAfter.\n<!-- mine -->\nx<!-- /mine -->\n")
    assert "old" not in text


def test_a_page_made_anew_a_second_time_is_the_same(tmp_path, results):
    record(results, runs("one"))
    page = tmp_path / "README.md"
    page.write_text(
        "".join(f"<!-- {name} -->\n<!-- /{name} -->\n" for name in ("verdicts", "scores", "goals", "demands"))
    )
    page.write_text(pages(tmp_path)[page])
    assert pages(tmp_path)[page] == page.read_text()


def test_a_catalogue_without_pages_has_none_to_be_written(tmp_path):
    assert pages(tmp_path) == {}


def test_scores_are_means_a_row_a_fix_or_control(results):
    record(results, pd.concat([runs("one"), control()]))
    assert scores(results).splitlines()[2:] == [
        "| fine |  | healthy |  | 0.90 |",
        "| one | stalls | fix | 0.20 | 0.90 |",
    ]


def test_verdicts_are_of_scenarios_by_their_names_and_say_how_many_more_there_are(results):
    record(results, pd.concat([runs(*(f"s{n:02}" for n in reversed(range(SHOWN + 3)))), control()]))
    text = verdicts(results)
    assert text.index("s00") < text.index(f"s{SHOWN - 1}")
    assert f"s{SHOWN}" not in text
    assert "fine" not in text
    assert "… 3 more …" in text
    first = " ".join(text.splitlines()[2].split())
    assert first == "s00 fix stalls 0.20 → 0.90 +0.70 (+0.70, +0.70) 0.031 3 ✓ holds"


def test_goals_have_no_share_where_honesty_is_judged(results):
    rows = [("toy", "honest", 0.8, 0.5, 0.9, None), ("toy", "other", 0.9, 0.1, 0.99, 0.899)]
    table = pd.DataFrame(rows, columns=list(goals_.COLUMNS)).astype(goals_.COLUMNS)
    results.goals.update(table, {"honest": "a", "other": "a"}, {"honest", "other"})
    assert goals(results).splitlines()[2:] == [
        "| honest | 0.50 | 0.800 | 0.900 |  |",
        "| other | 0.10 | 0.900 | 0.990 | 0.90 |",
    ]


STUDIED = {
    "component": "toy",
    "scenario": "one",
    "recipe": "fix",
    "first_seed": 100,
    "sets": 20,
    "held": 20,
    "worst_margin": 0.01,
    "deviations": 3.25,
    "gain": 0.4,
    "gain_low": 0.35,
    "gain_high": 0.45,
    "effect": 2.0,
    "p": 0.0002,
    "behind": 0.03,
    "behind_at_most": 0.04,
    "impostors": 40,
    "passed": 0,
    "unmasked": 3,
    "recalibrated": 1,
}


@pytest.mark.parametrize(("held", "told"), [(20, "every set: none."), (19, "every set: one (fix).")])
def test_a_study_names_what_did_not_hold_in_every_set(results, held, told):
    table = pd.DataFrame([{**STUDIED, "held": held}], columns=list(study_.COLUMNS))
    results.study.update(table.astype(study_.COLUMNS), {"one": "a"}, {"one"})
    lines = study(results).splitlines()
    assert told in lines[0]
    assert "0 of 40 impostors passed; 3 were refused by the check alone." in lines[0]
    fails = {20: "14%", 19: "22%"}[held]
    assert lines[-1] == (
        f"| one | fix | 100 | {held} of 20 | {fails} | 0.010 | 3.2 | 0.400 (0.350 to 0.450) | 2.0 | 0.000 "
        "| 0.030 (≤ 0.040) | 1 | 0 of 40 | 3 |"
    )


def test_a_study_marks_what_was_made_by_code_that_has_changed_since(results):
    component = results.folder.parent / "scenarios" / "toy"
    component.mkdir(parents=True)
    (component / "one.py").write_text("broken = 1\n")
    table = pd.DataFrame([STUDIED], columns=list(study_.COLUMNS))
    [entry] = Catalogue(results.folder.parent)
    results.study.update(table.astype(study_.COLUMNS), results.study.fingerprints([entry]), {"one"})
    assert study(results).splitlines()[-1].startswith("| one | fix | 100 | 20 of 20 |")
    (component / "one.py").write_text("broken = 2\n")
    assert study(results).splitlines()[-1].startswith("| one † | fix | 100 | 20 of 20 |")
    assert "† Studied with code that has changed since: 1." in study(results)


def test_every_rule_of_the_contract_is_a_row_with_its_explanation(results):
    text = demands(results)
    assert len(text.splitlines()) == 2 + len(RULES) + len(texts.CATALOGUE_RULES)
    for rule in RULES:
        assert f":{rule.name}`" in text
        assert rule.explanation in text
    assert "| `FIX:gain` | broken, FIX |" in text
    assert "| `FIX:goal`, `healthy:goal` | FIX, healthy |" in text


def test_incidents_are_listed_by_component_each_beside_its_scenario_and_counted(toy):
    told = (
        "- [A | B](https://example.org/7), 2019: Steps were too small.\n- [C](https://example.org/8), 2020: So it was."
    )
    toy.add("tiny_steps", lesson=f"{LESSON}\n## Real incidents\n\n{told}\n")
    toy.add("other_fault")
    assert incidents(Results(toy.root / "results")).splitlines() == [
        "1 of 2 scenarios have been met by others, on 2 pages.",
        "",
        "## toy",
        "",
        "| scenario | where | year | what was met there |",
        "|---|---|---|---|",
        "| [`tiny_steps`](../fixes/toy/tiny_steps.md) | [A &#124; B](https://example.org/7) | 2019 "
        "| Steps were too small. |",
        "| [`tiny_steps`](../fixes/toy/tiny_steps.md) | [C](https://example.org/8) | 2020 | So it was. |",
    ]


def test_a_table_of_timings_has_the_ratio_to_ours(results):
    results.folder.mkdir()
    table = "group,work,who,milliseconds\nstep,image,floor,8.0\nstep,image,ours,10.0\n"
    (results.folder / "benchmarks-cpu.csv").write_text(table)
    assert speed(results).splitlines()[2:] == [
        "| step | image | floor | 8.0 | 1.25 × |",
        "| step | image | ours | 10.0 |  |",
    ]


@pytest.mark.parametrize("section", [audit, examined, speed, matched, alarms, confused])
def test_a_part_of_which_nothing_is_recorded_says_how_to_record_it(results, section):
    assert re.fullmatch("Not (recorded|measured) yet: `[^`]+`.", section(results))


def test_an_examination_of_scripts_that_nobody_had_seen_need_not_be_recorded(results):
    results.folder.mkdir()
    heading = "set,script,fault,found,named,which,checks,watching,asking,seconds"
    rows = ["first,fine.py,healthy,0,0,,50,1.0,2.0,9.0", "first,ill.py,summed_loss,1,1,summed_loss,50,1.0,2.0,9.0"]
    (results.folder / "examine-cpu.csv").write_text("\n".join([heading, *rows]))
    assert "| first | 1 | 0 | 50 |" in examined(results)


def test_every_section_explains_itself():
    assert all(section.__doc__ for section in SECTIONS.values())


PAGES = pages(BUILT_IN)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_our_own_pages_show_what_is_recorded(page):
    assert page.read_text(encoding="utf-8") == PAGES[page], "Bring it up to date: trainwreck record --pages"


def test_every_word_that_a_check_may_ask_for_is_a_row(results):
    rows = vocabulary(results).splitlines()[2:]
    assert [row.split("`")[1] for row in rows] == list(VOCABULARY)


def test_the_check_of_the_page_on_checks_tells_a_detached_graph_from_its_fix():
    [code] = re.findall(
        r"^```python\n(.*?)^```", (BUILT_IN / "docs" / "checks.md").read_text(), re.MULTILINE | re.DOTALL
    )
    scope: dict = {}
    exec(compile(code, "docs/checks.md", "exec"), scope)
    pair = tw.load("detached_graph")
    setups = {name: Setup(pair.task, recipe, 0, torch.device("cpu")) for name, recipe in pair.recipes.items()}
    found = {name: read(scope["check"], setup) for name, setup in setups.items()}
    assert {name: reading.suspicious for name, reading in found.items()} == {"broken": True, "connected": False}


def test_false_alarms_are_counted_over_what_is_healthy(results):
    results.folder.mkdir()
    rows = [
        ("b", "fix", "fixed", "a", 4, 1),
        ("c", "healthy", "control", "a", 4, 0),
        ("b", "broken", "broken", "a", 4, 4),
    ]
    table = pd.DataFrame(rows, columns=["scenario", "recipe", "kind", "check", "applied", "fired"])
    table.assign(component="x", seeds=4, raised=0).to_csv(results.checks, index=False)
    text = alarms(results)
    assert "1 false alarms in 8 answers (12.5%)" in text
    assert "Of 1 faults, 1 are accused by the check of another" in text
    assert text.splitlines()[-1] == "| a | 8 | 1 | 0.125 |"

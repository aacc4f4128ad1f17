"""The measurement of the matching: what is counted, and that it is counted on what was left out."""

import numpy as np
import pandas as pd
import pytest

from trainwreck.matching import measured
from trainwreck.matching.matcher import Known, Matcher
from trainwreck.matching.measured import NEW, SEEN, accuracies, alarms, coverage, reliability
from trainwreck.matching.tables import tables
from trainwreck.pairs.entries import BROKEN, HEALTHY


def rows(*changes: dict[str, object]) -> pd.DataFrame:
    """Make a measurement: each row is right and sure, but for what is changed."""
    right = {
        "tested": NEW,
        "series": "losses",
        "scenario": "one",
        "component": "loop",
        "recipe": BROKEN,
        "seed": 0,
        "truth": "stalls",
        "said": "stalls",
        "confidence": 0.9,
        "enough": 0.5,
        "symptom_rank": 1,
        "component_rank": 1,
        "component_confidence": 0.9,
        "scenario_rank": 1,
        "scenario_confidence": 0.9,
    }
    return pd.DataFrame([{**right, **change} for change in changes])


def test_the_truth_may_be_first_or_among_three_and_chance_says_what_is_most_frequent():
    table = rows({}, {"symptom_rank": 3}, {"symptom_rank": 4, "truth": "slow"}, {"truth": "slow", "symptom_rank": 2})
    one = accuracies(table).set_index("question").loc["symptom of a broken run"]
    assert (one["logs"], one["first"], one["three"], one["most_frequent"]) == (4, 0.25, 0.75, 0.5)


def test_a_scenario_is_asked_for_on_fresh_seeds_and_a_symptom_on_left_out_scenarios():
    found = accuracies(rows({}, {"tested": SEEN}, {"tested": SEEN})).set_index("question").logs
    assert (found["symptom of a broken run"], found["scenario"]) == (1, 2)


def test_a_healthy_run_that_is_called_ill_is_an_alarm_unless_nothing_is_told():
    healthy = {"truth": HEALTHY}
    table = rows(healthy, healthy, {**healthy, "confidence": 0.4}, {**healthy, "said": HEALTHY}, {})
    by_runs = alarms(table).set_index("runs")
    assert by_runs.loc[HEALTHY, ["ill", HEALTHY, "cannot tell"]].tolist() == [0.5, 0.25, 0.25]
    assert by_runs.loc[BROKEN, "ill"] == 1


def test_the_more_is_answered_the_more_is_wrong():
    table = rows({}, {"confidence": 0.4, "symptom_rank": 2})
    at = coverage(table).set_index("from")
    assert at.loc["chosen", ["answered", "wrong"]].tolist() == [0.5, 0]
    assert at.loc["0.0", ["answered", "wrong"]].tolist() == [1, 0.5]


def test_confidence_that_is_too_high_is_an_error_of_calibration():
    _, error = reliability(pd.Series([0.9] * 4), pd.Series([True, False, False, False]))
    assert error == pytest.approx(0.65)


def test_a_log_is_matched_by_a_matcher_without_its_scenario(monkeypatch):
    seen: list[tuple[set[str], set[str]]] = []

    class Spy(Matcher):
        def answers(self, logs):
            asked = {known.rows.scenario[index] for index, log in known.logs.items() if any(log is one for one in logs)}
            seen.append((set(self.known.rows.scenario), asked))
            return super().answers(logs)

    monkeypatch.setattr(measured, "Matcher", Spy)
    monkeypatch.setattr(measured, "PARTS", (("losses",),))
    known = toy()
    table = measured.measured(known)
    *left_out, whole = seen
    assert len(left_out) == 4
    assert all(not asked & taught for taught, asked in left_out)
    assert whole == (set("abcd"), set("abcd"))
    assert (table[table.tested == SEEN].seed == 9).all()
    assert (table[table.tested == NEW].seed != 9).all()


def toy() -> Known:
    """Return logs of four scenarios, whose broken runs stall or climb, and whose fixed ones fall."""
    generator = np.random.default_rng(0)
    made = []
    for number, name in enumerate("abcd"):
        for seed in (0, 2, 4, 9):
            for recipe in (BROKEN, "fix"):
                slope = -2 if recipe != BROKEN else 0 if number % 2 else 5
                losses = 2.3 + slope * np.linspace(0, 1, 20) + generator.normal(size=20) / 100
                made.append(
                    {
                        "component": "loop" if number < 2 else "loss",
                        "scenario": name,
                        "recipe": recipe,
                        "kind": "fresh" if seed == 9 else "first",
                        "seed": seed,
                        "symptom": "" if recipe != BROKEN else "stalls" if number % 2 else "diverges",
                        "epochs": 2,
                        "losses": " ".join(map(str, losses)),
                        **dict.fromkeys(("validation_losses", "validation", "training"), "1 1"),
                    }
                )
    return Known.made(pd.DataFrame(made), {})


def test_the_tables_have_a_row_for_whatever_was_measured():
    series = ({"series": one, "tested": tested} for one in ("losses", "losses+validation") for tested in (NEW, SEEN))
    text = tables(rows({"truth": HEALTHY, "said": HEALTHY}, *series))
    assert "| symptom of a broken run | losses alone | left out | 1 | 1.00 | 1.00 | 1.00 |" in text
    assert "| scenario of a run that stalls | all series | fresh seed | 1 | 1.00 | 1.00 | 1.00 |" in text
    assert "scenario, fresh seed: expected calibration error 0.100." in text

"""The measured table: what is recorded, each with its interval."""

from pathlib import Path

import pandas as pd
import pytest

from trainwreck.proof import sightings, tidy
from trainwreck.proof.results import Results
from trainwreck.site.measured import COLUMNS, exact_interval, measured, text


@pytest.fixture
def results(tmp_path: Path) -> Results:
    (tmp_path / "trainwreck.toml").write_text('package = "paper"\n')
    results = Results(tmp_path / "results")
    ran = [
        ("toy", "one", recipe, 0, *[0.5] * 4, "stalls" if recipe == "broken" else "", None, None)
        for recipe in ("broken", "fix")
    ]
    runs = pd.DataFrame(ran, columns=list(tidy.COLUMNS)).astype(tidy.COLUMNS)
    results.runs.update(runs, {"one": "a"}, {"one"})
    seen = [("toy", "one", "broken", "stalls", True, 10, 10), ("toy", "one", "fix", "stalls", False, 10, 0)]
    table = pd.DataFrame(seen, columns=list(sightings.COLUMNS)).astype(sightings.COLUMNS)
    results.symptoms.update(table, {"one": "a"}, {"one"})
    return results


def test_a_symptom_is_a_row_with_its_exact_interval(results):
    table = measured(results)
    assert list(table.columns) == list(COLUMNS)
    assert table.kind.tolist() == ["broken", "fixed"]
    assert table.value.tolist() == [1.0, 0.0]
    assert table.low.round(3).tolist() == [0.692, 0.0]  # 0.025 ** (1 / 10)
    assert table.high.round(3).tolist() == [1.0, 0.308]


def test_what_a_check_said_is_a_row_and_its_own_is_marked(results):
    head = "component,scenario,recipe,kind,check,seeds,applied,fired,raised\n"
    results.checks.write_text(
        f"{head}toy,one,broken,broken,one,4,4,4,0\ntoy,one,trick,impostor,two,4,2,1,0\ntoy,one,fix,fixed,mute,4,0,0,4\n"
    )
    rows = measured(results).query("measure == 'check'")
    assert rows[["recipe", "kind", "name", "declared", "runs", "seen", "value"]].values.tolist() == [
        ["broken", "broken", "one", True, 4, 4, 1.0],
        ["trick", "impostor", "two", False, 2, 1, 0.5],
    ]


def test_the_interval_of_a_half_is_symmetric():
    low, high = exact_interval(pd.Series([5]), pd.Series([10]))
    assert low[0] == pytest.approx(1 - high[0])
    assert low[0] == pytest.approx(0.187, abs=0.001)


def test_where_nothing_is_recorded_the_table_is_empty(tmp_path):
    assert text(measured(Results(tmp_path))) == ",".join(COLUMNS) + "\n"

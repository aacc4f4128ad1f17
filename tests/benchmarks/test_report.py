"""How long a report takes, of one component and of the whole catalogue, beside reading the records that it is made of.

The whole catalogue is to be ready before a reader has gone elsewhere: in seconds, not minutes.
"""

import pytest

from trainwreck.pairs.entries import Catalogue
from trainwreck.proof.results import Results
from trainwreck.reporting.page import page
from trainwreck.reporting.recorded import Shelf, report

WORK = ("one component", "whole catalogue")

pytestmark = [pytest.mark.benchmark(group="report"), pytest.mark.parametrize("work", WORK)]


@pytest.fixture
def results() -> Results:
    return Results(Catalogue().root / "results")


def test_report_floor(benchmark, work, results):
    shelf = benchmark.pedantic(Shelf, args=(results,), rounds=3)
    assert not shelf.curves("high_learning_rate").empty


def test_report_ours(benchmark, work, results):
    entries = [entry for entry in Catalogue() if work == "whole catalogue" or entry.component == "optimizer"]
    text = benchmark.pedantic(lambda: page(report(results, entries)), rounds=3)
    assert all(entry.name in text for entry in entries)

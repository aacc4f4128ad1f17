"""Two findings of an attempt: what it reaches, and whether the cause is gone; "cannot tell" is one of the answers."""

from dataclasses import replace

import pytest

from tests.learning.conftest import BROKEN_RATE, RATE
from trainwreck.learning.judging import tried
from trainwreck.training.run import Reading


def attempt(case, text, check=None):
    pair = replace(case.pair, check=check) if check else case.pair
    return tried(pair, text, case.path, [3, 4])


def test_a_repaired_script_without_its_cause(case):
    found = attempt(case, case.text.replace(BROKEN_RATE, RATE))
    assert (found.repaired, found.cause_removed) == (True, True)
    assert len(found.seeds) == 2


def test_a_script_that_reaches_the_goal_with_the_cause_still_there(case):
    text = case.text.replace(BROKEN_RATE, "lr=1e-7").replace(
        "optimizer.step()", "(loss.backward, [p.data.add_(p.grad, alpha=-10.0) for p in model.parameters()])"
    )
    found = attempt(case, text)
    assert (found.repaired, found.cause_removed) == (True, False)


def test_a_check_that_a_change_takes_the_ground_from_is_quiet(case):
    def check(optimizer):
        rate = optimizer.param_groups[0]["lr"]
        return Reading(rate, suspicious=True) if rate < 1e-6 else None

    assert attempt(case, case.text.replace(BROKEN_RATE, RATE), check).cause_removed is True


def test_a_check_that_does_not_even_apply_to_what_was_handed_out_tells_nothing(case):
    found = attempt(case, case.text.replace(BROKEN_RATE, RATE), lambda raw: None)
    assert found.cause_removed is None
    assert "cannot look into a script" in found.untold


@pytest.mark.parametrize(("old", "new"), [("optimizer.step()", "1 / 0"), ("history = []", "history = [")])
def test_a_script_that_ends_with_an_error_is_neither(case, old, new):
    found = attempt(case, case.text.replace(old, new))
    assert (found.repaired, found.cause_removed) == (False, False)
    assert found.failed

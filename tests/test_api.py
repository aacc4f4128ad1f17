"""What a program may not ask for is refused before any work is done."""

import pytest

import trainwreck as tw
from trainwreck.errors import UserError


def test_a_grading_on_no_seeds_is_refused():
    with pytest.raises(UserError, match=r"0 seeds are none\. Ask for 1 or more\."):
        tw.grade("broadcast_targets", "train.py", seeds=0, trust=True)


def test_a_proof_by_no_workers_is_refused():
    with pytest.raises(UserError, match=r"0 workers are none\. Ask for 1 or more\."):
        next(tw.prove("broadcast_targets", workers=0))


def test_a_score_by_no_workers_is_refused():
    with pytest.raises(UserError, match=r"-1 workers are none\. Ask for 1 or more\."):
        tw.score("silent", only="broadcast_targets", workers=-1)

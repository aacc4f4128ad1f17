"""The tool that asks all checks of the catalogue."""

from tests.referee.conftest import brief_of
from tests.referee.tools.test_checklist import CALM, HEAD, points, sides
from trainwreck.referee.answer import HEALTHY, Cause
from trainwreck.referee.case import Case
from trainwreck.referee.tools import checks


def asked(recipe, tmp_path):
    return checks.diagnose(Case(brief_of(HEAD + recipe, points(), sides(points())), tmp_path))


def test_a_healthy_set_up_is_healthy(tmp_path):
    assert asked(CALM, tmp_path) == HEALTHY


def test_each_check_that_is_suspicious_names_its_own_fault(tmp_path):
    only_the_last = CALM.replace("partial(Adam, lr=0.02)", "lambda parameters: Adam(list(parameters)[2:], lr=0.02)")
    assert only_the_last != CALM
    answer = asked(only_the_last, tmp_path)
    assert Cause("optimizer", "forgotten_parameters") in answer.causes
    assert "forgotten_parameters: " in answer.evidence

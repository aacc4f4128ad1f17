"""What a task may hold."""

from dataclasses import replace

import pytest

from tests.training.quadrants import TASK
from trainwreck.errors import UserError


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"goal": float("nan")}, "a finite number, not nan. Correct it."),
        ({"goal": "0.9"}, "a finite number, not '0.9'."),
        ({"data": None}, "a function, not None."),
        ({"score": 0.5}, "a function, not 0.5."),
        ({"standard": "svm"}, "a function or None, not 'svm'."),
        ({"with_images": True}, "a function or None, not True."),
    ],
)
def test_a_field_that_cannot_be_meant_is_refused_with_the_cure(wrong, says):
    [name] = wrong
    with pytest.raises(UserError, match=rf"Task\({name}=…\) must be {says}"):
        replace(TASK, **wrong)


@pytest.mark.parametrize("number", [1, True, 0.25])
def test_a_score_may_be_any_kind_of_number_and_comes_back_as_a_float(number):
    score = replace(TASK, score=lambda outputs, targets: number).scored(None, None)
    assert isinstance(score, float)
    assert score == number

"""A cause is named by the fault, by its component, or by what an expert would accept as well."""

import pytest

from trainwreck.errors import UserError
from trainwreck.learning.diagnosis import diagnose
from trainwreck.pairs.entries import Catalogue

CATALOGUE = Catalogue()
ACCEPTING = next(entry for entry in CATALOGUE if entry.also_accepted)


@pytest.mark.parametrize(
    ("name", "said", "right", "exact"),
    [
        ("accumulated_gradients", "accumulated_gradients", True, True),
        ("accumulated_gradients", "loop", True, False),
        (ACCEPTING.name, ACCEPTING.also_accepted[0], True, False),
        ("accumulated_gradients", "raw_pixels", False, False),
        ("accumulated_gradients", "healthy", False, False),
        ("gradient_accumulation", "healthy", True, True),
        ("gradient_accumulation", "accumulated_gradients", False, False),
    ],
)
def test_a_diagnosis_is_held_against_all_that_an_expert_would_accept(name, said, right, exact):
    found = diagnose(CATALOGUE.entry(name), said, CATALOGUE)
    assert (found.right, found.exact) == (right, exact)


@pytest.mark.parametrize("said", ["acumulated_gradients", "controls", "gradient_accumulation", ""])
def test_what_is_no_diagnosis_is_told_what_one_is(said):
    with pytest.raises(UserError, match="a component \\(data, evaluation"):
        diagnose(CATALOGUE.entry("accumulated_gradients"), said, CATALOGUE)

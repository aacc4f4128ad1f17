"""What is recorded of the built-in catalogue, read once, and a matcher for logs with nothing but losses."""

import pytest

from trainwreck.matching.matcher import Known, Matcher
from trainwreck.pairs.entries import Catalogue


@pytest.fixture(scope="session")
def known() -> Known:
    return Known.of(Catalogue())


@pytest.fixture(scope="session")
def by_losses(known: Known) -> Matcher:
    return Matcher(known.taught, ("losses",))

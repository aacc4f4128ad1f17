"""The contract, once: pytest makes an item of each demand, the command line and verdicts judge the same list."""

from collections.abc import Iterator

from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.loading import Pair
from trainwreck.proof import runs, texts
from trainwreck.proof.demand import Demand, Finding

RULES = [*texts.RULES, *runs.RULES]


def contract(pair: Pair) -> list[Demand]:
    """Return all that is demanded of a scenario with its fixes, or of a control."""
    return [demand for rule in RULES for demand in rule.demands(pair)]


def of_catalogue(catalogue: Catalogue) -> Iterator[tuple[str, Finding]]:
    """Yield what no single pair can show: the names and findings of the rules for the catalogue as a whole."""
    for rule in texts.CATALOGUE_RULES:
        yield f"catalogue:{rule.__name__.replace('_', '-')}", rule(catalogue)

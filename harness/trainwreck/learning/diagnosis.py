"""The cause of a case, named before it is mended: which answers are right."""

from dataclasses import dataclass

from trainwreck.errors import UserError, suggest
from trainwreck.pairs.entries import CONTROLS, Catalogue, Entry

HEALTHY = "healthy"


@dataclass(frozen=True)
class Diagnosis:
    """What somebody said of a case, and whether an expert would accept it.

    ``exact``  whether it names the fault itself, and not its component or what can hardly be told from it.
    """

    said: str
    right: bool
    exact: bool


def diagnose(entry: Entry, said: str, catalogue: Catalogue) -> Diagnosis:
    """Judge the name of a scenario, of a component, or "healthy"; another word is a UserError that suggests one."""
    known = answers(catalogue)
    if said not in known:
        raise UserError(
            f"{said!r} is no diagnosis.{suggest(said, known)} Say the name of a scenario (`trainwreck list`), a "
            f"component ({', '.join(components(catalogue))}), or '{HEALTHY}'."
        )
    if entry.is_control:
        return Diagnosis(said, right=said == HEALTHY, exact=said == HEALTHY)
    return Diagnosis(said, right=said in (entry.name, entry.component, *entry.also_accepted), exact=said == entry.name)


def answers(catalogue: Catalogue) -> list[str]:
    """Return all that can be said of a case."""
    scenarios = [entry.name for entry in catalogue if not entry.is_control]
    return [*scenarios, *components(catalogue), HEALTHY]


def components(catalogue: Catalogue) -> list[str]:
    """Return the components that can be at fault."""
    return [name for name in catalogue.components() if name != CONTROLS]

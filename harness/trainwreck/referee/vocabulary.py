"""What a tool may name: components and faults of the built-in catalogue, and of the one that it is scored on."""

from dataclasses import dataclass

from trainwreck.errors import suggest
from trainwreck.pairs.entries import Catalogue
from trainwreck.referee.answer import Cause


@dataclass(frozen=True)
class Vocabulary:
    """Every fault with its component."""

    component_of: dict[str, str]

    @classmethod
    def of(cls, catalogue: Catalogue) -> "Vocabulary":
        """Return the words for a catalogue. Of two faults of one name, its own counts."""
        entries = reversed(catalogue.known())
        return cls({entry.name: entry.component for entry in entries if not entry.is_control})

    @property
    def components(self) -> list[str]:
        """The components in which there is a fault."""
        return sorted(set(self.component_of.values()))

    @property
    def faults(self) -> dict[str, list[str]]:
        """The faults of each component."""
        return {one: sorted(name for name, its in self.component_of.items() if its == one) for one in self.components}

    def cause(self, name: str) -> Cause:
        """Return the cause that a scenario means by a fault's or a component's name."""
        return Cause(self.component_of[name], name) if name in self.component_of else Cause(name)

    def complaint(self, causes: tuple[Cause, ...]) -> str:
        """Return what is wrong with the first cause that is not in the vocabulary, or nothing."""
        components = self.components
        for cause in causes:
            if cause.component not in components:
                near = suggest(cause.component, components)
                return f"named the component {cause.component!r}.{near} There are: {', '.join(components)}."
            if cause.fault is not None and cause.fault not in self.component_of:
                near = suggest(cause.fault, self.component_of)
                return f"named the fault {cause.fault!r}, which is not in the catalogue.{near}"
        return ""

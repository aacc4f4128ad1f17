"""The names that the tensors of a split have in a script."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Samples:
    """A split's inputs, targets and groups, by name.

    >>> Samples.called("validation").pair
    ('X_val', 'y_val')
    """

    inputs: str
    targets: str
    groups: str = "groups"

    @classmethod
    def called(cls, name: str) -> "Samples":
        """Return the names for a split that a recipe calls ``name``."""
        known = {"raw": RAW, "train": TRAIN, "validation": VALIDATION}
        return known.get(name) or cls(f"X_{name}", f"y_{name}", f"groups_{name}")

    @property
    def pair(self) -> tuple[str, str]:
        """The inputs and the targets."""
        return self.inputs, self.targets

    def at(self, rows: str) -> tuple[str, str]:
        """Return the pair at some rows."""
        return f"{self.inputs}[{rows}]", f"{self.targets}[{rows}]"

    def given(self, values: tuple[str, str]) -> list[str]:
        """Return the statement that assigns a pair of values; what is so already is left out.

        >>> RAW.given(("X", "y[1:]"))
        ['y = y[1:]']
        """
        changed = [(name, value) for name, value in zip(self.pair, values, strict=True) if name != value]
        if not changed:
            return []
        return [f"{', '.join(name for name, _ in changed)} = {', '.join(value for _, value in changed)}"]


RAW, TRAIN, VALIDATION = Samples("X", "y"), Samples("X_train", "y_train"), Samples("X_val", "y_val")

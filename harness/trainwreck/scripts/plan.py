"""What the cells of one script need to know of each other."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from trainwreck.scripts.code import Unknown
from trainwreck.scripts.factories import RENAMED
from trainwreck.scripts.file import RecipeFile
from trainwreck.scripts.preparation import Preparation, preparation
from trainwreck.training.recipe import Recipe, predict


@dataclass(frozen=True)
class Plan:
    """A recipe, the file that it is written out as, and the names that the script has for its functions."""

    recipe: Recipe
    file: RecipeFile
    prepared: Preparation
    score: str
    criterion: str
    predict: str

    @classmethod
    def of(cls, recipe: Recipe, file: RecipeFile, score: Callable[..., float]) -> "Plan":
        """Return the plan for a recipe; a score that has no name is refused."""
        if not getattr(score, "__name__", "").isidentifier():
            raise Unknown(f"the task's score is `{score!r}`. Use a function that is defined with `def`")
        criterion, asked = _name_of(file, "loss", "criterion"), _name_of(file, "predict", "predict")
        return cls(recipe, file, preparation(file), score.__name__, criterion, asked)

    @property
    def words(self) -> str:
        """The score's name as it stands in the log."""
        return self.score.replace("_", " ")

    @property
    def is_textbook(self) -> bool:
        """Whether what is predicted is what the loss is computed of."""
        return self.recipe.predict is predict

    @property
    def waits_for_plateau(self) -> bool:
        """Whether the schedule looks at the validation loss."""
        made_by: Any = self.recipe.schedule.func if isinstance(self.recipe.schedule, partial) else self.recipe.schedule
        return getattr(made_by, "__name__", "") == "ReduceLROnPlateau"

    def steps_per(self, what: str) -> bool:
        """Say whether there is a schedule that is advanced per epoch, or per batch."""
        return self.recipe.schedule is not None and self.recipe.schedule_per == what

    def asked(self, inputs: str) -> str:
        """Return the model's outputs for inputs."""
        return f"{self.predict}(model, {inputs})"

    def scored(self, outputs: str, targets: str) -> str:
        """Return the score of outputs, in the task's own units."""
        return f"{self.score}({self.prepared.in_units(outputs)}, {self.prepared.in_units(targets)})"


def _name_of(file: RecipeFile, field: str, otherwise: str) -> str:
    function = file.function(field)
    return RENAMED.get(function.name, function.name) if function else otherwise

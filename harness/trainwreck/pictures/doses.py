"""How the harm grows with the dose: what the broken recipe scores at five doses, and what the fix does."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trainwreck.pictures.axes import legend, level, score_scale
from trainwreck.pictures.panel import Panel
from trainwreck.pictures.theme import colours, dashes

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Dose:
    """What is scored at one dose: the mean, and the ends of its 95 % interval; of the broken recipe and of its fix.

    ``plain`` marks the dose of the scenario itself.
    """

    dose: float
    broken: tuple[float, float, float]
    fixed: tuple[float, float, float]
    plain: bool = False


def dose_response(doses: list[Dose], of: str, goal: float, fix: str, score: str = "held-back score") -> Panel:
    """Draw the scores over five doses in the order of their harm, with their intervals.

    ``of`` says what is dosed, ``score`` what is judged, ``fix`` which recipe the broken one is compared with.
    """
    scores = ", ".join(f"{one.broken[0]:.2f} at {one.dose:g}" for one in doses)
    own = ", ".join(f"{one.dose:g}" for one in doses if one.plain)
    words = f"The {score} of broken by {of}: {scores}. The goal is {goal:.2f}; the scenario's own dose is {own}."
    return Panel(lambda part: _draw(part.subplots(), doses, of, goal, fix, score), words)


def _draw(axes: "Axes", doses: list[Dose], of: str, goal: float, fix: str, score: str) -> None:
    places = range(1, len(doses) + 1)
    parts = {"broken": [one.broken for one in doses], fix: [one.fixed for one in doses]}
    for (label, scores), colour, dash in zip(parts.items(), colours([True, False]), dashes(2), strict=True):
        means = [mean for mean, _, _ in scores]
        reach = [[mean - low for mean, low, _ in scores], [high - mean for mean, _, high in scores]]
        axes.errorbar(places, means, reach, color=colour, ls=dash, lw=2, marker="o", ms=5, capsize=3, label=label)
    level(axes, goal, f"goal\n({goal:.2f})")
    axes.set_xticks(list(places), [f"{one.dose:g}" + ("\nthe scenario" if one.plain else "") for one in doses])
    axes.set_xlabel(of)
    score_scale(axes, [end for one in doses for end in (*one.broken, *one.fixed)])
    axes.set_title(f"{score} by dose, with 95 % intervals")
    legend(axes)

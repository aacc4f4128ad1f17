"""Pictures of a run that is handed out, and of an attempt beside it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trainwreck.learning.running import Ran
from trainwreck.pictures.curves import Curve, Series
from trainwreck.pictures.losses import loss_curves
from trainwreck.pictures.panel import svg
from trainwreck.pictures.scores import Scored, score_curves

if TYPE_CHECKING:
    from trainwreck.learning.judging import Attempt, OnSeed

RUN, ATTEMPT = "run.svg", "attempt.svg"
HANDED_OUT, YOURS = "handed out", "yours"


def run(ran: Ran) -> str:
    """Return the run that is handed out as SVG: its losses, and its scores as its own log has them."""
    losses = Series(HANDED_OUT, [Curve.of_losses(ran.losses)], broken=True)
    training, reported = ([Curve.of_scores(scores)] for scores in (ran.log.training, ran.log.validation))
    scores = Scored(HANDED_OUT, training=training, reported=reported, broken=True)
    return svg("The run that is handed out", loss_curves(losses), score_curves(scores))


def attempt(attempt: "Attempt") -> str:
    """Return an attempt as SVG, on all data that it was tried on, beside what was handed out."""
    seeds = attempt.seeds
    losses = (
        Series(HANDED_OUT, [Curve.of_losses(one.before.losses) for one in seeds], broken=True),
        Series(YOURS, [Curve.of_losses(one.losses) for one in seeds]),
    )
    before = [[epoch.scores for epoch in one.before.epochs] for one in seeds]
    scores = (
        Scored(
            HANDED_OUT,
            reported=[Curve.of_scores([one.reported for one in epochs]) for epochs in before],
            held_back=[Curve.of_scores([one.true for one in epochs]) for epochs in before],
            broken=True,
        ),
        Scored(YOURS, reported=[Curve.of_scores(one.validation) for one in seeds], held_back=_came_out(seeds)),
    )
    goal = None if attempt.by_report else seeds[0].goal
    return svg("An attempt beside what was handed out", loss_curves(*losses), score_curves(*scores, goal=goal))


def _came_out(seeds: "Sequence[OnSeed]") -> list[Curve]:
    """Return the score of each model that came out: on held-back data a script's model is scored in the end alone."""
    return [Curve([one.true], [max(len(one.validation), 1)], final=one.true) for one in seeds]

"""What came of matching a log as one page of HTML that needs nothing else: no network, no other file."""

from html import escape

from trainwreck.matching.features import start
from trainwreck.matching.log import Log
from trainwreck.matching.match import Match
from trainwreck.matching.words import headline, nearest, to_decide
from trainwreck.pictures.curves import Curve, Series
from trainwreck.pictures.losses import loss_curves
from trainwreck.pictures.panel import Panel, svg
from trainwreck.pictures.scores import Scored, score_curves

LOOK = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
svg { width: 100%; height: auto; }
:root { color-scheme: light dark; }
"""


def page(title: str, match: Match) -> str:
    """Return the page: what is told, the log beside the runs that it resembles, and what would decide."""
    told = [headline(match), *nearest(match)]
    decide = "".join(f"<li>{escape(line)}</li>" for line in to_decide(match))
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in told)
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{LOOK}</style></head>\n<body>\n<h1>{escape(title)}</h1>\n{paragraphs}\n"
        f"{svg(title, *_panels(match))}\n<h2>What would decide</h2>\n<ul>{decide}</ul>\n</body>\n</html>\n"
    )


def _panels(match: Match) -> list[Panel]:
    logs = {"your log": match.log, **{one.name: one.log for one in match.candidates}}
    losses = [Series(name, [_loss(log)], broken=log is match.log) for name, log in logs.items()]
    scores = [
        Scored(name, training=_scores(log.training), reported=_scores(log.validation), broken=log is match.log)
        for name, log in logs.items()
        if log.training or log.validation
    ]
    note = "in multiples of the first, over the run in per cent"
    panels = [loss_curves(*losses, note=note, along="per cent of the run", place="{:.0f} %")]
    return [*panels, score_curves(*scores, along="per cent of the run")] if match.log.validation else panels


def relative(log: Log) -> list[float]:
    """Return the losses in multiples of the first, as they are compared; what is not finite is kept."""
    return [loss / start(log.losses) for loss in log.losses]


def _loss(log: Log) -> Curve:
    whole = Curve.of_losses(relative(log))
    share = 100 / max(len(log.losses) - 1, 1)
    ended = None if whole.ended is None else whole.ended * share
    return Curve(whole.values, [at * share for at in whole.at], ended)


def _scores(values: tuple[float, ...]) -> list[Curve]:
    share = 100 / max(len(values) - 1, 1)
    return [Curve(list(values), [place * share for place in range(len(values))])] if values else []

"""How a notebook shows entries, pairs, runs and verdicts: the same pictures, drawn from records or from the run."""

from functools import singledispatch
from html import escape

from trainwreck.pairs.entries import Entry
from trainwreck.pairs.loading import Pair
from trainwreck.pictures.curves import Curve, Series
from trainwreck.pictures.losses import loss_curves
from trainwreck.pictures.panel import svg
from trainwreck.pictures.recorded import panels
from trainwreck.pictures.scores import Scored, score_curves
from trainwreck.proof.results import Results
from trainwreck.proof.verdict import Verdict
from trainwreck.training.run import Run


@singledispatch
def shown(_: object) -> str | None:
    """Return something as HTML; None of what a notebook may show as it shows anything."""
    return None


@shown.register
def _(entry: Entry) -> str:
    """Show what one sees, and the recorded runs if there are any; nothing tells what is wrong."""
    results = Results(entry.root / "results")
    recorded = entry.name in set(results.curves.read().scenario)
    picture = svg(entry.title, *panels(entry, results, fixes=False)) if recorded else ""
    story = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in entry.story.split("\n\n"))
    return f"<p><b>{escape(entry.title)}</b></p>{story}{picture}"


@shown.register
def _(pair: Pair) -> str | None:
    return shown(pair.entry)


@shown.register
def _(run: Run) -> str:
    """Show a run's losses and scores."""
    epochs = [epoch.scores for epoch in run.epochs]
    training, reported, true = ([getattr(one, name) for one in epochs] for name in ("training", "reported", "true"))
    scores = Scored(
        f"seed {run.seed}",
        training=[Curve.of_scores(training, run.final.training)],
        reported=[Curve.of_scores(reported, run.final.reported)],
        held_back=[Curve.of_scores(true, run.final.true)],
    )
    return svg(scores.label, loss_curves(Series(scores.label, [Curve.of_losses(run.losses)])), score_curves(scores))


@shown.register
def _(verdict: Verdict) -> str:
    """Show a verdict in a line, and every demand that is not met."""
    unmet = "".join(f"<li><code>{escape(name)}</code>: {escape(said)}</li>" for name, said in verdict.failed.items())
    return f"<p>{escape(str(verdict))}</p>" + (f"<ul>{unmet}</ul>" if unmet else "")

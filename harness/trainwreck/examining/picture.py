"""One's own loss beside the recorded runs of a scenario that looks like it."""

import math
from collections.abc import Sequence

from trainwreck.errors import UserError
from trainwreck.pairs.entries import BROKEN, Catalogue
from trainwreck.pictures.curves import Curve, Series
from trainwreck.pictures.losses import loss_curves
from trainwreck.pictures.panel import svg
from trainwreck.pictures.recorded import losses as recorded_losses
from trainwreck.pictures.recorded import recorded
from trainwreck.proof.results import Results


def picture(losses: Sequence[float], scenario: str) -> str:
    """Return a picture as SVG; nothing if there is no loss, or no scenario of this name was recorded."""
    finite = [loss for loss in losses if math.isfinite(loss)]
    if not finite:
        return ""
    ended = None if len(finite) == len(losses) else len(finite)
    yours = loss_curves(Series("yours", [Curve(finite, list(range(len(finite))), ended)], broken=True))
    try:
        catalogue = Catalogue()
        entry = catalogue.entry(scenario)
        rows = recorded(entry, Results(catalogue.root / "results"))
    except UserError:
        return svg("your loss", yours)
    return svg(f"your loss, and {scenario}", yours, recorded_losses(rows[rows.recipe == BROKEN]))

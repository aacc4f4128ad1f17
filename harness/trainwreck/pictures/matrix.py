"""All checks on all faults in one picture, and beside it how often each check is suspicious of what is healthy."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from trainwreck.pairs.entries import BROKEN
from trainwreck.pictures.panel import Panel
from trainwreck.pictures.theme import BROKEN as OWN
from trainwreck.pictures.theme import FAINT, GRID, HEALTHY
from trainwreck.proof.matrix import confusions, false_alarms

if TYPE_CHECKING:
    from matplotlib.figure import SubFigure

ROW = 0.125  # inches


def check_matrix(table: pd.DataFrame) -> Panel:
    """Draw what every check says of every fault, from the table that ``trainwreck matrix`` makes.

    A row is a check, a column a fault. A square is a suspicion on more than half of the seeds: of its own fault, or of
    another's. A dot is a check that applies and is quiet; where it does not apply there is nothing.
    """
    alarms = false_alarms(table).set_index("check")
    broken = table[table.kind == BROKEN]
    faults = broken.drop_duplicates("scenario").sort_values(["component", "scenario"]).scenario.tolist()
    checks = [fault for fault in faults if fault in set(broken.check)]
    everything = alarms.loc["all"]
    words = (
        f"{len(checks)} checks on {len(faults)} faults. {len(confusions(table))} faults are accused by the check of "
        f"another as well. Of healthy set-ups: {everything.fired:.0f} alarms in {everything.applied:.0f} answers."
    )
    return Panel(lambda part: _draw(part, broken, faults, checks, alarms), words, 2.4 + ROW * len(checks))


def _draw(part: "SubFigure", broken: pd.DataFrame, faults: list[str], checks: list[str], alarms: pd.DataFrame) -> None:
    squares, bars = part.subplots(1, 2, sharey=True, width_ratios=[5, 1])
    column, row = ({name: place for place, name in enumerate(names)} for names in (faults, checks))
    known = broken[broken.check.isin(checks)]
    x, y = known.scenario.map(column), known.check.map(row)
    fired, own = 2 * known.fired > known.seeds, known.check == known.scenario
    for where, colour, size, marker in (
        (~fired, GRID, 2, "o"),
        (fired & ~own, HEALTHY[0], 14, "s"),
        (fired & own, OWN, 14, "s"),
    ):
        squares.scatter(x[where], y[where], s=size, c=colour, marker=marker, linewidths=0)
    squares.set_xticks(range(len(faults)), faults, rotation=90, fontsize=5.5)
    squares.set_yticks(range(len(checks)), checks, fontsize=5.5)
    squares.set(xlim=(-1, len(faults)), ylim=(len(checks), -1), xlabel="fault", ylabel="check of")
    squares.grid(False)
    squares.set_title("suspicious of its own fault (orange), of another (blue), of neither (dot)")
    shares = alarms.share.reindex(checks).fillna(0.0)
    bars.barh(np.arange(len(checks)), shares, color=FAINT)
    bars.set(xlabel="share of alarms\nat healthy set-ups", xlim=(0, max(0.05, shares.max() * 1.1)))
    bars.grid(True, axis="x")
    bars.grid(False, axis="y")

"""What a program or a notebook calls: the catalogue, a pair, a proof, a match, a grading, a tool's score."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from trainwreck.errors import UserError, suggest
from trainwreck.pairs import packs
from trainwreck.pairs.entries import Catalogue, Entry
from trainwreck.pairs.symptoms import Symptom

if TYPE_CHECKING:
    import pandas as pd

    from trainwreck.judging.findings import Grading
    from trainwreck.learning.judging import Attempt
    from trainwreck.matching.match import Match
    from trainwreck.pairs.loading import Pair
    from trainwreck.proof.verdict import Verdict
    from trainwreck.referee.scorecard import Scorecard

Where = str | Path | None


def catalogue(where: Where = None, *, component: str | None = None, symptom: str | None = None) -> list[Entry]:
    """Return the scenarios and controls, all or those of one component or symptom.

    ``where`` is the folder of a catalogue or the name of an installed pack; by default it is the catalogue around the
    present folder, or the one that comes with trainwreck.

    >>> [entry.name for entry in catalogue(component="evaluation")]
    ['stale_checkpoint', 'train_mode_evaluation']
    """
    entries = Catalogue(packs.find(where))
    for word, known in ((component, entries.components()), (symptom, [str(symptom) for symptom in Symptom])):
        if word is not None and word not in known:
            raise UserError(f"There is no {word!r}.{suggest(word, known)} Choose one of: {', '.join(known)}.")
    return [e for e in entries if component in (None, e.component) and symptom in (None, e.symptom)]


def load(name: str, *, images: str = "digits", data_root: Path = Path("data"), catalogue: Where = None) -> "Pair":
    """Return a scenario with its fixes, or a control: a pair without a broken recipe.

    ``images``     the source of tasks on images: ``digits``, or ``mnist``, downloaded into ``data_root`` where absent.
    ``catalogue``  the folder of a catalogue or the name of an installed pack; by default as for ``tw.catalogue``.
    A name that is not there, or a file that cannot be loaded, is a UserError.

    >>> pair = load("accumulated_gradients")
    >>> sorted(pair.fixes), pair.symptom.value
    (['zeroed_gradients'], 'diverges')
    """
    from trainwreck.pairs import loading
    from trainwreck.proof.conditions import Conditions

    conditions = Conditions.checked(images=images, data_root=data_root)
    return loading.load(Catalogue(packs.find(catalogue)).entry(name), conditions.images)


def prove(
    *names: str,
    seeds: int = 5,
    first_seed: int = 0,
    images: str = "digits",
    data_root: Path = Path("data"),
    device: str = "cpu",
    workers: int = 1,
    catalogue: Where = None,
) -> "Iterator[Verdict]":
    """Train scenarios (all, if none is named) and their fixes, and yield a verdict a fix as each is done.

    ``seeds``    how many, at least five: with fewer no gain is beyond luck. They are ``first_seed`` and those after it.
    ``device``   ``cpu`` or ``cuda``.
    ``workers``  how many processes train; with more than one, a script needs ``if __name__ == "__main__":``.
    The others are those of ``tw.load``. What cannot be asked for is a UserError; what fails in training is a verdict.

    >>> for verdict in prove("broadcast_targets"):
    ...     print(verdict)
    ✓ broadcast_targets / squeezed_outputs: 0.04 → 0.96, holds
    """
    from trainwreck.proof import prove as proof
    from trainwreck.proof.conditions import Conditions

    _require_some(workers, "workers")
    conditions = Conditions.checked(seeds, first_seed, images, data_root, device)
    entries = Catalogue(packs.find(catalogue)).entries(names)
    for proven in proof.prove(entries, conditions, workers=workers):
        yield from proven.verdicts


def match(
    log: "str | Path | pd.DataFrame",
    *,
    loss: str | None = None,
    validation_loss: str | None = None,
    validation: str | None = None,
    score: str | None = None,
    rate: str | None = None,
    catalogue: Where = None,
) -> "Match":
    """Say what a training's log looks like, a file, a folder that holds one, or a frame with a row a step or an epoch.

    The other arguments name columns where that is needed: the training loss, the validation loss, the scores on the
    validation and the training part (higher is better), the learning rate. A log without a loss is a UserError.

    >>> import pandas as pd
    >>> found = match(pd.DataFrame({"loss": [2.3, 2.31, 2.3, 2.29, 2.31, 2.3, 2.29, 2.31]}))
    >>> found.told, found.candidates[0].log.losses[0] > 0
    ('stalls', True)
    """
    from trainwreck.matching import columns, reading
    from trainwreck.matching.match import matched

    found = reading.read(Path(log)) if isinstance(log, str | Path) else reading.of_frame(log)
    told = {
        "losses": loss,
        "validation_losses": validation_loss,
        "validation": validation,
        "training": score,
        "rates": rate,
    }
    return matched(*columns.log_of(found, told), Catalogue(packs.find(catalogue)))


def attempt(
    case: str | Path = ".", *, seeds: int = 2, progress: Callable[[], None] = lambda: None, catalogue: Where = None
) -> "Attempt":
    """Try the script of a case, as `trainwreck try` does; a notebook shows the curves and what was found.

    ``case``      its folder; ``seeds``: on how many sets of new data the script is run, one or more.
    ``progress``  is called after each of them.
    What ends the script with an error is told in the attempt; a folder that is no case is a UserError.

    >>> attempt("case-01")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    trainwreck.errors.UserError: There are no cases in ... `trainwreck start` makes some.
    """
    from trainwreck.learning.attempting import attempted
    from trainwreck.learning.workspace import Workspace

    _require_some(seeds, "seeds")
    folder = Path(case)
    workspace = Workspace.around(folder)
    name = workspace.entry(folder, Catalogue(packs.find(catalogue))).name
    pair = load(name, images=workspace.images, data_root=Path(workspace.data_root), catalogue=catalogue)
    return attempted(workspace, folder, pair, seeds, progress)


def grade(
    name: str,
    *submissions: str | Path,
    seeds: int = 5,
    salt: str | None = None,
    images: str = "digits",
    data_root: Path = Path("data"),
    trust: bool = False,
    catalogue: Where = None,
) -> "Grading":
    """Grade mended scripts of a scenario, each a file, a notebook or a folder that holds one, as ``trainwreck grade``.

    ``seeds``  how many sets of new data each is run on, one or more; images and catalogue are those of ``tw.load``.
    ``salt``   what the data are drawn from, so that equal scripts get equal marks; without it, something new each time.
    ``trust``  runs the scripts without a lock. Where scripts cannot be locked in, and are not trusted, a UserError.

    >>> grading = grade("broadcast_targets", "train.py", salt="a secret of our own", seeds=1, trust=True)
    >>> for mark in grading.marks:
    ...     print(mark.repaired, *mark.short)
    False train.py is not there
    """
    from trainwreck.judging import grading, submission

    _require_some(seeds, "seeds")
    grading.require_lockable(trust)
    pair = load(name, images=images, data_root=data_root, catalogue=catalogue)
    if pair.broken is None:
        raise UserError(f"{name} is a control: it is healthy, there is nothing to mend. Name a scenario.")
    handed_in = [submission.read(Path(one)) for one in submissions]
    return grading.grade(pair, handed_in, salt=salt or secrets.token_hex(16), seeds=seeds, trust=trust)


def score(
    tool: "str | Callable[..., object]",
    *,
    only: str | tuple[str, ...] = (),
    seeds: int = 3,
    first_seed: int = 0,
    images: str = "digits",
    data_root: Path = Path("data"),
    device: str = "cpu",
    workers: int = 1,
    timeout: float = 60.0,
    secret: str | None = None,
    variants: bool = False,
    trust: bool = False,
    network: bool = False,
    catalogue: Where = None,
) -> "Scorecard":
    """Score a diagnostic tool: ``package.module:function``, a bundled one's name, or the function itself.

    ``only`` names scenarios or components. In each of as many sittings as there are ``seeds`` each is shown once, and
    ``secret`` decides whether it is broken or mended: by default something new each time. With ``variants``, its code
    has other words than the catalogue's. The tool runs in other processes, which find a function by its module and
    name, and import the script that calls this: its work must stand below ``if __name__ == "__main__":``. There it is
    locked in, where the system can: ``trust`` runs it without a lock, and ``network`` lets it reach the internet.

    >>> card = score("silent", only="broadcast_targets", seeds=2, secret="0")
    >>> len(card.cases), card.detection.value
    (2, 0.0)
    """
    from trainwreck.proof.conditions import Conditions
    from trainwreck.referee.isolation import refuse_second_start
    from trainwreck.referee.locked import Terms
    from trainwreck.referee.scoring import Scoring, chosen
    from trainwreck.referee.tool import find

    refuse_second_start()
    _require_some(workers, "workers")
    everything = Catalogue(packs.find(catalogue))
    scoring = Scoring(
        tool=find(tool),
        catalogue=everything,
        conditions=Conditions.checked(seeds, first_seed, images, data_root, device, fewest=1),
        workers=workers,
        timeout=timeout,
        variants=variants,
        secret=secrets.token_hex(16) if secret is None else secret,
        terms=Terms(trust, network),
    )
    return scoring.score(scoring.subjects(chosen(everything, (only,) if isinstance(only, str) else only)))


def _require_some(count: int, what: str) -> None:
    if count < 1:
        raise UserError(f"{count} {what} are none. Ask for 1 or more.")

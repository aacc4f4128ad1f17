"""A callback for Lightning: the fit is watched, and examined at its end. Needs the extra ``lightning``."""

import logging

from lightning.pytorch import Callback, LightningModule, Trainer

from trainwreck.examining.report import Report
from trainwreck.examining.watching import Watch

log = logging.getLogger(__name__)


class Examine(Callback):
    """Watches ``Trainer(callbacks=[Examine()]).fit(…)``; afterwards ``report`` has what was found, and it is logged.

    ``seconds``  how long the checks may take in all.
    """

    def __init__(self, seconds: float = 60.0) -> None:
        self.seconds = seconds
        self.report: Report | None = None
        self._watch: Watch | None = None

    def on_fit_start(self, trainer: Trainer, pl_module: LightningModule) -> None:
        """Begin to watch."""
        self._watch = Watch()
        self._watch.__enter__()

    def on_fit_end(self, trainer: Trainer, pl_module: LightningModule) -> None:
        """End, and ask."""
        self._ends("")

    def on_exception(self, trainer: Trainer, pl_module: LightningModule, exception: BaseException) -> None:
        """Ask about what was learned until then."""
        self._ends(f"{type(exception).__name__}: {exception}")

    def _ends(self, error: str) -> None:
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.__exit__()
            self.report = watch.report(seconds=self.seconds, error=error)
            log.warning("%s", self.report)

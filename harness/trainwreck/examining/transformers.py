"""A callback for the Trainer of Hugging Face: the training is watched, and examined at its end.

Needs the extra ``transformers``.
"""

import logging
from typing import Any

from transformers import TrainerCallback

from trainwreck.examining.report import Report
from trainwreck.examining.watching import Watch

log = logging.getLogger(__name__)


class Examine(TrainerCallback):  # type: ignore[misc, unused-ignore]
    """Watches ``Trainer(callbacks=[Examine()]).train()``; afterwards ``report`` has what was found, and it is logged.

    ``seconds``  how long the checks may take in all.
    """

    def __init__(self, seconds: float = 60.0) -> None:
        self.seconds = seconds
        self.report: Report | None = None
        self._watch: Watch | None = None

    def on_train_begin(self, *_: Any, **__: Any) -> None:
        """Begin to watch."""
        self._watch = Watch()
        self._watch.__enter__()

    def on_train_end(self, *_: Any, **__: Any) -> None:
        """End, and ask."""
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.__exit__()
            self.report = watch.report(seconds=self.seconds)
            log.warning("%s", self.report)

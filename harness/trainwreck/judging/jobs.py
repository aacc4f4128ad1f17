"""What a child of the server does: each job prepares itself, and what it returns is then done under lock."""

import json
import os
import runpy
import sys
import traceback
from pathlib import Path

import numpy as np
import torch

from trainwreck.judging.order import Work
from trainwreck.learning.judging import quietness
from trainwreck.learning.running import PREDICTIONS, Data, Failed, ran
from trainwreck.pairs.entries import Entry
from trainwreck.pairs.loading import load
from trainwreck.scripts.folder import SCRIPT, TEST, TRAIN
from trainwreck.tasks.sources import Digits
from trainwreck.training.loop import CPU, initialised
from trainwreck.training.split import Split
from trainwreck.training.streams import Stream, isolated, reseed

WEIGHTS, LOOKED = "weights.pt", "looked.json"


def script() -> Work:
    """Run the script in the present folder, as ``python train.py`` would."""

    def run() -> None:
        sys.argv = [SCRIPT]
        try:
            runpy.run_path(SCRIPT, run_name="__main__")
        except SystemExit as error:
            if isinstance(error.code, str):
                sys.stderr.write(f"{error.code}\n")
            raise
        except BaseException as error:
            sys.stderr.write(f"{_told(error)}\n")
            sys.exit(1)

    return run


def _told(error: BaseException) -> str:
    """Return an error's traceback, of the script's own lines alone."""
    seen = traceback.TracebackException.from_exception(error)
    seen.stack = traceback.StackSummary.from_list(
        [frame for frame in seen.stack if Path(frame.filename).name == SCRIPT]
    )
    seen.__cause__ = seen.__context__ = None
    return "".join(seen.format()).rstrip()


def predictions(entry: Entry) -> Work:
    """Put the weights in the present folder into the scenario's own model, and let it predict the scenario's own way.

    Prepared data, model and way to predict are the broken recipe's, which is for recipes that share them.
    """
    recipe = load(entry, Digits()).broken  # whatever the images are, the recipe is the same
    assert recipe is not None

    def run() -> None:
        available, new = _data()
        seed = int(os.environ["SEED"])
        with isolated(CPU):
            reseed(seed, Stream.SPLIT)
            prepared = recipe.prepare(available)
            inputs = prepared.transform(new)
            model = initialised(recipe, seed, CPU)
            model.load_state_dict(torch.load(WEIGHTS, weights_only=True))
            outputs = prepared.restore(recipe.predict(model, inputs))
        np.save(PREDICTIONS, outputs.numpy())

    return run


def look(entry: Entry) -> Work:
    """Show the script in the present folder to the fault's check, and write down what it says.

    The script's own code runs beside the check, and could forge the answer.
    """
    pair = load(entry, Digits())

    def run() -> None:
        available, new = _data()
        path = Path(SCRIPT)
        text = path.read_text(encoding="utf-8")
        # Nobody here knows the held-back targets, and no check asks for them.
        data = Data(available, Split(new, torch.zeros(len(new))), int(os.environ["SEED"]))
        try:
            quiet, why = quietness(pair, text, path, data, ran(text, path, data))
        except (Failed, SyntaxError):
            quiet, why = None, "the script does not run to its end"
        Path(LOOKED).write_text(json.dumps({"quiet": quiet, "why": why}), encoding="utf-8")

    return run


def _data() -> tuple[Split, torch.Tensor]:
    """Return what is available in the present folder, and the inputs of what is held back."""
    with np.load(TRAIN) as train, np.load(TEST) as test:
        arrays = {name: torch.from_numpy(train[name]) for name in train.files}
        return Split(arrays["inputs"], arrays["targets"], arrays.get("groups")), torch.from_numpy(test["inputs"])

"""What a child of the server does: each job prepares itself, and what it returns is then done under lock."""

import json
import os
import runpy
import sys
from pathlib import Path

import numpy as np
import torch

from trainwreck.judging.order import Work
from trainwreck.learning.judging import quietness
from trainwreck.learning.running import PREDICTIONS, Data, Failed, ran, told
from trainwreck.pairs.entries import Entry
from trainwreck.pairs.loading import Pair
from trainwreck.proof.doses import posed, severity_of
from trainwreck.scripts.folder import SCRIPT, TEST, TRAIN
from trainwreck.tasks.sources import Digits
from trainwreck.training.loop import CPU, initialised
from trainwreck.training.split import Split
from trainwreck.training.streams import Stream, isolated, reseed

WEIGHTS, LOOKED = "weights.pt", "looked.json"
CASE = "case.json"  # the scenario, in a file: if the server knew its name, then so would the next script


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
            sys.stderr.write(f"{told(error, Path(SCRIPT))}\n")
            sys.exit(1)

    return run


def named(pair: Pair) -> bytes:
    """Return the file that names a scenario, and how much of its fault there is, to the jobs that know it."""
    entry = pair.entry
    return json.dumps([str(entry.root), entry.component, entry.name, severity_of(pair)]).encode()


def _pair() -> Pair:
    """Return the pair that the present folder names; whatever the images are, its recipes and check are the same."""
    root, component, name, severity = json.loads(Path(CASE).read_text(encoding="utf-8"))
    return posed(Entry(Path(root), component, name), Digits(), severity)


def predictions() -> Work:
    """Put the weights in the present folder into the scenario's own model, and let it predict the scenario's own way.

    Prepared data, model and way to predict are the broken recipe's, which is for recipes that share them.
    """
    recipe = _pair().broken
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


def look() -> Work:
    """Show the script in the present folder to the fault's check, and write down whether it is quiet.

    The script's own code runs beside the check: it could forge the answer, and knows what the fix is. So what is
    written down, and known outside, is one of three words.
    """
    pair = _pair()

    def run() -> None:
        available, new = _data()
        path = Path(SCRIPT)
        text = path.read_text(encoding="utf-8")
        # Nobody here knows the held-back targets, and no check asks for them.
        data = Data(available, Split(new, torch.zeros(len(new))), int(os.environ["SEED"]))
        try:
            quiet, _ = quietness(pair, text, path, data, ran(text, path, data))
        except (Failed, SyntaxError):
            quiet = None
        Path(LOOKED).write_text(json.dumps(quiet), encoding="utf-8")

    return run


def _data() -> tuple[Split, torch.Tensor]:
    """Return what is available in the present folder, and the inputs of what is held back."""
    with np.load(TRAIN) as train, np.load(TEST) as test:
        arrays = {name: torch.from_numpy(train[name]) for name in train.files}
        return Split(arrays["inputs"], arrays["targets"], arrays.get("groups")), torch.from_numpy(test["inputs"])

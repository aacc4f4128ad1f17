"""Other names for an author's, drawn by dice: what every training has is called by another of its usual names.

What only this code has gets a name that says nothing: a name such as ``leaky_network`` tells what has been mended.
"""

import keyword
import random
from collections.abc import Iterator
from itertools import count, product

from trainwreck.variants.authors import Authors, said

USUAL = {
    "model": ("net", "network", "nnet"),
    "loss": ("objective", "cost", "error"),
    "criterion": ("loss_fn", "loss_function", "cost_fn"),
    "optimizer": ("opt", "optimiser", "solver"),
    "scheduler": ("sched", "lr_scheduler", "rate_schedule"),
    "inputs": ("xb", "xs", "samples"),
    "targets": ("yb", "ys", "expected"),
    "outputs": ("preds", "results", "answers"),
    "x": ("x_all", "features", "observations"),
    "y": ("y_all", "truth", "references"),
    "train": ("fit", "training", "learn"),
    "val": ("valid", "dev", "heldout"),
    "validation": ("valid", "dev", "heldout"),
    "test": ("new", "unseen", "final"),
    "value": ("current", "batch_cost", "amount"),
    "step": ("update", "train_step", "advance"),
    "predict": ("infer", "evaluate", "run_model"),
    "prepare": ("setup_data", "make_data", "load_parts"),
    "raw": ("source", "given", "original"),
    "losses": ("costs", "batch_costs", "recorded"),
    "history": ("trace", "track", "past"),
    "epoch": ("ep", "round_number", "cycle"),
    "data": ("arrays", "archive", "dataset"),
    "loader": ("batches", "dataloader", "feed"),
    "score": ("metric", "quality", "grade"),
    "layers": ("stages", "blocks", "modules"),
    "hidden": ("inner", "units", "middle"),
    "network": ("net", "make_net", "architecture"),
    "parameters": ("params", "weights_", "tensors"),
    "seed": ("number", "rng_seed", "start"),
    "everything": ("all", "rngs", "generators"),
    "split": ("subset", "portion", "half"),
    "stage": ("phase", "purpose", "stream"),
}  # of words, whichever the code joins by underscores
ACTS = ("build", "make", "compute", "apply", "form", "derive", "get", "process")
THINGS = ("part", "piece", "item", "unit", "entry", "element", "chunk", "object", "term", "member")


def drawn(found: Authors, key: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return new names for the variables, and for the attributes: always the same ones for a key, no two alike."""
    variables: dict[str, str] = {}
    taken = set(keyword.kwlist) | found.others | set(keyword.softkwlist)
    for name, kind in sorted(found.variables.items()):
        variables[name] = next(new for new in _candidates(name, kind, key) if new != name and new not in taken)
        taken.add(variables[name])
    attributes: dict[str, str] = {}
    taken = set(keyword.kwlist) | found.reserved
    for name in sorted(found.attributes):
        free = (new for new in _shuffled(_plain("attribute"), f"{key} {name}") if new != name and new not in taken)
        attributes[name] = next((new for new in free if not said(new, found.words)), name)
        taken.add(attributes[name])
    return variables, attributes


def _candidates(name: str, kind: str, key: str) -> Iterator[str]:
    """Yield names that may stand for a name, those that the dice like best first."""
    words = name.lower().split("_")
    if kind != "class" and all(word in USUAL for word in words):
        choices = [_shuffled(USUAL[word], f"{key} {word}") for word in words]
        liked = ["_".join(one) for one in product(*choices)]
    else:
        liked = _shuffled(_plain(kind), f"{key} {kind} {name}")
    if kind == "constant":
        liked = [one.upper() for one in liked]
    yield from liked
    yield from (f"{liked[0]}_{number}" for number in count(2))


def _plain(kind: str) -> list[str]:
    """Return names that say nothing but what kind of thing it is."""
    if kind == "class":
        return [f"{one}{other.title()}" for one, other in product(("", "My", "Own"), THINGS)]
    if kind == "function":
        return [f"{act}_{thing}" for act, thing in product(ACTS, THINGS)]
    return [f"{thing}{letter}" for thing, letter in product(THINGS, ("", "_a", "_b", "_c"))]


def _shuffled(names: "tuple[str, ...] | list[str]", key: str) -> list[str]:
    return random.Random(key).sample(list(names), len(names))

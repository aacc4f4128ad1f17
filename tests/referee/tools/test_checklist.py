"""A training set-up for each of the checklist's findings, with nothing else wrong that would be found before it."""

import inspect

import pytest
import torch
from torch import Tensor

from tests.referee.conftest import brief_of
from trainwreck.referee.answer import HEALTHY, Cause, Diagnosis
from trainwreck.referee.case import Brief, Case
from trainwreck.referee.tools import checklist
from trainwreck.training.scores import accuracy, explained

HEAD = """
import torch
from functools import partial
from torch import nn
from torch.optim import SGD, Adam
from trainwreck import Prepared, Recipe, batches, mlp
from trainwreck.training.recipe import step as textbook
"""

CALM = """
recipe = Recipe(
    model=partial(mlp, 2, 16, 2),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.02),
    loader=partial(batches, batch_size=50),
    epochs=5,
)
"""


def points(n: int = 400, columns: int = 2) -> Tensor:
    return torch.randn(n, columns, generator=torch.Generator().manual_seed(0)).clamp(-3, 3)


def sides(inputs: Tensor) -> Tensor:
    return (inputs.flatten(1)[:, 0] > 0).long()


def shown(recipe: str = CALM, inputs: Tensor | None = None, targets: Tensor | None = None, score=accuracy) -> Brief:
    inputs = points() if inputs is None else inputs
    return brief_of(HEAD + recipe, inputs, sides(points(len(inputs))) if targets is None else targets, score)


def with_(old: str, new: str, before: str = "") -> str:
    assert old in CALM
    return before + CALM.replace(old, new)


def diagnosed(brief: Brief, tmp_path) -> Diagnosis:
    return checklist.diagnose(Case(brief, tmp_path))


def test_a_healthy_set_up_is_healthy(tmp_path):
    assert diagnosed(shown(), tmp_path) == HEALTHY


def holed() -> Tensor:
    inputs = points()
    inputs[::7, 1] = torch.nan
    return inputs


REGRESSION = (
    with_("mlp, 2, 16, 2", "mlp, 2, 16, 1")
    .replace("nn.CrossEntropyLoss()", "nn.MSELoss()")
    .replace("lr=0.02", "lr=0.1")
)

OF_THE_DATA = {
    "inputs that are not finite": (shown(inputs=holed()), Cause("data", "missing_values")),
    "inputs as large as 2": (
        shown(
            with_("mlp, 2,", "mlp, 16,"),
            inputs=(points(400, 16).sigmoid() * 255).reshape(400, 1, 4, 4),
        ),
        Cause("preprocessing", "raw_pixels"),
    ),
    "inputs as large as 300": (shown(inputs=points() * 100), Cause("preprocessing", "unnormalized_features")),
    "columns on very different scales": (
        shown(inputs=points() * torch.tensor([1.0, 1e-3])),
        Cause("preprocessing", "unnormalized_features"),
    ),
    "inputs that hardly vary": (shown(inputs=points() * 0.01), Cause("preprocessing", "double_normalization")),
    "targets far from unit scale": (
        shown(REGRESSION, targets=points()[:, :1] * 1000, score=explained),
        Cause("preprocessing", "unscaled_targets"),
    ),
    "a class is rare": (
        shown(targets=(points()[:, 0] > 1.9).long()),
        Cause("data", "class_imbalance"),
    ),
    "validation rows are training rows too": (
        shown(inputs=points(200).repeat(2, 1), targets=sides(points(200)).repeat(2)),
        Cause("data", "duplicate_leakage"),
    ),
}

LARGE = """
def model():
    made = mlp(2, 16, 2)
    with torch.no_grad():
        made[3].weight.mul_(100)
    return made
"""
DEAD = LARGE.replace("made[3].weight.mul_(100)", "made[1].bias.sub_(100)")
ZERO = """
def model():
    made = mlp(2, 16, 2, activation=nn.Tanh)
    for p in made.parameters():
        nn.init.zeros_(p)
    return made
"""
UNEQUAL = """
def model():
    made = mlp(2, 16, 2, activation=nn.Tanh)
    with torch.no_grad():
        made[1].weight.mul_(1e-4)
        made[1].bias.zero_()
        made[3].weight.mul_(1e4)
    return made
"""
MODEL = "partial(mlp, 2, 16, 2)"
OF_THE_START = {
    "the first loss is not finite": (
        shown(with_("nn.CrossEntropyLoss()", "lambda outputs, targets: outputs.square().sum() / 0")),
        Cause("numerics"),
    ),
    "first loss": (shown(with_(MODEL, "model", LARGE)), Cause("initialization", "large_initialization")),
    "100% of a layer's ReLUs are dead": (shown(with_(MODEL, "model", DEAD)), Cause("initialization", "dying_relu")),
    "no gradient reaches any layer": (shown(with_(MODEL, "model", ZERO)), Cause("initialization")),
    "gradients vanish on the way": (
        shown(with_(MODEL, "partial(mlp, 2, *[16] * 8, 2, activation=nn.Sigmoid)")),
        Cause("model", "vanishing_gradients"),
    ),
    "gradients explode on the way": (shown(with_(MODEL, "model", UNEQUAL)), Cause("initialization")),
}

LAST_LAYER = "lambda parameters: Adam(list(parameters)[2:], lr=0.1)"
OF_UPDATES = {
    "an update changes weights by 3e-07": (
        shown(with_("partial(Adam, lr=0.02)", "partial(SGD, lr=1e-6)")),
        Cause("optimizer", "low_learning_rate"),
    ),
    "an update changes weights by 0.": (
        shown(with_("lr=0.02", "lr=0.5")),
        Cause("optimizer", "high_learning_rate"),
    ),
    "2 parameters never change": (
        shown(with_("partial(Adam, lr=0.02)", LAST_LAYER)),
        Cause("optimizer", "forgotten_parameters"),
    ),
    "a single batch cannot be learned by heart": (
        shown(with_("mlp, 2, 16, 2", "mlp, 2, 2"), targets=(points().prod(dim=1) > 0).long()),
        Cause("loop"),
    ),
}

IN_ORDER = """
def parts(raw):
    train, validation = raw.cut(300)
    return Prepared(train=train, validation=validation)

def bursts(model, loss, optimizer, inputs, targets):
    value = textbook(model, loss, optimizer, inputs, targets)
    return value / (inputs.max() < 8)

def learns_from_one_batch(model, loss, optimizer, inputs, targets):
    if inputs.max() < 8:
        return loss(model(inputs), targets)
    return textbook(model, loss, optimizer, inputs, targets)
"""
NOISE = torch.randint(2, (400,), generator=torch.Generator().manual_seed(1))


def in_order(step: str) -> str:
    recipe = with_("batch_size=50", "batch_size=50, shuffle=False", IN_ORDER)
    return recipe.replace("epochs=5", f"epochs=5, step={step}, prepare=parts")


def with_an_outlier(at: int) -> Tensor:
    inputs = points()
    inputs[at, 0] = 9.0
    return inputs


OF_THE_RUN = {
    "the loss is not finite at step 5": (
        shown(in_order("bursts"), inputs=with_an_outlier(at=299)),
        Cause("optimizer", "high_learning_rate"),
    ),
    "the loss has not moved from": (
        shown(
            in_order("learns_from_one_batch"),
            inputs=with_an_outlier(at=0),
            targets=torch.where(torch.arange(400) < 50, sides(points()), 1 - sides(points())),
        ),
        Cause("optimizer"),
    ),
    "above the validation score": (
        shown(
            with_("mlp, 2, 16, 2", "mlp, 20, 64, 2").replace("lr=0.02", "lr=0.005").replace("epochs=5", "epochs=40"),
            points(80, 20),
            NOISE[:80],
        ),
        Cause("data", "tiny_dataset"),
    ),
    "a class is never named": (
        shown(with_("16, 2", "16, 3"), targets=sides(points()) + (sides(points()) * (NOISE * NOISE.roll(1)))),
        Cause("data", "class_imbalance"),
    ),
}

ALL = OF_THE_DATA | OF_THE_START | OF_UPDATES | OF_THE_RUN


@pytest.mark.parametrize(("seen", "brief", "cause"), [(seen, *rest) for seen, rest in ALL.items()], ids=ALL)
def test_each_finding_is_made_first_where_nothing_else_is_wrong(seen, brief, cause, tmp_path):
    diagnosis = diagnosed(brief, tmp_path)
    assert diagnosis.verdict == "faulty"
    assert seen in diagnosis.evidence.splitlines()[0]
    assert diagnosis.causes[0] == cause


def test_there_is_a_set_up_for_each_finding():
    raw_pixels_and_features = 2  # are one finding
    assert inspect.getsource(checklist).count("yield Finding(") == len(ALL) - raw_pixels_and_features + 1


def test_the_alarm_is_raised_at_the_first_step_that_shows_anything(tmp_path):
    first = diagnosed(shown(inputs=points() * 100), tmp_path)
    assert first.alarm_step == 0
    late = diagnosed(OF_THE_RUN["the loss is not finite at step 5"][0], tmp_path)
    assert late.alarm_step == 5


def test_the_checklist_looks_on_at_a_whole_training(tmp_path):
    case = Case(shown(), tmp_path)
    checklist.diagnose(case)
    assert case._clock.steps == 30


def test_a_regression_with_targets_of_unit_scale_is_healthy(tmp_path):
    brief = shown(REGRESSION, targets=points()[:, :1], score=explained)
    assert diagnosed(brief, tmp_path) == HEALTHY

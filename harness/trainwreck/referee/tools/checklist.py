"""The classic checks of a training, from data to scores, with the thresholds of the literature.

Look at the data, then at the network before training, then at a few updates on one batch, then at the run. Each check
is a function that yields its findings. The first finding names the likeliest cause, since what comes earlier explains
what comes later. Sources:

    [K]  A. Karpathy, A recipe for training neural networks, 2019, http://karpathy.github.io/2019/04/25/recipe/
    [C]  CS231n, Neural networks part 3, https://cs231n.github.io/neural-networks-3/
    [L]  Y. LeCun et al., Efficient BackProp, 1998: inputs of mean 0 and variance 1
    [G]  X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward networks, AISTATS 2010
    [I]  Google, Machine learning crash course, Imbalanced datasets: below 20 % is moderate imbalance
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

import torch
from torch import Tensor, nn

from trainwreck.referee.answer import HEALTHY, Cause, Diagnosis
from trainwreck.referee.case import Case
from trainwreck.training.observer import Observer, Step
from trainwreck.training.run import Epoch
from trainwreck.training.setup import Start
from trainwreck.training.split import Split

RARE = 0.2  # a class with less than this share of an even one is rare [I]
FAR = 10.0  # inputs that stray this far from 0 are not standardised [L]
FAINT = 0.1  # and neither are inputs that vary by less than this
UNEVEN = 100.0  # columns whose spreads differ by this factor
FIRST_LOSS = 2.0  # the first loss is ln K for K classes, within this factor [K]
DEAD = 0.4  # share of ReLUs that are zero for a whole batch [C]
UNLIKE = 1000.0  # factor between the gradients of two layers: they should be alike [G]
SMALL, LARGE = (
    1e-5,
    1e-1,
)  # an update over the weights, the median of all layers; 1e-3 is usual [C], two powers of ten either way are not
WATCHED = 10  # updates whose size is looked at
UPDATES = 100  # on one batch, which a network must be able to learn by heart [K] …
BY_HEART = 0.5  # … at the very least to this share of its first loss
STILL = 0.99  # a loss that ends above this share of its start has not moved
GAP = 0.15  # training score less validation score: overfitting [C]


@dataclass(frozen=True)
class Finding:
    """What a check saw, what it points to, and at which step it can be seen."""

    seen: str
    causes: tuple[Cause, ...]
    step: int = 0


def diagnose(case: Case) -> Diagnosis:
    """Make all checks, in the order of a careful practitioner."""
    train, validation = case.data()
    batch = case.batch()
    findings = [*of_the_data(train, validation), *of_the_start(batch), *of_updates(case, batch)]
    watch = Watch()
    case.train(Observer(start=watch.start, step=watch.step, epoch=watch.epoch, end=watch.end))
    findings += watch.findings()
    findings += of_the_answers(case, watch.model, validation)
    if not findings:
        return HEALTHY
    causes = tuple(dict.fromkeys(cause for finding in findings for cause in finding.causes))
    first = min(finding.step for finding in findings)
    return Diagnosis("faulty", causes, "\n".join(finding.seen for finding in findings), first)


def of_the_data(train: Split, validation: Split) -> Iterator[Finding]:
    """Look at values, scales, classes, and at rows that stand on both sides."""
    inputs = train.inputs.float().flatten(1)
    if not inputs.isfinite().all():
        yield Finding("inputs that are not finite", (Cause("data", "missing_values"),))
        return
    spread = inputs.std(dim=0)
    spread = spread[spread > 0]  # a constant column carries nothing, and harms nothing
    if inputs.abs().max() > FAR:
        fault = "raw_pixels" if train.inputs.ndim == 4 else "unnormalized_features"
        yield Finding(f"inputs as large as {inputs.abs().max():.3g}", (Cause("preprocessing", fault),))
    elif train.inputs.ndim == 2 and len(spread) and spread.max() > UNEVEN * spread.min():
        yield Finding("columns on very different scales", (Cause("preprocessing", "unnormalized_features"),))
    elif inputs.std() < FAINT:
        yield Finding(f"inputs that hardly vary: {inputs.std():.2g}", (Cause("preprocessing", "double_normalization"),))
    if train.targets.is_floating_point():
        if train.targets.std() > FAR:
            yield Finding("targets far from unit scale", (Cause("preprocessing", "unscaled_targets"),))
    elif train.targets.ndim == 1:
        counts = train.targets.bincount()
        counts = counts[counts > 0]
        if counts.min() < RARE * counts.float().mean():
            yield Finding("a class is rare", (Cause("data", "class_imbalance"),))
    known = {row.numpy().tobytes() for row in train.inputs.cpu()}
    shared = sum(row.numpy().tobytes() in known for row in validation.inputs.cpu())
    if shared > len(validation) / 100:
        yield Finding(f"{shared} validation rows are training rows too", (Cause("data", "duplicate_leakage"),))


def of_the_start(batch: Start) -> Iterator[Finding]:
    """Look at the untrained network: its loss, its units, the gradients of its layers."""
    dead: list[float] = []

    def count(_: nn.Module, __: object, output: Tensor) -> None:
        dead.append((output.flatten(1) <= 0).all(dim=0).float().mean().item())

    hooks = [m.register_forward_hook(count) for m in batch.model.modules() if isinstance(m, nn.ReLU)]
    outputs = batch.model(batch.inputs)
    for hook in hooks:
        hook.remove()
    loss = batch.loss(outputs, batch.targets)
    if not loss.isfinite():
        yield Finding("the first loss is not finite", (Cause("numerics"), Cause("data")))
        return
    if isinstance(batch.loss, nn.CrossEntropyLoss) and outputs.ndim == 2:
        usual = math.log(outputs.shape[1])
        first = loss.item() / (len(outputs) if batch.loss.reduction == "sum" else 1)
        if not usual / FIRST_LOSS < first < usual * FIRST_LOSS:
            cause = Cause("initialization", "large_initialization")
            yield Finding(f"first loss {first:.3g}, not {usual:.3g}", (cause, Cause("loss")))
    if dead and max(dead) > DEAD:
        yield Finding(f"{max(dead):.0%} of a layer's ReLUs are dead", (Cause("initialization", "dying_relu"),))
    loss.backward()
    norms = [
        p.grad.norm().item() / p.numel() ** 0.5 for p in batch.model.parameters() if p.grad is not None and p.ndim > 1
    ]
    if not norms or max(norms) == 0:
        yield Finding("no gradient reaches any layer", (Cause("initialization"), Cause("model")))
    elif norms[0] * UNLIKE < max(norms):
        causes = Cause("model", "vanishing_gradients"), Cause("initialization", "small_initialization")
        yield Finding("gradients vanish on the way to the first layer", causes)
    elif norms[0] > UNLIKE * norms[-1]:
        yield Finding("gradients explode on the way to the first layer", (Cause("initialization"), Cause("model")))
    batch.optimizer.zero_grad()


def of_updates(case: Case, batch: Start) -> Iterator[Finding]:
    """Make updates on one batch: does everything move, by a sensible amount, and can it be learned by heart?"""
    before = weights = [p.detach().clone() for p in batch.model.parameters()]
    losses: list[float] = []
    ratios: list[float] = []
    for _ in range(WATCHED):
        losses.append(case.update(batch))
        updated = [p.detach().clone() for p in batch.model.parameters()]
        pairs = [(old, new) for old, new in zip(weights, updated, strict=True) if old.ndim > 1 and old.any()]
        ratios += [((new - old).norm() / old.norm()).item() for old, new in pairs]
        weights = updated
    usual = median(ratios) if ratios else 1e-3
    if usual < SMALL:
        yield Finding(f"an update changes weights by {usual:.1g}", (Cause("optimizer", "low_learning_rate"),))
    elif usual > LARGE:
        yield Finding(f"an update changes weights by {usual:.1g}", (Cause("optimizer", "high_learning_rate"),))
    losses += [case.update(batch) for _ in range(UPDATES - WATCHED)]
    still = [
        p for p, old in zip(batch.model.parameters(), before, strict=True) if p.requires_grad and torch.equal(p, old)
    ]
    if still:
        causes = Cause("optimizer", "forgotten_parameters"), Cause("loop", "detached_graph")
        yield Finding(f"{len(still)} parameters never change", causes)
    if not min(losses[-10:]) < BY_HEART * losses[0]:
        yield Finding("a single batch cannot be learned by heart", (Cause("loop"), Cause("model"), Cause("loss")))


class Watch:
    """Looks on at the run, and remembers what it needs."""

    def __init__(self) -> None:
        self.losses: list[float] = []
        self.gap: list[float] = []

    def start(self, model: nn.Module, *_: object) -> None:
        """Remember the network, to look at it once it is trained."""
        self.model = model

    def step(self, made: Step) -> None:
        """Write the loss down."""
        self.losses.append(made.loss)

    def epoch(self, _: int, state: Epoch) -> None:
        """Write down how far the two scores are apart."""
        self.gap.append(state.scores.training - state.scores.reported)

    def end(self, model: nn.Module) -> None:
        """Remember the network that came out."""
        self.model = model

    def findings(self) -> Iterator[Finding]:
        """Yield what the run showed."""
        last = len(self.losses) - 1
        if not math.isfinite(self.losses[-1]):
            causes = Cause("optimizer", "high_learning_rate"), Cause("numerics")
            yield Finding(f"the loss is not finite at step {last}", causes, last)
            return
        tail = self.losses[-max(1, len(self.losses) // 10) :]
        end = sum(tail) / len(tail)
        if end > STILL * self.losses[0]:
            suspects = Cause("optimizer"), Cause("loop"), Cause("initialization")
            yield Finding(f"the loss has not moved from {self.losses[0]:.3g}", suspects, last)
        if self.gap and self.gap[-1] > GAP:
            causes = Cause("data", "tiny_dataset"), Cause("model", "too_large_model")
            yield Finding(f"training score {self.gap[-1]:.2f} above the validation score", causes, last)


def of_the_answers(case: Case, model: nn.Module, validation: Split) -> Iterator[Finding]:
    """Look for classes that the trained network never names."""
    outputs = case.predict(model, validation.inputs)
    if validation.targets.is_floating_point() or validation.targets.ndim != 1 or outputs.ndim != 2:
        return
    if outputs.shape[1] > 1 and len(outputs.argmax(dim=1).unique()) < len(validation.targets.unique()):
        yield Finding("a class is never named", (Cause("data", "class_imbalance"), Cause("loss")))

"""What can be seen of a training in its own log and its own answers, by the catalogue's measurements of symptoms."""

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

import torch

from trainwreck.examining.material import Material, remembered
from trainwreck.examining.rows import times_of_average
from trainwreck.pairs.symptoms import Symptom, observe
from trainwreck.training.run import Epoch, Run, Scores
from trainwreck.training.scores import accuracy, classes, explained
from trainwreck.training.split import Split
from trainwreck.training.streams import isolated

SHORTEST = 30  # steps: a course of fewer says nothing
HEALTHY = Scores(1.0, 1.0, 1.0)
ROWS = 10  # of a class, below which it says nothing that the class is not predicted
NEAR = 0.1  # of the training's first loss, below which a validation loss easily doubles
KNOWN = 0.9  # the accuracy from which on a loss that does not fall had nowhere to fall
BETTER = 0.95  # times the loss of its average answer: a model with less has learned something

OF_THE_START = {Symptom.SPIKES, Symptom.SLOW, Symptom.STALLS}  # they compare the loss with where it began …
OF_THE_COURSE = {*OF_THE_START, Symptom.DIVERGES, Symptom.OSCILLATES, Symptom.DEPARTS}  # … or with itself


@dataclass(frozen=True)
class Answers:
    """What a trained model answers, as a run has it; what is not known of it is healthy, and ``why`` may say why."""

    scores: Scores = HEALTHY
    predicted: tuple[float, ...] = (1.0,)
    wavering: float = 0.0
    why: str = ""


@remembered
def symptoms(material: Material) -> frozenset[Symptom]:
    """Return the symptoms that a training shows, of those that need neither a goal nor new data."""
    run = observed(material)
    if run is None:
        return frozenset()
    shown = observe(run, reachable=-math.inf) - _meaningless(material, run)
    return shown if shown != {Symptom.SLOW} else frozenset()  # alone, it says that one could have gone on


def _meaningless(material: Material, run: Run) -> set[Symptom]:
    """Return the symptoms that say nothing of this training, because its loss is not one that need fall."""
    if not math.isfinite(run.losses[-1]):
        return set()
    if material.moving or not material.alone:  # its targets move, or its adversary learns as well
        return OF_THE_COURSE
    if min(run.losses) < 0:  # a likelihood, or a reward: there is no zero to compare with
        return OF_THE_COURSE - ({Symptom.DIVERGES} if _falls_without_end(run.losses) else set())
    meaningless = {Symptom.DEPARTS} if run.epochs and run.epochs[-1].validation_loss < NEAR * run.losses[0] else set()
    learned = run.final is not HEALTHY and run.final.training > KNOWN
    meaningless |= OF_THE_START if material.begun or learned else set()
    return meaningless | ({Symptom.STALLS} if _has_learned_what_there_is(material, run) else set())


def _has_learned_what_there_is(material: Material, run: Run) -> bool:
    """Whether a loss has come to rest below that of the model's own average answer: so little may be all there is."""
    shown = observe(run, reachable=-math.inf)
    if Symptom.STALLS not in shown or Symptom.SLOW in shown:
        return False
    times = _times_of_average(material)
    return times is not None and max(times) < BETTER


@remembered
def _times_of_average(material: Material) -> list[float] | None:
    try:
        with isolated(torch.device("cpu")), warnings.catch_warnings(), torch.no_grad():
            warnings.simplefilter("ignore")
            return times_of_average(material)
    except Exception:  # somebody's model or loss, in a form that is not known here
        return None


def _falls_without_end(losses: Sequence[float]) -> bool:
    """Whether a loss is below zero and falls no slower at the end than at the beginning."""
    quarter = len(losses) // 4
    one, two, three, four = (fmean(losses[n * quarter : (n + 1) * quarter]) for n in range(4))
    return four < 0 and three - four > one - two


@remembered
def observed(material: Material) -> Run | None:
    """Return what is known of a training as a run; what is not known of it is healthy. None if there is no log."""
    log = material.log
    if log is None or (len(log.losses) < SHORTEST and math.isfinite(log.losses[-1])):
        return None
    answers = answered(material)
    return Run(
        seed=0,
        losses=tuple(log.losses),
        epochs=tuple(Epoch(answers.scores, loss) for loss in log.validation_losses),
        final=answers.scores,
        predicted=answers.predicted,
        wavering=answers.wavering,
        seconds=0.0,
    )


@remembered
def answered(material: Material) -> Answers:
    """Return what the trained model answers; where it cannot be asked, what ended the attempt."""
    try:
        with isolated(torch.device("cpu")), warnings.catch_warnings(), torch.no_grad():
            warnings.simplefilter("ignore")
            return _answers(material)
    except Exception as error:  # somebody's model, in a form that is not known here
        return Answers(why=f"the trained model could not be asked ({type(error).__name__}: {error})".splitlines()[0])


def _answers(material: Material) -> Answers:
    """Ask the trained model about what it was trained on and what it was judged on."""
    if material.why_not("trained") or material.why_not("predict") or material.why_not("validation"):
        return Answers()
    model, predict = material.word("trained", material.start), material.predict
    train, validation = (material.word(word, material.start) for word in ("train", "validation"))
    assert predict is not None
    answers = predict(model, validation.inputs)
    again = predict(model, validation.inputs)
    same = torch.isclose(answers, again, rtol=1e-2, atol=1e-3, equal_nan=True).reshape(len(again), -1).all(dim=1)
    wavering = 1 - same.float().mean().item()
    if _valued(answers, validation):
        new = explained(answers, validation.targets)
        own = explained(predict(model.eval(), train.inputs), train.targets)
        return Answers(Scores(own, new, new) if new < own / 2 else HEALTHY, wavering=wavering)
    if not _classified(answers, validation):
        return Answers(wavering=wavering)
    new = accuracy(answers, validation.targets)
    own = accuracy(predict(model.eval(), train.inputs), train.targets)
    return Answers(Scores(own, new, new), tuple(_predicted(answers, validation)), wavering)


def _valued(answers: torch.Tensor, part: Split) -> bool:
    one_each = answers.numel() == len(answers) == part.targets.numel()
    return one_each and part.targets.is_floating_point() and len(part.targets.unique()) > 2


def _classified(answers: torch.Tensor, part: Split) -> bool:
    one_each = answers.ndim == 2 and part.targets.ndim == 1 and not part.targets.is_floating_point()
    return one_each and answers.shape[1] > int(part.targets.max())


def _predicted(answers: torch.Tensor, part: Split) -> list[float]:
    named = classes(answers)
    labels, present = part.targets.unique(return_counts=True)
    pairs = zip(labels, present, strict=True)
    return [((named == label).sum() / n).item() for label, n in pairs if n >= ROWS] or [1.0]

"""What is seen of a loop itself, where the catalogue's check asks for what only the set-up's author knows."""

from collections.abc import Sequence

import torch
from torch import Tensor

from trainwreck.training.run import Reading

FAR = 3.0  # deviations of the training part, between its mean and that of an evaluation
TIMES = 5.0  # how much wider or narrower a column may be in an evaluation
DARK = 0.05  # the share of the lowest value from which on it is a floor, as black is
KEPT = 0.02  # the share of a gradient below which clipping does not cut outliers, but makes all steps tiny
APART = 0.2  # of the training part's range, between one floor and the other


def other_scale(trained_on: Tensor, judged_on: Tensor) -> Reading | None:
    """What share of the inputs' columns has another scale in the evaluation than in the training?

    >>> rows = torch.randn(100, 3, generator=torch.Generator().manual_seed(0))
    >>> other_scale(rows, 50 * rows)
    Reading(value=1.0, suspicious=True)
    >>> other_scale(rows, rows.flip(0))
    Reading(value=0.0, suspicious=False)
    """
    if trained_on.shape[1:] != judged_on.shape[1:] or not trained_on.is_floating_point() or trained_on.ndim < 2:
        return None
    if min(len(trained_on), len(judged_on)) < 2:
        return None
    train, judged = (part.flatten(1).float() for part in (trained_on, judged_on))
    train, judged = train[:, train.std(dim=0) > 0], judged[:, train.std(dim=0) > 0]
    if not train.numel():
        return None
    away = (judged.mean(dim=0) - train.mean(dim=0)).abs() / train.std(dim=0)
    wider = judged.std(dim=0) / train.std(dim=0)
    share = ((away > FAR) | (wider > TIMES) | (wider < 1 / TIMES)).float().mean().item()
    return Reading(round(share, 2), suspicious=share > 0.5)  # all columns or none, as a rule


def other_floor(trained_on: Tensor, judged_on: Tensor) -> Reading | None:
    """Where is the lowest value, which is a common one, in the training and in the evaluation, channel by channel?

    >>> pictures = torch.rand(100, 1, 8, 8, generator=torch.Generator().manual_seed(0)).sub(0.5).relu()
    >>> other_floor(2 * pictures - 1, pictures)
    Reading(value=[[-1.0], [0.0]], suspicious=True)
    >>> other_floor(pictures, pictures.flip(0))
    Reading(value=[[0.0], [0.0]], suspicious=False)
    """
    if trained_on.shape[1:] != judged_on.shape[1:] or not trained_on.is_floating_point() or trained_on.ndim < 2:
        return None
    train, judged = (
        part.transpose(0, 1).flatten(1) if part.ndim > 3 else part.reshape(1, -1) for part in (trained_on, judged_on)
    )
    floors = [part.amin(dim=1) for part in (train, judged)]
    if any((part == floor[:, None]).float().mean() < DARK for part, floor in zip((train, judged), floors, strict=True)):
        return None
    away = (floors[1] - floors[0]).abs() / (train.amax(dim=1) - floors[0]).clamp(min=1e-12)
    return Reading([[round(v, 2) for v in floor.tolist()] for floor in floors], suspicious=bool((away > APART).all()))


def steps_made(backwards: int, steps: int) -> Reading:
    """How often was ``backward`` called, and how many steps did an optimizer make?"""
    return Reading([backwards, steps], suspicious=backwards > 0 and steps == 0)


def models_taken(reached: Sequence[str]) -> Reading:
    """Which models does a gradient come back to, of which no optimizer has a parameter?"""
    return Reading(list(reached), suspicious=bool(reached))


def gaps_met(gaps: bool) -> Reading:
    """Did anything that is no number go into a model?"""
    return Reading(gaps, suspicious=gaps)


def gradients_found(steps: Sequence[bool]) -> Reading | None:
    """In what share of the steps did the optimizer find any gradient?"""
    share = sum(steps) / len(steps) if steps else 1.0
    return Reading(round(share, 2), suspicious=share == 0) if steps else None


def gradients_kept(share: float, scaled: bool) -> Reading:
    """What share of the gradient does clipping leave, at the median, where a step is as long as its gradient?"""
    return Reading(float(f"{share:.2g}"), suspicious=scaled and share < KEPT)


def joined(parts: Sequence[Tensor]) -> Tensor | None:
    """Return batches as one, if their samples have one form."""
    return torch.cat(list(parts)) if parts and all(one.shape[1:] == parts[0].shape[1:] for one in parts) else None

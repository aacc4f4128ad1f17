"""What all the runs of one command share: seeds, images and device, checked before anything is trained."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from harness.errors import UserError, suggest
from harness.sources import Digits, Images, Mnist
from harness.statistics import require_enough_seeds

SOURCES = ("digits", "mnist")


@dataclass(frozen=True)
class Settings:
    """Seeds, the source of images, and the device."""

    seeds: Sequence[int]
    images: Images
    device: torch.device

    @classmethod
    def checked(cls, seeds: int, first_seed: int, images: str, data_root: Path, device: str) -> "Settings":
        """Return settings that will work, or raise a UserError that says what to ask for instead."""
        require_enough_seeds(seeds)
        return cls.usable(seeds, first_seed, images, data_root, device)

    @classmethod
    def usable(cls, seeds: int, first_seed: int, images: str, data_root: Path, device: str) -> "Settings":
        """Return settings as ``checked`` does, with any number of seeds: for runs that are to prove no fix."""
        if seeds < 1:
            raise UserError(f"{seeds} seeds make no runs. Ask for at least one.")
        if first_seed < 0:
            raise UserError(f"A seed cannot be negative, and {first_seed} is. Start from 0 or more.")
        return cls(range(first_seed, first_seed + seeds), _source(images, data_root), _available(device))


def _source(name: str, data_root: Path) -> Images:
    if name == "digits":
        return Digits()
    if name == "mnist":
        source = Mnist(data_root.resolve())
        source.draw(0, 1, 1)  # download now, once, or fail before anything is trained
        return source
    raise UserError(f"There are no images {name!r}.{suggest(name, SOURCES)} Choose one of: {', '.join(SOURCES)}.")


def _available(name: str) -> torch.device:
    """Return the device, having put a number on it: what is compiled in is not always there."""
    try:
        device = torch.device(name)
        torch.zeros(1, device=device)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        there = ["cpu"]
        there += [f"cuda:{number}" for number in range(torch.cuda.device_count())]
        there += ["mps"] if torch.backends.mps.is_available() else []
        reason = str(error).partition("\n")[0]
        raise UserError(f"Device {name!r} cannot be used here: {reason}\nChoose one of: {', '.join(there)}.") from error
    return device

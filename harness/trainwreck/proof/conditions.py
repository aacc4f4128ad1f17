"""What all the runs of one command share: seeds, images and device, checked before anything is trained."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from trainwreck.errors import UserError, suggest
from trainwreck.proof.statistics import FEWEST_SEEDS, SIGNIFICANCE
from trainwreck.tasks.sources import Digits, Mnist
from trainwreck.training.task import Images

SOURCES = ("digits", "mnist")


@dataclass(frozen=True)
class Conditions:
    """Seeds, the source of images, and the device."""

    seeds: Sequence[int]
    images: Images
    device: torch.device

    @classmethod
    def checked(
        cls,
        seeds: int = FEWEST_SEEDS,
        first_seed: int = 0,
        images: str = "digits",
        data_root: Path = Path("data"),
        device: str = "cpu",
        fewest: int = FEWEST_SEEDS,
        untouched: bool = False,
    ) -> "Conditions":
        """Return conditions that will work, or raise a UserError that says what to ask for instead.

        ``fewest`` is 1 where the runs are to prove no fix. ``untouched``: judge by the images that are kept
        apart, on which no set-up may be tuned, or they would not stay untouched.
        """
        if seeds < 1:
            raise UserError(f"{seeds} seeds make no runs. Ask for at least {fewest}.")
        if seeds < fewest:
            raise UserError(
                f"{seeds} seeds cannot prove a fix: with all of them better, the sign-flip test gives p = 1/2^{seeds}, "
                f"which is not below {SIGNIFICANCE}. Ask for at least {fewest} seeds."
            )
        if first_seed < 0:
            raise UserError(f"A seed cannot be negative, and {first_seed} is. Start from 0 or more.")
        return cls(range(first_seed, first_seed + seeds), _source(images, data_root, untouched), _available(device))

    @property
    def name(self) -> str:
        """What records are filed under: the source of the images and the device."""
        return f"{self.images.name}-{str(self.device).replace(':', '')}"


def _source(name: str, data_root: Path, untouched: bool) -> Images:
    if name == "digits":
        return Digits(untouched)
    if name == "mnist":
        source = Mnist(data_root.resolve(), untouched)
        source.draw(0, 1, 1)  # download now, once, or fail before anything is trained
        return source
    raise UserError(f"There are no images {name!r}.{suggest(name, SOURCES)} Choose one of: {', '.join(SOURCES)}.")


def _available(name: str) -> torch.device:
    """Return the device, having put a number on it: what is compiled in is not always there."""
    try:
        device = torch.device(name)
        if device.type == "cpu" and device.index:
            raise RuntimeError("there is one CPU")
        torch.zeros(1, device=device).item()  # "meta" can be made, but holds no numbers
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        there = ["cpu"]
        there += [f"cuda:{number}" for number in range(torch.cuda.device_count())]
        there += ["mps"] if torch.backends.mps.is_available() else []
        reason = str(error).partition("\n")[0]
        raise UserError(f"Device {name!r} cannot be used here: {reason}\nChoose one of: {', '.join(there)}.") from error
    return torch.device("cpu") if device.type == "cpu" else device

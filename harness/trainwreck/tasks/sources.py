"""Images of handwritten digits, from scikit-learn's wheel or from MNIST.

Where the images come from is an argument that travels from the command line to the task. Both sources give
the same thing, greyscale images (1, 28, 28) with pixels in 0…1, so one scenario serves both.

Each source keeps a part of its images apart. Set-ups are made and tuned on the others; a source that is ``untouched``
draws what it holds back from that part alone, so that a study judges by images that no calibration has seen.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from trainwreck.errors import UserError
from trainwreck.training.split import Split


@dataclass(frozen=True)
class Digits:
    """scikit-learn's handwritten digits: 1,797 real images of 8 × 8 pixels, here resized to MNIST's 28 × 28.

    Source: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning
    Repository, 1998, doi:10.24432/C50P49.
    """

    untouched: bool = False
    handicap = 0.0
    more_to_judge = 0

    @property
    def name(self) -> str:
        return "digits-untouched" if self.untouched else "digits"

    def draw(self, seed: int, available: int, held_back: int) -> tuple[Split, Split]:
        generator = torch.Generator().manual_seed(seed)
        images, apart = _digits()
        order = torch.randperm(len(images), generator=generator)
        mine, rest = images.take(order[:available]), images.take(order[available:])
        if self.untouched:
            rest = apart.take(torch.randperm(len(apart), generator=generator))
        if len(mine) < available or len(rest) < held_back:
            raise UserError(
                f"There are {len(images)} digits, and {len(apart)} that are kept apart: too few for {available} that "
                f"are available and {held_back} that are held back. Ask for fewer."
            )
        return mine, rest.take(slice(held_back))


@dataclass(frozen=True)
class Mnist:
    """MNIST, through torchvision: 60,000 training and 10,000 test images of 28 × 28 pixels.

    ``root`` is the folder that holds, or will hold, ``MNIST/raw``. torchvision downloads what is missing.
    Source: Y. LeCun, C. Cortes and C. J. C. Burges, The MNIST database of handwritten digits, 1998.
    """

    root: Path
    untouched: bool = False
    handicap = 0.1  # an SVM, trained on 600 images, scores 0.09 less here; networks of few epochs lose more
    more_to_judge = 3000  # the more images judge, the less of a score is luck

    @property
    def name(self) -> str:
        return "mnist-untouched" if self.untouched else "mnist"

    def draw(self, seed: int, available: int, held_back: int) -> tuple[Split, Split]:
        generator = torch.Generator().manual_seed(seed)
        train, test = (_mnist(self.root, train)[int(self.untouched)] for train in (True, False))
        return _sample(train, available, generator), _sample(test, held_back, generator)


APART = 599  # of scikit-learn's digits: a third


@lru_cache(maxsize=1)
def _digits() -> tuple[Split, Split]:
    """Return the digits that set-ups are tuned on, and those that are kept apart."""
    from sklearn.datasets import load_digits

    bunch = load_digits()
    pixels = torch.tensor(bunch.images, dtype=torch.float32).unsqueeze(1) / 16
    resized = F.interpolate(pixels, size=(28, 28), mode="bilinear", align_corners=False)
    rows = torch.randperm(len(resized), generator=torch.Generator().manual_seed(0))
    images = Split(resized, torch.tensor(bunch.target))
    return images.take(rows[APART:]), images.take(rows[:APART])


Part = tuple[Tensor, Tensor]  # images (n, 28, 28) uint8 and labels (n,) int64


@lru_cache(maxsize=2)
def _mnist(root: Path, train: bool) -> tuple[Part, Part]:
    """Return one of MNIST's two parts: the half that set-ups are tuned on, and the half that is kept apart.

    The halves are drawn, not counted off: two groups of writers take turns in the training images, and follow each
    other in the test images.
    """
    from torchvision.datasets import MNIST  # here, because it takes over a second

    try:
        dataset = MNIST(root, train=train, download=not _has_mnist(root))
    except Exception as error:
        # A file cut short surfaces as any of half a dozen exceptions from torchvision's parser.
        raise UserError(
            f"MNIST could not be read from '{root}': {type(error).__name__}: {error}\n"
            f"Delete '{root / 'MNIST'}' and run again where there is a network, so that torchvision downloads "
            "it anew; or name a folder that holds MNIST/raw with --data-root (--wreck-data-root in pytest); "
            "or use the images that need no download: --images digits."
        ) from error
    mine, apart = torch.randperm(len(dataset), generator=torch.Generator().manual_seed(0)).tensor_split(2)
    return (dataset.data[mine], dataset.targets[mine]), (dataset.data[apart], dataset.targets[apart])


def _has_mnist(root: Path) -> bool:
    """Say whether the four files are there, packed or not; what is in them is for torchvision to judge."""
    names = [f"{part}-{kind}" for part in ("train", "t10k") for kind in ("images-idx3-ubyte", "labels-idx1-ubyte")]
    return all((root / "MNIST" / "raw" / name).is_file() for name in names)


def _sample(part: Part, size: int, generator: torch.Generator) -> Split:
    pixels, labels = part
    rows = torch.randperm(len(pixels), generator=generator)[:size]
    return Split(pixels[rows].unsqueeze(1).float() / 255, labels[rows])

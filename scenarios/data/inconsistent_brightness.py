"""Good on the validation part, poor on the first day in use.

The network reads digits from photographs. The training accuracy ends at 0.98 to 1.00, and the validation part reports
0.92 to 0.97. On the photographs of the first day in use the accuracy is 0.46 to 0.81. People read those photographs
without trouble, and the digits are written by the same hands.
"""

from functools import partial

from torch import nn
from torch.optim import Adam
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Recipe, Scenario, Severities, Symptom, hold_out, mlp, preprocess
from trainwreck.tasks import relit_digits


def normalise(images):
    return (images - 0.5) / 0.25


def prepare(raw):
    train, validation = hold_out(raw)
    return preprocess(train, validation, normalise)


broken = Recipe(
    prepare=prepare,
    model=partial(mlp, 784, 128, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.005),
    schedule=partial(CosineAnnealingLR, T_max=16),
    epochs=16,
)


scenario = Scenario(
    task=relit_digits(washed_out=1.0),
    broken=broken,
    symptom=Symptom.MISLEADS,
    severities=Severities(
        "how far new images are washed out", at=relit_digits, doses=(0.1, 0.25, 0.5, 0.75, 1.0), plain=1.0
    ),
    touches={"prepare", "step"},
    hints=(
        "Between which sets of photographs does the score drop, and how did each of them come about?",
        "Print the mean and the standard deviation of the pixels of ten images from either side of the drop.",
        "If every pixel of an image rises by 0.5, what happens to the sums in the first layer? Has the digit changed?",
    ),
    also_accepted={
        "preprocessing": "One fixed mean and deviation for all images suits only some of them.",
        "mismatched_transforms": "There, too, new images reach the network in a range that training did not cover.",
    },
)

from dataclasses import replace
from functools import partial

import torch
from torch import nn
from torch.optim import Adam

from trainwreck import Reading, batches
from trainwreck.scenarios.model.view_for_permute import broken


class StripReader(nn.Module):
    def __init__(self, hidden=80, classes=10):
        super().__init__()
        self.gru = nn.GRU(input_size=112, hidden_size=hidden)
        self.classify = nn.Linear(hidden, classes)

    def forward(self, images):
        strips = images.reshape(-1, 7, 112)  # four rows of 28 pixels make a strip
        sequence = strips.permute(1, 0, 2)  # swap the axes; a view would mix the images of the batch
        _, last = self.gru(sequence)
        return self.classify(last[-1])


swapped_axes = replace(broken, model=StripReader)


def check(model, validation):
    """What share of the gradient of an image's answer falls on that image?"""
    model.eval()
    inputs = validation.inputs[:16].requires_grad_()
    answer = model(inputs)[3].sum()
    if not answer.requires_grad:
        return None
    (gradient,) = torch.autograd.grad(answer, inputs, allow_unused=True)
    if gradient is None or not gradient.any():
        return None
    reach = gradient.flatten(1).abs().sum(dim=1)
    share = (reach[3] / reach.sum()).item()
    return Reading(round(share, 3), suspicious=share < 0.9)


@torch.no_grad()
def predict_one_by_one(model, images):
    model.eval()
    return torch.cat([model(image) for image in images.split(1)])


impostors = {
    # for a single image view and permute are the same
    "single_images": replace(
        broken,
        loader=partial(batches, batch_size=1),
        optimizer=partial(Adam, lr=0.001),
        predict=predict_one_by_one,
        epochs=4,
    )
}

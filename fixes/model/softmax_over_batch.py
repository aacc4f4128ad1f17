from dataclasses import replace

import torch
from torch import nn

from trainwreck import Reading
from trainwreck.scenarios.model.softmax_over_batch import broken


class AttentionPooling(nn.Module):
    def __init__(self, features=2, hidden=16):
        super().__init__()
        self.encode = nn.Sequential(nn.Linear(features, hidden), nn.ReLU())
        self.attend = nn.Linear(hidden, 1)
        self.recall = nn.Linear(hidden, 1)

    def forward(self, inputs):  # (batch, time, features)
        codes = self.encode(inputs)
        weights = self.attend(codes).softmax(dim=1)  # over time: the weights of one sample add up to 1
        return self.recall((weights * codes).sum(dim=1)).squeeze(1)


softmax_over_time = replace(broken, model=AttentionPooling)


def check(model, validation):
    """Does a sample get the same answer alone as among others?"""
    model.eval()
    inputs = validation.inputs[:16]
    together, alone = model(inputs), torch.cat([model(one) for one in inputs.split(1)])
    others = (together - together.roll(1, dims=0)).norm().clamp(min=1e-3 * together.norm().item()).item()
    if not others:
        return None
    change = (together - alone).norm().item() / others
    return Reading(round(change, 4), suspicious=change > 0.01)  # rounding makes about 1e-6


@torch.no_grad()
def predict_in_batches(model, inputs):
    model.eval()
    return torch.cat([model(batch) for batch in inputs.split(64)])


impostors = {
    # as many at once as in training: in use the answers still hang together
    "predicted_in_batches": replace(broken, predict=predict_in_batches),
}

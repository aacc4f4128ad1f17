from dataclasses import replace

import torch
import torch.nn.functional as F
from unseen.scenarios.model.always_on_dropout import Classifier, broken

from trainwreck import Reading


class ToldOfItsMode(Classifier):
    def forward(self, images):
        units = F.relu(self.hidden(images.flatten(1)))
        return self.classify(F.dropout(units, p=0.75, training=self.training))


told_of_its_mode = replace(broken, model=ToldOfItsMode)


@torch.no_grad()
def check(trained, validation):
    """Do two looks at a model in evaluation mode differ?"""
    trained.eval()
    first, again = trained(validation.inputs), trained(validation.inputs)
    return Reading(round((first - again).abs().max().item(), 2), suspicious=not torch.allclose(first, again, atol=1e-3))

from dataclasses import replace

from torch import nn

from trainwreck.scenarios.model.view_for_permute import broken


class StripReader(nn.Module):
    def __init__(self, hidden=64, classes=10):
        super().__init__()
        self.gru = nn.GRU(input_size=112, hidden_size=hidden)
        self.classify = nn.Linear(hidden, classes)

    def forward(self, images):
        strips = images.reshape(-1, 7, 112)  # four rows of 28 pixels make a strip
        sequence = strips.permute(1, 0, 2)  # swap the axes; a view would mix the images of the batch
        _, last = self.gru(sequence)
        return self.classify(last[-1])


swapped_axes = replace(broken, model=StripReader)

"""More accurate on new rows than on its own validation part.

The network predicts one of five classes. Training accuracy climbs to 0.98 to 1.00; on the validation part it ends at
0.40 to 0.56, and on held-back rows at 0.65 to 0.74. Two things are odd. The network does better on rows that it has
never seen, with labels checked twice, than on its own validation part; and after the first epoch its accuracy on them
was about 0.95.
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Severities, Symptom, batches, mlp
from trainwreck.tasks import mislabelled

broken = Recipe(
    loader=partial(batches, batch_size=128),
    model=partial(mlp, 30, 128, 5),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.012),
    epochs=16,
)


scenario = Scenario(
    task=mislabelled(wrong=0.25),
    broken=broken,
    symptom=Symptom.OVERFITS,
    severities=Severities("share of wrong labels", at=mislabelled, doses=(0.05, 0.1, 0.15, 0.25, 0.5), plain=0.25),
    touches={"prepare", "loss", "stop"},
    hints=(
        "Plot the score on held-back rows after each epoch. When is it best, and what is learned after that?",
        "Look at the training rows with the largest loss after two epochs. What would you have answered?",
        "If a third of the labels in the validation part were wrong, what would a perfect model score there?",
    ),
    also_accepted={
        "too_many_epochs": "With a fifth of the epochs the same network does well.",
        "too_large_model": "A network with fewer weights could not learn the wrong labels by heart.",
    },
)

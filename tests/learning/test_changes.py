"""What was changed in a script is told in the fields of a recipe, or not told at all."""

import pytest

from trainwreck.learning.changes import changed
from trainwreck.pairs.entries import BROKEN, Catalogue
from trainwreck.pairs.loading import load
from trainwreck.scripts.script import script
from trainwreck.tasks.sources import Digits
from trainwreck.training.streams import Stream, derive

SCRIPT = """
X, y = read()
X_train, X_val, y_train, y_val = train_test_split(X, y, test_size=0.5)
train_loader = DataLoader(TensorDataset(X_train, y_train), batch_size=64)

class Net(nn.Module):
    width = 8

model = Net()
criterion = nn.CrossEntropyLoss()
optimizer = SGD(model.parameters(), lr=0.1)
scheduler = StepLR(optimizer, 5)

def predict(model, inputs):
    model.eval()
    return model(inputs)

for epoch in range(8):
    model.train()
    for inputs, targets in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
    outputs = predict(model, X_val)
    val_loss = criterion(outputs, y_val).item()
    val_score = accuracy(outputs, y_val)
    scheduler.step()

np.save("predictions.npy", predict(model, X_test).numpy())
"""


def told(old: str, new: str):
    assert old in SCRIPT
    return changed(SCRIPT, SCRIPT.replace(old, new), "train.py")


@pytest.mark.parametrize(
    ("old", "new", "fields"),
    [
        ("lr=0.1", "lr=0.01", {"optimizer"}),
        ("width = 8", "width = 9", {"model"}),
        ("model = Net()\n", "model = Net()\nnn.init.zeros_(model.weight)\n", {"model"}),
        ("nn.CrossEntropyLoss()", "nn.NLLLoss()", {"loss"}),
        ("        optimizer.zero_grad()\n", "", {"step"}),
        ("    model.train()\n", "", {"step"}),
        ("    model.eval()\n", "", {"predict"}),
        ("range(8)", "range(9)", {"epochs"}),
        ("batch_size=64", "batch_size=32", {"loader"}),
        ("test_size=0.5", "test_size=0.2", {"prepare"}),
        ("predict(model, X_test)", "predict(model, X_test / 2)", {"prepare"}),
        ("StepLR(optimizer, 5)", "StepLR(optimizer, 6)", {"schedule"}),
        ("        optimizer.step()\n", "        optimizer.step()\n        scheduler.step()\n", {"schedule_per"}),
        ("val_score = accuracy(outputs, y_val)", "val_score = 0.99", {"report"}),
        ("criterion", "loss_function", set()),
        ("val_score = ", "print(inputs.shape)\n    val_score = ", set()),
        ("range(8):", "range(8):  # twice as long would do no harm", set()),
    ],
)
def test_a_change_belongs_to_the_field_that_it_makes(old, new, fields):
    assert told(old, new) == fields


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("optimizer = ", "opt = "),
        ("    for inputs, targets in train_loader:", "    if True:"),
        ("predict(model, X_test)", "x"),
    ],
)
def test_a_script_in_another_form_is_not_told(old, new):
    assert told(old, new) is None


def test_every_official_fix_changes_what_its_scenario_declares_and_nothing_else():
    for entry in (entry for entry in Catalogue() if not entry.is_control):
        pair = load(entry, Digits())
        available, _ = pair.task.data(derive(0, Stream.DATA))
        broken = script(pair, BROKEN, available)
        for fix in pair.fixes:
            fields = changed(broken, script(pair, fix, available), "train.py")
            assert fields is not None, entry.name
            assert fields, entry.name
            assert fields <= pair.truth.touches, (entry.name, fix)

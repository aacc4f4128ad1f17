"""A LightningModule with callbacks: the best epoch is kept and tested. Test accuracy about 0.96."""
import logging
import os
import tempfile
import warnings

import lightning.pytorch as pl
import torch
from lightning.pytorch.callbacks import EarlyStopping, ModelCheckpoint
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset, random_split

warnings.filterwarnings("ignore")
logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
pl.seed_everything(int(os.environ.get("SEED", 1234)), workers=True)


class LitDigits(pl.LightningModule):
    def __init__(self, hidden_size=96, learning_rate=0.05):
        super().__init__()
        self.learning_rate = learning_rate
        self.l1 = nn.Linear(64, hidden_size)
        self.l2 = nn.Linear(hidden_size, hidden_size)
        self.l3 = nn.Linear(hidden_size, 10)

    def forward(self, x):
        x = F.relu(self.l1(x))
        x = F.dropout(x, 0.4, training=self.training)
        x = F.relu(self.l2(x))
        x = F.dropout(x, 0.4, training=self.training)
        return self.l3(x)

    def _shared_step(self, batch, name):
        x, y = batch
        logits = self(x)
        loss = F.cross_entropy(logits, y)
        self.log(f"{name}_loss", loss, on_step=False, on_epoch=True)
        self.log(f"{name}_acc", (logits.argmax(1) == y).float().mean(), on_step=False, on_epoch=True)
        return loss

    def training_step(self, batch, batch_idx):
        return self._shared_step(batch, "train")

    def validation_step(self, batch, batch_idx):
        self._shared_step(batch, "val")

    def test_step(self, batch, batch_idx):
        self._shared_step(batch, "test")

    def configure_optimizers(self):
        optimizer = torch.optim.SGD(self.parameters(), lr=self.learning_rate, momentum=0.9)
        scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.9)
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": scheduler, "interval": "epoch"}}


data, target = load_digits(return_X_y=True)
dataset = TensorDataset(torch.tensor(data / 16.0).float(), torch.tensor(target))
train_set, val_set, test_set = random_split(dataset, [1197, 300, 300])

with tempfile.TemporaryDirectory() as folder:
    checkpoint = ModelCheckpoint(folder, monitor="val_loss", mode="min")
    trainer = pl.Trainer(
        max_epochs=12,
        accelerator="cpu",
        callbacks=[checkpoint, EarlyStopping("val_loss", patience=4)],
        logger=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    model = LitDigits()
    trainer.fit(model, DataLoader(train_set, batch_size=32, shuffle=True), DataLoader(val_set, batch_size=100))
    print("best validation loss", checkpoint.best_model_score.item())
    result = trainer.test(model, DataLoader(test_set, batch_size=100), ckpt_path="best", verbose=False)
print("test accuracy", round(result[0]["test_acc"], 4))

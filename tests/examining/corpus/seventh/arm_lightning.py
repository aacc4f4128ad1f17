"""Where does a three-joint robot arm reach to? Regression as a LightningModule."""
import logging
import os
import warnings

import lightning as L
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
warnings.filterwarnings("ignore", ".*does not have many workers.*")
SEED = int(os.environ.get("SEED", 0))


def arm_positions(n, rng):
    """Joint angles in degrees, link lengths in millimetres; reach in millimetres."""
    angles = rng.uniform(-90, 90, size=(n, 3))
    lengths = rng.uniform(150, 300, size=(n, 3))
    heading = np.deg2rad(np.cumsum(angles, axis=1))
    x = (lengths * np.cos(heading)).sum(axis=1)
    y = (lengths * np.sin(heading)).sum(axis=1)
    target = np.stack([x, y], axis=1) + rng.normal(0, 8, size=(n, 2))
    return np.hstack([angles, lengths]), target


class ArmData(L.LightningDataModule):
    def __init__(self, n=3000, batch_size=64):
        super().__init__()
        self.n, self.batch_size = n, batch_size

    def setup(self, stage=None):
        features, target = arm_positions(self.n, np.random.default_rng(SEED))
        features = torch.tensor(features, dtype=torch.float32)
        target = torch.tensor(target, dtype=torch.float32)
        train, val, test = random_split(range(self.n), [0.7, 0.15, 0.15], torch.Generator().manual_seed(SEED))
        rows = list(train)
        self.x_mean, self.x_std = features[rows].mean(0), features[rows].std(0)
        self.y_mean, self.y_std = target[rows].mean(0), target[rows].std(0)
        x = (features - self.x_mean) / self.x_std
        y = (target - self.y_mean) / self.y_std
        self.train_ds, self.val_ds, self.test_ds = (TensorDataset(x[list(s)], y[list(s)]) for s in (train, val, test))

    def train_dataloader(self):
        return DataLoader(self.train_ds, batch_size=self.batch_size, shuffle=True)

    def val_dataloader(self):
        return DataLoader(self.val_ds, batch_size=256)

    def test_dataloader(self):
        return DataLoader(self.test_ds, batch_size=256)


class ArmRegressor(L.LightningModule):
    def __init__(self, hidden=64, lr=4e-3):
        super().__init__()
        self.save_hyperparameters()
        self.net = nn.Sequential(
            nn.Linear(6, hidden), nn.SiLU(), nn.Linear(hidden, hidden), nn.SiLU(), nn.Linear(hidden, 2)
        )

    def forward(self, x):
        return self.net(x)

    def training_step(self, batch, batch_idx):
        x, y = batch
        loss = F.mse_loss(self(x), y)
        self.log("train_loss", loss, on_step=False, on_epoch=True)
        return loss

    def validation_step(self, batch, batch_idx):
        x, y = batch
        self.log("val_loss", F.mse_loss(self(x), y))

    def test_step(self, batch, batch_idx):
        x, y = batch
        self.log("test_mse", F.mse_loss(self(x), y))

    def on_validation_epoch_end(self):
        m = self.trainer.callback_metrics
        if "train_loss" in m:
            print(f"epoch {self.current_epoch:2d} train {m['train_loss']:.4f} val {m['val_loss']:.4f}")

    def configure_optimizers(self):
        optimizer = torch.optim.Adam(self.parameters(), lr=self.hparams.lr)
        scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=self.trainer.max_epochs)
        return {"optimizer": optimizer, "lr_scheduler": scheduler}


if __name__ == "__main__":
    L.seed_everything(SEED, verbose=False)
    trainer = L.Trainer(
        max_epochs=25,
        accelerator="cpu",
        gradient_clip_val=1.0,
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
        num_sanity_val_steps=0,
    )
    data = ArmData()
    model = ArmRegressor()
    trainer.fit(model, datamodule=data)
    result = trainer.test(model, datamodule=data, verbose=False)[0]
    print(f"test mse {result['test_mse']:.4f}, test R2 {1 - result['test_mse']:.4f}")

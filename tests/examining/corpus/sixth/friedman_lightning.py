"""Regression on scikit-learn's Friedman #1 data as a LightningModule."""
import logging
import os

import lightning as L
import torch
import torch.nn.functional as F
from sklearn.datasets import make_friedman1
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)


class FriedmanData(L.LightningDataModule):
    def __init__(self, seed, batch_size=32):
        super().__init__()
        self.batch_size = batch_size
        X, y = make_friedman1(n_samples=1600, n_features=10, noise=1.0, random_state=seed)
        X_train, X_test, y_train, self.y_test = train_test_split(X, y, test_size=400, random_state=seed)
        X_train, X_val, y_train, y_val = train_test_split(X_train, y_train, test_size=200, random_state=seed)
        self.x_scaler = StandardScaler().fit(X_train)
        self.y_scaler = StandardScaler().fit(y_train.reshape(-1, 1))
        self.train_set = self.tensors(X_train, y_train)
        self.val_set = self.tensors(X_val, y_val)
        self.test_set = self.tensors(X_test, self.y_test)

    def tensors(self, X, y):
        X = self.x_scaler.transform(X)
        y = self.y_scaler.transform(y.reshape(-1, 1))
        return TensorDataset(torch.tensor(X, dtype=torch.float32), torch.tensor(y, dtype=torch.float32))

    def train_dataloader(self):
        return DataLoader(self.train_set, batch_size=self.batch_size, shuffle=True)

    def val_dataloader(self):
        return DataLoader(self.val_set, batch_size=200)

    def predict_dataloader(self):
        return DataLoader(self.test_set, batch_size=200)


class Regressor(L.LightningModule):
    def __init__(self, n_features=10, width=48, lr=1e-2):
        super().__init__()
        self.save_hyperparameters()
        self.net = nn.Sequential(
            nn.Linear(n_features, width), nn.SiLU(), nn.Linear(width, width), nn.SiLU(), nn.Linear(width, 1)
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

    def on_train_epoch_end(self):  # comes after the epoch's validation
        print(f"epoch {self.current_epoch}: val_loss {self.trainer.callback_metrics['val_loss']:.4f}")

    def predict_step(self, batch, batch_idx):
        return self(batch[0])

    def configure_optimizers(self):
        optimizer = torch.optim.Adam(self.parameters(), lr=self.hparams.lr)
        scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.9)
        return [optimizer], [scheduler]


if __name__ == "__main__":
    seed = int(os.environ.get("SEED", 0))
    L.seed_everything(seed)
    data = FriedmanData(seed)
    model = Regressor()
    trainer = L.Trainer(
        max_epochs=15,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
        num_sanity_val_steps=0,
    )
    trainer.fit(model, datamodule=data)
    scaled = torch.cat(trainer.predict(model, datamodule=data)).numpy()
    prediction = data.y_scaler.inverse_transform(scaled).ravel()
    print(f"test R2 {r2_score(data.y_test, prediction):.4f}")

"""Callbacks for the trainers of others: they see what the loop of one's own would have shown."""

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from tests.examining.conftest import loader, rows


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("held", "found"), [("all", False), ("the last layer", True)])
def test_a_fit_of_lightning_is_examined(tmp_path: Path, held: str, found: bool):
    lightning = pytest.importorskip("lightning.pytorch", reason="the extra 'lightning' is not installed")
    from trainwreck.examining.lightning import Examine

    class Module(lightning.LightningModule):
        def __init__(self) -> None:
            super().__init__()
            self.net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))

        def training_step(self, batch: Any, _: int) -> Tensor:
            x, y = batch
            return nn.functional.cross_entropy(self.net(x), y)

        def configure_optimizers(self) -> torch.optim.Optimizer:
            return torch.optim.Adam((self.net if held == "all" else self.net[2]).parameters(), lr=0.01)

    callback = Examine(seconds=20)
    quiet = {"logger": False, "enable_checkpointing": False, "enable_progress_bar": False}
    trainer = lightning.Trainer(
        max_epochs=2, callbacks=[callback], accelerator="cpu", default_root_dir=tmp_path, **quiet
    )
    trainer.fit(Module(), loader())
    assert callback.report is not None
    assert callback.report.steps == 12
    assert ("forgotten_parameters" in [finding.name for finding in callback.report.findings]) is found
    assert found or "forgotten_parameters" in callback.report.quiet


@pytest.mark.filterwarnings("ignore")
def test_a_training_of_the_hugging_face_trainer_is_examined(tmp_path: Path):
    transformers = pytest.importorskip("transformers", reason="the extra 'transformers' is not installed")
    pytest.importorskip("accelerate", reason="the extra 'transformers' is not installed")
    from trainwreck.examining.transformers import Examine

    class Model(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layer = nn.Linear(4, 3)

        def forward(self, x: Tensor, labels: Tensor) -> dict[str, Tensor]:
            logits = self.layer(x)
            return {"loss": nn.functional.cross_entropy(logits, labels), "logits": logits}

    data = [{"x": x, "labels": y} for x, y in rows()]
    callback = Examine(seconds=20)
    arguments = transformers.TrainingArguments(
        output_dir=str(tmp_path), max_steps=12, report_to=[], use_cpu=True, save_strategy="no", disable_tqdm=True
    )
    transformers.Trainer(model=Model(), args=arguments, train_dataset=data, callbacks=[callback]).train()
    assert callback.report is not None
    assert callback.report.steps == 12
    assert "forgotten_parameters" in callback.report.quiet

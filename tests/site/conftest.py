"""The site of a few entries, built once."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from trainwreck.pairs.packs import BUILT_IN
from trainwreck.proof.histories import COLUMNS

# A fault with degrees, two that it is taken for, one whose loss is never finite, one that is judged by its report, and
# a healthy look-alike.
ENTRIES = (
    "high_learning_rate",
    "accumulated_gradients",
    "low_learning_rate",
    "missing_values",
    "duplicate_leakage",
    "linear_warmup",
)
BESIDE = ("harness", "tests", "results")  # what pages link to outside of docs/


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of docs/ to build from, so that nothing is written into the repository."""
    root = tmp_path_factory.mktemp("sources")
    shutil.copytree(BUILT_IN / "docs", root / "docs", ignore=shutil.ignore_patterns("_build", "catalogue"))
    for name in BESIDE:
        (root / name).symlink_to(BUILT_IN / name)
    return root / "docs"


@pytest.fixture(scope="session")
def site(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site; a warning would have failed the build."""
    pytest.importorskip("sphinx", reason='the site needs `pip install -e ".[docs]"`')
    out = tmp_path_factory.mktemp("site")
    only = f"trainwreck_only={','.join(ENTRIES)}"
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-D", only, str(sources), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture
def rows() -> Callable[..., pd.DataFrame]:
    """Return a function that makes recorded curves of one run a recipe, from its losses and held-back scores."""

    def made(scenario: str = "one", **recipes: tuple[str, str]) -> pd.DataFrame:
        told = {"component": "toy", "scenario": scenario, "seed": 0, "judged": "true", "goal": 0.9, "other_loss": False}
        found = []
        for recipe, (losses, scores) in recipes.items():
            steps = " ".join(str(step) for step in range(len(losses.split())))
            epochs = " ".join(str(epoch + 1) for epoch in range(len(scores.split()) - 1))
            parts = dict.fromkeys(("training", "reported", "true"), scores)
            found.append({**told, "recipe": recipe, "steps": steps, "losses": losses, "epochs": epochs, **parts})
        return pd.DataFrame(found, columns=list(COLUMNS)).astype(COLUMNS)

    return made

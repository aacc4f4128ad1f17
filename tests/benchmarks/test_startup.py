"""How long the commands take that one calls while browsing, beside what Python needs to import typer and rich."""

import subprocess
import sys

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

COMMANDS = {"list": ["list"], "help": ["--help"], "show": ["show", "high_learning_rate"]}

pytestmark = [pytest.mark.benchmark(group="start"), pytest.mark.parametrize("work", COMMANDS)]


def timed(benchmark: BenchmarkFixture, *arguments: str) -> bytes:
    """Run Python over and over, each time in a new process; return what it printed."""
    done = benchmark.pedantic(
        subprocess.run,
        args=([sys.executable, *arguments],),
        kwargs={"capture_output": True, "check": True},
        rounds=15,
        warmup_rounds=1,
    )
    return done.stdout


def test_start_floor(benchmark, work):
    assert timed(benchmark, "-c", "import typer, rich.console") == b""


def test_start_ours(benchmark, work):
    assert timed(benchmark, "-m", "trainwreck.cli", *COMMANDS[work]) != b""

"""Benchmarks are run once, as tests, unless ``--benchmark-enable`` asks for timings."""

from typing import Any

import pytest


@pytest.fixture
def benchmark(benchmark: Any, pytestconfig: pytest.Config) -> Any:
    """pytest-benchmark's own fixture, which times by default."""
    benchmark.disabled = not pytestconfig.getoption("benchmark_enable")
    return benchmark

"""Benchmarks, with pytest-benchmark; they assert no times."""

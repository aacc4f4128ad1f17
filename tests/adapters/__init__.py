"""Tests of the adapters of third-party diagnostic tools."""

"""Tests of the harness; they mirror its modules."""

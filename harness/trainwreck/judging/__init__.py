"""Mended scripts of strangers: run under lock, judged by what they compute from data that nobody else has."""

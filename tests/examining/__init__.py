"""Trainings of somebody's own, examined."""

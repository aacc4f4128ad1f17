"""Questions on recorded runs, for learning platforms. Nothing that is asked gives its answer away."""

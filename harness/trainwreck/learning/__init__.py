"""Scripts that somebody edits: handed out, run, judged by what they reach and by whether the cause is gone."""

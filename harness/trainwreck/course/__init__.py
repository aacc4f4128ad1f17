"""Assignments: which cases there are, what is handed out, and what a submission of all of them is worth."""

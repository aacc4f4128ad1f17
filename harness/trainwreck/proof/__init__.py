"""Does it hold? The contract, the verdicts and the records of what was measured."""

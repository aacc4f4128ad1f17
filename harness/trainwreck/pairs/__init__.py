"""Which scenarios, fixes and controls there are, and what is in them. Knows no judgement."""

"""All checks, asked about a training of somebody's own: watched as it goes, and on copies."""

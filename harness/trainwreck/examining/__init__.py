"""The checks, asked about a training of somebody's own: watched as it goes, on copies, without a word from its author."""

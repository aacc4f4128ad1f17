"""The same code in other words: other names, orders and spellings, the same run bit for bit."""

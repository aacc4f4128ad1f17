"""A recipe as a stand-alone script: train.py with its data, the same run bit for bit. Knows no tools."""

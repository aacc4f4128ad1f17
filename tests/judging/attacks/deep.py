"""Make folders so deep that who removes them runs out of stack, and one that may not be entered."""

import os

os.mkdir("closed", 0)
for _ in range(990):
    os.mkdir("d")
    os.chdir("d")
print("made")

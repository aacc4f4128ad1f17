"""Fill the disk with files that are empty."""

import time

for number in range(1_000_000):
    open(f"{number}", "w").close()
    if number % 500 == 0:
        time.sleep(0.01)

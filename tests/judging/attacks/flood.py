"""Fill the disk with files that are small enough each."""

import time

for number in range(1000):
    with open(f"{number}", "wb") as file:
        file.write(bytes(16 << 20))
    time.sleep(0.01)

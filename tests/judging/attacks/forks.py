"""Start many processes."""

import os
import time

started = 0
try:
    for _ in range(20):
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
        started += 1
    print("GAINED", started)
except OSError as error:
    print("blocked", error)

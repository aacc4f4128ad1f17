"""Start a process that outlives the run."""

import os
import time

try:
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for _ in range(600):
                with open("TARGET/alive", "a") as file:
                    file.write("x")
                time.sleep(0.05)
        os._exit(0)
    time.sleep(0.3)
    print("GAINED a process")
except OSError as error:
    print("blocked", error)

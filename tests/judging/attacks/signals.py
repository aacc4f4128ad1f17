"""End the server."""

import os
import signal

try:
    os.kill(os.getppid(), signal.SIGKILL)
    print("GAINED")
except OSError as error:
    print("blocked", error)
try:
    os.kill(-1, 0)
    print("GAINED all others")
except OSError as error:
    print("blocked", error)

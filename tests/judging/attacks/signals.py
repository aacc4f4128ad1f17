"""End the server."""

import fcntl
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
try:
    read, write = os.pipe()
    fcntl.fcntl(read, fcntl.F_SETOWN, os.getppid())
    print("GAINED a file that sends signals")
except OSError as error:
    print("blocked", error)

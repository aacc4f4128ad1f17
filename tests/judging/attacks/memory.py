"""Look into the memory, the files and the environment of the server and of the judge."""

import os
from pathlib import Path

server = os.getppid()
for what in ("maps", "environ", "mem", "stack", "status"):
    try:
        with open(f"/proc/{server}/{what}", "rb") as file:
            print("GAINED", what, len(file.read(1)))
    except OSError as error:
        print("blocked", what, error)
try:
    judge = int(Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()[1])
    print("GAINED the judge's number", judge)
except OSError as error:
    print("blocked", error)

"""Look through the own memory for the name of the scenario, which the server may have known."""

import re

NAME = re.compile(b"tiny[_]steps")  # which is not what it looks for


def scan():
    """Print whether the name is anywhere in what this process has written to its memory, or taken over."""
    found = 0
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", buffering=0) as memory:
        for line in maps:
            place, rights, _, _, inode, *_ = line.split()
            if rights.startswith("rw") and inode == "0":
                start, end = (int(number, 16) for number in place.split("-"))
                memory.seek(start)
                try:
                    found += len(NAME.findall(memory.read(end - start)))
                except OSError:
                    pass
    print("GAINED the name" if found else "blocked: no name")


scan()

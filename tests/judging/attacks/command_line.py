"""Look for the salt among what all processes were called with."""

from pathlib import Path

try:
    lines = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline")]
    others = [line for line in lines if line != Path("/proc/self/cmdline").read_bytes()]
    print("GAINED" if others else "blocked", len(others), "command lines")
except OSError as error:
    print("blocked", error)

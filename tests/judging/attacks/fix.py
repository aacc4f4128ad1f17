"""Read the fix, and import it."""

import sys
from pathlib import Path

try:
    print("GAINED", len(Path("TARGET/fixes/toy/tiny_steps.py").read_text()), "bytes of the fix")
except OSError as error:
    print("blocked", error)
try:
    sys.path.insert(0, "TARGET/..")
    sys.path.insert(0, "TARGET")
    import fixes.toy.tiny_steps

    print("GAINED", fixes.toy.tiny_steps.larger_steps)
except ImportError as error:
    print("blocked", error)

"""Look for what the server forgot to take away: open files, variables, frames, and objects in memory."""

import gc
import os
import sys

files = [number for number in range(3, 1024) if os.path.exists(f"/proc/self/fd/{number}")]
print("GAINED files" if files else "blocked", files)
known = {"SEED", "HOME", "TMPDIR", "OMP_NUM_THREADS", "LC_CTYPE"}
print("GAINED variables" if set(os.environ) - known else "blocked", set(os.environ) - known)
wanted = "".join(("a salt that nobody ", "will ever guess"))
frame, seen = sys._getframe(), []
while frame:
    seen.append(frame.f_locals)
    frame = frame.f_back
gc.unfreeze()
seen += [one for one in gc.get_objects() if isinstance(one, dict)]
found = [one for one in seen if any(value == wanted for value in one.values() if isinstance(value, str))]
print("GAINED the salt" if any("wanted" not in one for one in found) else "blocked: no salt in", len(seen))

"""Take a lot of memory."""

import numpy as np

try:
    print("GAINED", len(np.empty(6 << 30, dtype=np.uint8)))
except MemoryError as error:
    print("blocked", error)

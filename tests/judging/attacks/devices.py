"""Put something else in the place of a file."""

import os

for what in (
    lambda: os.symlink("/dev/zero", "predictions.npy"),
    lambda: os.mkfifo("metrics.json"),
    lambda: os.mknod("disk", 0o60600, os.makedev(8, 0)),
    lambda: os.link("/usr/lib/os-release", "weights.pt"),
):
    try:
        what()
        print("GAINED")
    except OSError as error:
        print("blocked", error)

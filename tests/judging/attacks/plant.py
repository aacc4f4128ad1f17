"""Leave something behind that others will run or read."""

from pathlib import Path

BESIDE = Path.cwd().parent  # where other scripts' folders lie

for place in ("TARGET/evil.pth", "TARGET/results.json", "/dev/shm/planted-by-a-script", BESIDE / "planted-by-a-script"):
    try:
        Path(place).write_text("import os\n")
        print("GAINED", place)
        Path(place).unlink()
    except OSError as error:
        print("blocked", error)

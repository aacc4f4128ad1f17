"""Run the scripts of one set, each in a process of its own, and print what each says last.

python -m tests.examining.corpus.run first            every script as it stands
python -m tests.examining.corpus.run first --faults   every fault: the last line before and after it is put in
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

from tests.examining.corpus import Fault, faults, scripts, sets


@cache  # a script as it stands is run once for all its faults
def last_line(source: str, seed: int | None) -> str:
    """Return the last line that a script prints, or of its error, and the seconds it took."""
    started = time.monotonic()
    environment = os.environ | ({} if seed is None else {"SEED": str(seed)})
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "train.py"
        script.write_text(source, encoding="utf-8")
        command = [sys.executable, str(script)]
        ended = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    lines = (ended.stdout if ended.returncode == 0 else ended.stderr).strip().splitlines() or ["(nothing)"]
    return f"{lines[-1]}  [{time.monotonic() - started:.1f} s]"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", choices=sets())
    parser.add_argument("--faults", action="store_true", help="put the faults in")
    parser.add_argument("--only", default="", help="scripts whose name contains this")
    parser.add_argument("--seeds", type=int, nargs="*", default=[None], help="seeds instead of the script's own")
    chosen = parser.parse_args()
    if chosen.faults:
        for fault in faults(chosen.set):
            if chosen.only in fault.script:
                show_fault(fault, chosen.seeds)
        return
    for script in scripts(chosen.set):
        if chosen.only in script.stem:
            for seed in chosen.seeds:
                print(f"{script.stem:26} {last_line(script.read_text(encoding='utf-8'), seed)}", flush=True)


def show_fault(fault: Fault, seeds: list[int | None]) -> None:
    print(f"{fault.script}: {fault.fault}")
    for seed in seeds:
        print(f"    before  {last_line(fault.healthy(), seed)}", flush=True)
        print(f"    after   {last_line(fault.faulty(), seed)}", flush=True)


if __name__ == "__main__":
    main()

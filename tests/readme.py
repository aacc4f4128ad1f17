"""Write the generated parts of the README: ``python -m tests.readme``.

Each stands between ``<!-- name -->`` and ``<!-- /name -->`` and comes from results/. With ``--record`` it first runs
``pytest scenarios/`` and records the end of what that prints.
"""

import re
import subprocess
import sys
from pathlib import Path

import pandas as pd

from harness import reference
from tests.benchmarks import report

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "results"
OUTPUT = RESULTS / "pytest-digits-cpu.txt"
SECTION = re.compile(r"<!-- (\w+) -->\n(.*?)<!-- /\1 -->", re.DOTALL)


def sections(readme: str) -> dict[str, str]:
    """Return the text of every generated section by its name."""
    return dict(SECTION.findall(readme))


def generated() -> dict[str, str]:
    """Return what every generated section should be."""
    verdicts = OUTPUT.read_text(encoding="utf-8")
    results = reference.markdown(reference.read(RESULTS / "digits-cpu.csv"))
    speed = report.markdown(pd.read_csv(report.RECORDED))
    return {"verdicts": f"\n```text\n{verdicts}```\n\n", "results": f"\n{results}\n\n", "speed": f"\n{speed}\n\n"}


def record() -> None:
    """Run what the README tells to run first, and record the end of its output."""
    pytest = Path(sys.executable).with_name("pytest")
    done = subprocess.run([pytest, "scenarios/"], cwd=ROOT, capture_output=True, text=True, check=True)
    _, rule, end = done.stdout.rpartition("=" * 35 + " verdicts ")
    OUTPUT.write_text(rule + end, encoding="utf-8")


def main() -> None:
    """Bring the README up to date."""
    if "--record" in sys.argv[1:]:
        record()
    parts = generated()
    path = ROOT / "README.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(SECTION.sub(lambda m: f"<!-- {m[1]} -->\n{parts[m[1]]}<!-- /{m[1]} -->", text), encoding="utf-8")


if __name__ == "__main__":
    main()

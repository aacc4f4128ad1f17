"""Write the generated parts of the README and of docs/: ``python -m tests.readme``.

Each stands between ``<!-- name -->`` and ``<!-- /name -->`` and comes from results/. With ``--record`` it first runs
``pytest scenarios/`` and records the end of what that prints.
"""

import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import pandas as pd

from tests.benchmarks import report
from trainwreck.proof import recorded as reference
from trainwreck.proof.conditions import SOURCES
from trainwreck.referee import leaderboard

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "results"
OUTPUT = RESULTS / "pytest-digits-cpu.txt"
SHOWN = 24  # lines of the verdicts that the README shows; the rest is in the file
SECTION = re.compile(r"<!-- (\w+) -->\n(.*?)<!-- /\1 -->", re.DOTALL)


def sections(text: str) -> dict[str, str]:
    """Return the text of every generated section by its name."""
    return dict(SECTION.findall(text))


def generated() -> dict[str, dict[str, str]]:
    """Return what every generated section should be, by file and name."""
    readme = {"verdicts": f"```text\n{_shortened(OUTPUT.read_text(encoding='utf-8'))}```", "speed": _speed()}
    results = {images: reference.markdown(reference.read(RESULTS / f"{images}-cpu.csv")) for images in SOURCES}
    results |= {f"goals_{images}": _goals(images) for images in SOURCES}
    results |= {f"study_{images}": _study(images) for images in SOURCES}
    referee = {"leaderboard": leaderboard.markdown(pd.read_csv(RESULTS / "tools" / "leaderboard.csv"))}
    return {
        file: {name: f"\n{text}\n\n" for name, text in parts.items()}
        for file, parts in (("README.md", readme), ("docs/results.md", results), ("docs/referee.md", referee))
    }


def _shortened(verdicts: str) -> str:
    lines = verdicts.splitlines(keepends=True)
    return "".join([*lines[:SHOWN], f"… {len(lines) - SHOWN - 1} more lines …\n", lines[-1]])


def _speed() -> str:
    return report.markdown(pd.read_csv(report.RECORDED))


def _goals(images: str) -> str:
    table = pd.read_csv(RESULTS / f"goals-{images}.csv")
    lines = ["| scenario | goal | reference model | goal over reference |", "|---|---:|---:|---:|"]
    for row in table.itertuples():
        share = "" if pd.isna(row.share) else f"{row.share:.2f}"
        lines.append(f"| {row.scenario} | {row.goal:.3f} | {row.reference:.3f} | {share} |")
    return "\n".join(lines)


def _study(images: str) -> str:
    table = pd.read_csv(RESULTS / f"study-{images}-cpu.csv")
    lines = [
        "| scenario | fix | seeds from | sets held | worst margin | impostors passed |",
        "|---|---|---:|---:|---:|---:|",
    ]
    for row in table.itertuples():
        held, passed = f"{row.held} of {row.sets}", f"{row.passed} of {row.impostors}"
        margin = f"{row.worst_margin:.3f}"
        lines.append(f"| {row.scenario} | {row.recipe} | {row.first_seed} | {held} | {margin} | {passed} |")
    return "\n".join(lines)


def record() -> None:
    """Run what the README tells to run first, and record the end of its output."""
    pytest = Path(sys.executable).with_name("pytest")
    done = subprocess.run([pytest, "scenarios/"], cwd=ROOT, capture_output=True, text=True, check=True)
    _, rule, end = done.stdout.rpartition("=" * 35 + " verdicts ")
    OUTPUT.write_text(rule + end, encoding="utf-8")


def main() -> None:
    """Bring the files up to date."""
    if "--record" in sys.argv[1:]:
        record()
    for file, parts in generated().items():
        path = ROOT / file
        text = SECTION.sub(partial(_filled, parts), path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")


def _filled(parts: dict[str, str], section: re.Match[str]) -> str:
    return f"<!-- {section[1]} -->\n{parts[section[1]]}<!-- /{section[1]} -->"


if __name__ == "__main__":
    main()

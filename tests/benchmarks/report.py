"""Turn pytest-benchmark's JSON into the small table that is recorded."""

import json
import sys
from pathlib import Path

import pandas as pd

RECORDED = Path(__file__).resolve().parents[2] / "results" / "benchmarks-cpu.csv"


def medians(timings: Path) -> pd.DataFrame:
    """Return one row a benchmark: group, work, who, and the median in milliseconds."""
    rows = [
        {
            "group": entry["group"],
            "work": entry["params"]["work"],
            "who": entry["name"].partition("[")[0].rpartition("_")[2],
            "milliseconds": round(1000 * entry["stats"]["median"], 2),
        }
        for entry in json.loads(timings.read_text(encoding="utf-8"))["benchmarks"]
    ]
    return pd.DataFrame(rows).sort_values(["group", "work", "who"]).reset_index(drop=True)


if __name__ == "__main__":
    medians(Path(sys.argv[1])).to_csv(RECORDED, index=False)
    sys.stdout.write(f"wrote {RECORDED}; the README follows with `trainwreck record --pages`\n")

"""Turn pytest-benchmark's JSON into the small table that the README shows."""

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


def markdown(table: pd.DataFrame) -> str:
    """Return the medians as Markdown, each with its ratio to ours."""
    lines = ["| | network | who | median, ms | ours is |", "|---|---|---|---:|---:|"]
    for (group, work), rows in table.groupby(["group", "work"]):
        ours = rows.loc[rows.who == "ours", "milliseconds"].item()
        for row in rows.to_dict("records"):
            ratio = "" if row["who"] == "ours" else f"{ours / row['milliseconds']:.2f} ×"
            lines.append(f"| {group} | {work} | {row['who']} | {row['milliseconds']:.1f} | {ratio} |")
    return "\n".join(lines)


if __name__ == "__main__":
    recorded = medians(Path(sys.argv[1]))
    recorded.to_csv(RECORDED, index=False)
    sys.stdout.write(markdown(recorded) + "\n")

"""The recorded scorecards of many tools, a row a tool."""

from pathlib import Path
from typing import Any

import pandas as pd

from trainwreck.errors import UserError
from trainwreck.referee import scorecard

INTERVALS = ("detection", "false_alarms")
FIGURES = ("advantage", "abstention", "errors", "component", "fault", "precision", "recall", "delay", "overhead")


def leaderboard(folder: Path) -> pd.DataFrame:
    """Return the overall figures of all scorecards in a folder, the best advantage first.

    ``advantage`` is detection less false alarms: 0 for a tool that says the same of every case.
    """
    files = sorted(path for path in folder.glob("*.json") if path.is_file())
    if not files:
        raise UserError(
            f"There is no scorecard in '{folder}'. Make one: trainwreck score TOOL --json {folder}/TOOL.json"
        )
    rows = [_row(file) for file in files]
    table = pd.DataFrame(rows)
    return table.sort_values(["advantage", "tool"], ascending=[False, True], kind="stable").reset_index(drop=True)


def _row(file: Path) -> dict[str, Any]:
    try:
        card = scorecard.read(file)
        return _figures(card, card["summary"][0])
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise UserError(
            f"'{file}' is no whole scorecard ({error!r:.200}). Make it anew: trainwreck score TOOL --json {file}"
        ) from error


def _figures(card: dict[str, Any], summary: dict[str, Any]) -> dict[str, Any]:
    rates = {key: summary[key] for key in INTERVALS}
    ends = (("", "share"), ("_low", "low"), ("_high", "high"))
    return {
        "tool": card["tool"]["name"],
        "version": card["tool"]["version"],
        "date": card["date"],
        **{f"{key}{end}": rate[part] for key, rate in rates.items() for end, part in ends},
        "advantage": round(rates["detection"]["share"] - rates["false_alarms"]["share"], 4),
        **{key: summary[key]["share"] for key in ("abstention", "errors", "component", "fault")},
        **{key: summary[key] for key in ("precision", "recall", "delay", "overhead")},
    }


def markdown(table: pd.DataFrame) -> str:
    """Return a leaderboard as a Markdown table."""
    headings = ["tool", "version", "date", *(f"{key.replace('_', ' ')} (95 %)" for key in INTERVALS), *FIGURES]
    lines = [f"| {' | '.join(headings)} |", "|---|---|---|" + "---:|" * (len(headings) - 3)]
    for row in table.to_dict("records"):
        version = "" if pd.isna(row["version"]) else row["version"]
        rates = [f"{row[key]:.2f} ({row[f'{key}_low']:.2f}–{row[f'{key}_high']:.2f})" for key in INTERVALS]
        figures = ["" if pd.isna(row[key]) else f"{row[key]:.2f}" for key in FIGURES]
        lines.append(f"| {' | '.join([row['tool'], version, row['date'], *rates, *figures])} |")
    return "\n".join(lines)

"""Read the numbers that a training has logged, whoever wrote them. An empty cell was not logged; NaN was."""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trainwreck.errors import UserError
from trainwreck.matching.log import Values

if TYPE_CHECKING:
    import pandas as pd

Columns = dict[str, Values]  # what was logged under each name, in order of time

EVENTS = "tfevents"
# What loggers call their files, the likeliest first: they are looked for in a folder.
USUAL = (f"*{EVENTS}*", "metrics.csv", "trainer_state.json", "log.csv", "*.csv", "*.jsonl", "metrics.json", "log.txt")
PAIR = re.compile(r"([A-Za-z][\w/ .-]*?)\s*[:= ]\s*([-+]?(?:\d[\d.]*(?:e[-+]?\d+)?|nan|inf))(?![\w.])", re.IGNORECASE)
INSTALL = "pip install 'trainwreck[tensorboard]'"


def read(path: Path) -> Columns:
    """Return the columns of numbers in a file, or in the log that a folder holds; a UserError says what to do instead.

    CSV, JSON lines, JSON (also a Trainer's ``trainer_state.json``), TensorBoard's event files, and lines of text with
    a name before each number.
    """
    file = _in_folder(path) if path.is_dir() else path
    try:
        columns = _reader(file)(file)
    except FileNotFoundError:
        raise UserError(f"There is no '{file}'. Name a log: CSV, JSON lines, JSON, text or TensorBoard's.") from None
    except (OSError, UnicodeDecodeError, ValueError, csv.Error) as error:
        raise UserError(f"'{file}' cannot be read as {_kind(file)} ({error}). Write it anew, or as CSV.") from error
    if not columns:
        raise UserError(f"'{file}' has no column of numbers, read as {_kind(file)}. A log has one, such as `loss`.")
    return columns


def of_frame(frame: "pd.DataFrame") -> Columns:
    """Return the columns of numbers of a frame.

    NaN stands for what was not logged where a later row has a number; at the end of a column without gaps, it was.
    """
    columns = {}
    for name in frame.select_dtypes("number"):
        series = frame[name]
        last = series.last_valid_index()
        gaps = series.isna().all() or bool(series.loc[:last].isna().any())
        columns[str(name)] = tuple(map(float, series.dropna() if gaps else series))
    found = {name: values for name, values in columns.items() if values}
    if not found:
        raise UserError("The frame has no column of numbers. A log has one, such as `loss`.")
    return found


def _in_folder(folder: Path) -> Path:
    for pattern in USUAL:
        found = sorted(folder.glob(pattern))
        if len(found) > 1:
            raise UserError(f"'{folder}' holds several logs: {', '.join(one.name for one in found[:5])}. Name one.")
        if found:
            return found[0]
    raise UserError(f"'{folder}' holds no log with a usual name ({', '.join(USUAL)}). Name the file.")


def _kind(file: Path) -> str:
    if EVENTS in file.name:
        return "TensorBoard's events"
    return {".csv": "CSV", ".tsv": "CSV", ".jsonl": "JSON lines", ".ndjson": "JSON lines", ".json": "JSON"}.get(
        file.suffix.lower(), "text"
    )


def _reader(file: Path) -> Callable[[Path], Columns]:
    return {"TensorBoard's events": _events, "CSV": _csv, "JSON lines": _json_lines, "JSON": _json}.get(
        _kind(file), _text
    )


def _csv(file: Path) -> Columns:
    text = file.read_text(encoding="utf-8-sig")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    return _columns(csv.DictReader(text.splitlines(), delimiter=delimiter))


def _json_lines(file: Path) -> Columns:
    lines = file.read_text(encoding="utf-8").splitlines()
    return _columns(json.loads(line) for line in lines if line.strip())


def _json(file: Path) -> Columns:
    """Read a list of rows, a Trainer's state, which has one, or a list of numbers under each name."""
    body = json.loads(file.read_text(encoding="utf-8"))
    if isinstance(body, dict):
        rows = body.get("log_history")
        if rows is None:
            listed = {name: values for name, values in body.items() if isinstance(values, list)}
            rows = [{name: value} for name, values in listed.items() for value in values]
        body = rows
    if not isinstance(body, list):
        raise ValueError("it is no table: neither a list of rows, nor lists under names")
    return _columns(body)


def _text(file: Path) -> Columns:
    return _columns(_pairs(line) for line in file.read_text(encoding="utf-8").splitlines())


def _pairs(line: str) -> dict[str, str]:
    """Return the numbers of a line under the words before them; what comes twice is of the validation part.

    >>> _pairs("epoch  1: loss 2.3, accuracy 0.1, validation loss 2.2, accuracy 0.2")
    {'epoch': '1', 'loss': '2.3', 'accuracy': '0.1', 'validation loss': '2.2', 'validation accuracy': '0.2'}
    """
    found: dict[str, str] = {}
    for name, number in PAIR.findall(line):
        found[f"validation {name}" if name in found else name] = number
    return found


def _events(file: Path) -> Columns:
    try:
        from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
        from tensorboard.util.tensor_util import make_ndarray
    except ImportError:
        raise UserError(f"To read TensorBoard's files takes tensorboard. Install it: {INSTALL}") from None
    if not file.is_file():
        raise FileNotFoundError(file)
    events = EventAccumulator(str(file), size_guidance={"scalars": 0, "tensors": 0}).Reload()
    tags = events.Tags()
    columns = {tag: tuple(float(one.value) for one in events.Scalars(tag)) for tag in tags["scalars"]}
    for tag in tags["tensors"]:  # where newer writers keep a scalar
        values = [make_ndarray(one.tensor_proto) for one in events.Tensors(tag)]
        if all(value.size == 1 and value.dtype.kind == "f" for value in values):
            columns[tag] = tuple(float(value.item()) for value in values)
    return columns


def _columns(rows: Iterable[Any]) -> Columns:
    """Return the columns all of whose values are numbers; a row may lack some."""
    found: dict[str, list[float]] = {}
    words = set()
    for row in rows:
        if not isinstance(row, Mapping):
            raise ValueError("it is no table: a row has names and numbers")
        for name, value in _cells(row):
            try:
                found.setdefault(name, []).append(float(value))
            except (TypeError, ValueError):
                words.add(name)
    return {name: tuple(values) for name, values in found.items() if name not in words and values}


def _cells(row: Mapping[Any, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if name and value is not None and not isinstance(value, bool) and str(value).strip():
            yield str(name).strip(), value

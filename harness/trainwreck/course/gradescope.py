"""An assignment's grader for Gradescope: the archive that is uploaded there, and the results that it writes.

The format is that of https://gradescope-autograders.readthedocs.io/en/latest/specs/.
"""

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import trainwreck
from trainwreck.course.marks import CaseMark
from trainwreck.course.report import remarks
from trainwreck.learning.paths import FILE as PATHS
from trainwreck.pairs.packs import BUILT_IN, MARKER
from trainwreck.proof.results import Results

COURSE, SUBMISSION, METADATA, RESULTS = "course.toml", "submission", "submission_metadata.json", "results.json"

# Ubuntu 22.04, Gradescope's default, has Python 3.10.
SETUP = """\
#!/usr/bin/env bash
set -e
cd "$(dirname "$0")"
apt-get update
apt-get install -y python3.11 python3.11-venv
python3.11 -m venv environment
environment/bin/pip install -r requirements.txt
"""
RUN = """\
#!/usr/bin/env bash
cd "$(dirname "$0")"
source="$PWD"
test -d source && source="$PWD/source"
python=python3
test -x "$source/environment/bin/python" && python="$source/environment/bin/python"
# With no other variables: the scripts run in forks of this process, and have what it has.
exec env -i PATH="$PATH" PYTHONPATH="$source" OMP_NUM_THREADS=1 CUDA_VISIBLE_DEVICES= \
    "$python" -P -m trainwreck.cli assignment gradescope "$PWD"
"""
EXECUTABLE = 0o755 << 16  # a zip file keeps a file's mode there


def archive(course: Path) -> bytes:
    """Return autograder.zip for an assignment's file: this package, the assignment, and how to set both up."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in (("setup.sh", SETUP), ("run_autograder", RUN)):
            info = zipfile.ZipInfo(name)
            info.external_attr, info.compress_type = EXECUTABLE, zipfile.ZIP_DEFLATED
            file.writestr(info, text)
        file.writestr("requirements.txt", "".join(f"{one}\n" for one in requirements()))
        file.writestr(COURSE, course.read_bytes())
        for name, path in _package():
            file.write(path, name)
    return packed.getvalue()


def requirements() -> list[str]:
    """Return what this package needs, without its extras."""
    return [one for one in requires("trainwreck") or () if "extra ==" not in one]


def _package() -> Iterator[tuple[str, Path]]:
    """Yield the files of this package, laid out as in a wheel: the catalogue lies in it."""
    package = Path(trainwreck.__file__).parent
    folders = {package: "trainwreck"}
    folders |= {BUILT_IN / part: f"trainwreck/{part}" for part in ("scenarios", "fixes")}
    for folder, name in folders.items():
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield f"{name}/{path.relative_to(folder).as_posix()}", path
    if package != BUILT_IN:  # in a wheel all of this lies in the package already
        # What a question with a severity is checked against.
        tables = [one.severities.path for one in Results(BUILT_IN / "results").siblings()]
        for path in filter(Path.is_file, tables):
            yield f"trainwreck/results/{path.name}", path
        for name in (MARKER, PATHS):
            yield f"trainwreck/{name}", BUILT_IN / name


def student(tree: Path) -> str:
    """Return whose submission lies in a tree: an e-mail address, or "student" if the platform does not say."""
    try:
        (first, *_) = json.loads((tree / METADATA).read_text(encoding="utf-8"))["users"]
        return str(first["email"])
    except (OSError, ValueError, KeyError, TypeError):
        return "student"


def results(marks: Sequence[CaseMark], seconds: float) -> dict[str, Any]:
    """Return the marks of one student as the platform's document."""
    return {"execution_time": round(seconds), "tests": [_test(number, one) for number, one in enumerate(marks, 1)]}


def unfinished() -> dict[str, Any]:
    """Return what stands there until the marks do, and if they never will."""
    return {"score": 0, "output": "The grader has not come to its end. Tell your instructor."}


def _test(number: int, one: CaseMark) -> dict[str, Any]:
    test = {"name": one.case, "number": str(number), "score": one.points or 0, "max_score": one.worth}
    if one.points is None:  # the platform shows no total as long as one test is hidden
        return test | {"status": "failed", "visibility": "hidden", "output": "; ".join(remarks(one))}
    passed = "passed" if one.points == one.worth else "failed"
    return test | {"status": passed, "output": "\n".join([*one.remarks, one.printed]).strip() or "All of it is right."}

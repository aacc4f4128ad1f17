"""The archive for Gradescope, and the document that the platform reads."""

import io
import json
import os
import shutil
import stat
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import psutil
import pytest
import torch

from tests.documented import page
from tests.judging.conftest import needs_lock
from trainwreck.course.gradescope import archive, requirements, results, student
from trainwreck.course.marks import CaseMark
from trainwreck.course.severities import Sure
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.packs import BUILT_IN


def a_mark(**values):
    known = {"student": "ann", "case": "case-01", "worth": 10.0, "points": 10.0, "seeds": 5, "of": 5}
    return CaseMark(**{**known, "cause_removed": True, "diagnosed": True, "remarks": [], **values})


def test_the_archive_has_at_its_root_what_the_platform_calls(course):
    with zipfile.ZipFile(io.BytesIO(archive(course))) as file:
        names = file.namelist()
        assert {"setup.sh", "run_autograder", "requirements.txt", "course.toml"} <= set(names)
        assert {"trainwreck/__init__.py", "trainwreck/trainwreck.toml"} <= set(names)
        assert "trainwreck/fixes/loop/accumulated_gradients.py" in names
        assert not any("__pycache__" in name for name in names)
        for name in ("setup.sh", "run_autograder"):
            assert file.getinfo(name).external_attr >> 16 & stat.S_IXUSR


def test_the_archive_has_the_records_that_a_severity_is_checked_against(course, tmp_path):
    with zipfile.ZipFile(io.BytesIO(archive(course))) as file:
        file.extractall(tmp_path / "unpacked")
    unpacked = Catalogue(tmp_path / "unpacked" / "trainwreck")
    known = Sure(Catalogue(BUILT_IN), "digits")
    graded = [entry for entry in known.catalogue if entry.is_graded and known.of(entry)]
    assert graded
    for entry in graded:
        assert Sure(unpacked, "digits").of(unpacked.entry(entry.name)) == known.of(entry)


def test_what_is_installed_there_is_what_this_package_needs_without_its_extras():
    assert any(one.startswith("torch") for one in requirements())
    assert not any("extra" in one for one in requirements())


def test_marks_become_tests_with_points():
    document = results([a_mark(), a_mark(case="case-02", points=3.0, remarks=["misses the goal"])], seconds=12.4)
    assert document["execution_time"] == 12
    right, partly = document["tests"]
    assert (right["score"], right["max_score"], right["status"]) == (10.0, 10.0, "passed")
    assert (partly["score"], partly["status"], partly["output"]) == (3.0, "failed", "misses the goal")
    json.dumps(document)


def test_a_case_without_a_mark_is_hidden_so_that_no_total_is_shown():
    (test,) = results([a_mark(points=None, unfit="no mark: …")], seconds=1)["tests"]
    assert (test["score"], test["visibility"]) == (0, "hidden")


def test_the_student_is_who_the_platform_says(tmp_path):
    assert student(tmp_path) == "student"
    (tmp_path / "submission_metadata.json").write_text('{"users": [{"email": "ann@example.org", "id": 1}]}')
    assert student(tmp_path) == "ann@example.org"
    (tmp_path / "submission_metadata.json").write_text('{"users": []}')
    assert student(tmp_path) == "student"


COURSE = """
title = "Week 1"
salt = "a secret that nobody guesses"
seeds = 1

[[questions]]
name = "accumulated_gradients"
points = 10
"""
PLATFORM = 768  # MB: what the platform gives to a container, if nobody asks for more
FORGOTTEN = "        loss.backward()\n"


@pytest.fixture
def platform(command, tmp_path):
    """The platform's tree: the archive unzipped, set up with the Python that is here, and a mended script handed in."""
    course, tree = tmp_path / "course.toml", tmp_path / "autograder"
    course.write_text(COURSE)
    built = ("assignment", "build", str(course), "-o", str(tmp_path / "handout"))
    answer = command(*built, "--gradescope", str(tmp_path / "autograder.zip"))
    assert answer.code == 0, answer.err
    for folder in ("source", "results"):
        (tree / folder).mkdir(parents=True)
    with zipfile.ZipFile(tmp_path / "autograder.zip") as file:
        file.extractall(tree / "source")
    (tree / "source" / "environment").symlink_to(sys.prefix)
    shutil.copy(tree / "source" / "run_autograder", tree)
    (tree / "run_autograder").chmod(0o755)
    shutil.copytree(tmp_path / "handout", tree / "submission")
    script = tree / "submission" / "case-01" / "train.py"
    text = script.read_text()
    assert FORGOTTEN in text
    script.write_text(text.replace(FORGOTTEN, f"        optimizer.zero_grad()\n{FORGOTTEN}"))
    return tree


def marked(tree: Path) -> dict:
    (test,) = json.loads((tree / "results" / "results.json").read_text())["tests"]
    return test


@needs_lock
def test_the_archive_grades_what_is_handed_in(platform):
    ran = subprocess.run([platform / "run_autograder"], env={**os.environ, "TOLD": "a secret"}, capture_output=True)
    assert ran.returncode == 0, ran.stderr
    assert marked(platform)["score"] == 7, marked(platform)  # all but the cause's share: it is not named


def megabytes(processes: list[psutil.Process]) -> float:
    """Return the memory of some processes, with what several share counted once."""
    taken = 0
    for one in processes:
        try:
            taken += one.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.ZombieProcess):
            continue
    return taken / 2**20


@needs_lock
@pytest.mark.skipif(torch.version.cuda is not None, reason="PyTorch's build for GPUs takes more than that for the CPU")
@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="nobody but root may ask what the judge takes")
def test_it_takes_less_memory_than_the_platform_gives_and_than_the_page_says(platform):
    most = 0.0
    with psutil.Popen([platform / "run_autograder"], stderr=subprocess.PIPE) as grader:
        while grader.poll() is None:
            most = max(most, megabytes([grader, *grader.children(recursive=True)]))
            time.sleep(0.1)
        assert grader.returncode == 0, grader.stderr.read()
    assert marked(platform)["score"] == 7
    assert 0 < most < PLATFORM
    assert f"{PLATFORM} MB" in page("teaching.md")

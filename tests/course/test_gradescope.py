"""The archive for Gradescope, and the document that the platform reads."""

import io
import json
import stat
import zipfile

from trainwreck.course.gradescope import archive, requirements, results, student
from trainwreck.course.marks import CaseMark


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

"""The pages of an assignment's marks: a student's has that student's marks alone, and the index has all."""

import pytest

from tests.browsing import browser
from tests.course.conftest import course  # noqa: F401 -- a fixture
from trainwreck.course.marks import CaseMark
from trainwreck.reporting.marks import by_student, of_all, of_student

GOOD = CaseMark("ann", "case-01", 10, 10.0, 5, 5, True, True, [])
POOR = CaseMark("bob", "case-01", 10, 3.5, 0, 5, False, True, ["misses the goal <b>"], "Traceback: <script>alert()")
NONE = CaseMark("bob", "case-02", 10, None, None, 5, None, False, ["no mark: the broken script is repaired as it is"])
MARKS = [GOOD, POOR, NONE]


def test_a_student_s_page_has_nothing_of_another_student():
    theirs = by_student(MARKS)
    assert list(theirs) == ["ann", "bob"]
    page = of_student("Week 1", theirs["ann"])
    assert "ann: 10 of 10 points" in page
    assert "bob" not in page
    assert "5 of 5 sets of data" in page


def test_remarks_and_what_a_script_has_said_are_text():
    page = of_student("Week 1", by_student(MARKS)["bob"])
    assert "bob: ? of 20 points" in page  # a case could not be judged
    assert "misses the goal &lt;b&gt;" in page
    assert "<script>alert" not in page


def test_the_index_has_every_student_with_a_link():
    page = of_all("Week 1", MARKS, "students")
    assert '<a href="students/ann.html">ann</a>' in page
    assert page.count("<td") == 2 * (2 + 2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_open_from_disk_and_lead_to_each_other(tmp_path, scheme):
    (tmp_path / "students").mkdir()
    (tmp_path / "index.html").write_text(of_all("Week 1", MARKS, "students"))
    for student, marks in by_student(MARKS).items():
        (tmp_path / "students" / f"{student}.html").write_text(of_student("Week 1", marks))
    with browser("phone", scheme) as opened:
        opened.visit(tmp_path / "index.html")
        assert opened.axe() == []
        opened.page.get_by_role("searchbox").fill("bob")
        assert opened.page.locator("tbody tr:visible").count() == 1
        opened.page.get_by_role("link", name="bob").click()
        opened.page.get_by_role("heading", name="case-02").wait_for()
        assert opened.axe() == []
        assert (opened.complaints, opened.requests) == ([], [])


def test_a_graded_class_is_written_as_pages(course, command, toy, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.chdir(tmp_path)
    assert command("assignment", "build", str(course), "-o", "ann", "--root", str(toy.root)).code == 0
    assert command("grade", str(course), "ann", "--html", "marks", "--root", str(toy.root)).code == 1
    page = (tmp_path / "marks" / "students" / "ann.html").read_text()
    assert "ann: 0 of 20 points" in page
    assert "tiny_steps" not in page
    assert (tmp_path / "marks" / "index.html").is_file()


def test_pages_of_no_assignment_and_a_folder_that_is_none_are_mistakes_with_the_cure(
    course,  # noqa: F811
    command,
    toy,
    tmp_path,
):
    (tmp_path / "taken").write_text("")
    no_assignment = command("grade", "tiny_steps", "train.py", "--html", "marks", "--root", str(toy.root))
    assert (no_assignment.code, "Name its file, COURSE.toml" in no_assignment.err) == (2, True)
    (tmp_path / "ann").mkdir()
    taken = command(
        *("grade", str(course), str(tmp_path / "ann"), "--html", str(tmp_path / "taken"), "--root", str(toy.root))
    )
    assert (taken.code, "is no folder" in taken.err) == (2, True)

"""The pages of an assignment's marks: a student's has that student's marks alone, and the index has all."""

import pytest

from tests.browsing import browser
from tests.course.conftest import course  # noqa: F401 -- a fixture
from trainwreck.course.marks import NO_MARK, CaseMark
from trainwreck.errors import UserError
from trainwreck.reporting.marks import of_all, pages, require_own, write_pages

GOOD = CaseMark("ann", "case-01", 10, 10.0, 5, 5, True, True, [])
POOR = CaseMark(
    *("bob", "case-01", 10, 3.5, 0, 5, False, True, ["misses the goal <b>"]), printed="Traceback: <script>alert()"
)
WHY = "reference 1 is not repaired itself: it printed what its fix does"
NONE = CaseMark("bob", "case-02", 10, None, None, 5, None, False, [NO_MARK], unfit=WHY)
MARKS = [GOOD, POOR, NONE]


def written(folder) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.html")}


def test_a_student_s_page_has_nothing_of_another_student(tmp_path):
    write_pages(tmp_path / "marks", "Week 1", MARKS)
    found = written(tmp_path / "marks")
    assert set(found) == {"index.html", "students/ann.html", "students/bob.html"}
    assert "ann: 10 of 10 points" in found["students/ann.html"]
    assert "5 of 5 sets of data" in found["students/ann.html"]
    assert "bob" not in found["students/ann.html"]
    assert "ann" not in found["students/bob.html"]


def test_remarks_and_what_a_script_has_said_are_text():
    page = pages("Week 1", MARKS)["students/bob.html"]
    assert "bob: ? of 20 points" in page  # a case could not be judged
    assert "misses the goal &lt;b&gt;" in page
    assert "<script>alert" not in page


def test_why_there_is_no_mark_is_for_those_who_grade_because_it_may_quote_a_fix():
    found = pages("Week 1", MARKS)
    assert WHY in found["index.html"]
    assert WHY not in found["students/bob.html"]
    assert NO_MARK in found["students/bob.html"]


def test_the_index_has_every_student_with_a_link():
    page = of_all("Week 1", MARKS)
    assert '<a href="students/ann.html">ann</a>' in page
    assert page.count("<td") == 2 * (2 + 2)


def test_pages_of_an_earlier_grading_do_not_stay(tmp_path):
    write_pages(tmp_path / "marks", "Week 1", MARKS)
    require_own(tmp_path / "marks")
    write_pages(tmp_path / "marks", "Week 1", [GOOD])
    assert set(written(tmp_path / "marks")) == {"index.html", "students/ann.html"}
    assert [path.name for path in tmp_path.iterdir()] == ["marks"]


@pytest.mark.parametrize("name", ["notes.txt", "students/notes.txt", "other/ann.html"])
def test_a_folder_with_anything_else_is_refused_because_it_would_be_replaced(tmp_path, name):
    write_pages(tmp_path / "marks", "Week 1", MARKS)
    (tmp_path / "marks" / name).parent.mkdir(exist_ok=True)
    (tmp_path / "marks" / name).write_text("mine")
    with pytest.raises(UserError, match="Name a new folder with --html"):
        require_own(tmp_path / "marks")


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path, monkeypatch):
    write_pages(tmp_path / "marks", "Week 1", [GOOD])
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="Name another one with --html"):
        write_pages(tmp_path / "file" / "marks", "Week 1", MARKS)
    assert set(written(tmp_path / "marks")) == {"index.html", "students/ann.html"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_open_from_disk_and_lead_to_each_other(tmp_path, scheme):
    write_pages(tmp_path / "marks", "Week 1", MARKS)
    with browser("phone", scheme) as opened:
        opened.visit(tmp_path / "marks" / "index.html")
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
    assert (taken.code, "is no folder. Name another one with --html" in taken.err) == (2, True)

"""What was done on a case is kept beside the cases."""

import pytest

from trainwreck.errors import UserError
from trainwreck.learning.progress import FILE, Done, Progress


def test_what_was_noted_is_there_for_the_next_command(tmp_path):
    done = Done().tried(solved=False).hinted(2).hinted(2).hinted(1).said(right=True, solved=False).tried(solved=True)
    Progress.of(tmp_path).noted("case-02", done)
    kept = Progress.of(tmp_path)
    assert kept["case-02"] == Done(tries=2, solved=True, hints=(1, 2), diagnosed=(True,))
    assert kept["case-01"] == Done()


def test_a_solved_case_stays_solved():
    assert Done().tried(solved=True).tried(solved=False).solved


@pytest.mark.parametrize("text", ["{", "[]", '{"case-01": {"tried": 1}}', '{"case-01": {"hints": 3}}'])
def test_a_file_that_cannot_be_read_ends_with_the_cure(tmp_path, text):
    (tmp_path / FILE).write_text(text)
    with pytest.raises(UserError, match="Remove it"):
        Progress.of(tmp_path)

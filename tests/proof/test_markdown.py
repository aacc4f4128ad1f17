"""What a Markdown text links to, on lines whose answer can be seen."""

import pytest

from trainwreck.proof.markdown import Link, links, unlinked_code, unlinked_words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See [this page](a.md).", [Link("this page", "a.md")]),
        ("See [`a_name`](a.py), and\n[`b`](b.py).", [Link("a_name", "a.py"), Link("b", "b.py")]),
        ("- in a list, [a title\n  that wraps](a.md)", [Link("a title that wraps", "a.md")]),
        ("[](a.md)", [Link("", "a.md")]),
        ("<https://pytorch.org>", [Link("https://pytorch.org", "https://pytorch.org")]),
        ("```python\n[x](y)\n```", []),
        ("`[x](y)`", []),
        ("no link", []),
    ],
)
def test_the_links_of_a_text_are(text, found):
    assert links(text) == found


def test_code_within_a_link_is_not_unlinked():
    assert unlinked_code("`a`, [`b`](b.py) and `c`\n\n    d\n") == ["a", "c"]


def test_words_within_links_and_code_are_not_unlinked():
    assert unlinked_words("See [this](a.md) and `that` there.") == ["See", "and", "there."]

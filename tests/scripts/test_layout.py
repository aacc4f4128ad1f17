"""A script's own lines look as ruff would lay them out."""

from trainwreck.scripts.layout import WIDTH, called, commented, deeper, exploded, stacked


def test_a_call_that_is_too_long_has_a_line_an_argument():
    long = "a" * WIDTH
    assert called("f", ["x", long], "y = ") == f"y = f(\n    x,\n    {long},\n)"


def test_an_argument_of_several_lines_is_indented_within_a_call():
    assert exploded("f", ["g(\n    1,\n)"]) == "f(\n    g(\n        1,\n    ),\n)"


def test_a_comment_stands_above_a_line_that_would_be_too_long_with_it():
    assert commented("y = 1", "# why") == "y = 1  # why"
    assert commented("y = 1", "# " + "w" * WIDTH).endswith("\ny = 1")
    assert commented("y = 1", "") == "y = 1"


def test_a_comment_for_which_there_is_no_room_one_level_deeper_stands_above():
    line = "y = 1".ljust(WIDTH - 10, "1") + "  # why"
    assert deeper(line).splitlines() == ["    # why", "    " + "y = 1".ljust(WIDTH - 10, "1")]
    assert deeper("y = 1  # why\n\nz = 2") == "    y = 1  # why\n\n    z = 2"


def test_definitions_have_two_empty_lines_around_them_and_statements_none():
    function = "def f():\n    pass"
    assert stacked(["a = 1", "b = 2", function, "", function, "c = 3"]).split("\n\n\n") == [
        "a = 1\nb = 2",
        function,
        function,
        "c = 3",
    ]


def test_a_comment_above_a_definition_belongs_to_it():
    assert stacked(["a = 1", "# why\n@once\ndef f():\n    pass"]) == "a = 1\n\n\n# why\n@once\ndef f():\n    pass"

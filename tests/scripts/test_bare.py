"""What a tool is shown of a script: its code and its cells, and no word of ours."""

import ast
from textwrap import dedent

from trainwreck.scripts.bare import bare

SCRIPT = dedent(
    '''
    """The loss climbs."""

    # %% Model
    # the wrong one
    class Net:
        """Has no layers."""

        def forward(self, x):
            return f(x, "# not a comment")  # why not

        def reset(self):
            """Do nothing."""
    '''
).lstrip()


def test_comments_and_docstrings_go_and_cells_stay():
    assert (
        bare(SCRIPT)
        == dedent(
            """
        # %% Model
        class Net:
            def forward(self, x):
                return f(x, "# not a comment")

            def reset(self):
                pass
        """
        ).lstrip()
    )


def test_what_is_left_does_the_same():
    text = 'x = """# text"""\ny = [\n    1,  # one\n    # two\n    2,\n]\n'
    assert ast.dump(ast.parse(bare(text))) == ast.dump(ast.parse(text))

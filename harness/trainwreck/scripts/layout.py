"""How a script's own lines are laid out: as ruff would do it, which need not be there."""

from collections.abc import Iterable
from textwrap import indent

WIDTH = 120  # of the catalogue's own lines


def called(function: str, arguments: Iterable[str], target: str = "") -> str:
    """Return a call on one line, or with a line an argument if that is too long; ``target`` is what it is given to.

    >>> called("SGD", ["model.parameters()", "lr=0.1"], "optimizer = ")
    'optimizer = SGD(model.parameters(), lr=0.1)'
    """
    arguments = list(arguments)
    line = f"{target}{function}({', '.join(arguments)})"
    return line if len(line) <= WIDTH and "\n" not in line else f"{target}{exploded(function, arguments)}"


def exploded(function: str, arguments: Iterable[str]) -> str:
    """Return a call with a line an argument."""
    lines = [argument.replace("\n", "\n    ") for argument in arguments]
    return f"{function}(\n" + "".join(f"    {line},\n" for line in lines) + ")"


def commented(text: str, comment: str) -> str:
    """Return a statement with a comment behind it, or above it where the line would be too long.

    >>> commented("epochs = 8", "# as many as it takes")
    'epochs = 8  # as many as it takes'
    """
    if not comment:
        return text
    line = f"{text}  {comment}"
    return f"{comment}\n{text}" if len(line.rpartition("\n")[2]) > WIDTH else line


def deeper(block: str) -> str:
    """Return statements one level deeper; a comment behind one that gets too long stands above it."""
    lines = []
    for line in indent(block, "    ").splitlines():
        code, mark, comment = line.rpartition("  # ")
        if len(line) > WIDTH and mark:
            lines += [code[: len(code) - len(code.lstrip())] + f"# {comment}", code]
        else:
            lines.append(line)
    return "\n".join(lines)


def stacked(blocks: Iterable[str]) -> str:
    """Return statements, one below the other; an empty one is an empty line, and definitions have two around them.

    >>> stacked(["a = 1", "", "b = 2"])
    'a = 1\\n\\nb = 2'
    """
    text, before = "", ""
    for block in blocks:
        apart = _is_definition(before) or _is_definition(block)
        text += ("\n\n\n" if apart else "\n") + block if before or text else block
        before = block
    while "\n\n\n\n" in text:
        text = text.replace("\n\n\n\n", "\n\n\n")
    return text.strip("\n")


def _is_definition(block: str) -> bool:
    code = [line for line in block.splitlines() if not line.startswith("#")]
    return bool(code) and code[0].startswith(("def ", "class ", "@"))

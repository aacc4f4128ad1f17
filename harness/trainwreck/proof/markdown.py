"""What a Markdown text links to, and what it names without a link."""

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token


@dataclass(frozen=True)
class Link:
    """A link: the text that one reads, without backticks, and where it leads."""

    text: str
    target: str


def links(text: str) -> list[Link]:
    """Return the links of a text, in their order."""
    return [Link("".join(_read(token) for token in tokens), target) for target, tokens in _runs(text) if target]


def unlinked_code(text: str) -> list[str]:
    """Return what stands in backticks outside of links and of blocks of code."""
    return [token.content for token in _unlinked(text) if token.type == "code_inline"]


def unlinked_words(text: str) -> list[str]:
    """Return the words outside of links and of code."""
    return [word for token in _unlinked(text) if token.type == "text" for word in token.content.split()]


def _read(token: Token) -> str:
    return " " if token.type == "softbreak" else token.content


def _unlinked(text: str) -> Iterator[Token]:
    return (token for target, tokens in _runs(text) if not target for token in tokens)


def _runs(text: str) -> Iterator[tuple[str, list[Token]]]:
    """Yield what a text consists of, cut at its links: where each run leads, or nothing, and the tokens in it."""
    for block in MarkdownIt("commonmark").parse(text):
        target: str = ""
        run: list[Token] = []
        for token in block.children or ():
            if token.type in ("link_open", "link_close"):
                yield target, run
                target, run = str(token.attrGet("href") or ""), []
            else:
                run.append(token)
        yield target, run

"""A page of the documentation as a reader follows it: files to write, commands to type, and what they print.

Conventions of the pages, all of them visible to a reader but for the comments:

- a block ```` ```console ```` holds commands behind `$ `, each with what it prints below; a command goes on after a
  backslash at the end of its line; what differs from run to run is written `...`; a command under which nothing is
  shown may print what it likes;
- a paragraph that is one bold file name (``**`solutions/.../notebook.py`**``) makes the next block that file;
- `<!-- not run: needs ... -->` before a block says why the tests cannot run it (the reasons are those of `NEEDS`);
- `<!-- exits with 2 -->` before a block says that its last command fails, and with which status;
- `<!-- by hand: COMMAND -->` before a block is run before it, in the place of what a person does in between;
- `<!-- printed by: COMMAND -->` before a ```` ```text ```` block makes it the output of that command.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

NEEDS = (
    "a browser",
    "a cluster",
    "a notebook",
    "Docker",
    "macOS",
    "MNIST from the internet",
    "otter's environment",
    "PostgreSQL",
    "the internet",
    "the whole class, for minutes",
)
_FILE = re.compile(r"^\*\*`([^`]+)`\*\*$")
_NOT_RUN = re.compile(r"<!-- not run: needs (.+?) -->")
_EXITS = re.compile(r"<!-- exits with (\d+) -->")
_BY_HAND = re.compile(r"<!-- by hand: (.+?) -->")
_PRINTED_BY = re.compile(r"<!-- printed by: (.+?) -->")


@dataclass(frozen=True)
class Command:
    """One command of a console block, in `line` of its page; `shown` is the output below it, "" when there is none."""

    text: str
    shown: str
    line: int
    status: int = 0


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what it holds, and what the page says about it."""

    language: str
    content: str
    line: int
    file: str = ""
    needs: str = ""
    status: int = 0
    by_hand: str = ""
    printed_by: str = ""

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands of a console block, the last of which ends with its status; few other blocks have one."""
        found = [Command(self.by_hand, "", self.line)] if self.by_hand else []
        if self.printed_by:
            found.append(Command(self.printed_by, self.content, self.line))
        elif self.language == "console":
            found += _commands(self.content.splitlines(), self.line + 1)
        if found and self.status:
            found[-1] = replace(found[-1], status=self.status)
        return tuple(found)


def read_page(path: Path) -> tuple[Block, ...]:
    """Return the fenced blocks of a page, in order."""
    return tuple(blocks_of(path.read_text(encoding="utf-8")))


def blocks_of(text: str) -> Iterator[Block]:
    """Yield the fenced blocks of a Markdown text."""
    before: list[Token] = []
    for token in MarkdownIt("commonmark").parse(text):
        if token.type != "fence":
            before.append(token)
            continue
        said = "".join(part.content for part in before[-4:] if part.type == "html_block")
        inline = [part.content for part in before[-4:] if part.type == "inline"]
        yield Block(
            language=token.info.strip(),
            content=token.content,
            line=(token.map or [0])[0] + 1,
            file=_found(_FILE, inline[-1] if inline else ""),
            needs=_found(_NOT_RUN, said),
            status=int(_found(_EXITS, said) or 0),
            by_hand=_found(_BY_HAND, said),
            printed_by=_found(_PRINTED_BY, said),
        )
        before = []


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1] if match else ""


def _commands(lines: list[str], first: int) -> Iterator[Command]:
    starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
    if lines and starts[:1] != [0]:
        raise ValueError(f"line {first}: a console block begins with a command: $ ...")
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        last = start
        while lines[last].endswith("\\") and last + 1 < end:
            last += 1
        text = "\n".join([lines[start][2:], *lines[start + 1 : last + 1]])
        yield Command(text, "\n".join(lines[last + 1 : end]).strip("\n"), first + start)

"""The calls of `autograder` and of make that a page names, checked without running them."""

import shlex
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import typer

from autograder.cli import app


def autograder_calls(command: str) -> Iterator[list[str]]:
    """Yield the words after `autograder` for each call of it in a command line."""
    for words in _parts(command):
        for place, word in enumerate(words):
            if Path(word).name == "autograder":
                yield words[place + 1 :]
                break


def make_targets(command: str) -> Iterator[str]:
    """Yield the targets of each call of make in a command line."""
    for words in _parts(command):
        if words[:1] == ["make"]:
            yield from words[1:]


def refuse_unknown_call(words: list[str]) -> None:
    """Raise the command line's own error when `autograder` has no such command, option or argument."""
    with suppress(typer.Exit):  # --version and --help
        _parse(typer.main.get_command(app), "autograder", words, None)


@cache
def refuse_unknown_target(target: str, root: Path) -> None:
    """Raise CalledProcessError when the Makefile in `root` cannot make the target."""
    subprocess.run(["make", "--dry-run", target], cwd=root, capture_output=True, check=True, timeout=30)


def _parse(command: Any, name: str, words: list[str], parent: Any) -> None:
    """Parse the words as the command would, down to the last subcommand, and run nothing."""
    with command.make_context(name, list(words), parent=parent) as context:
        if hasattr(command, "resolve_command"):
            found, inner, left = command.resolve_command(context, [*context._protected_args, *context.args])
            _parse(inner, found, left, context)


def _parts(command: str) -> Iterator[list[str]]:
    """Yield the words of each simple command in a command line, without its comment."""
    for line in command.replace("\\\n", " ").splitlines():
        lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        words: list[str] = []
        for token in [*lexer, ";"]:
            if token.strip(";&|()<>"):
                words.append(token)
            elif words:
                yield words
                words = []

"""Follow a page in a shell: write its files, type its commands, and compare what they print with what it shows."""

import doctest
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.harness.docs.markdown import Block, Command

LIMIT_S = 500


@dataclass(frozen=True)
class Typed:
    """What came of a command: its exit status, and what it printed (errors too where it failed)."""

    command: Command
    status: int
    printed: str

    @property
    def fault(self) -> str:
        """What differs from what the page says, "" when nothing does."""
        if self.status != self.command.status:
            return f"it ends with {self.status}, not {self.command.status}:\n{self.printed}"
        return difference(self.command.shown, self.printed) if self.command.shown else ""


def difference(shown: str, printed: str) -> str:
    """Return how an output differs from the one that a page shows, with `...` for anything; "" when it does not."""
    checker, example = doctest.OutputChecker(), doctest.Example("", _tidy(shown))
    if checker.check_output(example.want, _tidy(printed), doctest.ELLIPSIS):
        return ""
    return checker.output_difference(example, _tidy(printed), doctest.ELLIPSIS)


def follow(blocks: Sequence[Block], folder: Path, scratch: Path, extra: Mapping[str, str]) -> list[Typed]:
    """Follow the blocks in one shell that begins in `folder`; return what came of each command, in order.

    Blocks that need another machine are passed over. A command that ends otherwise than the page says is the last one.
    `scratch` is an empty folder for what the reader does not see,
    `extra` more variables of the environment.
    """
    commands: list[Command] = []
    lines = [f"cd '{folder}'"]
    for number, block in enumerate(block for block in blocks if not block.needs):
        if block.file:
            content = scratch / f"block{number}"
            content.write_text(block.content, encoding="utf-8")
            lines.append(f"mkdir -p \"$(dirname '{block.file}')\" && cp '{content}' '{block.file}'")
            continue
        for command in block.commands:
            outcome = scratch / f"command{len(commands)}"
            lines.append(f"{{ {command.text}\n}} >'{outcome}.out' 2>'{outcome}.err'; status=$?")
            lines.append(f"echo $status >'{outcome}.status'; [ $status = {command.status} ] || exit 0")
            commands.append(command)
    script = scratch / "page.sh"
    script.write_text("\n".join(lines) + "\n", encoding="utf-8")
    environment = _environment() | extra
    run = subprocess.run(
        ["bash", "--norc", script], stdin=subprocess.DEVNULL, env=environment, timeout=LIMIT_S, check=False
    )
    assert run.returncode == 0, f"the shell ended with {run.returncode}"
    outcomes = [(command, scratch / f"command{number}") for number, command in enumerate(commands)]
    return [_typed(command, outcome) for command, outcome in outcomes if Path(f"{outcome}.status").exists()]


def _typed(command: Command, outcome: Path) -> Typed:
    printed, errors, status = (
        Path(f"{outcome}.{kind}").read_text(encoding="utf-8") for kind in ("out", "err", "status")
    )
    return Typed(command, int(status), printed + (errors if int(status) else ""))


def _environment() -> dict[str, str]:
    """Return the environment of a reader who has the project's commands on the path, and no terminal."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COLUMNS", "LINES"))}
    commands = str(Path(sys.executable).parent)
    return {**kept, "PATH": f"{commands}{os.pathsep}{kept.get('PATH', os.defpath)}", "LC_ALL": "C.UTF-8"}


def _tidy(text: str) -> str:
    """Return `text` without blanks at the ends of lines, and without blank lines at its ends."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n") + "\n"

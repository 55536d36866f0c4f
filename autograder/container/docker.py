"""The `docker` program: find it, ask whether its engine answers, run it."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from autograder.errors import AutograderError
from autograder.system.stopping import handed_on

_ANSWER_S = 60.0


class DockerUnavailable(AutograderError):
    """No container can be had on this machine: why, and what to do."""

    exit_status: ClassVar[int] = 3


@dataclass(frozen=True, slots=True)
class Docker:
    """A Docker engine that answers; with `rootless`, its containers' root is the user who started the engine."""

    program: str
    rootless: bool

    @classmethod
    def find(cls) -> "Docker":
        """Return the engine behind the `docker` on the path.

        Raises:
            DockerUnavailable: it is not installed, or its engine does not answer.

        """
        program = shutil.which("docker")
        if program is None:
            raise DockerUnavailable(
                "There is no `docker` on the path, which --isolation docker needs; install Docker and start it."
            )
        asked = _ask(program, ["info", "--format", "{{json .SecurityOptions}}"])
        if asked is None or asked.returncode != 0:
            said = (asked.stderr if asked else "").strip().splitlines()
            raise DockerUnavailable(
                f"Docker is installed but its engine does not answer ({said[-1][:200] if said else 'no answer'}); "
                "start Docker, then try again."
            )
        options = json.loads(asked.stdout or "null") or []
        return cls(program, any("rootless" in option for option in options))

    def label(self, image: str, name: str) -> str | None:
        """Return the label `name` of a local image: empty when it has none, None when there is no such image."""
        template = '{{with .Config.Labels}}{{index . "' + name + '"}}{{end}}'
        asked = _ask(self.program, ["image", "inspect", "--format", template, image])
        return asked.stdout.strip() if asked is not None and asked.returncode == 0 else None

    def build(self, image: str, context: Path) -> bool:
        """Build the image from the Dockerfile in `context`, show how it goes, and return whether it succeeded."""
        # Some builders talk on standard output, which belongs to the command's own results.
        return subprocess.run([self.program, "build", "--tag", image, str(context)], stdout=2).returncode == 0

    def run(self, words: Sequence[str], container: str) -> int:
        """Run a container of the given name to its end and return its exit status.

        Ctrl-C is the container's to answer: Docker hands it on, and we wait; a second one ends the container. Other
        signals that would end us are the container's to answer, too.
        """
        process = subprocess.Popen([self.program, "run", *words])
        try:
            with handed_on(process):
                try:
                    return process.wait()
                except KeyboardInterrupt:
                    return process.wait()
        except BaseException:
            _ask(self.program, ["kill", container])
            process.wait()
            raise


def _ask(program: str, words: Sequence[str]) -> subprocess.CompletedProcess[str] | None:
    """Run a short docker command; None when it does not start or does not end."""
    try:
        return subprocess.run(
            [program, *words], capture_output=True, encoding="utf-8", errors="replace", timeout=_ANSWER_S
        )
    except (OSError, subprocess.SubprocessError):
        return None

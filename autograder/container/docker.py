"""The `docker` program: find it, ask whether its engine answers, and run it.

Here are the words of `docker run`, too: what of the host the container sees, as whom it runs, what it is told to do.
"""

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath
from typing import ClassVar

from autograder.errors import AutograderError
from autograder.system.stopping import handed_on

HOST = "/host"
INSIDE_VARIABLE = "AUTOGRADER_IN_CONTAINER"
# What bubblewrap needs to make user namespaces, and a /proc of its own in them. AppArmor's and SELinux's usual rules
# for containers forbid the mounts; where they are not in use, Docker passes over the two words.
_FOR_NAMESPACES = ("seccomp=unconfined", "systempaths=unconfined", "apparmor=unconfined", "label=disable")
# As the host's root the jail runs as another user, and must be able to become and to end it; files stay root's.
_OF_ROOT = ("SETUID", "SETGID", "KILL", "DAC_OVERRIDE", "CHOWN", "FOWNER")


def place_of(path: PurePath) -> str:
    r"""Return where an absolute path of the host lies in the container: C:\class\s1.ipynb at /host/c/class/s1.ipynb."""
    drive = [part.rstrip(":").lower() for part in path.drive.replace("\\", "/").split("/") if part]
    return str(PurePosixPath(HOST, *drive, *path.parts[1 if path.anchor else 0 :]))


@dataclass(slots=True)
class Mounts:
    """The paths of the host that the container sees, each at its `place_of`, and whether it may write there."""

    writable: dict[PurePath, bool] = field(default_factory=dict)

    def add(self, path: PurePath, *, writable: bool = False) -> str:
        """Have the absolute `path` mounted and return its place."""
        self.writable[path] = writable or self.writable.get(path, False)
        return place_of(path)

    def words(self) -> Iterator[str]:
        """Yield the arguments of `docker run`, outer folders before what lies inside them."""
        for path in sorted(self.writable, key=lambda path: (len(path.parts), str(path))):
            fields = ["type=bind", f"source={path}", f"target={place_of(path)}"]
            line = io.StringIO()
            csv.writer(line, lineterminator="").writerow(fields if self.writable[path] else [*fields, "readonly"])
            yield from ("--mount", line.getvalue())


@dataclass(frozen=True, slots=True)
class Call:
    """A container to run: `user` and `group` are its ids, `terminal` whether it talks to one."""

    image: str
    name: str
    user: int
    group: int
    terminal: bool
    mounts: Mounts
    command: Sequence[str]

    def words(self) -> list[str]:
        """Return everything that comes after `docker run`."""
        words = ["--rm", "--init", "--name", self.name, "--network", "none", "--user", f"{self.user}:{self.group}"]
        words += ["--cap-drop", "ALL"]
        if self.user == 0:
            words += [word for name in _OF_ROOT for word in ("--cap-add", name)]
        words += ["--security-opt", "no-new-privileges"]
        words += [word for option in _FOR_NAMESPACES for word in ("--security-opt", option)]
        words += ["--env", f"{INSIDE_VARIABLE}=1"]
        if self.terminal:
            words += ["--interactive", "--tty"]
        return [*words, *self.mounts.words(), self.image, *self.command]


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

"""The words of `docker run`: what of the host the container sees, as whom it runs, and what it is told to do."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath, PurePosixPath

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

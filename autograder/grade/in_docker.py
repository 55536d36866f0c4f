"""`--isolation docker`: the same command, run by itself in a container, where the engine seals as on Linux."""

import inspect
import os
import sys
import typing
import uuid
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from autograder.container.call import INSIDE_VARIABLE, Call, Mounts
from autograder.errors import AutograderError

WINDOWS = "Grading needs Linux, and this is Windows: use --isolation docker."
_NO_USER = 1000  # on Windows there are no user ids, and Docker maps all to the user's own


def inside_container() -> bool:
    """Return whether this is the command inside the container, which is to grade and not to start another."""
    return os.environ.get(INSIDE_VARIABLE) == "1"


def wants_container(isolation: str, cluster: str | None) -> bool:
    """Return whether the command is to run itself in a container.

    Raises:
        AutograderError: what is asked for cannot be had on this system.

    """
    if isolation == "docker":
        return not inside_container()
    if sys.platform == "win32":  # where not even the modules of the engine can be imported
        from autograder.container.docker import DockerUnavailable

        raise DockerUnavailable(WINDOWS)
    if isolation != "none" and cluster is None and sys.platform != "linux":
        from autograder.engine.jail import JailUnavailable, reasons

        raise JailUnavailable(reasons.obvious() or "")
    return False


def grade_in_docker(command: Callable[..., None], given: Mapping[str, Any]) -> int:
    """Run the typer command `command`, called with the arguments `given`, in a container; return its exit status.

    Raises:
        AutograderError: a wrong call.
        DockerUnavailable: there is no Docker, or no image can be made.

    """
    from autograder.container.docker import Docker, DockerUnavailable
    from autograder.container.image import ready_image

    mounts = Mounts()
    words = retell(command, _placed(given, mounts))
    docker = Docker.find()
    call = Call(
        image=ready_image(docker),
        name=f"scratchgrade-{uuid.uuid4().hex[:12]}",
        user=0 if docker.rootless else _id("getuid"),
        group=0 if docker.rootless else _id("getgid"),
        terminal=sys.stdin.isatty() and sys.stdout.isatty(),
        mounts=mounts,
        command=[command.__name__, *words],
    )
    status = docker.run(call.words(), call.name)
    if status in (125, 126, 127):  # docker's own: it has said on standard error what is wrong
        raise DockerUnavailable("Docker could not run the container; see its message above.")
    return status


def retell(command: Callable[..., None], given: Mapping[str, Any]) -> list[str]:
    """Return the words that make the typer command `command` be called with the arguments `given`.

    What has its default value is left out; positional arguments come last, behind `--`.
    """
    options: list[str] = []
    positional: list[str] = []
    for name, hint in typing.get_type_hints(command, include_extras=True).items():
        default = inspect.signature(command).parameters[name].default if name != "return" else None
        if name == "return" or given[name] == default or given[name] is None:
            continue
        declared = [part for part in typing.get_args(hint) if hasattr(part, "param_decls")]
        # inside Annotated, typer has the first word of a declaration where the default is otherwise
        words = [word for part in declared for word in (part.default, *(part.param_decls or ()))]
        spelled = next((word for word in words if isinstance(word, str) and word.startswith("--")), None)
        if any(type(part).__name__ == "ArgumentInfo" for part in declared):
            positional += _values(given[name])
        else:
            options += _option(spelled or f"--{name.replace('_', '-')}", given[name])
    return [*options, "--", *positional]


def _option(spelled: str, value: Any) -> Iterator[str]:
    on, _, off = spelled.partition("/")
    if isinstance(value, bool):
        yield on if value else off or f"--no-{on.removeprefix('--')}"
        return
    for word in _values(value):
        yield from (on, word)


def _values(value: Any) -> list[str]:
    if isinstance(value, (list, tuple)):
        return [word for part in value for word in _values(part)]
    return [str(value.value if isinstance(value, Enum) else value)]


def _placed(given: Mapping[str, Any], mounts: Mounts) -> dict[str, Any]:
    """Return the arguments as the container is to have them: paths replaced by their places, the course named.

    Everything is for reading but the folder of results.
    """
    from autograder.course.settings import find_course

    if given.get("cluster"):
        raise AutograderError("--cluster needs the network, which a container has not; leave out --isolation docker.")
    placed = dict(given)
    assignment = Path(given["assignment"])
    if assignment.suffix == ".zip" or assignment.is_file():
        placed["assignment"] = _readable(assignment, mounts)
    else:
        placed["course"] = find_course(Path.cwd(), given["course"]).root
    if given.get("gradebook"):
        placed["gradebook"] = _gradebook(given["gradebook"], mounts)
    placed["out"] = mounts.add(_made(_absolute(given["out"]), "--out"), writable=True)
    for name, value in placed.items():
        if isinstance(value, Path):
            placed[name] = _readable(value, mounts)
        elif isinstance(value, list):
            placed[name] = [_readable(part, mounts) if isinstance(part, Path) else part for part in value]
    return placed


def _gradebook(given: str, mounts: Mounts) -> str:
    """Return the place of a gradebook, whose folder is mounted: SQLite writes files of its own beside it."""
    if "://" in given:
        raise AutograderError(
            f"--gradebook {given} cannot be reached from a container, which has no network; name a file instead."
        )
    path = _absolute(Path(given))
    return f"{mounts.add(_made(path.parent, '--gradebook'), writable=True)}/{path.name}"


def _made(folder: Path, option: str) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AutograderError(
            f"The folder {folder} cannot be made ({error.strerror}); choose another {option}."
        ) from error
    return folder


def _readable(path: Path, mounts: Mounts) -> str:
    absolute = _absolute(path)
    if not absolute.exists():
        raise AutograderError(f"There is no {path}; check the path.")
    return mounts.add(absolute)


def _absolute(path: Path) -> Path:
    """Return the absolute path, `..` resolved but links kept: a submission is called by the name that it has here."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.resolve would follow links


def _id(kind: str) -> int:
    ask: Callable[[], int] | None = getattr(os, kind, None)
    return ask() if ask is not None else _NO_USER

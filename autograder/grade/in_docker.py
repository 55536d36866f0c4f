"""`--isolation docker`: the same command, run by itself in a container, where the engine seals as on Linux."""

import dataclasses
import os
import sys
import typing
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.container.docker import INSIDE_VARIABLE, Call, Mounts
from autograder.errors import AutograderError, JailUnavailable
from autograder.grade.options import RunOptions

WINDOWS = "Grading needs Linux, and this is Windows: use --isolation docker."
_NO_USER = 1000  # on Windows there are no user ids, and Docker maps all to the user's own


def inside_container() -> bool:
    """Return whether this is the command inside the container, which is to grade and not to start another."""
    return os.environ.get(INSIDE_VARIABLE) == "1"


def wants_container(isolation: str, cluster: str | None) -> bool:
    """Return whether the command is to run itself in a container."""
    if isolation == "docker":
        return not inside_container()
    if sys.platform == "win32":  # where not even the modules of the engine can be imported
        from autograder.container.docker import DockerUnavailable

        raise DockerUnavailable(WINDOWS)
    if isolation != "none" and cluster is None and sys.platform != "linux":
        from autograder.engine.jail import reasons

        raise JailUnavailable(reasons.obvious() or "")
    return False


def grade_in_docker(options: RunOptions, *, quiet: bool = False) -> int:
    """Run `autograder grade` with the same options in a container; return its exit status.

    Raises:
        AutograderError: a wrong call.
        DockerUnavailable: there is no Docker, or no image can be made.

    """
    from autograder.container.docker import Docker, DockerUnavailable
    from autograder.container.image import ready_image

    mounts = Mounts()
    words = retell(_placed(options, mounts))
    docker = Docker.find()
    call = Call(
        image=ready_image(docker),
        name=f"scratchgrade-{uuid.uuid4().hex[:12]}",
        user=0 if docker.rootless else _id("getuid"),
        group=0 if docker.rootless else _id("getgid"),
        terminal=sys.stdin.isatty() and sys.stdout.isatty(),
        mounts=mounts,
        command=["grade", *(["--quiet"] if quiet else []), *words],
    )
    status = docker.run(call.words(), call.name)
    if status in (125, 126, 127):  # docker's own: it has said on standard error what is wrong
        raise DockerUnavailable("Docker could not run the container; see its message above.")
    return status


def retell(options: RunOptions) -> list[str]:
    """Return the words that make `autograder grade` be called with these options.

    What has its default value is left out; the paths come last, behind `--`.
    """
    words: list[str] = []
    hints = typing.get_type_hints(RunOptions, include_extras=True)
    for field in dataclasses.fields(options):
        value = getattr(options, field.name)
        if field.name == "paths" or value is None or value == field.default:
            continue
        (declared,) = (part for part in typing.get_args(hints[field.name]) if hasattr(part, "param_decls"))
        # inside Annotated, typer has the first word of a declaration where the default is otherwise
        words += _option(declared.default, value)
    return [*words, "--", *(path.as_posix() for path in options.paths)]


def _option(spelled: str, value: object) -> list[str]:
    on, _, off = spelled.partition("/")
    if isinstance(value, bool):
        return [on if value else off]
    return [on, value.as_posix() if isinstance(value, Path) else str(value)]


def _placed(options: RunOptions, mounts: Mounts) -> RunOptions:
    """Return the options as the container is to have them: paths replaced by their places, the course named.

    Everything is for reading but the folder of results.
    """
    from autograder.course.settings import find_course

    if options.cluster:
        raise AutograderError("--cluster needs the network, which a container has not; leave out --isolation docker.")
    given: dict[str, Any] = {}
    assignment = Path(options.assignment)
    if assignment.suffix == ".zip" or assignment.is_file():
        given["assignment"] = _readable(assignment, mounts).as_posix()
    else:
        given["course"] = _readable(find_course(Path.cwd(), options.course).root, mounts)
    if options.gradebook:
        given["gradebook"] = _gradebook(options.gradebook, mounts)
    given["out"] = Path(mounts.add(_made(_absolute(options.out), "--out"), writable=True))
    given["paths"] = [_readable(path, mounts) for path in options.paths]
    if options.class_list:
        given["class_list"] = _readable(options.class_list, mounts)
    return dataclasses.replace(options, **given)


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


def _readable(path: Path, mounts: Mounts) -> Path:
    absolute = _absolute(path)
    if not absolute.exists():
        raise AutograderError(f"There is no {path}; check the path.")
    return Path(mounts.add(absolute))


def _absolute(path: Path) -> Path:
    """Return the absolute path, `..` resolved but links kept: a submission is called by the name that it has here."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.resolve would follow links


def _id(kind: str) -> int:
    ask: Callable[[], int] | None = getattr(os, kind, None)
    return ask() if ask is not None else _NO_USER

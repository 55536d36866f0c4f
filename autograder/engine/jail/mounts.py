"""The outer wall: the arguments for bubblewrap, from what the interpreter needs and what must stay hidden."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from autograder.engine import jailed
from autograder.engine.jail.interpreter import Interpreter
from autograder.engine.jailed import policy

CODE = "/jail"  # what is importable here: the jailed folder as `autograder_jail`, and a test's own modules
NEXT_BOX = "/jail/box"  # where a fork prepares its own file system, before it covers /box with it

NAMESPACES = ("--unshare-pid", "--unshare-ipc", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try")


def arguments(python: Interpreter, threads: int, hidden: Iterable[Path], modules: Path | None) -> list[str]:
    """Return bubblewrap's arguments up to the command: namespaces, mounts, environment.

    Args:
        python: the interpreter to run inside.
        threads: how many threads BLAS and OpenMP may use.
        hidden: folders that must not be seen even where they lie inside something mounted (a course below /usr).
        modules: a folder of more modules to mount and make importable; for tests.

    """
    words = ["--die-with-parent", "--new-session", "--as-pid-1", *NAMESPACES, "--hostname", "jail", "--clearenv"]
    for name, value in {**environment(python, threads, "/box"), "TMPDIR": "/tmp"}.items():
        words += ["--setenv", name, value]
    words += ["--size", str(policy.OUTER_BOX_MB << 20), "--perms", "1777", "--tmpfs", "/box"]
    for folder in ("tmp", "shm", "home", "work"):
        words += ["--perms", "1777", "--dir", f"/box/{folder}"]
    words += ["--symlink", "box/tmp", "/tmp", *_folders([Path(NEXT_BOX), Path("/etc")])]
    words += _system()
    words += _python(python.folders, [path.resolve() for path in hidden])
    words += ["--ro-bind", str(Path(jailed.__file__).parent), f"{CODE}/autograder_jail"]
    if modules:
        words += ["--ro-bind", str(modules), f"{CODE}/modules"]
    return [*words, "--remount-ro", "/"]


def inside_box(python: Interpreter) -> list[str]:
    """Return the mounted paths below /tmp and /dev/shm: a fork covers those with its own, and mounts these again."""
    return [str(path) for path in python.folders if any(map(path.is_relative_to, ("/tmp", "/dev/shm")))]


def _system() -> list[str]:
    words: list[str] = []
    for name in policy.SYSTEM_FOLDERS:
        if Path(name).is_dir():
            words += ["--ro-bind", name, name]
    for name in policy.SYSTEM_LINKS:
        path = Path(name)
        if path.is_symlink():
            words += ["--symlink", str(path.readlink()), str(path)]
        elif path.is_dir():
            words += ["--ro-bind", str(path), str(path)]
    for name in policy.SYSTEM_FILES:
        words += ["--ro-bind-try", name, name]
    words += ["--tmpfs", "/dev", "--symlink", "../box/shm", "/dev/shm"]
    for name in policy.DEVICES:
        words += ["--dev-bind", name, name]
    return [*words, "--remount-ro", "/dev"]


def _python(folders: Sequence[Path], hidden: Sequence[Path]) -> list[str]:
    """Mount the interpreter's folders, and cover what is hidden inside of them, from the outside to the inside."""
    mounted = [*map(Path, policy.SYSTEM_FOLDERS), *folders]
    covers = {path for path in hidden if path.is_dir() and any(path.is_relative_to(folder) for folder in mounted)}
    wanted = [(path, path in covers) for path in {*folders, *covers}]
    words = _folders([path.parent for path in folders if not path.is_relative_to("/usr")])
    for path, cover in sorted(wanted, key=lambda pair: (len(pair[0].parts), pair[0])):
        words += ["--tmpfs", str(path)] if cover else ["--ro-bind", str(path), str(path)]
    for path in sorted(covers):
        words += ["--remount-ro", str(path)]
    return words


def _folders(paths: Iterable[Path]) -> list[str]:
    """Make folders, and those above them, such that the jail's user can pass: bubblewrap's own are for root alone."""
    there = {Path("/"), Path("/tmp"), Path("/dev"), Path("/dev/shm")}
    every = {folder for path in paths for folder in (path, *path.parents)} - there
    return [word for folder in sorted(every) for word in ("--perms", "0755", "--dir", str(folder))]


def environment(python: Interpreter, threads: int, box: str) -> dict[str, str]:
    """Return the whole environment of the jail, whose own folders lie in `box`."""
    return {
        "PATH": f"{python.executable.parent}:/usr/local/bin:/usr/bin:/bin",
        **policy.ENVIRONMENT,
        **{name: f"{box}/{part}" for name, part in policy.OWN_FOLDERS.items()},
        "LOKY_MAX_CPU_COUNT": str(threads),
        **({"PYTHONUSERBASE": _user_base(python.user_packages)} if python.user_packages else {"PYTHONNOUSERSITE": "1"}),
        **{f"{pool}_NUM_THREADS": str(threads) for pool in policy.THREAD_POOLS},
    }


def _user_base(packages: Path) -> str:
    """Return the folder from which Python derives a user's site-packages: `BASE/lib/python3.x/site-packages`."""
    return os.fspath(packages.parent.parent.parent)

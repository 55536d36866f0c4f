"""The wall without namespaces, from outside: the warm interpreter runs plainly, and its forks confine themselves."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from autograder.engine import jailed
from autograder.engine.jail import reasons
from autograder.engine.jail.launch import Container, Plan, Way, start
from autograder.engine.jail.limits import tasks_of
from autograder.engine.jail.mounts import environment
from autograder.engine.jail.reasons import WallUnavailable
from autograder.engine.jail.users import can_become
from autograder.engine.jailed import policy, rules
from autograder.errors import JailUnavailable
from autograder.system.files import run_folder

NAME = "landlock"
_CODE = "code"  # in the jail's folder: what is importable, the jailed folder as `autograder_jail`
_CHOWN, _DAC_OVERRIDE, _DAC_READ_SEARCH, _SETGID, _SETUID = 0, 1, 2, 6, 7
_MOST_PROCESSES = 1 << 22
_END_S = 30.0
# An editable install puts the course on the path: what lies there is no secret's place, but its names are.
_TIDY = """
sys.path[:] = [path for path in sys.path if any(f"{{path}}/".startswith(f"{{each}}/") for each in {readable!r})]
sys.meta_path[:] = [each for each in sys.meta_path if not getattr(each, "__module__", "").startswith("__editable__")]
sys.path_importer_cache.clear()
"""


def launch(plan: Plan, timeout: float, *, known: int | None = None) -> Container:
    """Start the warm interpreter and wait until it is warm; `known` is the version of Landlock to use, for tests.

    Raises:
        WallUnavailable: this kernel or this user cannot have this wall.
        JailUnavailable: the interpreter did not start.

    """
    if reason := refusal():
        raise WallUnavailable(reason)
    with ExitStack() as leave:
        scratch = leave.enter_context(run_folder())
        readable = tuple(map(str, _readable(plan)))
        own_users = has_own_users()
        for name in ("shared", "turns", _CODE):
            (scratch / name).mkdir()
        for folder in (scratch, scratch / "turns", scratch / _CODE):
            folder.chmod(0o711)  # to pass, not to list
        (scratch / _CODE / "autograder_jail").symlink_to(Path(jailed.__file__).parent)
        settings = {
            "scratch": str(scratch),
            "readable": (*readable, str(scratch / _CODE)),
            "known": min(known or rules.version(), rules.version()),
            "own_users": own_users,
            "kept": _needed((*map(Path, readable), scratch)) if own_users else (),
            "spare_tasks": 0 if own_users else tasks_of(os.geteuid()),
        }
        way = Way(
            before=(),
            folders=[str(scratch / _CODE), *([str(plan.modules)] if plan.modules else [])],
            settings={"landlock": settings},
            environment={**environment(plan.python, plan.threads, f"{scratch}/shared"), **policy.WITHOUT_NAMESPACES},
            tidy=_TIDY.format(readable=readable),
        )
        started = start(NAME, plan, way, timeout)
        if not isinstance(started, Container):
            raise JailUnavailable(reasons.refused(started))
        started.leave, started.patience_s = leave.pop_all(), _END_S
        return started


def refusal() -> str | None:
    """Return the sentence that says why this wall cannot be had here; None when it can."""
    if not rules.version():
        return (
            "The wall without namespaces needs Landlock, which this kernel has not or does not allow "
            "(Linux 5.13 and newer have it)."
        )
    own = os.getpid()
    if not Path(f"/proc/{own}/task/{own}/children").exists():
        return "The wall without namespaces needs a /proc that tells the children of a process."
    if has_own_users() and not {_CHOWN, _SETGID, _SETUID} <= _capabilities():
        return (
            "The wall without namespaces needs the right to become another user, which root has not here; grade as "
            "an ordinary user."
        )
    return None


def has_own_users() -> bool:
    """Return whether each turn can have a user of its own: that needs root, and numbers for all of them."""
    return os.geteuid() == 0 and can_become(policy.FIRST_USER, policy.FIRST_USER + _MOST_PROCESSES)


def weaknesses() -> list[str]:
    """Return what this wall holds less well here than the one of namespaces, a sentence each."""
    known = rules.version()
    found = list(policy.WEAKER_WITHOUT_NAMESPACES)
    if not has_own_users():
        found += policy.WEAKER_WITH_ONE_USER
        if known < rules.SCOPES:
            found += policy.WEAKER_WITHOUT_SCOPES
    return found


def _readable(plan: Plan) -> Iterator[Path]:
    """Yield what the interpreter needs to read, without what is hidden inside of it."""
    wanted = [Path(name) for name in (*policy.SYSTEM_FOLDERS, *policy.SYSTEM_LINKS, *policy.SYSTEM_FILES)]
    wanted += [*plan.python.folders, Path(jailed.__file__).parent, *([plan.modules] if plan.modules else [])]
    hidden = [path.resolve() for path in plan.hidden]
    for path in wanted:
        if path.exists():
            yield from _without(path, hidden)


def _without(path: Path, hidden: Sequence[Path]) -> Iterator[Path]:
    """Yield a folder, or what of it is not hidden: rules allow whole folders, and cannot take anything back."""
    inside = [each for each in hidden if each.is_relative_to(path.resolve())]
    if not inside:
        yield path
    elif path.resolve() not in inside:
        for entry in sorted(path.iterdir()):
            yield from _without(entry, inside)


def _needed(paths: Iterable[Path]) -> tuple[int, ...]:
    """Return the capabilities without which another user could not read the paths: none where everybody can.

    Raises:
        WallUnavailable: root itself has none that would do.

    """
    closed = [path for path in paths if not _open_to_all(path)]
    if not closed:
        return ()
    for capability in (_DAC_READ_SEARCH, _DAC_OVERRIDE):
        if capability in _capabilities():
            return (capability,)
    raise WallUnavailable(
        f"The wall without namespaces gives submissions a user of their own, who cannot read {closed[0]}; let others "
        "read it, or grade as an ordinary user."
    )


def _open_to_all(path: Path) -> bool:
    real = path.resolve()
    read = 0o5 if real.is_dir() and path.name != "turns" else 0o4
    return (real.stat().st_mode & read == read or real.stat().st_mode & 0o7 == 0o1) and all(
        parent.stat().st_mode & 0o1 for parent in real.parents
    )


def _capabilities() -> set[int]:
    fields = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":" in line)
    bits = int(fields["CapEff"], 16)
    return {number for number in range(64) if bits >> number & 1}

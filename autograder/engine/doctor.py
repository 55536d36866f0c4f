"""What `autograder doctor` checks: whether this machine can grade in a jail, and what is missing."""

import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from autograder.engine.jail import Jail, TurnLimits, cgroups, landlock, reasons, walls
from autograder.engine.jail.limits import spare_tasks
from autograder.engine.jailed.syscalls import AUDIT_ARCH
from autograder.errors import AutograderError

_NEEDED_MB = 300  # the warm interpreter, with room for what a fork changes of it
_PROC = Path("/proc")


class State(Enum):
    """How a check came out; only what is missing keeps the engine from grading."""

    FINE = "fine"
    WEAKER = "weaker"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, how it came out, what was found, and what that means (empty when fine)."""

    name: str
    state: State
    found: str
    meaning: str = ""


def examine(*, trial: bool = True) -> tuple[Finding, ...]:
    """Check this machine; with `trial`, also start a jail behind each wall and run a process in it."""
    if sys.platform != "linux":
        return (_python(), Finding("system", State.MISSING, platform.system(), reasons.obvious() or ""))
    namespaces: tuple[Finding, ...] = (_bubblewrap(), _user_namespaces())
    findings = [
        _python(),
        _processor(),
        _seccomp(),
        _control_groups(),
        _memory(_PROC, TurnLimits().memory_mb, len(os.sched_getaffinity(0))),
    ]
    if not can_grade(findings):
        return (*findings, *namespaces)
    first, second = (_wall(name, trial=trial) for name in walls.WALLS)
    if first.state is not State.MISSING:  # the other wall says itself how it counts
        namespaces += (_process_limits(platform.release()),)
    if second.state is not State.MISSING:  # what the first one lacks keeps nobody from grading
        namespaces = tuple(_replaceable(finding) for finding in namespaces)
        first = _replaceable(first)
    elif first.state is not State.MISSING:
        second = _replaceable(second)
    return (*findings, *namespaces, first, second)


def can_grade(findings: Sequence[Finding]) -> bool:
    """Return whether nothing that the engine needs is missing."""
    return all(finding.state is not State.MISSING for finding in findings)


def _python() -> Finding:
    return Finding("Python", State.FINE, f"{platform.python_version()} ({sys.prefix})")


def _processor() -> Finding:
    machine = platform.machine()
    if machine in AUDIT_ARCH:
        return Finding("processor", State.FINE, machine)
    known = " and ".join(AUDIT_ARCH)
    return Finding("processor", State.MISSING, machine, f"the jail knows {known}; {reasons.UNSEALED}")


def _bubblewrap() -> Finding:
    path = reasons.bubblewrap()
    if path is None:
        return Finding("bubblewrap", State.MISSING, "not installed", f"{reasons.INSTALL}, {reasons.OTHERWISE}")
    try:
        version = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=10).stdout.strip()
    except (OSError, subprocess.SubprocessError) as error:
        return Finding("bubblewrap", State.MISSING, f"{path} does not run: {error}", reasons.INSTALL)
    return Finding("bubblewrap", State.FINE, f"{version} ({path})")


def _user_namespaces() -> Finding:
    if setting := reasons.user_namespaces():
        return Finding("user namespaces", State.MISSING, "forbidden", f"{setting}; {reasons.OTHERWISE}")
    where = f" (inside a {kind} container, which may forbid them)" if (kind := reasons.container()) else ""
    return Finding("user namespaces", State.FINE, f"allowed{where}")


def _seccomp() -> Finding:
    try:
        actions = (_PROC / "sys/kernel/seccomp/actions_avail").read_text().split()
    except OSError:
        actions = []
    if "errno" in actions:
        return Finding("seccomp", State.FINE, "filters")
    return Finding("seccomp", State.MISSING, "no filters", f"the kernel was built without them; {reasons.UNSEALED}")


def _process_limits(release: str) -> Finding:
    if spare_tasks(release, os.geteuid()) == 0:
        return Finding("process limits", State.FINE, f"counted for each submission (Linux {release})")
    meaning = (
        "the kernel counts your other processes, too: a fork bomb is bounded less tightly; Linux 5.14 counts apart"
    )
    return Finding("process limits", State.WEAKER, f"counted for each user (Linux {release})", meaning)


def _control_groups() -> Finding:
    group = cgroups.create()
    if group is None:
        meaning = "memory is bounded for each process, not for all processes of a submission together"
        return Finding("control groups", State.WEAKER, "none may be made here", f"{meaning}; systemd-run --user helps")
    group.remove()
    return Finding("control groups", State.FINE, f"version {2 if group.unified else 1}")


def _memory(proc: Path, submission_mb: int, cores: int) -> Finding:
    """Compare the memory that is free with what one submission on each core may use."""
    fields = dict(line.split(":", 1) for line in (proc / "meminfo").read_text().splitlines() if ":" in line)
    free_mb = int(fields["MemAvailable"].split()[0]) // 1024
    found = f"{free_mb} MiB free, {cores} cores"
    if free_mb < _NEEDED_MB + 100:
        return Finding("memory", State.MISSING, found, f"a warm interpreter alone takes {_NEEDED_MB} MiB")
    at_once = max(1, free_mb // (_NEEDED_MB + submission_mb))
    if at_once < cores:
        meaning = f"submissions may use {submission_mb} MiB each: grade with --jobs {at_once} if they come near it"
        return Finding("memory", State.WEAKER, found, meaning)
    return Finding("memory", State.FINE, found)


def _wall(name: str, *, trial: bool) -> Finding:
    """Try a wall; without a trial, say whether it may be had."""
    try:
        if trial:
            with Jail.start(preload=(), wall=name) as jail, jail.fork({"file": b"content"}, TurnLimits(memory_mb=256)):
                found = "starts, and confines a process"
        elif refused := walls.WALLS[name].refusal():
            return Finding(f"wall {name}", State.MISSING, "cannot be had", refused)
        else:
            found = "can be had"
    except AutograderError as error:
        return Finding(f"wall {name}", State.MISSING, "does not start", str(error))
    if name == landlock.NAME:
        return Finding(f"wall {name}", State.WEAKER, found, " ".join(landlock.weaknesses()))
    return Finding(f"wall {name}", State.FINE, found)


def _replaceable(finding: Finding) -> Finding:
    """Return what is found of a wall when there is another one."""
    return replace(finding, state=State.WEAKER) if finding.state is State.MISSING else finding

"""Why there is no jail: from what the system says to one sentence that says what to do."""

import platform
import shutil
import sys
from pathlib import Path

from autograder.engine.jailed.syscalls import AUDIT_ARCH
from autograder.errors import JailUnavailable

UNSEALED = "grade with --isolation none, which has no walls"
OTHERWISE = f"or grade with --isolation landlock or docker; or {UNSEALED}"
INSTALL = "install it (Debian, Ubuntu: apt install bubblewrap; Fedora: dnf install bubblewrap)"
_SIGNS = ("namespace", "uid map", "clone", "not permitted", "setgroups", "loopback", "mount proc")
_SYSCTL = Path("/proc/sys")
_APPARMOR = "kernel/apparmor_restrict_unprivileged_userns"
_DEBIAN = "kernel/unprivileged_userns_clone"
_MOST = "user/max_user_namespaces"


class WallUnavailable(JailUnavailable):
    """One of the walls cannot be had on this machine; the other one may."""


def bubblewrap() -> str | None:
    """Return the path of bubblewrap's program, if it is installed."""
    return shutil.which("bwrap")


def obvious() -> str | None:
    """Return why this machine cannot have a jail if that is plain before trying, else None."""
    if sys.platform != "linux":
        system = {"darwin": "macOS", "win32": "Windows"}.get(sys.platform, platform.system() or sys.platform)
        return f"The jail needs Linux, and this is {system}: use --isolation docker; or {UNSEALED}."
    if platform.machine() not in AUDIT_ARCH:
        known = " and ".join(AUDIT_ARCH)
        return f"The jail knows the processors {known}, and this is {platform.machine()}; {UNSEALED}."
    return None


def no_bubblewrap() -> str | None:
    """Return why there is no bubblewrap, if that is plain before trying."""
    if bubblewrap() is None:
        return f"The jail needs bubblewrap, which is not installed; {INSTALL}, {OTHERWISE}."
    return None


def user_namespaces(sysctl: Path = _SYSCTL) -> str | None:
    """Return which setting of the system forbids user namespaces, and how to allow them; None when none does."""
    if _setting(sysctl / _MOST) == 0:
        return "user namespaces are switched off: sudo sysctl -w user.max_user_namespaces=10000"
    if _setting(sysctl / _DEBIAN) == 0:
        return "they are for root only here: sudo sysctl -w kernel.unprivileged_userns_clone=1"
    if _setting(sysctl / _APPARMOR):
        return "AppArmor restricts them here: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
    return None


def container() -> str | None:
    """Return the kind of container this process runs in, if it looks like one."""
    if Path("/.dockerenv").exists():
        return "Docker"
    if Path("/run/.containerenv").exists():
        return "Podman"
    return None


def refused(output: str) -> str:
    """Return the sentence for a jail that did not start, from what bubblewrap or the interpreter printed."""
    last = _last_line(output).partition(". See <")[0]
    namespaces = is_bubblewraps(output) and any(word in last for word in _SIGNS)
    if namespaces and (setting := user_namespaces()):
        return f"The jail needs user namespaces, and {setting}; {OTHERWISE}."
    if namespaces and (kind := container()):
        return (
            f"The jail needs user namespaces, which this {kind} container may not make ({last}); start the container "
            "with --security-opt seccomp=unconfined --security-opt systempaths=unconfined, or grade outside of it."
        )
    return f"The jail did not start: {last}; `autograder doctor` checks what it needs."


def is_bubblewraps(output: str) -> bool:
    """Return whether it was bubblewrap that gave up, and not what it had started."""
    return _last_line(output).startswith("bwrap:")


def _last_line(output: str) -> str:
    return next((line.strip() for line in reversed(output.splitlines()) if line.strip()), "it ended without a word")


def _setting(path: Path) -> int | None:
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return None

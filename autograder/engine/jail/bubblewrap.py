"""The wall of namespaces: bubblewrap with the warm interpreter inside, in whichever way this machine allows."""

import os
import platform
from collections.abc import Iterator
from dataclasses import replace

from autograder.engine.jail import mounts, reasons
from autograder.engine.jail.interpreter import interpreter
from autograder.engine.jail.launch import Container, Plan, Way, start
from autograder.engine.jail.limits import NOBODY, spare_tasks
from autograder.engine.jail.reasons import WallUnavailable
from autograder.engine.jail.users import can_become
from autograder.errors import JailUnavailable

NAME = "bubblewrap"
_TRIAL_S = 30.0


def launch(plan: Plan, timeout: float) -> Container:
    """Start a container and wait until its interpreter is warm.

    Raises:
        WallUnavailable: no namespaces can be had here.
        JailUnavailable: they can, but the interpreter did not start.

    """
    if reason := reasons.no_bubblewrap():
        raise WallUnavailable(reason)
    outputs = []
    for way in ways(os.geteuid(), alone=not can_become(NOBODY)):
        started = start(NAME, plan, _whole(way, plan), timeout)
        if isinstance(started, Container):
            return started
        outputs.append(started)
        if not reasons.is_bubblewraps(started):
            raise JailUnavailable(reasons.refused(started))  # the walls stood, the interpreter failed
    raise WallUnavailable(reasons.refused(outputs[0]))


def refusal() -> str | None:
    """Return the sentence that says why this wall cannot be had here; None when it can, which is tried."""
    plan = Plan(interpreter(), 1, (), None, {"serve": "", "trial": True})
    try:
        launch(plan, _TRIAL_S).end()
    except JailUnavailable as error:
        return str(error)
    return None


def ways(user: int, *, alone: bool = False) -> Iterator[Way]:
    """Yield the ways to start that `user` can try, the best one first; they lack what depends on the interpreter.

    Root keeps out of the jail: the kernel limits neither its processes nor its access to sysctl files. `alone` says
    that there is no other user to become: then root is one by name only, in a user namespace that some user has made.
    """
    new_user_namespace = ("--unshare-user",)
    own_proc, shared_proc = ("--proc", "/proc"), ("--bind", "/proc", "/proc")
    if user == 0 and not alone:
        # A fork may mount a /proc of its own only where it sees a whole one, and root's bubblewrap covers parts of it.
        rights = ("--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID")
        yield Way((*rights, *shared_proc), (), {"drop_to": NOBODY})
        yield Way((*new_user_namespace, *own_proc), (), {}, run_as=NOBODY)
        yield Way((*new_user_namespace, *shared_proc), (), {}, run_as=NOBODY)
    else:
        yield Way((*new_user_namespace, *own_proc), (), {})
        yield Way((*new_user_namespace, *shared_proc), (), {})  # where the container around us covers parts of /proc


def _whole(way: Way, plan: Plan) -> Way:
    """Return the way with what the plan adds to it: mounts, and what the forks have to know."""
    outer = mounts.arguments(plan.python, plan.threads, plan.hidden, plan.modules)
    settings = {
        **way.settings,
        "spare_tasks": spare_tasks(platform.release(), os.geteuid()),
        "kept": mounts.inside_box(plan.python),
    }
    folders = [mounts.CODE] + ([f"{mounts.CODE}/modules"] if plan.modules else [])
    return replace(
        way,
        before=(reasons.bubblewrap() or "bwrap", *way.before, *outer, "--"),
        folders=folders,
        settings=settings,
    )

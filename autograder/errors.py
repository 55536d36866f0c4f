"""The errors a user can cause or must hear of: raised where they are known, shown by the command line."""

from typing import ClassVar


class AutograderError(Exception):
    """One sentence for the user: what is wrong, where, and what to do next.

    The command line prints it without a traceback and leaves with `exit_status`.
    """

    exit_status: ClassVar[int] = 2


class EngineError(AutograderError):
    """The grader itself failed, not the user's call and not a submission."""

    exit_status: ClassVar[int] = 1


class JailUnavailable(AutograderError):
    """No jail can be had on this machine: why, and what to install or do."""

    exit_status: ClassVar[int] = 3


class Interrupted(AutograderError):
    """The user stopped the command; the sentence says what is left of its work."""

    exit_status: ClassVar[int] = 130

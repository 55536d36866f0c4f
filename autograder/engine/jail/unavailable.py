"""The errors of a machine on which no jail can be had."""

from typing import ClassVar

from autograder.errors import AutograderError


class JailUnavailable(AutograderError):
    """No jail can be had on this machine: why, and what to install or do."""

    exit_status: ClassVar[int] = 3


class WallUnavailable(JailUnavailable):
    """One of the walls cannot be had on this machine; the other one may."""

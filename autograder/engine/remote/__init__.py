"""The trusted side of the wire: sessions with a jail, and stand-ins for what stays in it."""

from autograder.engine.jailed.wire import (
    CannotSend,
    GraderFailed,
    OutOfMemory,
    ProtocolViolation,
    SessionEnded,
    TurnTimeout,
    WireLimits,
    WorkerDied,
)
from autograder.engine.remote.channel import socket_pair
from autograder.engine.remote.deadlines import Deadlines
from autograder.engine.remote.failures import Failure, RemoteError, StudentLine, ending
from autograder.engine.remote.globals import RemoteGlobals
from autograder.engine.remote.loans import Postponed
from autograder.engine.remote.namespace import RemoteNamespace
from autograder.engine.remote.session import CellOutcome, Session, SessionLimits
from autograder.engine.remote.stand_ins import RemoteObject, is_remote

__all__ = [
    "CannotSend",
    "CellOutcome",
    "Deadlines",
    "Failure",
    "GraderFailed",
    "OutOfMemory",
    "Postponed",
    "ProtocolViolation",
    "RemoteError",
    "RemoteGlobals",
    "RemoteNamespace",
    "RemoteObject",
    "Session",
    "SessionEnded",
    "SessionLimits",
    "StudentLine",
    "TurnTimeout",
    "WireLimits",
    "WorkerDied",
    "ending",
    "is_remote",
    "socket_pair",
]

"""One run at a time on an assignment of a gradebook.

The lock is the operating system's (a lock on a file beside an SQLite database) or the server's (a locked row), so that
it goes with the process that holds it: a run that was killed does not block the next one.
"""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from autograder.errors import AutograderError
from autograder.gradebook.connect import Database
from autograder.gradebook.schema import RunLock


@contextmanager
def one_run_at_a_time(database: Database, assignment: str) -> Iterator[None]:
    """Hold the lock while the context lasts."""
    if database.file is not None:
        with _locked_file(database.file):
            yield
    elif database.is_sqlite:
        yield  # in memory: nobody else can see it
    else:
        with _locked_row(database, assignment):
            yield


@contextmanager
def _locked_file(database: Path) -> Iterator[None]:
    # A file of its own: SQLite's own locks on the database would be lost when this process closed another descriptor.
    path = database.with_name(f".{database.name}.lock")
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise AutograderError(f"The file {path} cannot be written ({error.strerror}); choose another place.") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise _busy(str(database), os.pread(descriptor, 200, 0).decode(errors="replace")) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()} on {socket.gethostname()}".encode(), 0)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _locked_row(database: Database, assignment: str) -> Iterator[None]:
    row = select(RunLock).where(RunLock.assignment == assignment)
    with database.reading() as connection:
        known = connection.execute(row).first()
    if known is None:
        try:
            with database.engine.begin() as connection:
                connection.execute(insert(RunLock).values(assignment=assignment))
        except IntegrityError:
            pass  # another run has just done it
    with database.engine.connect() as connection:
        try:
            connection.execute(row.with_for_update(nowait=True))
        except DBAPIError as error:
            raise _busy(database.shown, "") from error
        yield  # the transaction, and with it the lock, lasts as long as the connection


def _busy(shown: str, holder: str) -> AutograderError:
    who = f" ({holder})" if holder else ""
    return AutograderError(f"Another run{who} is grading into the gradebook {shown}; wait until it ends, or stop it.")

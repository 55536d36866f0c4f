"""Reaching the database of a gradebook, and saying in one sentence why it cannot be reached or used."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from autograder.errors import AutograderError, EngineError

BUSY_TIMEOUT_S = 30.0
_NO_GRADEBOOK = "is not a gradebook, or it is damaged; move it away, or choose another"
_SQLITE = b"SQLite format 3\0"
_BEGIN = "autograder_begin"  # the option of a connection that says how its transactions begin


class Database:
    """A database by a path (SQLite) or URL, with transactions that either happen or are told of in one sentence."""

    def __init__(self, where: str | Path) -> None:
        """Take the file or URL `where`; nothing is opened before the first transaction.

        Raises:
            AutograderError: the URL is malformed, a package for its kind of database is missing, or the file holds
                something else.

        """
        self.url = _url(where)
        self.shown = self.url.database if self.is_sqlite and self.url.database else self.url.render_as_string()
        if self.file is not None and _holds_something_else(self.file):
            raise AutograderError(f"The gradebook {self.shown} {_NO_GRADEBOOK}.")
        try:
            self.engine = create_engine(self.url, connect_args={"timeout": BUSY_TIMEOUT_S} if self.is_sqlite else {})
        except (NoSuchModuleError, ImportError) as error:
            raise AutograderError(
                f"The gradebook {self.shown} is of a kind that this Python cannot open ({error}); install its "
                "package (for PostgreSQL: pip install 'scratchgrade[postgres]' and a URL postgresql+psycopg://...)."
            ) from error
        if self.is_sqlite:
            _prepare_sqlite(self.engine, self.file)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is an SQLite file (or in memory)."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def file(self) -> Path | None:
        """The file of the database, None for a server or memory."""
        inside = self.url.database
        return Path(inside) if self.is_sqlite and inside and inside != ":memory:" else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection in a transaction that sees one state and changes nothing."""
        with self._explained(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection in a transaction that is committed at the end, or rolled back after an exception."""
        with self._explained(), self.engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"}).begin() as connection:
            yield connection

    def let_readers_in(self) -> None:
        """Have others read while one writes; an SQLite file remembers it."""
        if self.is_sqlite:
            with self._explained(), self.engine.execution_options(**{_BEGIN: ""}).connect() as connection:
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise explain(error, self.shown) from error


def explain(error: SQLAlchemyError, shown: str) -> AutograderError:
    """Return the sentence for an `error` of the database that users know as `shown`."""
    cause = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    cause = " ".join(cause.split())[:300]
    for signs, sentence in (
        (("not a database", "malformed"), _NO_GRADEBOOK),
        (("locked",), "is locked by another program; wait until that is done, then run the same command again"),
        (("unable to open",), "cannot be opened; look whether its folder is there and may be written to"),
        (("readonly", "read-only"), "may not be written to; change its permissions, or choose another"),
        (("disk is full",), "cannot grow, because the disk is full; make room, then run the same command again"),
        (("password", "connection", "could not translate"), "cannot be reached; check the URL and the server"),
    ):
        if any(sign in cause for sign in signs):
            return AutograderError(f"The gradebook {shown} {sentence} ({cause}).")
    return EngineError(f"The gradebook {shown} failed; run the same command again ({cause}).")


def _holds_something_else(file: Path) -> bool:
    """Tell whether a file has content that is no database: SQLite takes a single byte for an empty one, and writes."""
    try:
        with file.open("rb") as content:
            return content.read(len(_SQLITE)) not in (b"", _SQLITE)
    except OSError:  # SQLite finds out, too, and is asked why
        return False


def _url(where: str | Path) -> URL:
    if isinstance(where, Path) or "://" not in where:
        return URL.create("sqlite", database=str(where))
    try:
        return make_url(where)
    except ArgumentError as error:
        raise AutograderError(f"{where!r} is not the URL of a database; try a path, such as gradebook.db.") from error


def _prepare_sqlite(engine: Engine, file: Path | None) -> None:
    """Have readers beside one writer, enforced foreign keys, and transactions that begin when they begin."""

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, record: object) -> None:
        if file is not None:
            _keep_from_others(file)
        connection.isolation_level = None  # or the driver begins transactions by guesswork, and none around DDL
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")  # a commit outlives the process, not always a power cut

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        # A transaction that reads first and then writes would fail, rather than wait, when another wrote in between.
        if begin := connection.get_execution_options().get(_BEGIN, "BEGIN"):
            connection.exec_driver_sql(begin)


def _keep_from_others(file: Path) -> None:
    """Let a gradebook that is being made be read by its owner and group alone: the secret of hidden inputs is in it."""
    with suppress(OSError):
        state = file.stat()
        if not state.st_size:
            file.chmod(state.st_mode & 0o770)

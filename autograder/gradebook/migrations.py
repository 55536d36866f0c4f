"""From an empty database, or one of an earlier version of this program, to the tables of today."""

from collections.abc import Callable

from sqlalchemy import Connection, insert, inspect, select, text, update
from sqlalchemy.schema import CreateColumn

from autograder.errors import AutograderError
from autograder.gradebook.connect import Database
from autograder.gradebook.schema import Base, SchemaVersion

VERSION = 8
"""Of the tables in `schema`: one more with every change of them."""


def add_what_is_missing(connection: Connection) -> None:
    """Add the tables and columns that older versions lack: nothing else has ever changed from one to the next."""
    there, dialect = inspect(connection), connection.dialect
    for table in Base.metadata.tables.values():
        if there.has_table(table.name):
            known = {column["name"] for column in there.get_columns(table.name)}
            for column in (column for column in table.columns if column.name not in known):
                connection.execute(
                    text(f"ALTER TABLE {table.name} ADD COLUMN {CreateColumn(column).compile(dialect=dialect)}")
                )
    Base.metadata.create_all(connection)


def bring_up_to_date(
    database: Database, version: int = VERSION, migrate: Callable[[Connection], None] = add_what_is_missing
) -> None:
    """Make the tables, or migrate them to a `version`, in one transaction.

    Raises:
        AutograderError: the database belongs to a newer version of this program, or to another program.

    """
    with database.reading() as connection:
        found = _version(connection, database.shown, version)
    if found == version:
        return
    if found == 0:
        database.let_readers_in()
    with database.writing() as connection:
        found = _version(connection, database.shown, version)  # another process may have been faster
        if found == 0:
            Base.metadata.create_all(connection)
            connection.execute(insert(SchemaVersion).values(version=version))
        elif found < version:
            migrate(connection)
            connection.execute(update(SchemaVersion).values(version=version))


def _version(connection: Connection, shown: str, newest: int) -> int:
    """Return the version of the tables, 0 when there are none."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return 0
    found: int | None = None
    if SchemaVersion.__tablename__ in tables:
        found = connection.scalar(select(SchemaVersion.version))
    if found is None:
        raise AutograderError(f"The database {shown} is not a gradebook; choose another with --gradebook.")
    if found > newest:
        raise AutograderError(
            f"The gradebook {shown} was written by a newer version of autograder (its tables have version {found}, "
            f"this one knows {newest}); upgrade autograder, or choose another with --gradebook."
        )
    return found

"""From an empty database, or one of an earlier version of this program, to the tables of today."""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, insert, inspect, select, update

from autograder.errors import AutograderError
from autograder.gradebook.connect import Database
from autograder.gradebook.schema import Base, SchemaVersion

Migration = Callable[[Connection], None]

# Each takes a database one version further, the first from 1 to 2; new databases are made from `schema` as it is.
MIGRATIONS: tuple[Migration, ...] = ()


def bring_up_to_date(database: Database, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Make the tables, or migrate them, in one transaction.

    Raises:
        AutograderError: the database belongs to a newer version of this program, or to another program.

    """
    newest = len(migrations) + 1
    with database.reading() as connection:
        version = _version(connection, database.shown, newest)
    if version == newest:
        return
    if version == 0:
        database.let_readers_in()
    with database.writing() as connection:
        version = _version(connection, database.shown, newest)  # another process may have been faster
        if version == 0:
            Base.metadata.create_all(connection)
            connection.execute(insert(SchemaVersion).values(version=newest))
        elif version < newest:
            for migrate in migrations[version - 1 :]:
                migrate(connection)
            connection.execute(update(SchemaVersion).values(version=newest))


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

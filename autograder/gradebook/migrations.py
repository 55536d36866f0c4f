"""From an empty database, or one of an earlier version of this program, to the tables of today."""

from collections.abc import Callable, Sequence

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    insert,
    inspect,
    select,
    text,
    update,
)

from autograder.errors import AutograderError
from autograder.gradebook.connect import Database
from autograder.gradebook.schema import Base, SchemaVersion

Migration = Callable[[Connection], None]


def add_what_people_decide(connection: Connection) -> None:
    """From version 1 to 2: marking schemes, codes for anonymous marking, marked answers, and overrides taken back."""
    tables = MetaData(naming_convention=Base.metadata.naming_convention)
    Table("assignments", tables, Column("id", Integer, primary_key=True))
    schemes = Table(
        "marking_schemes",
        tables,
        Column("id", Integer, primary_key=True),
        Column("assignment_id", ForeignKey("assignments.id"), index=True, nullable=False),
        Column("scheme", Text, nullable=False),
        Column("who", Text, nullable=False),
        Column("at", DateTime, nullable=False),
    )
    schemes.create(connection)
    connection.execute(text("ALTER TABLE assignments ADD COLUMN code_secret TEXT"))
    connection.execute(text("ALTER TABLE manual_marks ADD COLUMN answer TEXT"))
    connection.execute(text("ALTER TABLE overrides ADD COLUMN removed BOOLEAN DEFAULT FALSE NOT NULL"))


def add_students(connection: Connection) -> None:
    """From version 2 to 3: who handed a submission in, when, and how many days late, as the LMS says."""
    moment = DateTime().compile(dialect=connection.dialect)
    columns = {
        "student_id": "TEXT",
        "student_name": "TEXT",
        "student_email": "TEXT",
        "handed_in": moment,
        "late_days": "FLOAT",
    }
    for name, kind in columns.items():
        connection.execute(text(f"ALTER TABLE submissions ADD COLUMN {name} {kind}"))


def add_figures(connection: Connection) -> None:
    """From version 3 to 4: the figures that notebooks drew."""
    tables = MetaData(naming_convention=Base.metadata.naming_convention)
    figures = Table(
        "figures",
        tables,
        Column("key", Text, primary_key=True),
        Column("position", Integer, primary_key=True, autoincrement=False),
        Column("cell", Integer, nullable=False),
        Column("png", LargeBinary, nullable=False),
        Column("words", Text, nullable=False),
        Column("left_out", Text),
    )
    figures.create(connection)


def add_case_secret(connection: Connection) -> None:
    """From version 4 to 5: the secret under which the inputs of an assignment's test cases are drawn."""
    connection.execute(text("ALTER TABLE assignments ADD COLUMN case_secret TEXT"))


def add_what_class_lists_say(connection: Connection) -> None:
    """From version 5 to 6: times without a zone, teams, sections, and who is not on the class list any more."""
    for name in ("clock_only", "dropped"):
        connection.execute(text(f"ALTER TABLE submissions ADD COLUMN {name} BOOLEAN DEFAULT FALSE NOT NULL"))
    for name in ("team", "section", "class_list"):
        connection.execute(text(f"ALTER TABLE submissions ADD COLUMN {name} TEXT"))


def add_notebooks(connection: Connection) -> None:
    """From version 6 to 7: the notebooks as they ran."""
    tables = MetaData(naming_convention=Base.metadata.naming_convention)
    key, content = Column("key", Text, primary_key=True), Column("content", LargeBinary, nullable=False)
    Table("notebooks", tables, key, content).create(connection)


def add_rubric_items(connection: Connection) -> None:
    """From version 7 to 8: marks by the items of a rubric, marks taken back, and what students ask to be looked at."""
    columns = {"items": "TEXT", "adjustment": "FLOAT", "step": "TEXT", "undoes": "TEXT"}
    for name, kind in {**columns, "withdrawn": "BOOLEAN DEFAULT FALSE NOT NULL"}.items():
        connection.execute(text(f"ALTER TABLE manual_marks ADD COLUMN {name} {kind}"))
    tables = MetaData(naming_convention=Base.metadata.naming_convention)
    Table("submissions", tables, Column("id", Integer, primary_key=True))
    requests = Table(
        "regrade_requests",
        tables,
        Column("id", Integer, primary_key=True),
        Column("submission_id", ForeignKey("submissions.id"), index=True, nullable=False),
        Column("answers", ForeignKey("regrade_requests.id")),
        Column("said", Text, nullable=False),
        Column("who", Text, nullable=False),
        Column("at", DateTime, nullable=False),
    )
    requests.create(connection)


# Each takes a database one version further, the first from 1 to 2; new databases are made from `schema` as it is.
MIGRATIONS: tuple[Migration, ...] = (
    add_what_people_decide,
    add_students,
    add_figures,
    add_case_secret,
    add_what_class_lists_say,
    add_notebooks,
    add_rubric_items,
)


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

"""The gradebook as the rest of the program sees it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from sqlalchemy import delete, insert, select

from autograder.gradebook.connect import Database
from autograder.gradebook.lock import one_run_at_a_time
from autograder.gradebook.migrations import bring_up_to_date
from autograder.gradebook.record import RunRecord, begin_run
from autograder.gradebook.schema import TestSuite
from autograder.results.handed_in import RunSettings
from autograder.system.closing import Closing


@dataclass(frozen=True, slots=True)
class Gradebook(Closing):
    """An open gradebook; close it, or use it as a context."""

    database: Database

    @classmethod
    def open(cls, where: str | Path) -> Self:
        """Open the gradebook at a path (SQLite, made when it is not there) or SQLAlchemy URL.

        Raises:
            AutograderError: it cannot be opened, is no gradebook, or is one of a newer version of this program.

        """
        database = Database(where)
        try:
            bring_up_to_date(database)
        except BaseException:
            database.close()
            raise
        return cls(database)

    @contextmanager
    def run(self, assignment: str, settings: RunSettings) -> Iterator[RunRecord]:
        """Yield the record of a new run over a class, which nobody else can have for this assignment meanwhile.

        Raises:
            AutograderError: another run is going on.

        """
        with one_run_at_a_time(self.database, assignment):
            yield begin_run(self.database, assignment, settings)

    def questions(self, settings: str) -> Sequence[Mapping[str, Any]] | None:
        """Return what the tests ask for under the settings of that digest, None if that is not known."""
        with self.database.reading() as connection:
            found = connection.scalar(select(TestSuite.questions).where(TestSuite.settings == settings))
        return None if found is None else list(json.loads(found))

    def keep_questions(self, settings: str, questions: Sequence[Mapping[str, Any]]) -> None:
        """Keep what the tests ask for under the settings of that digest."""
        with self.database.writing() as connection:
            connection.execute(delete(TestSuite).where(TestSuite.settings == settings))
            connection.execute(insert(TestSuite).values(settings=settings, questions=json.dumps(list(questions))))

    def close(self) -> None:
        """Close it; once more does no harm."""
        self.database.close()

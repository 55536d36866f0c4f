"""The record of one run: what is known from earlier runs, and each new result in one transaction as it comes."""

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from autograder.course.class_list import ClassList, Student
from autograder.gradebook.connect import Database
from autograder.gradebook.notebooks import forget, keep_figures, keep_notebook
from autograder.gradebook.schema import Assignment, CaseVerdict, Result, Run, Submission, table
from autograder.gradebook.students import drop_who_left, dropped_students, note_class_list, row_keys, student_keys
from autograder.results import SubmissionResult
from autograder.results.handed_in import MISSING, HandedIn, RunSettings
from autograder.system.secret import Secret
from autograder.text.plain_text import readable

_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class RunRecord:
    """The record of a run that is going on."""

    database: Database
    assignment_id: int
    run_id: int
    settings: RunSettings

    def case_secret(self) -> Secret:
        """Return the secret under which the inputs of the class's test cases are drawn; it is drawn once, and kept."""
        row = table(Assignment)
        with self.database.writing() as connection:
            kept = connection.scalar(select(row.c.case_secret).where(row.c.id == self.assignment_id))
            if kept is None:
                kept = secrets.token_hex(_SECRET_BYTES)
                connection.execute(update(row).where(row.c.id == self.assignment_id).values(case_secret=kept))
        return Secret(bytes.fromhex(kept))

    def reuse(self, handed_in: Iterable[HandedIn]) -> dict[str, SubmissionResult]:
        """Return the results, by name, of those that have been graded before, and note that they are still there.

        A result counts for every submission with its key; a submission's own comes first, then the newest. One that
        says that the grader failed never counts.
        """
        with self.database.reading() as connection:
            rows = self._rows(connection)
            mine, anyones = self._results(connection)
        results, unchanged = {}, []
        for item in handed_in:
            own = mine.get((readable(item.name), item.key))
            record = own or anyones.get(item.key)
            if record is None:
                continue
            results[item.name] = item.own(SubmissionResult.from_json(json.loads(record)))
            if own is None:
                self.commit(item, results[item.name])
            else:
                unchanged.append((rows[readable(item.name)], item))
        if unchanged:
            with self.database.writing() as connection:
                self._see(connection, unchanged)
        return results

    def of_this_run(self, handed_in: Iterable[HandedIn]) -> dict[str, SubmissionResult]:
        """Return the results, by name, that this run has committed."""
        wanted = select(Submission.name, Result.record).join(Submission, Result.submission_id == Submission.id)
        with self.database.reading() as connection:
            found = connection.execute(wanted.where(Result.run_id == self.run_id)).all()
        records = {row.name: row.record for row in found}
        return {
            item.name: item.own(SubmissionResult.from_json(json.loads(records[readable(item.name)])))
            for item in handed_in
            if readable(item.name) in records
        }

    def commit(self, item: HandedIn, result: SubmissionResult) -> None:
        """Write one result, with all its verdicts, figures and outputs, or nothing of it."""
        with self.database.writing() as connection:
            row = self._rows(connection, item.name).get(readable(item.name))
            if row is not None:
                self._see(connection, [(row, item)])
            submission = self._add(connection, item) if row is None else row.id
            added = connection.execute(insert(table(Result)), self._columns(submission, item, result))
            (result_id,) = added.inserted_primary_key or (None,)
            cases = [
                {
                    "result_id": result_id,
                    "question": question.name,
                    "position": position,
                    "name": case.name,
                    "hidden": case.hidden,
                    "points": case.points,
                    "verdict": case.verdict.value,
                }
                for question in result.questions
                for position, case in enumerate(question.cases)
            ]
            if cases:
                connection.execute(insert(table(CaseVerdict)), cases)
            if result.figures is not None:
                keep_figures(connection, item.key, result.figures)
            if result.notebook is not None:
                keep_notebook(connection, item.key, result.notebook)
            if row is not None and row.key != item.key:
                forget(connection, row.key)

    def take_over(self, handed_in: Iterable[HandedIn]) -> None:
        """Give students who had handed in nothing, and now have, the row they had: what people decided stays on it."""
        with self.database.writing() as connection:
            names = set(self._rows(connection))
            absent = {
                key: row.id for row in self._students(connection) if row.digest == MISSING for key in row_keys(row)
            }
            for item in handed_in:
                row = next((absent[key] for key in student_keys(item.student) if key in absent), None)
                if row is not None and readable(item.name) not in names:
                    names.add(readable(item.name))
                    connection.execute(update(Submission).where(Submission.id == row).values(name=item.name, attempt=0))

    def seen_before(self, missing: Iterable[HandedIn]) -> frozenset[str]:
        """Return the names of the missing of whom an earlier run had something."""
        with self.database.reading() as connection:
            rows = [row for row in self._students(connection) if row.digest != MISSING]
        seen = {key for row in rows for key in row_keys(row)}
        return frozenset(item.name for item in missing if seen & set(student_keys(item.student)))

    def keep(self, numbers: Iterable[int]) -> None:
        """Note that these rows, of which the run says nothing, are still in the class."""
        values = [{"row": number, "run_id": self.run_id} for number in numbers]
        if values:
            submissions = table(Submission)
            with self.database.writing() as connection:
                connection.execute(update(submissions).where(submissions.c.id == bindparam("row")), values)

    def drop_who_left(self, class_list: ClassList | None) -> tuple[Student, ...]:
        """Note who is not on the class list any more, and return all who are left out of the class."""
        with self.database.writing() as connection:
            if class_list:
                drop_who_left(connection, self.assignment_id, class_list)
            return tuple(dropped_students(connection, self.assignment_id))

    def end(self, class_list: ClassList | None = None) -> None:
        """Note that the run is complete, and whose list the class list was."""
        with self.database.writing() as connection:
            if class_list:
                note_class_list(connection, self.assignment_id, class_list)
            connection.execute(update(Run).where(Run.id == self.run_id).values(ended=datetime.now(UTC)))

    def _rows(self, connection: Connection, name: str | None = None) -> Mapping[str, Any]:
        columns = (Submission.name, Submission.id, Submission.digest, Submission.key, Submission.attempt)
        wanted = select(*columns).where(Submission.assignment_id == self.assignment_id)
        if name is not None:
            wanted = wanted.where(Submission.name == name)
        return {row.name: row for row in connection.execute(wanted)}

    def _students(self, connection: Connection) -> Sequence[Any]:
        columns = (Submission.student_id, Submission.student_name, Submission.student_email)
        wanted = select(Submission.id, Submission.digest, *columns)
        return connection.execute(wanted.where(Submission.assignment_id == self.assignment_id)).all()

    def _results(self, connection: Connection) -> tuple[dict[tuple[str, str], str], dict[str, str]]:
        """Return the records under this run's settings, by name and key, and by key alone; the newest wins."""
        wanted = (
            select(Submission.name, Result.key, Result.record)
            .join(Submission, Result.submission_id == Submission.id)
            .join(Run, Result.run_id == Run.id)
            .where(Run.assignment_id == self.assignment_id, Run.settings == self.settings.digest)
            .where(Result.engine_failed.is_(False))
            .order_by(Result.id)
        )
        found = connection.execute(wanted).all()
        return {(row.name, row.key): row.record for row in found}, {row.key: row.record for row in found}

    def _add(self, connection: Connection, item: HandedIn) -> int:
        values = {"assignment_id": self.assignment_id, "name": item.name, "attempt": 1, **self._now(item)}
        (number,) = connection.execute(insert(table(Submission)), values).inserted_primary_key or (0,)
        return int(number)

    def _see(self, connection: Connection, items: Iterable[tuple[Any, HandedIn]]) -> None:
        """Note what submissions are now: another content is another attempt."""
        values = [
            {"row": row.id, "attempt": row.attempt + (row.digest != item.digest), **self._now(item)}
            for row, item in items
        ]
        submissions = table(Submission)
        connection.execute(update(submissions).where(submissions.c.id == bindparam("row")), values)

    def _now(self, item: HandedIn) -> dict[str, object]:
        student = item.student or Student("")
        return {
            "run_id": self.run_id,
            "path": item.path,
            "digest": item.digest,
            "key": item.key,
            "student_id": student.id or None,
            "student_name": student.name or None,
            "student_email": student.email or None,
            "handed_in": on_a_clock(item.handed_in),
            "late_days": item.late_days,
            "clock_only": bool(item.handed_in and item.handed_in.tzinfo is None),
            "team": item.team or None,
            "section": item.section or None,
            "dropped": False,
        }

    def _columns(self, submission: int, item: HandedIn, result: SubmissionResult) -> dict[str, object]:
        return {
            "submission_id": submission,
            "run_id": self.run_id,
            "key": item.key,
            "digest": item.digest,
            "graded": datetime.now(UTC),
            "status": result.status.value,
            "error": result.error,
            "score": result.score,
            "max_score": result.max_score,
            "seconds": result.seconds,
            "engine_failed": result.engine_failed,
            # in plain ASCII: what a submission says may hold what no database takes
            "record": json.dumps(replace(result, id=item.name).to_json(private=True)),
        }


def on_a_clock(moment: datetime | None) -> datetime | None:
    """Return a moment as it is stored: one without a zone as if it were in UTC."""
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def begin_run(database: Database, assignment: str, settings: RunSettings) -> RunRecord:
    """Add a run that begins now, and its assignment if it is new."""
    with database.writing() as connection:
        number = connection.scalar(select(Assignment.id).where(Assignment.name == assignment))
        if number is None:
            (number,) = connection.execute(insert(Assignment).values(name=assignment)).inserted_primary_key or (0,)
        values = {
            "assignment_id": number,
            "started": datetime.now(UTC),
            "isolation": settings.engine.isolation,
            "runner": settings.engine.runner,
            "seed": settings.engine.seed,
            "version": settings.engine.version,
            "settings": settings.digest,
        }
        (run,) = connection.execute(insert(Run).values(values)).inserted_primary_key or (0,)
    return RunRecord(database, number, run, settings)

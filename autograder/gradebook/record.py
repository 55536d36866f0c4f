"""The record of one run: what is known from earlier runs, and each new result in one transaction as it comes."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from autograder.gradebook.connect import Database
from autograder.gradebook.schema import Assignment, CaseVerdict, Result, Run, Submission, readable, table
from autograder.results import Engine, SubmissionResult


@dataclass(frozen=True, slots=True)
class RunSettings:
    """How a run grades; `digest` is that of everything but the submission that decides a mark."""

    engine: Engine
    digest: str


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A submission as it is now: `digest` is that of its content, `key` that of all that decides its result."""

    name: str
    path: str
    digest: str
    key: str


@dataclass(frozen=True, slots=True)
class _Row:
    """What the gradebook says of a submission now."""

    id: int
    digest: str
    attempt: int


@dataclass(frozen=True, slots=True)
class RunRecord:
    """The record of a run that is going on."""

    database: Database
    assignment_id: int
    run_id: int
    settings: RunSettings

    def known(self, handed_in: Iterable[HandedIn]) -> dict[str, SubmissionResult]:
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
            results[item.name] = SubmissionResult.from_json({**json.loads(record), "id": item.name})
            if own is None:
                self.commit(item, results[item.name])
            else:
                unchanged.append((rows[readable(item.name)], item))
        if unchanged:
            with self.database.writing() as connection:
                self._see(connection, unchanged)
        return results

    def commit(self, item: HandedIn, result: SubmissionResult) -> None:
        """Write one result, with all its verdicts, or nothing of it."""
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

    def end(self) -> None:
        """Note that the run is complete."""
        with self.database.writing() as connection:
            connection.execute(update(Run).where(Run.id == self.run_id).values(ended=datetime.now(UTC)))

    def _rows(self, connection: Connection, name: str | None = None) -> Mapping[str, _Row]:
        wanted = select(Submission.name, Submission.id, Submission.digest, Submission.attempt).where(
            Submission.assignment_id == self.assignment_id
        )
        if name is not None:
            wanted = wanted.where(Submission.name == name)
        return {row.name: _Row(row.id, row.digest, row.attempt) for row in connection.execute(wanted)}

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

    def _see(self, connection: Connection, items: Iterable[tuple[_Row, HandedIn]]) -> None:
        """Note what submissions are now: another content is another attempt."""
        values = [
            {"row": row.id, "attempt": row.attempt + (row.digest != item.digest), **self._now(item)}
            for row, item in items
        ]
        submissions = table(Submission)
        connection.execute(update(submissions).where(submissions.c.id == bindparam("row")), values)

    def _now(self, item: HandedIn) -> dict[str, str | int]:
        return {"run_id": self.run_id, "path": item.path, "digest": item.digest, "key": item.key}

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
            "record": json.dumps(replace(result, id=item.name).to_record()),
        }


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

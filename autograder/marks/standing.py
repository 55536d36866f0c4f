"""What a gradebook says of each submission of an assignment: its newest result and answers, and earlier versions."""

import difflib
import hashlib
import json
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, select

from autograder.course.class_list import Student
from autograder.errors import AutograderError
from autograder.gradebook.schema import Assignment, Result, Run, Submission, of_assignment
from autograder.results import SubmissionResult
from autograder.text.cells import harmless
from autograder.text.numbers import natural_key
from autograder.text.plain_text import printable

_AT_ONCE = 500  # results are read with one statement

_FORMER: Final = 12  # characters of the digests in gradebooks of earlier versions


@dataclass(frozen=True, slots=True)
class Answer:
    """A written answer; those that differ only in white space other than how lines are indented have one `digest`."""

    text: str

    @property
    def digest(self) -> str:
        """Characters that tell answers apart, so many that nobody can write two which share them."""
        return _digest(_folded(self.text))[:32]

    def is_told_by(self, digest: str) -> bool:
        """Tell whether a digest that was kept stands for this answer: that of an earlier version, too, or none."""
        return digest in ("", self.digest) or (
            len(digest) == _FORMER and digest == _digest(" ".join(_words(self.text)))[:_FORMER]
        )


def _folded(text: str) -> str:
    """Return the words of a text, with how deep a line stands where that says something: in code it does."""
    lines = [line for line in text.expandtabs().splitlines() if line.strip()]
    indents = [len(line) - len(line.lstrip()) for line in lines]
    depths = {indent: depth for depth, indent in enumerate(sorted(set(indents)))}
    if len(depths) < 2:
        return " ".join(_words(text))
    return "\n".join(f"{depths[indent]} {' '.join(_words(line))}" for indent, line in zip(indents, lines, strict=True))


def _words(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).split()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Standing:
    """A submission by its number in the gradebook, with the result that counts now; `failed` says the grader did.

    `record` is the number of the result.
    """

    number: int
    result: SubmissionResult
    failed: bool = False
    record: int = 0

    def answer(self, question: str) -> Answer:
        """Return what was written in answer to a question, empty when nothing was found."""
        texts = (item.answer for item in self.result.questions if item.name == question)
        return Answer(next(texts, ""))


def read_standings(
    connection: Connection, assignment: str, *, cases: bool = True, known: Iterable[Standing] = ()
) -> tuple[Standing, ...]:
    """Return the submissions of a class with the results that count now, sorted by id.

    Without `cases` the questions have none of theirs, which takes half the time. What was read before and is `known` is
    not read again; of whom nothing has changed the same object is returned.

    In the class is what the newest complete run has seen, and what a run that goes on has added. Besides, students whom
    the LMS or a class list has named stay in it when that run had nothing of them; a file of nobody in particular that
    is not there any more does not, nor does who is not on the class list any more. Of the results for what is handed in
    now the newest counts, one that says that the grader failed only when there is no other.
    """
    since = (
        select(func.coalesce(func.max(Run.id), 0))
        .join(Assignment, Run.assignment_id == Assignment.id)
        .where(Assignment.name == assignment, Run.ended.is_not(None))
    )
    newest_run = connection.scalar(since) or 0
    newest = _newest(connection, assignment)
    return _standings(connection, list(_in_class(newest, newest_run)), cases, {each.number: each for each in known})


def read_standings_of(
    connection: Connection, assignment: str, submissions: Collection[str], *, cases: bool = False
) -> tuple[Standing, ...]:
    """Return those of some submissions, sorted by id: fast, and whether or not they are in the class still."""
    return _standings(connection, _newest(connection, assignment, Submission.name.in_(submissions)), cases, {})


def _standings(
    connection: Connection, rows: Sequence[Any], cases: bool, known: Mapping[int, Standing]
) -> tuple[Standing, ...]:
    results = {each.record: each.result for each in known.values()}
    new = [row.record_id for row in rows if row.record_id not in results]
    results |= {number: _read(record, cases) for number, record in _records(connection, new)}
    found = (Standing(row.id, _as_known(results[row.record_id], row), row.engine_failed, row.record_id) for row in rows)
    standings = (before if (before := known.get(each.number)) == each else each for each in found)
    return tuple(sorted(standings, key=lambda standing: natural_key(standing.result.id)))


def _records(connection: Connection, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Yield results as they were written, with their numbers."""
    for start in range(0, len(numbers), _AT_ONCE):
        wanted = select(Result.id, Result.record).where(Result.id.in_(numbers[start : start + _AT_ONCE]))
        yield from ((row.id, row.record) for row in connection.execute(wanted))


def _newest(connection: Connection, assignment: str, *conditions: ColumnElement[bool]) -> list[Any]:
    """Return a row for each submission: what is said of it now, and its result that counts."""
    wanted = (
        select(
            *(Submission.id, Submission.name, Submission.student_id, Submission.student_name),
            *(Submission.student_email, Submission.team, Submission.section, Submission.handed_in),
            *(Submission.clock_only, Submission.late_days, Submission.run_id, Result.engine_failed),
            Result.id.label("record_id"),
        )
        .join(Result, (Result.submission_id == Submission.id) & (Result.key == Submission.key))
        .where(of_assignment(assignment), Submission.dropped.is_(False), *conditions)
        .order_by(Result.engine_failed.desc(), Result.id)
    )
    return list({row.id: row for row in connection.execute(wanted)}.values())


def _in_class(rows: list[Any], newest_run: int) -> Iterator[Any]:
    """Yield the rows of the class: of a student of earlier runs only the newest, and only if there is none since."""
    seen: set[str] = set()
    for row in sorted(rows, key=lambda row: (row.run_id, row.id), reverse=True):
        keys = {key.casefold() for key in (row.student_id, row.student_email) if key}
        if row.run_id >= newest_run or (keys and not keys & seen):
            yield row
        seen |= keys


def _read(written: str, cases: bool) -> SubmissionResult:
    record = json.loads(written)
    if not cases:
        record["questions"] = {name: data | {"cases": []} for name, data in record["questions"].items()}
    return SubmissionResult.from_json(record)


def _as_known(result: SubmissionResult, row: Any) -> SubmissionResult:
    """Return the result with what the LMS or the class list says now, which may have changed since it was graded."""
    known = row.student_id or row.student_name or row.student_email
    student = Student(row.student_id or "", row.student_name or "", row.student_email or "") if known else None
    handed_in = row.handed_in.replace(tzinfo=None) if row.clock_only and row.handed_in else row.handed_in
    return replace(
        result,
        id=row.name,
        student=student,
        handed_in=handed_in,
        late_days=row.late_days,
        team=row.team or "",
        section=row.section or "",
    )


def find_submission(standings: Sequence[Standing], wanted: str) -> Standing:
    """Return the submission with this id, or else the one of the student with this id or email address.

    Raises:
        AutograderError: there is none, or more than one.

    """
    by_id = {standing.result.id: standing for standing in standings}
    by_id |= {harmless(name): standing for name, standing in by_id.items()}
    if wanted in by_id:
        return by_id[wanted]
    found = [standing for standing in standings if wanted and wanted in _keys(standing)]
    if len(found) == 1:
        return found[0]
    if found:
        listed = printable(", ".join(item.result.id for item in found))
        raise AutograderError(f"{wanted!r} has {len(found)} submissions: {listed}; name one of them.")
    near = _of_name(standings, wanted) or difflib.get_close_matches(wanted, [*by_id], n=1)
    hint = f"did you mean {' or '.join(map(repr, near))}?" if near else "grades.csv lists them under id."
    raise AutograderError(f"The gradebook has no submission {wanted[:80]!r}; {printable(hint)}")


def _of_name(standings: Sequence[Standing], wanted: str) -> list[str]:
    """Return the ids of the submissions of all students with this name, in either order of its parts."""
    folded = {wanted.casefold(), " ".join(reversed(wanted.split(","))).casefold().strip()}
    names = ((item.result.id, item.result.student) for item in standings)
    return [name for name, student in names if student and " ".join(student.name.split()).casefold() in folded]


def _keys(standing: Standing) -> tuple[str, ...]:
    student = standing.result.student
    return tuple(name for name in (student.id, student.email) if name) if student else ()


@dataclass(frozen=True, slots=True)
class Version:
    """One content that was handed in, as it was graded: the points are those of the tests.

    `number` counts contents from 1; `counts` says that it is what is handed in now.
    """

    number: int
    graded: datetime
    status: str
    score: float
    max_score: float
    engine_failed: bool
    counts: bool


def read_versions(connection: Connection, submission: int) -> tuple[Version, ...]:
    """Return every grading of a submission, by its number in the gradebook, the oldest first."""
    key = connection.scalar(select(Submission.key).where(Submission.id == submission))
    shown = (Result.graded, Result.status, Result.score, Result.max_score, Result.engine_failed)
    wanted = select(Result.key, Result.digest, *shown).where(Result.submission_id == submission).order_by(Result.id)
    rows = connection.execute(wanted).all()
    numbers = {digest: number for number, digest in enumerate(dict.fromkeys(row.digest for row in rows), start=1)}
    newest = max((place for place, row in enumerate(rows) if row.key == key and not row.engine_failed), default=-1)
    return tuple(
        Version(numbers[row.digest], row.graded, row.status, row.score, row.max_score, row.engine_failed, at == newest)
        for at, row in enumerate(rows)
    )


def submission_path(connection: Connection, submission: int) -> str:
    """Return where the newest run has found a submission, by its number in the gradebook."""
    return connection.scalar(select(Submission.path).where(Submission.id == submission)) or ""

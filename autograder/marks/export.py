"""Written answers for a person to mark: a page for each question, and one table that takes points and comments."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.marks.decisions import read_decisions
from autograder.marks.groups import AnswerGroup, answer_groups, codes, open_questions
from autograder.marks.records import newest_record
from autograder.marks.rubric import Rubric, read_rubrics
from autograder.marks.scheme import read_schemes
from autograder.marks.standing import read_standings
from autograder.system.files import write_atomically
from autograder.text.cells import csv_text, harmless
from autograder.text.cells import number as digits
from autograder.text.pages import render
from autograder.text.plain_text import visible

TABLE = "marks.csv"
_LISTED = 60


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote: the files, and for each question how many answers, submissions and marked submissions."""

    files: tuple[Path, ...]
    counts: Mapping[str, tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class _Answers:
    """All that the pages and the table show; `names` are the submissions, or the codes that stand for them.

    `seen` is up to which mark and how many schemes they know, by which an import tells what is newer, and `titles` is
    what questions are about.
    """

    assignment: str
    groups: Mapping[str, tuple[AnswerGroup, ...]]
    rubric: Mapping[str, Rubric]
    names: Mapping[str, str]
    anonymous: bool
    seen: str
    titles: Mapping[str, str]


def export_answers(
    gradebook: Gradebook,
    assignment: str,
    out: Path,
    *,
    questions: Sequence[str] = (),
    anonymous: bool = False,
    delimiter: str = ",",
    force: bool = False,
) -> Exported:
    """Write a page for each question (all that a person marks by default) and marks.csv into the folder `out`.

    With `anonymous`, codes stand in place of submissions, in an order that says nothing. Points are written with a
    comma when the cells are separated by semicolons, as spreadsheets of some countries want them.

    Raises:
        AutograderError: there is nothing to mark, a question is not one that a person marks, the folder cannot be
            written, or a marks.csv is there already and `force` is not given.

    """
    table = out / TABLE
    if table.exists() and not force:
        raise AutograderError(
            f"There is a {table} already, perhaps with marks in it: import it, then export with --force, or choose "
            "another --out."
        )
    answers = _collect(gradebook, assignment, questions, anonymous)
    try:
        out.mkdir(parents=True, exist_ok=True)
        for question in answers.groups:
            write_atomically(_page(answers, question), out / _file(question))
        # with its mark, or Excel takes UTF-8 for something else
        write_atomically("\ufeff" + _table(answers, delimiter), table)
    except OSError as error:
        raise AutograderError(
            f"The folder {out} cannot be written ({error.strerror}); choose another --out."
        ) from error
    counts = {
        question: (len(groups), sum(len(group.members) for group in groups), sum(group.marked for group in groups))
        for question, groups in answers.groups.items()
    }
    return Exported((*(out / _file(question) for question in answers.groups), table), counts)


def _collect(gradebook: Gradebook, assignment: str, questions: Sequence[str], anonymous: bool) -> _Answers:
    with gradebook.database.writing() as connection:  # a code may be needed for the first time
        standings = read_standings(connection, assignment, cases=False)
        known = open_questions(standings)
        _check_questions(assignment, known, questions)
        decisions = read_decisions(connection, assignment)
        rubric = read_rubrics(connection, assignment)
        seen = f"m{newest_record(connection, assignment)}r{len(read_schemes(connection, assignment))}"
        ids = [standing.result.id for standing in standings]
        names = codes(connection, assignment, ids) if anonymous else {name: name for name in ids}
    if anonymous:
        standings = tuple(sorted(standings, key=lambda standing: names[standing.result.id]))
    chosen = [question for question in known if not questions or question in questions]
    groups = {question: answer_groups(standings, decisions, question) for question in chosen}
    titles = {each.name: each.title for standing in standings for each in standing.result.questions if each.title}
    return _Answers(assignment, groups, rubric, names, anonymous, seen, titles)


def _check_questions(assignment: str, known: Mapping[str, float], wanted: Sequence[str]) -> None:
    if not known:
        raise AutograderError(
            f"In {assignment} there is nothing for a person to mark: no submission that could be read has a question "
            "with points under [manual]."
        )
    if strange := [question for question in wanted if question not in known]:
        raise AutograderError(f"A person does not mark {strange[0]}; the questions are {', '.join(known)}.")


def _table(answers: _Answers, delimiter: str) -> str:
    kind = "code" if answers.anonymous else "submission"
    rows: list[list[object]] = [
        [kind, "students", "question", "max_points", "points", "items", "comment", "answer", "seen"]
    ]
    for question, groups in answers.groups.items():
        for group in groups:
            # who wrote nothing gets nothing, unless a person writes something else here
            suggested = 0.0 if group.points is None and not (group.text.strip() or group.marked) else group.points
            points = "" if suggested is None else _digits(suggested, delimiter)
            most = _digits(group.max_points, delimiter)
            name = harmless(answers.names[group.members[0]], delimiter=delimiter)
            comment = harmless(group.comment, delimiter=delimiter)
            items = harmless(" ".join(group.items), delimiter=delimiter)
            # a letter before the digest, or a spreadsheet reads 12e45678 as a number
            told = (f"a{group.answer}", answers.seen)
            rows.append([name, len(group.members), question, most, points, items, comment, *told])
    return csv_text(rows, delimiter=delimiter)


def _digits(points: float, delimiter: str) -> str:
    return digits(points).replace(".", ",") if delimiter == ";" else digits(points)


def _page(answers: _Answers, question: str) -> str:
    groups = answers.groups[question]
    page = {
        "assignment": answers.assignment,
        "question": question,
        "title": visible(answers.titles.get(question, "")),
        "max_points": digits(groups[0].max_points),
        # a line that begins with white space goes on with the one above it
        "rubric": re.sub(r"\n[ \t]+(?=\S)", " ", answers.rubric[question].text),
        "rubric_items": [(item.id, digits(item.points), item.text) for item in answers.rubric[question].items],
        "students": sum(len(group.members) for group in groups),
        "marked": sum(group.marked for group in groups),
        "table": TABLE,
        "others": [(name, _file(name)) for name in answers.groups] if len(answers.groups) > 1 else [],
        "answers": [_shown(group, answers.names) for group in groups],
    }
    return render("marks", "answers.html.j2", page=page)


def _shown(group: AnswerGroup, names: Mapping[str, str]) -> dict[str, Any]:
    members = [visible(names[name]) for name in group.members]
    rest = len(members) - _LISTED
    listed = members[:_LISTED] + ([f"{rest} more"] if rest > 0 else [])
    return {
        "answer": group.answer,
        "title": members[0] if len(members) == 1 else f"{members[0]} and {len(members) - 1} more",
        "members": listed if len(members) > 1 else [],
        "given": _given(group),
        "text": visible(group.text),
    }


def _given(group: AnswerGroup) -> str:
    if not group.marked:
        return ""
    if group.points is None:
        return "Marked in different ways so far."
    comment = f": {visible(group.comment)}" if group.comment else ""
    some = "" if group.marked == len(group.members) else f" ({group.marked} of {len(group.members)})"
    return f"Given so far{some}: {digits(group.points)}{comment}"


def _file(question: str) -> str:
    return f"{question}.html"

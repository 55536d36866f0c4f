"""The final marks as a plain CSV file: a row a submission, with what people gave and what lateness takes off."""

from typing import Final

from autograder.export.graded import GradedClass, not_complete, who
from autograder.export.ways import FileOptions, Way
from autograder.export.writing import Exported, check_target, write
from autograder.marks.final import FinalMark
from autograder.text.cells import csv_text, harmless, number
from autograder.text.numbers import tidy

_WHO = ("submission", "student", "name", "email", "status")
_ENDS = ("manual", "late_days", "late_deduction", "total", "max_score", "complete", "comments")


def export_csv(graded: GradedClass, options: FileOptions) -> Exported:
    """Write the marks of the class."""
    check_target(options.out)
    write(marks_csv(graded), options.out)
    return Exported(options.out, f"{len(graded.submissions)} rows.", not_complete(graded))


def marks_csv(graded: GradedClass) -> str:
    """Return the table, in UTF-8 with a byte order mark, without which Excel takes it for another encoding."""
    names = graded.question_names
    rows = [
        [
            *map(harmless, (mark.submission, *who(mark))),
            mark.status.value,
            *_points(mark, names),
            *_rest(mark, graded.max_score),
        ]
        for mark in graded.marks
    ]
    return "\ufeff" + csv_text([[*_WHO, *map(harmless, names), *_ENDS], *rows])


def manual_points(mark: FinalMark) -> float | None:
    """Return what people gave, over all questions, None while they gave nothing yet."""
    given = [question.manual for question in mark.questions if question.manual is not None]
    return tidy(sum(given)) if given else None


def _points(mark: FinalMark, names: tuple[str, ...]) -> list[str]:
    points = {question.name: number(question.points) for question in mark.questions}
    return [""] * len(names) if mark.failed else [points.get(name, "0") for name in names]


def _rest(mark: FinalMark, max_score: float) -> list[str]:
    manual = manual_points(mark)
    people = ["" if manual is None else number(manual), number(mark.late_days), number(mark.late_deduction)]
    total = "" if mark.failed else number(mark.total)  # no mark is not a zero
    comments = " ".join(" ".join(mark.comments).split())
    return [*people, total, number(max_score), "yes" if mark.complete else "no", harmless(comments)]


WAYS: Final = {
    "csv": Way(
        "Write the final marks as a CSV file, for other programs.",
        FileOptions,
        export_csv,
        "CSV, for other programs",
        file="marks.csv",
    )
}

"""The files of a run: results.json, grades.csv, a page a student, and the report, whatever has become of the run."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from autograder.grade.otter_zips import with_warnings
from autograder.grade.rows import Rows
from autograder.gradebook import Gradebook
from autograder.gradebook.notebooks import figures_of
from autograder.grader.bundle import QuestionSpec
from autograder.intake.submission import Intake
from autograder.marks.final import final_marks
from autograder.marks.in_words import besides_the_tests
from autograder.notebook_pages.for_students import renew_notebooks
from autograder.reports.feedback import write_feedback
from autograder.reports.grades_csv import write_grades_csv
from autograder.reports.hidden_cases import HiddenCases
from autograder.reports.names import FEEDBACK, GRADES, REPORT
from autograder.reports.report import write_report
from autograder.results import ClassResult
from autograder.results.json_file import RESULTS, write_results_json
from autograder.runners.plan import Plan
from autograder.similarity.record import known_similarities
from autograder.text.numbers import natural_key


def write_class(
    name: str,
    plan: Plan,
    questions: Sequence[QuestionSpec],
    rows: Rows,
    intake: Intake,
    out: Path,
    *,
    book: Gradebook,
    changed: Collection[str],
    hidden_cases: HiddenCases,
) -> ClassResult:
    """Write all files of a run to `out`, as far as its results are known; `changed` are ids whose pages are made anew.

    Returns:
        The results as they stand in results.json, where it is said what final marks count besides.

    """
    max_score = plan.bundle.total_rule.maximum(sum(question.max_score for question in questions))
    ordered = tuple(sorted(rows.done.values(), key=lambda result: natural_key(result.id)))
    engine = with_warnings(plan.engine, plan.bundle.path, ordered)
    result = ClassResult(name, max_score, engine, ordered, tuple(intake.skipped), (*intake.notes, *rows.notes))
    final = final_marks(book, result.assignment)
    said = replace(result, notes=(*result.notes, *besides_the_tests(final)))
    write_results_json(said, out / RESULTS)
    write_grades_csv(result, out / GRADES, final=final)
    renew_notebooks(book, result.assignment, out, hidden_cases)
    write_feedback(
        result,
        out / FEEDBACK,
        changed=set(changed),
        final=final,
        figures=partial(figures_of, book.database, result.assignment),
        hidden_cases=hidden_cases,
    )
    write_report(result, out / REPORT, final=final, similar=known_similarities(book, result, out))
    return said

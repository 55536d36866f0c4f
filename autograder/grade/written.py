"""The files of a run: results.json, grades.csv, a page a student, and the report, whatever has become of the run."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.grade.otter_zips import with_warnings
from autograder.grade.rows import Rows
from autograder.gradebook import Gradebook, RunRecord
from autograder.grader.bundle import QuestionSpec
from autograder.marks.final import final_marks
from autograder.marks.in_words import besides_the_tests
from autograder.notebook_pages.for_students import renew_notebooks
from autograder.reports.feedback import write_feedback
from autograder.reports.grades_csv import write_grades_csv
from autograder.reports.hidden_cases import HiddenCases
from autograder.reports.names import FEEDBACK, GRADES, REPORT
from autograder.reports.report import write_report
from autograder.results import ClassResult, Skipped
from autograder.results.json_file import RESULTS, write_results_json
from autograder.runners.plan import Plan
from autograder.similarity.record import known_similarities
from autograder.text.numbers import natural_key


def class_result(
    name: str,
    plan: Plan,
    questions: Sequence[QuestionSpec],
    rows: Rows,
    skipped: Sequence[Skipped],
    notes: Sequence[str],
) -> ClassResult:
    """Return the results of the class, as far as they are known."""
    max_score = plan.bundle.total_rule.maximum(sum(question.max_score for question in questions))
    ordered = sorted(rows.done.values(), key=lambda result: natural_key(result.id))
    engine = with_warnings(plan.engine, plan.bundle.path, ordered)
    return ClassResult(name, max_score, engine, tuple(ordered), tuple(skipped), (*notes, *rows.notes))


def write_class(
    result: ClassResult,
    out: Path,
    *,
    book: Gradebook,
    record: RunRecord,
    rows: Rows,
    changed: Collection[str],
    hidden_cases: HiddenCases,
) -> ClassResult:
    """Write all files of a run to `out`; `changed` are the ids whose pages have to be made anew.

    Returns:
        The results as they stand in results.json, where it is said what final marks count besides.

    """
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
        figures=record.figures,
        hidden_cases=hidden_cases,
    )
    write_report(result, out / REPORT, final=final, similar=known_similarities(book, result, out))
    return said

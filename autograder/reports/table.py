"""The table of marks per question, for a terminal or a pipe."""

from collections.abc import Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.results import ClassResult, QuestionResult, Status, SubmissionResult, Verdict

# Shown beside the mark of a question when all that was lost in it was lost for one of these reasons.
_SIGNS = {
    Verdict.NOT_ATTEMPTED: ("-", "not attempted"),
    Verdict.TIMEOUT: ("t", "time limit"),
    Verdict.CRASHED: ("c", "crashed"),
    Verdict.MEMORY: ("m", "memory limit"),
    Verdict.ENGINE_ERROR: ("?", "the grader failed: grade again"),
}
_MAX_ID = 40
_ROOMY = 12  # so many questions leave room for wider gaps
_UNBOUNDED = 10_000


def print_table(result: ClassResult, console: Console) -> None:
    """Print the table, what its signs mean, and what the instructor must know or do.

    In a pipe the table is as wide as it needs to be; in a terminal that is too narrow it comes in parts.
    """
    names = result.question_names
    if console.is_terminal:
        parts = _parts(result, names, console)
    else:
        console = Console(file=console.file, width=_UNBOUNDED, no_color=True)
        parts = [names]
    for part in parts:
        console.print(marks_table(result, part))
    for line in notes(result):
        console.print(Text(line), soft_wrap=True)


def marks_table(result: ClassResult, names: Sequence[str]) -> Table:
    """Return the table: a row a submission, a column for each of the questions `names`, total and status."""
    points, counted = _points(result), _counted(result)
    padding = (0, 1, 0, 0) if len(result.question_names) <= _ROOMY else 0
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=padding, show_footer=True)
    table.add_column("submission", footer=_mean_label(result), no_wrap=True, overflow="ellipsis", max_width=_MAX_ID)
    for name in names:
        mean = _mean([_score_in(submission, name) for submission in counted])
        table.add_column(f"{name}\n/{_show(points[name])}", footer=mean, justify="right", no_wrap=True)
    total = _mean([submission.score for submission in counted])
    table.add_column(f"total\n/{_show(result.max_score)}", footer=total, justify="right", no_wrap=True, style="bold")
    table.add_column("status", no_wrap=True)
    for submission in result.submissions:
        table.add_row(*_row(submission, names))
    _set_widths(table)
    return table


def notes(result: ClassResult) -> list[str]:
    """Return the lines under the table: signs, what was skipped, whom to grade again, the warning."""
    lines = []
    used = {_sign(question) for submission in result.submissions for question in submission.questions}
    meanings = [f"{sign} {meaning}" for sign, meaning in _SIGNS.values() if sign in used]
    if meanings:
        lines.append(f"Signs: {', '.join(meanings)}.")
    lines += [
        f"{submission.id}: {submission.status.value}. {submission.error}"
        for submission in result.submissions
        if submission.error and not submission.engine_failed and submission.status is not Status.MISSING
    ]
    missing = [submission.id for submission in result.submissions if submission.status is Status.MISSING]
    if missing:
        lines.append(f"Missing, {len(missing)} of the class list: {', '.join(missing)}.")
    manual = {q.name: q.manual_max_score for s in result.submissions for q in s.questions if q.manual_max_score}
    if manual:
        listed = ", ".join(f"{name} ({_show(value)})" for name, value in manual.items())
        lines.append(f"A person marks besides, with points that are not in the table: {listed}.")
    lines += [f"Skipped {item.path}: {item.reason}." for item in result.skipped]
    lines += result.notes
    if result.to_grade_again:
        lines.append(f"The grader failed for: {', '.join(result.to_grade_again)}. Grade again; no mark is not a zero.")
        failures = dict.fromkeys(submission.failure for submission in result.submissions)
        lines += [f"  {failure}" for failure in failures if failure]
    if result.engine.warning:
        lines.append(f"Warning: {result.engine.warning}")
    return [printable(line) for line in lines]


def printable(text: str) -> str:
    """Return `text` with everything escaped that is not for the eye: file names come from students, too."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def _parts(result: ClassResult, names: Sequence[str], console: Console) -> list[Sequence[str]]:
    """Return the questions in as few consecutive groups as fit into the width of the console."""
    if len(names) < 2 or _width(marks_table(result, names), console) <= console.width:
        return [names]
    half = (len(names) + 1) // 2
    return [*_parts(result, names[:half], console), *_parts(result, names[half:], console)]


def _set_widths(table: Table) -> None:
    """Set the widths that rich would find, by measuring every cell several times, which halves the time of a table."""
    for column in table.columns:
        lines = [line for cell in (column.header, column.footer, *column.cells) for line in str(cell).splitlines()]
        column.width = min(max(map(cell_len, lines)), column.max_width or _UNBOUNDED)


def _width(table: Table, console: Console) -> int:
    """Return how many columns the table needs when nothing of it is shortened."""
    return console.measure(table, options=console.options.update(max_width=_UNBOUNDED)).maximum


def _row(submission: SubmissionResult, names: Sequence[str]) -> list[Text]:
    questions = {question.name: question for question in submission.questions}
    cells = [_cell(questions[name]) if name in questions else Text("") for name in names]
    total = Text("?" if submission.engine_failed else _show(submission.score))
    status = Text(submission.status.value, style="" if submission.status is Status.GRADED else "yellow")
    return [Text(printable(submission.id)), *cells, total, status]


def _cell(question: QuestionResult) -> Text:
    sign = _sign(question)
    if sign == "?":
        return Text("?", style="magenta")
    if sign == "-" and not question.score:
        return Text("-", style="dim")
    full = question.score >= question.max_score
    style = "green" if full else "yellow" if question.score else "red"
    return Text(f"{_show(question.score)}{'' if sign == '-' else sign}", style=style)


def _sign(question: QuestionResult) -> str:
    """Return the sign of a question that lost marks for one reason only, empty for any other."""
    reasons = question.verdicts - {Verdict.PASSED}
    if len(reasons) != 1:
        return ""
    return _SIGNS.get(next(iter(reasons)), ("", ""))[0]


def _counted(result: ClassResult) -> list[SubmissionResult]:
    """Return the submissions that the means are over: those that could be graded at all."""
    return [submission for submission in result.submissions if submission.counted]


def _mean_label(result: ClassResult) -> str:
    counted = len(_counted(result))
    return f"mean of {counted}" if counted == len(result.submissions) else f"mean of the {counted} graded"


def _mean(scores: list[float]) -> str:
    return _show(sum(scores) / len(scores)) if scores else ""


def _score_in(submission: SubmissionResult, name: str) -> float:
    return next((question.score for question in submission.questions if question.name == name), 0.0)


def _points(result: ClassResult) -> dict[str, float]:
    return {question.name: question.max_score for s in result.submissions for question in s.questions}


def _show(points: float) -> str:
    """Return points with at most two decimals, and none that say nothing."""
    return f"{points:.2f}".rstrip("0").rstrip(".")

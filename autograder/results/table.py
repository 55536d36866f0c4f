"""The table of marks per question, for a terminal or a pipe."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from autograder.results import ClassResult, QuestionResult, Status, Verdict
from autograder.results.verdict import WORDS
from autograder.text.plain_text import points, printable

_MIN_WIDTH, _MAX_WIDTH = 10, 40
_MARGIN = " "
_ROOMY = 12  # so many questions leave room for wider gaps


def print_table(result: ClassResult, console: Console) -> None:
    """Print the table, what its signs mean, and what the instructor must know or do.

    In a pipe the table is as wide as it needs to be; in a terminal that is too narrow it comes in parts.
    """
    first, *questions, total, status = _columns(result)
    parts = [questions]
    if console.is_terminal:
        widest = max((_width([question]) for question in questions), default=0)
        width = console.width - len(_MARGIN)
        room = width - _width([total, status]) - widest - first.gap
        first = replace(first, width=max(_MIN_WIDTH, min(first.width, room)))
        parts = _parts(questions, width - _width([first, total, status]))
    rule = "-" if console.options.ascii_only else "─"
    for part in parts:
        # The whole as one text, laid out here: a cell at a time rich takes as long as all the rest of a short run.
        console.print(_laid_out([first, *part, total, status], rule), soft_wrap=True, highlight=False)
    for line in notes(result):
        console.print(Text(line), soft_wrap=True)


def notes(result: ClassResult) -> list[str]:
    """Return the lines under the table: signs, what was skipped, whom to grade again, the warning."""
    lines = []
    used = {_sign(question) for submission in result.submissions for question in submission.questions}
    meanings = [f"{words.sign} {words.meaning}" for words in WORDS.values() if words.sign and words.sign in used]
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
        listed = ", ".join(f"{name} ({points(value)})" for name, value in manual.items())
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


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the table: its text with the style, by row; `gap` is the number of spaces to its right."""

    head: tuple[str, str]
    cells: tuple[tuple[str, str], ...]
    foot: str
    width: int
    to_the_right: bool = True
    style: str = ""
    gap: int = 1

    def padded(self, text: str) -> str:
        """Return the text as wide as the column, cut if it is wider."""
        if cell_len(text) > self.width:
            text = f"{set_cell_size(text, self.width - 1).rstrip()}…"
        space = " " * (self.width - cell_len(text))
        return f"{space}{text}" if self.to_the_right else f"{text}{space}"


def _columns(result: ClassResult) -> list[_Column]:
    """Return the columns: the submission's id, one for each question, total and status."""
    most = {question.name: question.max_score for item in result.submissions for question in item.questions}
    counted = result.counted
    gap = 2 if len(most) <= _ROOMY else 1
    everyone = result.submissions
    ids = [(printable(submission.id), "") for submission in everyone]
    columns = [_column(("", "submission"), ids, _mean_label(len(counted), len(everyone)), to_the_right=False, gap=gap)]
    by_name = [{question.name: question for question in submission.questions} for submission in everyone]
    for name in result.question_names:
        cells = [_cell(questions[name]) if name in questions else ("", "") for questions in by_name]
        scores = ([each.score for each in submission.questions if each.name == name] for submission in counted)
        columns.append(_column((name, f"/{points(most[name])}"), cells, _mean([sum(each) for each in scores]), gap=gap))
    totals = [("?" if submission.engine_failed else points(submission.score), "") for submission in everyone]
    head, mean = ("total", f"/{points(result.max_score)}"), _mean([submission.score for submission in counted])
    columns.append(_column(head, totals, mean, style="bold", gap=gap))
    states = [(each.status.value, "" if each.status is Status.GRADED else "yellow") for each in everyone]
    return [*columns, _column(("", "status"), states, "", to_the_right=False, gap=0)]


def _column(
    head: tuple[str, str],
    cells: Sequence[tuple[str, str]],
    foot: str,
    *,
    gap: int,
    to_the_right: bool = True,
    style: str = "",
) -> _Column:
    width = min(max(cell_len(text) for text in (*head, foot, *(text for text, _ in cells))), _MAX_WIDTH)
    return _Column(head, tuple(cells), foot, width, to_the_right, style, gap)


def _parts(questions: list[_Column], room: int) -> list[list[_Column]]:
    """Return the questions in as few consecutive groups as fit into `room` columns of the terminal."""
    if len(questions) < 2 or _width(questions) <= room:
        return [questions]
    half = (len(questions) + 1) // 2
    return [*_parts(questions[:half], room), *_parts(questions[half:], room)]


def _width(columns: Sequence[_Column]) -> int:
    return sum(column.width + column.gap for column in columns)


def _laid_out(columns: Sequence[_Column], rule: str) -> Text:
    """Return head, a line of `rule`, a row for each submission, and the means."""
    text = Text("\n")
    for level in (0, 1):
        _add_line(text, columns, [(column.head[level], "bold") for column in columns])
    text.append(f"{_MARGIN}{rule * _width(columns)}\n")
    for row in zip(*(column.cells for column in columns), strict=True):
        _add_line(text, columns, row)
    text.append("\n")
    _add_line(text, columns, [(column.foot, "") for column in columns])
    return text


def _add_line(text: Text, columns: Sequence[_Column], cells: Iterable[tuple[str, str]]) -> None:
    text.append(_MARGIN)
    for column, (cell, style) in zip(columns, cells, strict=True):
        text.append(column.padded(cell) + " " * column.gap, f"{column.style} {style}".strip() or None)
    text.append("\n")


def _cell(question: QuestionResult) -> tuple[str, str]:
    sign = _sign(question)
    if sign == "?":
        return "?", "magenta"
    if sign == "-" and not question.score:
        return "-", "dim"
    full = question.score >= question.max_score
    style = "green" if full else "yellow" if question.score else "red"
    return f"{points(question.score)}{'' if sign == '-' else sign}", style


def _sign(question: QuestionResult) -> str:
    """Return the sign of a question that lost marks for one reason only, empty for any other."""
    reasons = question.verdicts - {Verdict.PASSED}
    if len(reasons) != 1:
        return ""
    return WORDS[next(iter(reasons))].sign


def _mean_label(counted: int, everyone: int) -> str:
    return f"mean of {counted}" if counted == everyone else f"mean of the {counted} graded"


def _mean(scores: list[float]) -> str:
    return points(sum(scores) / len(scores)) if scores else ""

"""The final marks of a class: what the tests gave, what people gave or put in its place, and what lateness takes off.

Reports and exports read marks here and nowhere else.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.course.class_list import Student
from autograder.course.late import LatePolicy
from autograder.gradebook import Gradebook
from autograder.marks.decisions import Decisions, read_decisions
from autograder.marks.rulings import Ruling
from autograder.marks.standing import Standing, read_standings
from autograder.results import QuestionResult, Status
from autograder.text.numbers import tidy


@dataclass(frozen=True, slots=True)
class QuestionMark:
    """One question: points of the tests (`automatic`), of a person (`manual`, None if missing), or in place of both.

    `override` is None when nothing was put in their place. `comment` is for the student. `answer_changed` says that the
    manual points were given for another answer than the one that is handed in now; they count all the same. `ruling`
    is what was decided for all, and `extra` says that its points are above the maximum.
    """

    name: str
    automatic: float
    automatic_max: float
    manual: float | None = None
    manual_max: float = 0.0
    override: float | None = None
    comment: str = ""
    answer_changed: bool = False
    ruling: Ruling | None = None
    extra: bool = False

    @property
    def points(self) -> float:
        """What the question gives: nothing if it was dropped, all to everybody if it was given."""
        if self.ruling is Ruling.DROP:
            return 0.0
        if self.ruling is Ruling.GIVE and self.override is None:
            return self.max_points
        return tidy(self.automatic + (self.manual or 0.0)) if self.override is None else self.override

    @property
    def max_points(self) -> float:
        """What it gives at most, an override that gives more left aside; nothing if it was dropped."""
        return 0.0 if self.ruling is Ruling.DROP else tidy(self.automatic_max + self.manual_max)


@dataclass(frozen=True, slots=True)
class FinalMark:
    """One submission: `total` of `max_score` points, with everything that people decided.

    `late_deduction` is in points and is taken off already. `override` is a total that a person has set: it is the last
    word, and nothing is taken off it. `complete` says that every mark that a person must give is there, and that the
    grader did not fail (`failed`: the total says nothing then). `comments` are sentences for the student, on marks and
    lateness; `flags` are for the instructor. `decided` says that a person has had a hand in it, or that it was late.
    `late_unknown` says that lateness costs points, and nothing tells whether this was late. `of_total` is the sentence
    among the comments on what the points of the questions come to, where that is not their sum.
    """

    submission: str
    student: Student | None
    status: Status
    questions: tuple[QuestionMark, ...]
    late_days: float
    late_deduction: float
    total: float
    max_score: float
    complete: bool
    comments: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    override: float | None = None
    decided: bool = False
    failed: bool = False
    late_unknown: bool = False
    of_total: str = ""


def final_marks(gradebook: Gradebook, assignment: str) -> tuple[FinalMark, ...]:
    """Return the marks of a class, sorted by submission: see `read_standings` for who is in it.

    Empty when the gradebook knows nothing of the assignment.
    """
    with gradebook.database.reading() as connection:
        standings = read_standings(connection, assignment, cases=False)
        decisions = read_decisions(connection, assignment)
    manual_max = manual_maximum(standings, decisions)
    return tuple(final_mark(standing, decisions, manual_max) for standing in standings)


def manual_maximum(standings: Sequence[Standing], decisions: Decisions) -> float:
    """Return the points that a person gives at most, less those that do not count, as readable submissions say."""
    shapes = {tuple(map(_shape, item.result.questions)): item for item in standings}  # of a class there are few
    questions = [
        [_question(item, question, decisions) for question in item.result.questions] for item in shapes.values()
    ]
    sums = (_maximum(each) - math.fsum(question.automatic_max for question in each) for each in questions if each)
    return max(sums, default=0.0)


def final_mark(standing: Standing, decisions: Decisions, manual_max: float) -> FinalMark:
    """Return the mark of one submission; `manual_max` is for what could not be read, and so has no questions."""
    result = standing.result
    questions = tuple(_question(standing, question, decisions) for question in result.questions)
    points, possible = tidy(math.fsum(question.points for question in questions)), tidy(_maximum(questions))
    earned = tidy(decisions.total.total(points, possible))
    policy = decisions.policy
    days = _days(standing, decisions)
    days_late = days or 0.0
    deduction = taken = policy.deduction(earned, days_late)
    override = decisions.override(standing.number, None)
    if override is not None:
        deduction = 0.0
    waiting = [question.name for question in questions if _is_missing(question, result.status)]
    of_total = decisions.total.sentence(points, possible) if questions and override is None else ""
    return FinalMark(
        submission=result.id,
        student=result.student,
        status=result.status,
        questions=questions,
        late_days=days_late,
        late_deduction=deduction,
        total=tidy(earned - deduction) if override is None else override,
        max_score=tidy(decisions.total.maximum(possible) if questions else result.max_score + manual_max),
        complete=override is not None or not (waiting or standing.failed),
        comments=tuple(filter(None, (*_comments(questions, policy, days_late, deduction), of_total))),
        flags=(*_flags(questions), *_outdone(standing, questions, tidy(earned - taken), decisions)),
        override=override,
        decided=decisions.touched(standing.number) or days_late > 0 or _ruled(standing, decisions),
        failed=standing.failed and override is None,
        late_unknown=override is None and result.counted and days is None and policy.takes_something,
        of_total=of_total,
    )


def _question(standing: Standing, question: QuestionResult, decisions: Decisions) -> QuestionMark:
    given = decisions.manual(standing.number, question.name)
    return QuestionMark(
        question.name,
        tidy(question.score),
        tidy(question.max_score),
        manual=given.points if given else None,
        manual_max=max(question.manual_max_score, 0.0),
        override=decisions.override(standing.number, question.name),
        comment=given.comment if given else "",
        ruling=decisions.rulings.questions.get(question.name),
        extra=question.name in decisions.rulings.extra,
        answer_changed=bool(given and not standing.answer(question.name).is_told_by(given.answer)),
    )


def _shape(question: QuestionResult) -> tuple[str, float, float]:
    """Return what decides how many points there are at most."""
    return question.name, question.max_score, question.manual_max_score


def _maximum(questions: Sequence[QuestionMark]) -> float:
    """Return the points of all questions that are no extra credit."""
    return math.fsum(question.max_points for question in questions if not question.extra)


def _ruled(standing: Standing, decisions: Decisions) -> bool:
    """Tell whether something was decided for all, or this student has more time; or points are above the maximum."""
    rulings, result = decisions.rulings, standing.result
    return bool(rulings.questions or rulings.extra or rulings.extension(result.id, result.student))


def _is_missing(question: QuestionMark, status: Status) -> bool:
    """Tell whether a person must still mark it; of what could not be read there is nothing to mark."""
    open_ = (
        question.ruling is None and question.manual_max > 0 and question.manual is None and question.override is None
    )
    return open_ and status.was_read


def _days(standing: Standing, decisions: Decisions) -> float | None:
    """Return how many days late something is, None when nobody says and nothing tells."""
    by_hand = decisions.days(standing.number)
    if by_hand is not None:
        return by_hand
    result = standing.result
    if extension := decisions.rulings.extension(result.id, result.student):
        return extension.days_late(decisions.policy, result.handed_in, result.late_days)
    by_due = decisions.policy.days_late(result.handed_in)
    if by_due is not None or result.late_days is None:
        return by_due
    return max(0.0, result.late_days)


def _comments(questions: Sequence[QuestionMark], policy: LatePolicy, days: float, deduction: float) -> list[str]:
    said = [f"{question.name}: {question.comment}" for question in questions if question.comment]
    for question in questions:
        if question.ruling is Ruling.GIVE:
            said.append(f"{question.name}: everybody gets its points.")
        elif question.ruling is Ruling.DROP:
            said.append(f"{question.name} does not count.")
    if deduction:
        counted = policy.started_days(days)
        begun = f"{counted} {'day' if counted == 1 else 'days'} begun"
        said.append(f"Handed in late ({begun}): {deduction:g} points are taken off.")
    return said


def _outdone(
    standing: Standing, questions: Sequence[QuestionMark], total: float, decisions: Decisions
) -> Iterator[str]:
    """Yield a sentence on each override that gives less than what has been corrected since would give."""
    counted = [question for question in questions if question.ruling is None]
    found = {question.name: tidy(question.automatic + (question.manual or 0.0)) for question in counted}
    for name, now in (*found.items(), (None, total)):
        if decisions.is_outdone(standing.number, name, now):
            override = decisions.override(standing.number, name)
            yield f"{name or 'total'}: the override gives {override:g}, and without it the mark would be {now:g} now"


def _flags(questions: Sequence[QuestionMark]) -> list[str]:
    changed = [question.name for question in questions if question.answer_changed]
    return [f"{name}: the answer has changed since it was marked" for name in changed]

"""The answers to one question, as a person marks them one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from starlette.exceptions import HTTPException
from starlette.requests import Request

from autograder.marks.groups import AnswerGroup, answer_groups, codes
from autograder.marks.records import comments_used, pace
from autograder.marks.rubric import Rubric, read_rubrics
from autograder.marks.standing import Answer
from autograder.text.plain_text import points, visible
from autograder.web.classroom import Classroom
from autograder.web.html import site_of
from autograder.web.site import Site

ANONYMOUS = "autograder-anonymous"  # the cookie
_HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class MarkNow:
    """The mark that members of a group have now: `record` is its number; `changed`: it was for another answer."""

    submission: int
    record: int
    who: str
    changed: bool


@dataclass(frozen=True)
class Answers:
    """All different answers to a question in the order in which they are marked; `names` are of people, or codes."""

    site: Site
    classroom: Classroom
    rubric: Rubric
    names: Mapping[str, str]
    anonymous: bool
    comments: tuple[str, ...]
    seconds_each: float | None

    @property
    def question(self) -> str:
        """The question's name."""
        return self.rubric.question

    @property
    def title(self) -> str:
        """What the question is about."""
        return self.classroom.graded.titles.get(self.question, "")

    @cached_property
    def groups(self) -> tuple[AnswerGroup, ...]:
        """The different answers; of an anonymous class in an order that says nothing."""
        standings = self.classroom.standings
        if self.anonymous:
            standings = tuple(sorted(standings, key=lambda each: self.names[each.result.id]))
        return answer_groups(standings, self.classroom.decisions, self.question)

    @cached_property
    def waiting(self) -> tuple[AnswerGroup, ...]:
        """Those of which not everybody has a mark."""
        return tuple(filter(is_waiting, self.groups))

    @property
    def marked(self) -> int:
        """How many submissions have a mark."""
        return sum(group.marked for group in self.groups)

    @property
    def submissions(self) -> int:
        """How many submissions are marked in the end."""
        return sum(len(group.members) for group in self.groups)

    @property
    def share(self) -> float:
        """How much is done, in percent."""
        return round(100 * self.marked / self.submissions, 1) if self.submissions else 100.0

    @property
    def time_left(self) -> str:
        """How long the rest takes at this marker's pace, in words; empty when nobody knows."""
        if not (self.waiting and self.seconds_each):
            return ""
        seconds = len(self.waiting) * self.seconds_each
        if seconds >= _HOUR_S:
            return f"about {points(round(seconds / _HOUR_S, 1))} h left at your pace"
        return f"about {max(1, round(seconds / 60))} min left at your pace"

    def find(self, digest: str) -> AnswerGroup | None:
        """Return the answer with this digest."""
        place = self.place(digest)
        return None if place < 0 else self.groups[place]

    def of(self, number: int) -> AnswerGroup | None:
        """Return the answer of the submission with this number in the gradebook."""
        standing = self.classroom.graded.by_number.get(number)
        return self.find(standing.answer(self.question).digest) if standing else None

    def next_waiting(self, digest: str) -> AnswerGroup | None:
        """Return the first answer after this one that waits for a mark, from the top again at the end."""
        place = self.place(digest)
        return next(
            (group for group in (*self.groups[place + 1 :], *self.groups[: place + 1]) if is_waiting(group)), None
        )

    def place(self, digest: str) -> int:
        """Return where an answer stands, counted from 0; -1 when it is not there."""
        return self._places.get(digest, -1)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {group.answer: place for place, group in enumerate(self.groups)}

    def seen(self, group: AnswerGroup) -> list[MarkNow]:
        """Return for each who gave an answer which mark they have."""
        found = []
        for name in group.members:
            number = self.classroom.graded.number_of[name]
            mark = self.classroom.decisions.manual(number, self.question)
            changed = bool(mark and not Answer(group.text).is_told_by(mark.answer))
            found.append(MarkNow(number, mark.record if mark else 0, mark.who if mark else "", changed))
        return found

    def called(self, group: AnswerGroup) -> list[str]:
        """Return who gave an answer."""
        return [self.names[name] for name in group.members]


def is_waiting(group: AnswerGroup) -> bool:
    """Tell whether somebody who gave this answer has no mark for it."""
    return group.marked < len(group.members)


def is_blank(group: AnswerGroup) -> bool:
    """Tell whether nothing was written."""
    return not group.text.strip()


def read_answers(request: Request) -> Answers:
    """Return the answers to the question that stands in the address."""
    site = site_of(request)
    classroom, question = site.classroom(), request.path_params["question"]
    if question not in classroom.graded.open_questions:
        raise HTTPException(404)
    anonymous = is_anonymous(request)
    with site.book.database.reading() as connection:
        rubric = read_rubrics(connection, site.assignment)[question]
        seconds = pace(connection, site.assignment, site.who)
        known = classroom.graded.names
        names = codes(connection, site.assignment, list(known)) if anonymous else known
    comments = comments_used(classroom.decisions, question)
    return Answers(site, classroom, rubric, names, anonymous, comments, seconds)


def is_anonymous(request: Request) -> bool:
    """Tell whether codes stand in place of names, which each browser remembers for itself."""
    return request.cookies.get(ANONYMOUS) == "yes"


def short(texts: Sequence[str], most: int) -> list[str]:
    """Return the first of many texts, and how many more there are."""
    rest = len(texts) - most
    return [*map(visible, texts[:most]), *([f"{rest} more"] if rest > 0 else [])]

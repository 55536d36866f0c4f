"""What grading a submission produces: the results of its cases and questions, and its own, to and from JSON.

Everything here is a frozen value without behaviour beyond its own conversion. Scores are points, rounded
to four places when a value is made, so that 0.1 + 0.2 is 0.3 in every file and table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from autograder.course.class_list import Said, Student
from autograder.results.shown import Figure
from autograder.results.verdict import Verdict
from autograder.text.numbers import tidy


class Status(StrEnum):
    """How far the grading of a submission came; `missing` is a student of the class list who handed in nothing."""

    GRADED = "graded"
    PARTIAL = "partial"
    REJECTED = "rejected"
    MISSING = "missing"

    @property
    def was_read(self) -> bool:
        """Whether something was handed in that could be read, so that tests and people could mark it."""
        return self in {Status.GRADED, Status.PARTIAL}


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One test case: `points` is what it is worth, `message` what the student should read.

    `detail` is the whole story of a hidden case, which may hold the test's inputs, or what broke in the grader: for the
    instructor alone. An `unsealed` case ran in the submission's own process, which
    could read it and forge its outcome.
    """

    name: str
    hidden: bool
    points: float
    verdict: Verdict
    message: str = ""
    detail: str = ""
    unsealed: bool = False

    @property
    def passed(self) -> bool:
        """Whether the case earns its points."""
        return self.verdict is Verdict.PASSED

    def to_json(self, *, private: bool = False) -> dict[str, Any]:
        """Return the case as plain data, with `detail` only if it is `private`: nothing of that goes to a student."""
        return {
            "name": self.name,
            "hidden": self.hidden,
            "points": tidy(self.points),
            "verdict": self.verdict.value,
            "passed": self.passed,
            "message": self.message,
            **({"unsealed": True} if self.unsealed else {}),
            **({"detail": self.detail} if private and self.detail else {}),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> CaseResult:
        """Return the case that `to_json` wrote."""
        verdict = Verdict(data["verdict"])
        detail, unsealed = data.get("detail", ""), data.get("unsealed", False)
        return cls(data["name"], data["hidden"], data["points"], verdict, data["message"], detail, unsealed)


def in_case(name: str) -> str:
    """Return how a hint begins that says what came in the case with this name."""
    return f'In the test "{name}": '


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question: the points of its cases, and how many more a person gives besides (`manual_max_score`).

    `max_score` and every total count the automatic points only. `answer` is what was written for a person to mark, for
    the instructor alone. `title` says what it is about, "" where nobody has said so.
    """

    name: str
    score: float
    max_score: float
    cases: tuple[CaseResult, ...]
    hints: tuple[str, ...] = ()
    manual_max_score: float = 0.0
    answer: str = ""
    title: str = ""

    @property
    def verdicts(self) -> frozenset[Verdict]:
        """The verdicts that occur in the question."""
        return frozenset(case.verdict for case in self.cases)

    @property
    def hints_on_hidden_cases(self) -> tuple[str, ...]:
        """The hints that say what came in a hidden case, by its name, on practice inputs."""
        hidden = tuple(in_case(case.name) for case in self.cases if case.hidden)
        return tuple(hint for hint in self.hints if hint.startswith(hidden))

    def to_json(self, *, private: bool = False) -> dict[str, Any]:
        """Return the question as plain data, without its name (which is its key)."""
        return {
            **({"title": self.title} if self.title else {}),
            "score": tidy(self.score),
            "max_score": tidy(self.max_score),
            "cases": [case.to_json(private=private) for case in self.cases],
            "hints": list(self.hints),
            **({"manual_max_score": tidy(self.manual_max_score)} if self.manual_max_score else {}),
            **({"answer": self.answer} if private and self.answer else {}),
        }

    @classmethod
    def from_json(cls, name: str, data: Mapping[str, Any]) -> QuestionResult:
        """Return the question that `to_json` wrote."""
        cases = tuple(CaseResult.from_json(case) for case in data["cases"])
        manual = data.get("manual_max_score", 0.0)
        hints, answer, title = tuple(data["hints"]), data.get("answer", ""), data.get("title", "")
        return cls(name, data["score"], data["max_score"], cases, hints, manual, answer, title)


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that stopped early in a submission, in a sentence, and what it took from which questions.

    `questions` are pairs of a question's name and what it misses, in the order of the assignment.
    """

    sentence: str
    questions: tuple[tuple[str, str], ...]

    def hint_for(self, question: str) -> str:
        """Return what is said of it at a question: the whole at the first one, at others where to read it, or ""."""
        first = self.questions[0][0]
        missing = dict(self.questions).get(question, "")
        if question == first or not missing:
            return self.sentence if missing else ""
        return f"{missing[:1].upper()}{missing[1:]} is missing here, too: see {first}."

    def to_json(self) -> dict[str, Any]:
        """Return the cause as plain data."""
        return {"sentence": self.sentence, "questions": dict(self.questions)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Cause:
        """Return the cause that `to_json` wrote."""
        return cls(data["sentence"], tuple(data["questions"].items()))


@dataclass(frozen=True, slots=True)
class SubmissionResult(Said):
    """One submission; `error` is a sentence for the student when the status is not `graded`, else None.

    `seconds` is for the instructor: student code can make the time it takes say something. `figures` are those that the
    notebook drew, and `notebook` is the whole of it as it ran (nbformat 4, without the data of figures): both None
    once they are kept elsewhere, and in no JSON. `causes` say what stopped early and cost
    answers further on; the hints of the questions say it, too.
    """

    id: str
    status: Status
    error: str | None
    score: float
    max_score: float
    seconds: float
    questions: tuple[QuestionResult, ...] = ()
    figures: tuple[Figure, ...] | None = field(default=None, repr=False)
    notebook: Mapping[str, Any] | None = field(default=None, repr=False)
    causes: tuple[Cause, ...] = ()

    @property
    def counted(self) -> bool:
        """Whether it counts in the means of the class: something was handed in that could be graded."""
        return self.status.was_read and not self.engine_failed

    def without_outputs(self) -> SubmissionResult:
        """Return the result without what its notebook showed: the gradebook has that."""
        return replace(self, figures=None, notebook=None)

    @property
    def engine_failed(self) -> bool:
        """Whether the grader could not tell: the score means nothing and the submission must be graded again."""
        failed = Verdict.ENGINE_ERROR  # looked up once: asked again and again, of every case of a class
        return any(case.verdict is failed for question in self.questions for case in question.cases)

    @property
    def failure(self) -> str:
        """What broke in the grader, for the instructor; empty when nothing did."""
        cases = (case for question in self.questions for case in question.cases)
        return next((case.detail for case in cases if case.verdict is Verdict.ENGINE_ERROR), "")

    def to_json(self, *, private: bool = False) -> dict[str, Any]:
        """Return the submission as plain data; if that is `private`, with what is for the instructor alone.

        What is said of the student and the date is there only when it is known.
        """
        return {
            "id": self.id,
            **self._said_as_json(),
            "status": self.status.value,
            "error": self.error,
            "score": tidy(self.score),
            "max_score": tidy(self.max_score),
            "seconds": round(self.seconds, 2),
            **({"causes": [cause.to_json() for cause in self.causes]} if self.causes else {}),
            "questions": {question.name: question.to_json(private=private) for question in self.questions},
        }

    def _said_as_json(self) -> dict[str, Any]:
        data: dict[str, Any] = {}
        if self.student:
            parts = {"id": self.student.id, "name": self.student.name, "email": self.student.email}
            data["student"] = {name: part for name, part in parts.items() if part}
        if self.handed_in:
            data["handed_in"] = self.handed_in.isoformat(timespec="seconds")
        if self.late_days is not None:
            data["late_days"] = round(self.late_days, 2)
        data |= {name: part for name, part in (("team", self.team), ("section", self.section)) if part}
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SubmissionResult:
        """Return the submission that `to_json` wrote."""
        questions = tuple(QuestionResult.from_json(name, question) for name, question in data["questions"].items())
        return cls(
            data["id"],
            Status(data["status"]),
            data["error"],
            data["score"],
            data["max_score"],
            data["seconds"],
            questions,
            student=Student(**{"id": "", **data["student"]}) if "student" in data else None,
            handed_in=datetime.fromisoformat(data["handed_in"]) if "handed_in" in data else None,
            late_days=data.get("late_days"),
            causes=tuple(Cause.from_json(cause) for cause in data.get("causes", ())),
            team=data.get("team", ""),
            section=data.get("section", ""),
        )

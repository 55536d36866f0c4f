"""What a run tells as it goes, in this order: one `Isolated`, one `Counted`, `Started` and `Graded`, one `Finished`."""

from dataclasses import dataclass

from autograder.results import ClassResult, SubmissionResult


@dataclass(frozen=True, slots=True)
class Isolated:
    """What keeps the submissions from the tests, the marks and the machine: `Engine.isolation`."""

    isolation: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many submissions are to be graded, and of how many more the results are known already."""

    to_grade: int
    known: int = 0


@dataclass(frozen=True, slots=True)
class Started:
    """The submission with this id is being graded now."""

    id: str


@dataclass(frozen=True, slots=True)
class Graded:
    """A result that is new; it is in the gradebook."""

    result: SubmissionResult


@dataclass(frozen=True, slots=True)
class Finished:
    """The results of the class; they are written."""

    results: ClassResult


Event = Isolated | Counted | Started | Graded | Finished

"""What is known of a class when the grading of a run begins, and what comes to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.course.class_list import ClassList
from autograder.grade.earlier import Earlier, as_named, note_on, still_missing
from autograder.grade.keys import identify_missing
from autograder.grade.options import RunOptions
from autograder.gradebook import Gradebook
from autograder.gradebook.record import RunRecord
from autograder.grader.bundle import QuestionSpec
from autograder.intake.gather import Intake, Submission
from autograder.marks.standing import Standing
from autograder.results import SubmissionResult
from autograder.results.handed_in import HandedIn, RunSettings
from autograder.runners.lost import missing_result


@dataclass(slots=True)
class Rows:
    """The rows of a class: `done` are the results by id, those of this run as they come.

    `handed_in` tells what each of the `submissions` is, `others` are the rows that the run says nothing of and that
    stay as they are; `digests` tell the contents of all of them apart, by id.
    """

    submissions: Sequence[Submission]
    handed_in: Sequence[HandedIn]
    others: Mapping[str, Standing]
    digests: Mapping[str, str]
    done: dict[str, SubmissionResult]

    @classmethod
    def of(
        cls,
        book: Gradebook,
        record: RunRecord,
        assignment: str,
        intake: Intake,
        handed_in: Sequence[HandedIn],
        options: RunOptions,
        class_list: ClassList | None,
    ) -> Rows:
        """Return the rows as the gradebook and the intake have them, and note which of them the run speaks of."""
        earlier = Earlier.of(book, assignment, record, intake.submissions)
        submissions = earlier.named(intake.submissions)
        now = list(map(as_named, handed_in, submissions))
        others = earlier.others(now, options.paths, class_list)
        record.keep(row.number for row in others.values())
        digests = {name: earlier.digests[name] for name in others} | {item.name: item.digest for item in now}
        record.take_over(now)
        done = record.known(now) if options.resume else {}
        return cls(submissions, now, others, digests, done)

    @property
    def to_grade(self) -> list[Submission]:
        """The submissions of which no result is known."""
        return [submission for submission in self.submissions if submission.id not in self.done]

    @property
    def notes(self) -> tuple[str, ...]:
        """What an instructor must know of the rows that stay."""
        return note_on(list(self.others.values()))

    def add_others(self) -> None:
        """Add the results of the rows that stay."""
        self.done |= {name: replace(row.result, figures=None) for name, row in self.others.items()}

    def add_missing(
        self, intake: Intake, settings: RunSettings, record: RunRecord, questions: Sequence[QuestionSpec]
    ) -> None:
        """Add the students of whom there is nothing; an earlier run's marks are not touched by them."""
        all_missing = [identify_missing(each, settings.digest) for each in intake.missing]
        missing = still_missing(all_missing, self.others.values())
        before = record.seen_before(missing)
        known = record.known([item for item in missing if item.name not in before])
        for item in missing:
            if item.name not in known:
                known[item.name] = item.said(missing_result(questions, item.name, earlier=item.name in before))
                if item.name not in before:
                    record.commit(item, known[item.name])
        self.done |= known

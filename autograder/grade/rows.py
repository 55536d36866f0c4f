"""What is known of a class when the grading of a run begins, and what comes to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.course.class_list import ClassList, Student
from autograder.grade.earlier import Earlier, as_named, note_on, note_on_dropped, note_on_gone, still_missing
from autograder.grade.keys import identify_missing
from autograder.grade.options import RunOptions
from autograder.gradebook import Gradebook
from autograder.gradebook.record import RunRecord
from autograder.grader.bundle import QuestionSpec
from autograder.intake.submission import Intake, Submission
from autograder.marks.standing import Standing
from autograder.results import Status, SubmissionResult
from autograder.results.handed_in import HandedIn, RunSettings
from autograder.results.total_rule import TotalRule
from autograder.runners.lost import missing_result


@dataclass(slots=True)
class Rows:
    """The rows of a class: `done` are the results by id, those of this run as they come.

    `handed_in` tells what each of the `submissions` is, `others` are the rows that the run says nothing of and that
    stay as they are. `gone` are those of the others whose work is not there any more. `dropped` are the students who
    are not on the `class_list` any more, and have no row.
    """

    submissions: Sequence[Submission]
    handed_in: Sequence[HandedIn]
    others: Mapping[str, Standing]
    gone: Sequence[Standing]
    done: dict[str, SubmissionResult]
    class_list: ClassList | None
    dropped: Sequence[Student]

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
        record.drop_who_left(class_list)
        earlier = Earlier.of(book, assignment, intake.submissions)
        submissions = earlier.named(intake.submissions, alone=bool(options.only))
        now = list(map(as_named, handed_in, submissions))
        paths = [each.path for each in submissions] if options.only else options.paths
        others = earlier.others(now, paths, class_list)
        record.keep(row.number for row in others.values())
        record.take_over(now)
        done = record.reuse(now) if options.resume else {}
        gone = earlier.gone(others, paths)
        return cls(submissions, now, others, gone, done, class_list, record.drop_who_left(None))

    @property
    def to_grade(self) -> list[Submission]:
        """The submissions of which no result is known."""
        return [submission for submission in self.submissions if submission.id not in self.done]

    @property
    def notes(self) -> tuple[str, ...]:
        """What an instructor must know of the rows that stay."""
        stay = len(self.others) - len(self.gone) if self.of_part else 0
        return (*note_on(stay), *note_on_gone(self.gone), *note_on_dropped(self.dropped))

    @property
    def of_part(self) -> bool:
        """Whether the run was asked for a part of the class: there is work of others elsewhere."""
        gone = {row.result.id for row in self.gone}
        others = (row.result for row in self.others.values() if row.result.id not in gone)
        return any(result.status is not Status.MISSING for result in others)

    def add_others(self) -> None:
        """Add the results of the rows that stay."""
        self.done |= {name: row.result.without_outputs() for name, row in self.others.items()}

    def add_missing(
        self,
        intake: Intake,
        settings: RunSettings,
        record: RunRecord,
        questions: Sequence[QuestionSpec],
        rule: TotalRule,
    ) -> None:
        """Add the students of whom there is nothing; an earlier run's marks are not touched by them."""
        section = self.class_list.remark if self.class_list else ClassList(()).remark
        all_missing = [identify_missing(each, settings.digest, section(each).section) for each in intake.missing]
        missing = still_missing(all_missing, self.others.values())
        before = record.seen_before(missing)
        known = record.reuse([item for item in missing if item.name not in before])
        for item in missing:
            if item.name not in known:
                known[item.name] = item.own(
                    rule.applied(missing_result(questions, item.name, earlier=item.name in before))
                )
                if item.name not in before:
                    record.commit(item, known[item.name])
        self.done |= known

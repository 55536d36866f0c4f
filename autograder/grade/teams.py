"""Work that several students handed in together: it is graded once, and the result is that of each."""

from collections.abc import Sequence

from autograder.intake.gather import Submission


def one_of_each_team(submissions: Sequence[Submission]) -> tuple[list[Submission], dict[str, list[Submission]]]:
    """Return all submissions but the fellows of one that is there, who handed in the same file; they are by its id."""
    first: dict[object, Submission] = {}
    fellows: dict[str, list[Submission]] = {}
    for submission in submissions:
        file = (submission.team, submission.path) if submission.team else submission.id
        one = first.setdefault(file, submission)
        if one is not submission:
            fellows.setdefault(one.id, []).append(submission)
    return list(first.values()), fellows

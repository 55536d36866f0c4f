"""Write down what a graded example class got, in the form of examples/expected/ASSIGNMENT.toml.

    python examples/expected_from_results.py results/binary_mlp/results.json

prints the file. It is what the class got, not what it must get: look at each line that differs from the file that is
there, and decide which of the two is wrong.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from autograder.results import ClassResult, QuestionResult, Status, SubmissionResult, Verdict


def entry(submission: SubmissionResult) -> Iterator[str]:
    """Yield the lines of one submission."""
    yield f'["{submission.id}"]'
    yield f'status = "{submission.status}"'
    yield f"total = {submission.score:g}"
    if submission.status is Status.REJECTED:
        yield f"error = {json.dumps(submission.error)}"
    short = [question for question in submission.questions if question.score < question.max_score]
    yield from _table("score", [f"{question.name} = {question.score:g}" for question in short])
    stated = [question for question in short if _lost(question) != [Verdict.NOT_ATTEMPTED]]
    yield from _table("verdicts", [f"{question.name} = {json.dumps(_lost(question))}" for question in stated])


def _lost(question: QuestionResult) -> list[Verdict]:
    return sorted(question.verdicts - {Verdict.PASSED})


def _table(key: str, items: list[str]) -> Iterator[str]:
    if items:
        yield f"{key} = {{{', '.join(items)}}}"


def main() -> None:
    """Print what the submissions in the results file got."""
    results = ClassResult.from_json(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    print("\n\n".join("\n".join(entry(submission)) for submission in results.submissions))


if __name__ == "__main__":
    main()

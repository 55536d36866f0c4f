"""What is wrong with a solution that does not get every point: sentences for its author."""

from collections.abc import Iterator

from autograder.audit.running import TrialResult
from autograder.results import Verdict


def faults_of_solution(result: TrialResult) -> Iterator[str]:
    """Yield which of its cells stop, and which cases it loses and why, a sentence each."""
    for number, error in result.broken.items():
        cell = result.trial.cells[number]
        first = next((line for line in cell.source.splitlines() if line.strip()), "")
        yield f"The solution's cell {first[:60]!r} ({cell.question or 'given code'}) stops with {error}"
    for question in result.questions:
        for case in result.lost(question):
            if case.verdict is Verdict.TIMEOUT:
                yield (
                    f"{question}, {case.name!r}: the solution is not done in time, or the case itself never ends; look "
                    "for an endless loop, or give it longer ([limits] in assignment.toml)."
                )
            else:
                yield f"{question}, {case.name!r}: the solution does not get its points: {ended(case.message)}"


def ended(message: str) -> str:
    """Return the message as a sentence with its end."""
    text = message.strip() or "it says nothing."
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."

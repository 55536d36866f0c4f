"""From otter's report on a failed test case to a verdict and the sentence the student should read.

Otter gives the line of the *test* that failed, then the exception. The test's line is of no use to a student (and
for hidden cases is nobody's business), so only the exception is kept.

Student code sees the inputs of a hidden case while it is called, and can put them into whatever it raises, returns or
warns of. So the message of a hidden case is for the instructor alone; a student reads a fixed sentence, chosen by the
verdict and by nothing else.
"""

import re

from autograder.results import Verdict

MAX_LENGTH = 1000

_EXCEPTION_REPORT = re.compile(
    r"\AError at line \d+ in test [^\n]*:\n"
    r"(?:(?:[ \t][^\n]*)?\n)*?"  # the lines of the test: indented by otter, or blank
    r"(?P<type>[^\W\d]\w*): ?(?P<text>.*)\Z",
    re.DOTALL,
)
_DOCTEST_EXCEPTION = re.compile(r"^    (?P<type>[^\W\d][\w.]*)(?:: (?P<text>.*))?$", re.MULTILINE)
_MISSING = re.compile(r"there is no function (?P<function>\w+)|not attempted yet: (?!there\b)(?P<value>\w+) is ")
# Colour codes as tools like IPython write them, then what else could move a terminal's cursor.
_NOT_TEXT = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f-\x9f]")

_VERDICTS = {
    "NotAttempted": Verdict.NOT_ATTEMPTED,
    "NotImplementedError": Verdict.NOT_ATTEMPTED,
    "AssertionError": Verdict.FAILED,
    "WrongShape": Verdict.FAILED,
    "WrongValue": Verdict.FAILED,
    "WrongBehaviour": Verdict.FAILED,
    "MemoryError": Verdict.MEMORY,
    "_ArrayMemoryError": Verdict.MEMORY,
}


def read_report(report: str) -> tuple[Verdict, str]:
    """Return the verdict and the message of a case that did not pass, from otter's `report` on it."""
    body = report.partition("\n")[2] if report.startswith("❌") else report
    match = _EXCEPTION_REPORT.match(body)
    if match:
        return _from_exception(match["type"], match["text"])
    if "Failed example:" in body:
        return _from_doctest(body)
    return Verdict.FAILED, shorten(body.strip() or "The test did not pass.")


def read_error(error: Exception, *, of_stub: bool = True) -> tuple[Verdict, str]:
    """Return the verdict and the message of a case that an exception ended; of its text otter's report loses quotes.

    What stubs raise is an error like any other unless it is `of_stub`.
    """
    return _from_exception(type(error).__name__, str(error), of_stub=of_stub)


def shorten(text: str, length: int = MAX_LENGTH) -> str:
    """Return `text` without terminal codes, cut to `length` characters with three dots where something is missing."""
    text = _NOT_TEXT.sub("", text)
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def missing_in(message: str) -> str:
    """Return the name that is missing according to a message in the words of `autograder.testing`, or ""."""
    match = _MISSING.search(message)
    return (match["function"] or match["value"]) if match else ""


def _from_exception(type_name: str, text: str, *, of_stub: bool = True) -> tuple[Verdict, str]:
    verdict = _VERDICTS.get(type_name, Verdict.ERROR)
    if verdict is Verdict.NOT_ATTEMPTED and not of_stub:
        verdict = Verdict.ERROR
    text = text.strip()
    if verdict is Verdict.FAILED:
        return verdict, shorten(text or "A condition that the test checks does not hold.")
    if verdict is Verdict.NOT_ATTEMPTED:
        return verdict, shorten(text or "not attempted yet.")
    return verdict, shorten(f"{type_name}: {text}" if text else type_name)


def _from_doctest(body: str) -> tuple[Verdict, str]:
    """Read the first failed example of a doctest report, without the examples that passed before it."""
    example = body[body.index("Failed example:") :]
    example = re.split(r"^(?:Trying:|\*{70})", example, maxsplit=1, flags=re.MULTILINE)[0].strip()
    source, raised, traceback = example.partition("Exception raised:")
    if not raised:
        return Verdict.FAILED, shorten(example)
    exceptions = list(_DOCTEST_EXCEPTION.finditer(traceback))
    if not exceptions:
        return Verdict.ERROR, shorten(source.strip())
    last = exceptions[-1]
    verdict, text = _from_exception(last["type"].rpartition(".")[2], last["text"] or "")
    return verdict, shorten(f"{source.strip()}\n{text}")

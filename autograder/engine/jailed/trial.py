"""Runs a test case in the submission's own process, where nothing of what comes of it can be believed.

Only for tests to which values from another process mean nothing. A copy of the worker runs the case and is thrown
away, so that what the test changes does not stay.
"""

from __future__ import annotations

import contextlib
import doctest
import inspect
import io
import json
import os
import random
import sys
from collections.abc import Callable
from dataclasses import astuple, dataclass
from types import ModuleType
from typing import Any, Final

import numpy as np

from . import kernel

REPORT_LENGTH: Final = 8_000
_LINE: Final = 16 * REPORT_LENGTH  # what JSON can make of a report
_fork, _exit, _pipe, _read, _write, _wait = os.fork, os._exit, os.pipe, os.read, os.write, os.waitpid
_ENDED: Final = "RuntimeError: your code ended the process it ran in"


@dataclass(frozen=True, slots=True)
class Test:
    """One case: `kind` is "doctest" (`source` is the doctest's text) or "function" (`source` is a module in otter's
    exception format, `function` the name of the case in it). With a `seed`, the legacy generators are seeded first.
    """

    kind: str
    question: str
    function: str
    source: str
    seed: int | None


@dataclass(frozen=True, slots=True)
class _Copy:
    """A copy of this process that waits for one test."""

    pid: int
    tests: int
    answers: int

    @classmethod
    def make(cls, namespace: dict[str, Any]) -> _Copy:
        """Fork this process.

        Raises:
            OSError: there is no room for another one.

        """
        (tests, ours), (answers, theirs) = _pipe(), _pipe()
        try:
            child = _fork()
        except OSError:
            for end in (tests, ours, answers, theirs):
                os.close(end)
            raise
        if child == 0:
            with contextlib.suppress(BaseException):
                os.close(ours)
                os.close(answers)
                _be_the_copy(namespace, tests, theirs)
            _exit(0)
        os.close(tests)
        os.close(theirs)
        return cls(child, ours, answers)

    def run(self, test: Test) -> tuple[bool, str]:
        """Have the test run; return whether it passed, and otter's report when it did not."""
        line = b""
        with contextlib.suppress(OSError):
            _write_all(self.tests, json.dumps(astuple(test)).encode() + b"\n")
            line = _read_line(self.answers, _LINE)
        if not line:
            return False, _exception_report(test.question, _ENDED)
        passed, report = json.loads(line)
        return passed is True, str(report)[:REPORT_LENGTH]

    def end(self) -> None:
        """Let the copy go, with an empty line if it still waits for a test, and see it end."""
        with contextlib.suppress(OSError):
            _write_all(self.tests, b"\n")
        os.close(self.tests)
        os.close(self.answers)
        with contextlib.suppress(OSError):
            _wait(self.pid, 0)


class Trials:
    """Runs cases in copies of this process, of which one can be put aside before it is known whether it is wanted."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._namespace = namespace
        self._aside: _Copy | None = None

    def put_aside(self) -> None:
        """Keep a copy of this process as it is now for the next test, if there is room for one."""
        self.end()
        with contextlib.suppress(OSError):
            self._aside = _Copy.make(self._namespace)

    def run(self, *test: Any) -> tuple[bool, str]:
        """Run a `Test`, in the copy that was put aside or in one of this moment; see `_Copy.run`."""
        copy, self._aside = self._aside or _Copy.make(self._namespace), None
        try:
            return copy.run(Test(*test))
        finally:
            copy.end()

    def end(self) -> None:
        """End the copy that was put aside, if there is one."""
        copy, self._aside = self._aside, None
        if copy is not None:
            copy.end()


def _be_the_copy(namespace: dict[str, Any], tests: int, answers: int) -> None:
    with contextlib.suppress(OSError):
        kernel.die_with_parent()
    if (line := _read_line(tests)).strip():
        passed, report = _run(namespace, Test(*json.loads(line)))
        _write_all(answers, json.dumps([passed, report[:REPORT_LENGTH]]).encode() + b"\n")


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[_write(descriptor, data) :]


def _read_line(descriptor: int, limit: int | None = None) -> bytes:
    """Return the first line that comes; b"" when none does. A process that holds the other end open is not waited for.

    One that is longer than the limit is cut off there.
    """
    data = b""
    while not data.endswith(b"\n") and (limit is None or len(data) < limit):
        block = _read(descriptor, 1 << 16)
        if not block:
            return b""
        data += block
    return data


def _run(namespace: dict[str, Any], test: Test) -> tuple[bool, str]:
    if test.seed is not None:
        np.random.seed(test.seed % (1 << 32))
        random.seed(test.seed)
    if test.kind == "doctest":
        return _run_doctest(namespace, test.question, test.source)
    try:
        _run_function(namespace, test.function, test.source)
    except BaseException as error:
        text = str(error).strip("'")
        return False, _exception_report(test.question, f"{type(error).__name__}: {text}")
    return True, ""


def _run_doctest(namespace: dict[str, Any], question: str, source: str) -> tuple[bool, str]:
    """Do what otter does with a case in OK format."""
    examples = doctest.DocTestParser().get_examples(source, question)
    test = doctest.DocTest(examples, namespace, question, None, None, source)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        failed = doctest.DocTestRunner(verbose=True).run(test, clear_globs=False).failed
    return failed == 0, f"❌ Test case failed\n{printed.getvalue()}"


def _run_function(namespace: dict[str, Any], function: str, source: str) -> None:
    """Do what otter does with a case in the exception format."""
    otter = sys.modules["otter"]
    test_files = ModuleType("otter.test_files")
    test_files.test_case = _test_case  # type: ignore[attr-defined]
    otter.test_files = test_files  # type: ignore[attr-defined]
    sys.modules["otter.test_files"] = test_files
    module: dict[str, Any] = {}
    exec(compile(source, "<test>", "exec"), module)
    case = module[function]
    names = inspect.signature(case).parameters
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        case(**{name: namespace if name == "env" else namespace.get(name) for name in names})


def _test_case(*arguments: Any, **options: Any) -> Callable[[Any], Any]:
    """Stand in for otter's decorator, whose arguments are the trusted side's business."""
    return lambda function: function


def _exception_report(question: str, text: str) -> str:
    return f"❌ Test case failed\nError at line 0 in test {question}:\n\n{text}"

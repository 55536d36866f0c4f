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
from types import ModuleType
from typing import Any, Final

import numpy as np

from . import kernel

REPORT_LENGTH: Final = 8_000
_fork, _exit, _pipe, _read, _write, _wait = os.fork, os._exit, os.pipe, os.read, os.write, os.waitpid
_ENDED: Final = "RuntimeError: your code ended the process it ran in"


def run_test(
    namespace: dict[str, Any], kind: str, question: str, function: str, source: str, seed: int
) -> tuple[bool, str]:
    """Run one case in a copy of this process; return whether it passed, and otter's report when it did not.

    `kind` is "doctest" (`source` is the doctest's text) or "function" (`source` is a module in otter's exception
    format, `function` the name of the case in it). The legacy generators are seeded with `seed` first.
    """
    ours, theirs = _pipe()
    child = _fork()
    if child == 0:
        os.close(ours)
        with contextlib.suppress(BaseException):
            _be_the_copy(theirs, lambda: _run(namespace, kind, question, function, source, seed))
        _exit(0)
    os.close(theirs)
    try:
        line = _read_line(ours)
    finally:
        os.close(ours)
        with contextlib.suppress(OSError):
            _wait(child, 0)
    if not line:
        return False, _exception_report(question, _ENDED)
    passed, report = json.loads(line)
    return passed is True, str(report)[:REPORT_LENGTH]


def _be_the_copy(pipe: int, run: Callable[[], tuple[bool, str]]) -> None:
    with contextlib.suppress(OSError):
        kernel.die_with_parent()
    passed, report = run()
    data = json.dumps([passed, report[:REPORT_LENGTH]]).encode() + b"\n"
    while data:
        data = data[_write(pipe, data) :]


def _read_line(descriptor: int) -> bytes:
    """Return the first line that comes; b"" when none does. A process that holds the other end open is not waited for.

    The limit on its length is what JSON can make of a report.
    """
    data = b""
    while not data.endswith(b"\n") and len(data) < 16 * REPORT_LENGTH:
        block = _read(descriptor, 1 << 16)
        if not block:
            return b""
        data += block
    return data


def _run(
    namespace: dict[str, Any], kind: str, question: str, function: str, source: str, seed: int
) -> tuple[bool, str]:
    np.random.seed(seed % (1 << 32))
    random.seed(seed)
    if kind == "doctest":
        return _run_doctest(namespace, question, source)
    try:
        _run_function(namespace, function, source)
    except BaseException as error:
        text = str(error).strip("'")
        return False, _exception_report(question, f"{type(error).__name__}: {text}")
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

"""Everything that touches otter-grader, pinned to version 7: its imports are slow and its insides move.

Otter changes the working directory, prints, and logs; each function here says what its callers need to know of that.
"""

import builtins
import contextlib
import importlib.util
import inspect
import json
import sys
from collections.abc import Iterable, Iterator, MutableMapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.errors import AutograderError

# ---- releasing: otter assign, otter generate ----


def assign(master: Path, out: Path) -> None:
    """Run `otter assign` on the notebook `master`: writes `out/student/` and `out/autograder/`.

    Otter changes the working directory of the process while it runs.

    Raises:
        AutograderError: otter cannot make sense of the notebook.

    """
    from otter.assign import main as otter_assign

    try:
        otter_assign(str(master), str(out), no_pdfs=True, no_run_tests=True)
    except Exception as error:
        raise AutograderError(f"otter assign cannot read the notebook {master.stem}: {error}") from error


def generate(tests: Path, out: Path, *, seed: int) -> None:
    """Run `otter generate`: writes the autograder zip `out` with the test files of the folder `tests`.

    `seed` seeds numpy's and Python's random generators before each cell of a submission.
    """
    from otter.generate import main as otter_generate

    config = out.with_suffix(".json")
    config.write_text(json.dumps({"lang": "python", "seed": seed}), encoding="utf-8")
    otter_generate(
        tests_dir=str(tests), output_path=str(out), config=str(config), no_requirements=True, no_environment=True
    )


# ---- grading: otter's test files, and its runner ----


@dataclass(frozen=True, slots=True)
class Loaded:
    """Otter's test file, and the points that it states for the whole question, which otter does not keep."""

    file: Any
    declared: float | None


def load_test_files(tests: Path) -> list[Loaded]:
    """Return the test files of the folder `tests` in the order of their file names; this executes them.

    Raises:
        AutograderError: a file is not a test file that otter can read.

    """
    _leave_out_the_rest()
    loaded = []
    for path in sorted(tests.glob("*.py")):
        if path.name != "__init__.py":
            with _reading(path):
                loaded.append(_load_test_file(path))
    return loaded


def load_again(test_file: Any) -> Any:
    """Return otter's test file, executed once more: what it keeps is another's."""
    with _reading(path := Path(test_file.path)):
        return type(test_file).from_file(str(path))


def _load_test_file(path: Path) -> Loaded:
    """Return a test file; one of before otter 4, which does not say its format, is known by what it defines."""
    import runpy

    from otter.test_files import ExceptionTestFile
    from otter.test_files.ok_test import OKTestFile

    names = runpy.run_path(str(path))
    stated = names.get("OK_FORMAT")
    if stated or (stated is None and isinstance(names.get("test"), dict)):
        _check_ok_format(names.get("test"))
        return Loaded(OKTestFile.from_file(str(path)), _number(names["test"].get("points")))
    if stated is None and "name" not in names:
        raise ValueError("it defines no test")
    return Loaded(_with_signatures(ExceptionTestFile.from_file(str(path))), _number(names.get("points")))


def _with_signatures(test_file: Any) -> Any:
    """Have the functions of the cases know their signatures: otter asks for them whenever a case runs."""
    for case in test_file.test_cases:
        case.body.test_func.__signature__ = inspect.signature(case.body.test_func)
    return test_file


def _number(points: object) -> float | None:
    return float(points) if isinstance(points, int | float) else None


def _check_ok_format(test: Any) -> None:
    """Refuse by name what OK's own test files may have, and otter asserts that they have not."""
    if not isinstance(test, dict):
        raise ValueError("it says OK_FORMAT = True and defines no test; functions as cases need OK_FORMAT = False")
    suites = test.get("suites", [])
    if len(suites) != 1:
        raise ValueError(f"it holds {len(suites)} suites, and otter takes exactly one")
    kind = suites[0].get("type", "doctest")
    if kind != "doctest":
        raise ValueError(f"its suite is of the type {kind!r}, and otter takes doctests only")
    if suites[0].get("setup") or suites[0].get("teardown"):
        raise ValueError("its suite has a setup or a teardown, which otter does not run")


def describe_tests(test_files: Iterable[Loaded]) -> list[dict[str, Any]]:
    """Return the questions of `test_files` as plain data.

    A question is {"name", "all_or_nothing", "declared", "cases": [{"name", "hidden", "points", "advice", "praise"}]}
    with `declared` the points that the file states for the whole question (None if it states none), `advice` what the
    instructor wants said when the case fails, and `praise` when it passes.
    """
    return [
        {
            "name": loaded.file.name,
            "all_or_nothing": loaded.file.all_or_nothing,
            "declared": loaded.declared,
            "cases": [
                {
                    "name": case.name,
                    "hidden": case.hidden,
                    "points": case.points,
                    "advice": case.failure_message or "",
                    "praise": case.success_message or "",
                }
                for case in loaded.file.test_cases
            ],
        }
        for loaded in test_files
    ]


def run_submission(submission: Path, autograder_zip: Path) -> dict[str, Any]:
    """Grade one prepared submission as `otter run` does and return plain data.

    The answer has a key "outcome": "graded" with {"questions": {name: [{"name", "passed", "report"}]}} and the cells
    that an exception ended, {"broken": [{"source", "error"}]}; "no_results" when the tests themselves came to an end in
    the submission's process (with "cause"); "kernel_died" when that process ended. Of a question checked more than once
    the last check counts, as in otter.

    Otter runs the tests in the submission's process, loads a pickle which that process wrote, changes the working
    directory, and prints: call this in a process of its own, which nothing else depends on.
    """
    from nbclient.exceptions import DeadKernelError
    from otter.run import main as otter_run

    try:
        results = otter_run(str(submission), autograder=str(autograder_zip), output_dir=None, no_logo=True)
    except DeadKernelError:
        return {"outcome": "kernel_died"}
    if results.has_catastrophic_failure():
        return {"outcome": "no_results", "cause": _last_error(results.notebook)}
    questions = {
        name: [
            {"name": case.test_case.name, "passed": case.passed is True, "report": case.message or ""}
            for case in file.test_case_results
        ]
        for name, file in results.results.items()
    }
    return {"outcome": "graded", "questions": questions, "broken": _broken_cells(results.notebook)}


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Name the test file when it cannot be read in the context."""
    try:
        yield
    except (Exception, SystemExit) as error:
        raise AutograderError(
            f"otter cannot read the test file {path.name} ({type(error).__name__}: {error}); correct it."
        ) from error


def _leave_out_the_rest() -> None:
    """Let parts of otter be imported without all of it, which takes more than a second; who asks for more gets all."""
    if "otter" in sys.modules or not (spec := importlib.util.find_spec("otter")):
        return
    otter = importlib.util.module_from_spec(spec)

    def load(name: str) -> Any:
        if importlib.util.find_spec(f"otter.{name}"):  # a part, which may be asked for while another is being loaded
            return importlib.import_module(f"otter.{name}")
        del vars(otter)["__getattr__"]
        assert spec.loader
        spec.loader.exec_module(otter)
        return getattr(otter, name)

    vars(otter)["__getattr__"] = load
    sys.modules["otter"] = otter
    # with this, which comes with JupyterLab, jsonschema would take two seconds more, for a kind of text unknown here
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def _broken_cells(notebook: Any, limit: int = 50) -> list[dict[str, str]]:
    """Return source and exception of the cells of an executed notebook that an exception ended."""
    return [
        {"source": cell["source"][:20_000], "error": f"{output['ename']}: {output['evalue']}"[:1000]}
        for cell in (notebook.cells if notebook else [])
        for output in cell.get("outputs", [])
        if output.get("output_type") == "error"
    ][:limit]


def _last_error(notebook: Any) -> str:
    """Return the exception that ended the last cell of an executed notebook (otter's own, which runs the tests)."""
    for output in reversed(notebook.cells[-1].get("outputs", []) if notebook and notebook.cells else []):
        if output.get("output_type") == "error":
            return f"{output['ename']}: {output['evalue']}"
    return ""


# ---- the engine: otter's test files, run one case at a time against a namespace ----


@dataclass(frozen=True, slots=True)
class CaseRun:
    """What came of a case: otter's report, and the exception that ended it (None in a doctest, or when it passed).

    It is `unsealed` when it rests on the jail's own word.
    """

    passed: bool
    report: str
    error: Exception | None = None
    unsealed: bool = False


def run_case(test_file: Any, number: int, namespace: MutableMapping[str, Any]) -> CaseRun:
    """Run one case of a test file as otter does.

    A case in OK format is a doctest, which executes its lines in a dict of globals: it gets one that looks names up in
    `namespace`. Whatever ends the session, a doctest catches: ask the session afterwards.
    """
    cases = test_file.test_cases
    case, listening = cases[number], None
    try:
        if is_doctest(test_file):
            test_file.test_cases = [case]
            _run_doctest(test_file, namespace)
        else:
            listening = _Listening(case.body)
            test_file.test_cases = [replace(case, body=listening)]
            test_file.run(namespace)
        (result,) = test_file.test_case_results
    finally:
        test_file.test_cases = cases
    return CaseRun(result.passed is True, result.message or "", listening.error if listening else None)


class _Listening:
    """Calls the function of a case in otter's place, and keeps the exception: otter keeps no more than its text."""

    def __init__(self, body: Any) -> None:
        self._body = body
        self.error: Exception | None = None

    def call_func(self, namespace: MutableMapping[str, Any]) -> None:
        try:
            self._body.call_func(namespace)
        except Exception as error:
            self.error = error
            inner = error.__traceback__ and error.__traceback__.tb_next
            # otter's report names the line that it finds two steps into the traceback
            raise error.with_traceback(inner and (inner.tb_next or inner)) from error.__cause__


def is_doctest(test_file: Any) -> bool:
    """Tell whether the cases of a test file are doctests (otter's OK format)."""
    from otter.test_files.ok_test import OKTestFile

    return isinstance(test_file, OKTestFile)


def case_source(test_file: Any, number: int) -> tuple[str, str, str]:
    """Return a case as text: ("doctest", "", its lines), or ("function", its function's name, the whole test file)."""
    case = test_file.test_cases[number]
    if is_doctest(test_file):
        return "doctest", "", case.body
    return "function", case.body.test_func.__name__, test_file.source


def shown_names(test_file: Any) -> list[str]:
    """Return the names of the notebook that the cases which students see take as parameters."""
    return _parameters(test_file, [case for case in test_file.test_cases if not case.hidden])


def asked_names(test_file: Any) -> list[str]:
    """Return the names of the notebook that the cases take as parameters."""
    return _parameters(test_file, test_file.test_cases)


def _parameters(test_file: Any, cases: Iterable[Any]) -> list[str]:
    if is_doctest(test_file):
        return []
    return [name for case in cases for name in inspect.signature(case.body.test_func).parameters if name != "env"]


def _run_doctest(test_file: Any, namespace: MutableMapping[str, Any]) -> None:
    from autograder.engine.remote import RemoteGlobals, SessionEnded

    names = RemoteGlobals(namespace)
    try:
        test_file.run(names)
    finally:
        vars(builtins).pop("_", None)  # the last value shown, which is the submission's and must not reach the next
    with contextlib.suppress(SessionEnded):
        names.settle()

"""Otter's verdicts without a kernel: `otter run`'s own preparation of the notebook and its own tests, cell by cell.

Run as a script, this process imports otter once, and what its arguments name, and forks for every notebook that a line
on standard input names: {"folder": where the notebook, the files beside it and tests/ lie, "notebook": its name,
"config": the zip's}. It answers each with {"questions": {question: [passed, ...]}, "total": [score, possible]} or
{"error": text}. What differs from `otter run` is that the cells run in IPython's shell in this process, not in a kernel
of their own.
"""

import importlib
import json
import os
import pickle
import signal
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

MOST_SECONDS = 600


def main() -> None:
    """Answer each line of standard input; the arguments are packages to import beforehand."""
    answers = os.fdopen(os.dup(1), "w")
    silence = os.open(os.devnull, os.O_RDWR)
    for standard in (1, 2):
        os.dup2(silence, standard)
    warm(sys.argv[1:])
    for line in sys.stdin:
        answers.write(in_a_fork(json.loads(line)) + "\n")
        answers.flush()


def warm(packages: list[str]) -> None:
    otters = ("matplotlib.pyplot", "nbconvert.preprocessors", "otter.execute.preprocessor", "otter.test_files")
    for name in (*otters, *packages):
        importlib.import_module(name)


def in_a_fork(request: dict) -> str:
    with tempfile.TemporaryFile("w+") as answer:
        child = os.fork()
        if child == 0:
            signal.alarm(MOST_SECONDS)
            try:
                result = grade(Path(request["folder"]), request["notebook"], request["config"])
            except BaseException:
                result = {"error": traceback.format_exc()}
            json.dump(result, answer)
            answer.flush()
            os._exit(0)
        os.waitpid(child, 0)
        answer.seek(0)
        return answer.read() or json.dumps({"error": "the process died"})


def grade(folder: Path, notebook: str, config: dict) -> dict:
    """Do what otter.execute.grade_notebook does, but for the kernel."""
    import nbformat
    from otter.execute.logging import start_server
    from otter.execute.preprocessor import GradingPreprocessor
    from traitlets.config import Config

    os.chdir(folder)
    sys.path.insert(0, "")
    results = folder / "results.pickle"
    (host, port), stop = start_server()
    settings = Config()
    settings.GradingPreprocessor.update(
        cwd=str(folder),
        test_dir="./tests",
        tests_glob=sorted(str(path) for path in Path().glob("tests/*.py")),
        results_path=str(results),
        seed=config.get("seed"),
        seed_variable=config.get("seed_variable"),
        otter_log=None,
        variables=None,
        logging_server_host=host,
        logging_server_port=port,
        force_python3_kernel=True,
    )
    prepared, _ = GradingPreprocessor(config=settings).preprocess(nbformat.read(folder / notebook, as_version=4))
    history = Config()
    history.HistoryManager.hist_file = ":memory:"
    shell = windowless_shell().instance(config=history)
    for cell in prepared.cells:
        if cell.cell_type == "code":
            shell.run_cell(cell.source, store_history=True)  # as a kernel does: tests read what ran
    stop()
    graded = pickle.loads(results.read_bytes())  # noqa: S301  (written by this process)
    cases = {name: [case.passed is True for case in file.test_case_results] for name, file in graded.results.items()}
    return {"questions": cases, "total": total(graded, config)}


def windowless_shell() -> type:
    """Return IPython's shell with what a kernel's has besides: `%matplotlib inline` works, without windows."""
    from IPython.core.interactiveshell import InteractiveShell

    class Windowless(InteractiveShell):
        def enable_gui(self, gui: str | None = None) -> None:
            pass

    return Windowless


def total(graded: Any, config: dict) -> list[float]:
    """Return what otter writes for Gradescope and prints as the total score."""
    from otter.run import AutograderConfig

    settings = AutograderConfig({key: value for key, value in config.items() if value is not None})
    written = graded.to_gradescope_dict(settings)
    return [written.get("score", graded.total), settings.points_possible or graded.possible]


if __name__ == "__main__":
    main()

"""The process in which otter runs: one command, its answer as one JSON object on standard output, then the end.

Nothing that otter or a submission prints can get into the answer: the real standard output is put aside first, where
processes started from here do not have it.
"""

import contextlib
import json
import os
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from autograder.engine import otter_adapter
from autograder.errors import AutograderError

MAX_FILE_BYTES = 1 << 30


def main(arguments: Sequence[str]) -> NoReturn:
    """Run `describe ZIP` or `grade SUBMISSION ZIP MEMORY_MB` and leave the process."""
    answers = os.fdopen(os.dup(1), "wb")  # a duplicate is not inherited
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    answers.write(json.dumps(_answer(arguments)).encode("ascii"))
    answers.close()
    # Not sys.exit: otter's log server would hold the process for up to a second, a submission's threads for good.
    os._exit(0)


def _answer(arguments: Sequence[str]) -> dict[str, Any]:
    try:
        if arguments[0] == "describe":
            return {"outcome": "described", "questions": _describe(Path(arguments[1]))}
        _limit(memory_mb=int(arguments[3]))
        return otter_adapter.run_submission(Path(arguments[1]), Path(arguments[2]))
    except AutograderError as error:
        return {"outcome": "wrong_assignment", "cause": str(error)}
    except BaseException as error:
        return {"outcome": "engine_error", "cause": f"{type(error).__name__}: {error}"[:2000]}


def _describe(autograder_zip: Path) -> list[dict[str, Any]]:
    """Read the test files, and make matplotlib build its font cache, which every submission then gets a copy of."""
    import matplotlib.font_manager  # noqa: F401

    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(autograder_zip) as archive:
        # Tests may read, and import, the files beside the notebook when they are loaded.
        wanted = [name for name in archive.namelist() if name.startswith(("tests/", "files/"))]
        archive.extractall(folder, wanted)
        beside = Path(folder, "files")
        beside.mkdir(exist_ok=True)
        sys.path.append(str(beside))
        with contextlib.chdir(beside):
            return otter_adapter.describe_tests(otter_adapter.load_test_files(Path(folder, "tests")))


def _limit(*, memory_mb: int) -> None:
    """Bound the memory and the file size of this process, and of each that it starts."""
    import resource

    limits = (
        (resource.RLIMIT_DATA, memory_mb << 20),
        (resource.RLIMIT_FSIZE, MAX_FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    )
    for which, value in limits:
        hard = resource.getrlimit(which)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (value, value))


if __name__ == "__main__":
    main(sys.argv[1:])

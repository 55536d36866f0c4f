"""results.json: the results of a class, complete, for programs."""

import json
from pathlib import Path
from typing import Any, Final

from autograder.errors import AutograderError
from autograder.results.class_result import ClassResult
from autograder.system.files import write_atomically

RESULTS: Final = "results.json"


def results_json(result: ClassResult) -> str:
    """Return the content of results.json: a line for each submission, which is also many times faster to write."""
    data = result.to_json()
    submissions = data.pop("submissions")
    head = [f"{_json(key)}: {_json(value)}" for key, value in data.items()]
    body = ",\n".join(f"  {_json(submission)}" for submission in submissions)
    return "{" + ",\n ".join([*head, f'"submissions": [\n{body}\n]']) + "}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def write_results_json(result: ClassResult, path: Path) -> None:
    """Write results.json at `path`, whole or not at all."""
    write_atomically(results_json(result), path)


def read_results(where: str | Path) -> ClassResult:
    """Return the results of a class from results.json, or from the folder of results it is in.

    Raises:
        AutograderError: it is not there, or is no results.json of this program.

    """
    path = Path(where)
    path = path / RESULTS if path.is_dir() else path
    try:
        return ClassResult.from_json(json.loads(path.read_bytes()))
    except OSError as error:
        raise AutograderError(f"{path} cannot be read ({error.strerror}); grade the class first.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise AutograderError(f"{path} is not a results.json that autograder grade has written.") from error

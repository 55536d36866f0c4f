"""results.json: the results of a class, complete, for programs."""

import json
import os
from pathlib import Path

from autograder.results import ClassResult


def results_json(result: ClassResult) -> str:
    """Return the content of results.json."""
    return json.dumps(result.to_json(), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def write_results_json(result: ClassResult, path: Path) -> None:
    """Write results.json at `path`, whole or not at all."""
    write_atomically(results_json(result), path)


def write_atomically(text: str, path: Path) -> None:
    """Write `text` in UTF-8 to `path`: a reader sees the old file or the new one, never a part."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        # What a submission says may hold lone surrogates, which UTF-8 cannot carry.
        partial.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)

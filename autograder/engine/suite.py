"""What a class is graded with, as the trusted side holds it: test files, the files beside the notebook, settings."""

import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import otter_adapter
from autograder.course import Limits


@dataclass(frozen=True, slots=True)
class Suite:
    """An unpacked autograder zip.

    `tests` maps question names to otter's test files; `files` are what lies beside the notebook in the jail (for a zip
    that does not say which of its files are for the grader alone, that is all of them).
    """

    tests: Mapping[str, Any]
    files: Mapping[str, bytes]
    seed: int | None
    limits: Limits


def unpack(autograder_zip: Path, folder: Path) -> None:
    """Unpack what grading needs: `tests/`, the settings, and the files beside the notebook on top of `folder`."""
    with zipfile.ZipFile(autograder_zip) as archive:
        for name in archive.namelist():
            if name.endswith("/"):
                continue
            if name.startswith("files/"):
                target = folder / "beside" / name.removeprefix("files/")
            elif name.startswith("tests/") or name in ("otter_config.json", "assignment.json"):
                target = folder / name
            else:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))


def load_suite(folder: Path) -> Suite:
    """Load what `unpack` wrote; this executes the test files."""
    config = _read_json(folder / "otter_config.json")
    settings = _read_json(folder / "assignment.json")
    beside = folder / "beside"
    names = settings.get("student_files") or sorted(
        path.relative_to(beside).as_posix() for path in beside.rglob("*") if path.is_file()
    )
    return Suite(
        tests=otter_adapter.load_test_files(folder / "tests"),
        files={name: (beside / name).read_bytes() for name in names},
        seed=config.get("seed"),
        limits=Limits(**settings.get("limits", {})),
    )


def case_seed(seed: int | None, submission: bytes, question: str, case: str) -> int:
    """Return the seed for the inputs of one case: the same for the same run seed and content, unlike any other."""
    parts = [str(seed), hashlib.sha256(submission).hexdigest(), question, case]
    return int.from_bytes(hashlib.sha256("\0".join(parts).encode()).digest()[:4], "big")


def _read_json(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}

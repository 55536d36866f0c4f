"""Downloads as Moodle, Canvas and Gradescope make them, and a zip as otter's `grader.export` does."""

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

DATE = (2026, 11, 20, 10, 0, 0)


def notebook(code: str = "x = 1", assignment: str | None = "tiny") -> bytes:
    metadata = {"otter": {"assignment_name": assignment}} if assignment else {}
    cell = {"cell_type": "code", "metadata": {}, "source": code, "outputs": [], "execution_count": None}
    return json.dumps({"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}).encode()


def zipped(files: Mapping[str, bytes | str], date: tuple[int, int, int, int, int, int] = DATE) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, date), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def write_zip(path: Path, files: Mapping[str, bytes | str], **options: tuple[int, int, int, int, int, int]) -> Path:
    path.write_bytes(zipped(files, **options))
    return path


def write_folder(path: Path, files: Mapping[str, bytes | str]) -> Path:
    for name, content in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def otter_zip(content: bytes, name: str = "tiny.ipynb") -> bytes:
    return zipped({name: content, ".OTTER_LOG": b"\x80\x04", "__zip_filename__": "tiny_2026.zip", "tiny.pdf": "%PDF"})


def metadata(*submissions: str) -> str:
    return "---\n" + "".join(submissions)


def submission(number: int, *people: tuple[str, str, str], at: str = "2026-11-20 10:00:00.123456000 Z") -> str:
    """An entry of Gradescope's submission_metadata.yml, in the order and spelling of its export."""
    lines = [f"submission_{number}:", "  :submitters:"]
    for name, sid, email in people:
        lines += [f"  - :name: {json.dumps(name)}", f"    :sid: '{sid}'", f"    :email: {email}"]
    lines += [f"  :created_at: {at}", "  :score: 3.0", "  :status: processed", "  :results:", "    tests: []"]
    lines += ["  :history:", "  - :id: 1", "    :created_at: 2026-11-19 10:00:00.000000000 Z", "    :score: 1.0"]
    return "\n".join(lines) + "\n"

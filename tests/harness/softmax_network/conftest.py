"""A folder as the student has it, with the hidden file of the grader."""

from pathlib import Path

import matplotlib as mpl
import pytest

from .grading import assignment


@pytest.fixture(scope="session")
def beside_the_notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the files that lie beside the notebook when it is graded."""
    folder = tmp_path_factory.mktemp("softmax_network")
    for name, path in {**assignment().student_files, **assignment().hidden_files}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).symlink_to(path)
    return folder


@pytest.fixture(autouse=True)
def _in_that_folder(beside_the_notebook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mpl.use("agg")
    monkeypatch.chdir(beside_the_notebook)

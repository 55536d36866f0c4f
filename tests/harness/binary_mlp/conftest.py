"""A folder with a small training file, in which the graded tests of binary_mlp run."""

from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest


@pytest.fixture(scope="session")
def small_training_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a train_mnist.npz of 120 random images, all ten digits."""
    folder = tmp_path_factory.mktemp("binary_mlp")
    generator = np.random.default_rng(0)
    images = generator.integers(0, 256, (120, 28, 28)).astype(np.uint8)
    images[:, :, :4] = 0
    labels = (generator.permutation(120) % 10).astype(np.uint8)
    np.savez_compressed(folder / "train_mnist.npz", x=images, y=labels, name=np.array("random"))
    return folder


@pytest.fixture(autouse=True)
def in_the_notebooks_folder(small_training_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run every test beside the small training file, with figures that are never shown, as a grader does."""
    monkeypatch.chdir(small_training_file)
    with mpl.rc_context({"figure.max_open_warning": 0}):
        mpl.use("agg")
        yield

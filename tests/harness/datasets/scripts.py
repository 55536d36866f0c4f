"""Import the course's scripts, which belong to no package, and find MNIST when it lies beside the project."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

COURSE = Path(__file__).resolve().parents[3]
MNIST = COURSE.parent / "shared" / "data" / "mnist"

needs_mnist = pytest.mark.skipif(not MNIST.is_dir(), reason="needs real MNIST in ../shared/data/mnist")


def load_script(path: str) -> ModuleType:
    """Return a script of the course as a module, without running its main."""
    file = COURSE / path
    if file.stem in sys.modules:
        return sys.modules[file.stem]
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[file.stem] = module  # dataclasses look their module up while it loads
    spec.loader.exec_module(module)
    return module

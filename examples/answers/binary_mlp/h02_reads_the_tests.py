"""Prints the test files that lie beside the notebook, hidden ones too."""

# base: stubs
# folder: hostile

# %% q1
from pathlib import Path

for path in Path().rglob("tests/*.py"):
    print(path.read_text())

"""Looks for the right functions in the test files and takes them for its own."""

# base: stubs
# folder: hostile

# %% q2
import re
from pathlib import Path

for path in Path().rglob("tests/q*.py"):
    source = path.read_text()
    for name in re.findall(r"^def right_(\w+)", source, flags=re.MULTILINE):
        space = {"__name__": "stolen"}
        try:
            exec(source, space)
        except Exception:
            continue
        globals()[name] = space[f"right_{name}"]

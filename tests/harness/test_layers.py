"""The folders of the package are layers: each imports from those below it alone, so that there is no circle."""

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import autograder

PACKAGE = Path(autograder.__file__).parent
PAGE = PACKAGE.parent / "docs/development.md"
# From the ground up; what stands in the package itself counts as a layer under its own name.
LAYERS = (
    *("errors", "datasets", "testing", "text", "system", "container"),
    *("course", "results", "assignments", "intake", "engine", "diagnosis", "grader", "cluster", "runners"),
    *(
        "gradebook",
        "marks",
        "similarity",
        "reports",
        "notebook_pages",
        "export",
        "compare",
        "build",
        "grade",
        "audit",
        "web",
        "cli",
    ),
)

MOST_LINES = 60  # of a function

# Rooms of what is about no layer alone: what an attacker tries, and what the course, its pages and files promise.
OF_THE_WHOLE = ("attacks", "binary_mlp", "docs", "examples", "leaks", "parity", "robust", "softmax_network")


def imported(file: Path) -> Iterator[str]:
    """Yield the layers that a file imports from, its own among them."""
    package = file.relative_to(PACKAGE.parent).parent.parts
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = (
                ".".join([*package[: len(package) + 1 - node.level], node.module or ""]) if node.level else node.module
            )
            names = [f"{base}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Constant) and re.fullmatch(r"autograder(\.\w+)+:\w+", str(node.value)):
            names = [str(node.value)]  # imported when it is called
        else:
            continue
        yield from (
            parts[1]
            for name in names
            if (parts := name.split("."))[0] == "autograder" and set(parts[1:2]) & set(LAYERS)
        )


@functools.cache
def below(layer: str) -> frozenset[str]:
    """Return the other layers that one imports from."""
    files = (PACKAGE / layer).rglob("*.py") if (PACKAGE / layer).is_dir() else [PACKAGE / f"{layer}.py"]
    return frozenset(name for file in files for name in imported(file)) - {layer}


def test_everything_is_in_a_layer():
    here = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert here - {"__init__", "__main__"} == set(LAYERS)


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_from_those_below_it_alone(layer):
    assert below(layer) <= set(LAYERS[: LAYERS.index(layer)])


def test_each_layer_has_its_room_among_the_tests():
    rooms = {path.name for path in Path(__file__).parent.iterdir() if (path / "__init__.py").is_file()}
    folders = {layer for layer in LAYERS if (PACKAGE / layer).is_dir()}
    assert rooms - folders == {"cli", *OF_THE_WHOLE}
    assert folders <= rooms


def picture() -> str:
    """Return the layers from the top down: what each is for, by its own words, and what it imports from."""
    rows = []
    for layer in reversed(LAYERS):
        file = PACKAGE / layer / "__init__.py" if (PACKAGE / layer).is_dir() else PACKAGE / f"{layer}.py"
        says = re.sub(
            r"\s+", " ", (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").split("\n\n")[0]
        )
        used = below(layer) - {"errors"}
        named = ", ".join(name for name in reversed(LAYERS) if name in used)
        rows.append(f"| `{layer}` | {says} | {named or '-'} |")
    return "\n".join(["| layer | what it is | imports from |", "| --- | --- | --- |", *rows])


def test_the_picture_of_the_layers_is_drawn_from_the_code():
    assert picture() in PAGE.read_text(encoding="utf-8")


def test_no_function_has_more_than_sixty_lines():
    long = [
        f"{file.relative_to(PACKAGE)}:{node.name} has {lines}"
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > MOST_LINES
    ]
    assert not long

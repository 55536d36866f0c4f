"""The reference of `autograder.testing`, made from its docstrings: `python -m tests.harness.docs.testing_reference`."""

import inspect
import re
from collections.abc import Iterator

from autograder import testing
from autograder.testing import calls, in_notebook, requirements
from tests.harness.conftest import ROOT

MODULES = (requirements, testing, calls, in_notebook)
PAGE = ROOT / "docs" / "testing.md"


def reference() -> str:
    """Return the page."""
    intro = inspect.cleandoc(testing.__doc__ or "")
    return "\n".join([f"# `autograder.testing`\n\n{intro}\n", *_entries()])


def _entries() -> Iterator[str]:
    for module in MODULES:
        own = {name: value for name, value in vars(module).items() if name in testing.__all__}
        for name, value in own.items():
            if value.__module__ == module.__name__:
                yield _entry(name, value)


def _entry(name: str, value) -> str:
    text = re.sub(r"(?m)^Raises:\n    ", "Raises ", inspect.getdoc(value) or "")
    if inspect.isclass(value):
        return f"## {name}\n\nAn exception, a kind of `{value.__base__.__name__}`. {text}\n"
    return f"## {name}\n\n```text\n{name}{_signature(value)}\n```\n\n{text}\n"


def _signature(function) -> str:
    signature = inspect.signature(inspect.unwrap(function))
    plain = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in signature.parameters.values()]
    return str(signature.replace(parameters=plain, return_annotation=inspect.Signature.empty))


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")

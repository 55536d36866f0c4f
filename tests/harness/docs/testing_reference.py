"""The reference of `autograder.testing`, made from its docstrings: `python -m tests.harness.docs.testing_reference`."""

import inspect
import re
from collections.abc import Iterator

from autograder import testing
from tests.harness.conftest import ROOT

PAGE = ROOT / "docs" / "testing.md"


def reference() -> str:
    """Return the page."""
    intro = inspect.cleandoc(testing.__doc__ or "")
    return "\n".join([f"# `autograder.testing`\n\n{intro}\n", *_entries()])


def _entries() -> Iterator[str]:
    for name, value in vars(testing).items():
        if name.startswith("_") or getattr(value, "__module__", "") != testing.__name__:
            continue
        text = re.sub(r"(?m)^Raises:\n    ", "Raises ", inspect.getdoc(value) or "")
        if inspect.isclass(value):
            yield f"## {name}\n\nAn exception, a kind of `{value.__base__.__name__}`. {text}\n"
        elif callable(value):
            yield f"## {name}\n\n```text\n{name}{_signature(value)}\n```\n\n{text}\n"


def _signature(function) -> str:
    signature = inspect.signature(inspect.unwrap(function))
    plain = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in signature.parameters.values()]
    return str(signature.replace(parameters=plain, return_annotation=inspect.Signature.empty))


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")

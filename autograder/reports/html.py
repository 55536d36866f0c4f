"""What the pages share: the templates, how they show text that others wrote, and what their policy allows."""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def template(name: str) -> Any:
    """Return a template of this package: everything that is put into it is escaped, a name it lacks is an error."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(part),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = lambda value: f"{value:g}"
    return environment.get_template(name)


def part(name: str) -> str:
    """Return a file that pages are made of, as it is."""
    return (files("autograder.reports") / "templates" / name).read_text(encoding="utf-8")


def policy_digest(text: str) -> str:
    """Return the digest by which a content security policy names an element's text."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

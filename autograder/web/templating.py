"""Templates of pages: everything that is put into them is escaped, and a name that a template lacks is an error."""

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from autograder.text.plain_text import points, visible


def fragment(name: str, /, **data: Any) -> Markup:
    """Return a part of a page that a template makes of `data`, to be put into another one."""
    return Markup(templates().get_template(name).render(**data))


@cache
def templates() -> Environment:
    """Return the templates of all pages."""
    folder = files("autograder.web") / "templates"
    environment = Environment(
        loader=FunctionLoader(lambda wanted: (folder / wanted).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = points
    environment.filters["visible"] = visible
    return environment

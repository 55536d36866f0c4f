"""What the pages share: the templates, and how they show text that others wrote."""

from functools import cache
from importlib.resources import files
from typing import Any


@cache
def template(name: str) -> Any:
    """Return a template of this package: everything that is put into it is escaped, a name it lacks is an error."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    folder = files("autograder.reports") / "templates"
    environment = Environment(
        loader=FunctionLoader(lambda wanted: (folder / wanted).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = lambda value: f"{value:g}"
    return environment.get_template(name)

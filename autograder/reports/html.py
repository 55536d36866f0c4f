"""What the pages share: the templates, how they show text that others wrote, and the words for verdicts."""

from functools import cache
from importlib.resources import files
from typing import Any

from autograder.results import Verdict

WORDS = {
    Verdict.PASSED: "passed",
    Verdict.FAILED: "wrong",
    Verdict.ERROR: "stopped with an error",
    Verdict.TIMEOUT: "took too long",
    Verdict.CRASHED: "crashed",
    Verdict.MEMORY: "needed too much memory",
    Verdict.NOT_ATTEMPTED: "not attempted",
    Verdict.ENGINE_ERROR: "could not be graded",
}


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

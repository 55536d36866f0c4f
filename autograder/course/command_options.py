"""What many commands have in common: the option --course, and options that are the fields of a value."""

import functools
import inspect
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Optional

import typer

CourseOption = Annotated[
    Optional[Path],  # noqa: UP045 - typer reads the annotation
    typer.Option("--course", metavar="DIR", help="The course's folder, if not the current one or one above it."),
]
DataSetOption = Annotated[
    Optional[str],  # noqa: UP045 - typer reads the annotation
    typer.Option("--data-set", metavar="NAME", help="A folder of data/ to use instead of the assignment's own data."),
]


def in_course(*gradebooks: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that gives a command the option --course, where `gradebooks` of its parameters may lie."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        course = inspect.Parameter("course", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=CourseOption)
        own = inspect.signature(command, eval_str=True).parameters.values()
        parameters = [*(parameter.replace(kind=parameter.KEYWORD_ONLY) for parameter in own), course]

        @functools.wraps(command)
        def called(*words: Any, course: Path | None = None, **options: Any) -> None:
            given = dict(zip(inspect.signature(command).parameters, words, strict=False)) | options
            command(**given | {name: place_in_course(given[name], course) for name in gradebooks})

        vars(called)["__signature__"] = inspect.Signature(parameters, return_annotation=None)
        called.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return called

    return decorate


def takes(options: type[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that gives a command whose first parameter is `options` an option for each of its fields."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]
        hints = typing.get_type_hints(options, include_extras=True)
        fields = [
            field.replace(annotation=hints[name]) for name, field in inspect.signature(options).parameters.items()
        ]

        @functools.wraps(command)
        def called(**given: Any) -> None:
            mine = {parameter.name: given.pop(parameter.name) for parameter in own}
            command(options(**given), **mine)

        unsorted = [*fields, *(parameter.replace(kind=parameter.KEYWORD_ONLY) for parameter in own)]
        parameters = sorted(
            unsorted, key=lambda parameter: parameter.default is not parameter.empty
        )  # needed ones first
        signature = inspect.Signature(parameters, return_annotation=None)
        vars(called)["__signature__"] = signature
        called.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return called

    return decorate


def place_in_course(where: str, course: Path | None) -> str:
    """Return where a gradebook is: as it is named, or else from the course's folder; a URL is as it is."""
    from autograder.course.settings import course_above, find_course

    root = find_course(Path.cwd(), course).root if course else course_above(Path.cwd())
    if root is None or "://" in where or Path(where).exists() or not (root / where).exists():
        return where
    return str(root / where)

"""`autograder export`: the marks of a class in the form that Moodle, Canvas, Gradescope or a spreadsheet takes."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer
from typer.core import TyperGroup

from autograder.course.command_options import in_course, takes
from autograder.marks.options import AssignmentOption, GradebookOption

if TYPE_CHECKING:
    from autograder.export.ways import Way

SectionOption = Annotated[
    Optional[str],  # noqa: UP045 - typer reads the annotation
    typer.Option("--section", metavar="NAME", help="Only this section, as the class list names it."),
]


class _Ways(TyperGroup):
    """A command for each way out; they are made when somebody asks, because what they need takes long to import."""

    def list_commands(self, ctx: Any) -> list[str]:
        self._fill()
        return super().list_commands(ctx)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        self._fill()
        return super().get_command(ctx, cmd_name)

    def _fill(self) -> None:
        from autograder.export.ways import ways

        if not self.commands:
            for name, way in ways().items():
                one = typer.Typer(add_completion=False, rich_markup_mode=None)
                one.command(name, help=way.help)(_command(way))
                self.add_command(typer.main.get_command(one), name)


export_app = typer.Typer(
    cls=_Ways,
    no_args_is_help=True,
    help="Write the marks of a graded class for Moodle, Canvas, Gradescope or a spreadsheet.",
)


def _command(way: "Way") -> Callable[..., None]:
    @in_course("gradebook")
    @takes(way.options)
    def export(
        options: Any, gradebook: GradebookOption, assignment: AssignmentOption = None, section: SectionOption = None
    ) -> None:
        from autograder.export.graded import read_class
        from autograder.text.plain_text import printable

        exported = way.export(read_class(gradebook, assignment, section), options)
        # names come from students, so nothing in them moves the cursor
        typer.echo(printable(f"Written: {exported.written}: {exported.summary}"))
        for note in exported.notes:
            typer.echo(printable(f"  {note}"))

    return export

"""`autograder marks ...`: what people mark, in and out of the gradebook."""

import typer

from autograder.marks import answer_commands, history_command, late_commands, override_commands, ruling_commands

app = typer.Typer(
    no_args_is_help=True,
    help="Marks that people give: written answers, overrides, late days. Reports follow when grade is run again.",
)
app.command()(answer_commands.export)
app.command("import")(answer_commands.import_)
app.command()(override_commands.override)
app.command("import-overrides")(override_commands.import_overrides)
app.command()(late_commands.late)
app.command()(ruling_commands.give)
app.command()(ruling_commands.drop)
app.command()(late_commands.extend)
app.command()(late_commands.policy)
app.command("list")(history_command.list_)

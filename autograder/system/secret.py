"""A value that is shown nowhere: not in what is logged of a call, nor in a traceback."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Secret:
    """The secret under which the inputs of a class's test cases are drawn."""

    value: bytes = field(repr=False)

"""What `import otter` finds in a jail: no tests, only a way to say that a question is to be checked now."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

Check = Callable[[str], str]
_LONGEST = 200  # characters of a question's name: the grader takes no longer one for a mistake


def make_module(check: Check) -> ModuleType:
    """Return a module `otter` whose notebooks hand a check of a question to `check` and print any answer."""

    class Notebook:
        """Takes whatever otter's class takes, in any version."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            pass

        def check(self, question: str, *arguments: Any, **options: Any) -> None:
            """Have a question checked as the notebook stands now."""
            answer = check(str(question)[:_LONGEST])  # whoever hands over a value has named no question
            if answer:
                print(answer)

        def check_all(self, *arguments: Any, **options: Any) -> None:
            """Do nothing: otter's does nothing either while it grades."""

        def export(self, *arguments: Any, **options: Any) -> None:
            """Write nothing."""
            print("Nothing is exported while a submission is graded.")

        def __getattr__(self, name: str) -> Callable[..., None]:
            if name.startswith("_"):
                raise AttributeError(name)
            return lambda *arguments, **options: None

    module = ModuleType("otter", "A stand-in for otter-grader while a submission is graded.")
    Notebook.__module__ = "otter"
    module.Notebook = Notebook  # type: ignore[attr-defined]
    module.__version__ = "7"  # type: ignore[attr-defined]
    return module

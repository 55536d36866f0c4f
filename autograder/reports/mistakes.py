"""Which mistakes a class made, and who made them, by the hints of the diagnosis."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from autograder.results import ClassResult

_TEST: Final = re.compile(r'^In the test "[^"]*": ')  # what differs in hints about one mistake: where it was found,
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")  # and on which values


@dataclass(frozen=True, slots=True)
class Mistake:
    """A hint of the diagnosis, the question that it was first found in, and the ids of the submissions that got it."""

    question: str
    hint: str
    submissions: tuple[str, ...]


def mistakes_of(result: ClassResult) -> tuple[Mistake, ...]:
    """Return who made which mistake, the commonest first: each is one, in whichever test and question it was found.

    What a cell that stopped took away is no mistake of the question that misses it.
    """
    found: dict[str, tuple[str, str]] = {}
    made: dict[str, dict[str, None]] = {}
    told = cache(_told)  # most hints of a class are the same few
    for item in result.counted:
        for question in item.questions:
            lost = {cause.hint_for(question.name) for cause in item.causes}
            for hint in (hint for hint in question.hints if hint not in lost):
                mistake = told(hint)
                found.setdefault(mistake, (question.name, hint))
                made.setdefault(mistake, {})[item.id] = None
    mistakes = [Mistake(*found[mistake], tuple(ids)) for mistake, ids in made.items()]
    return tuple(sorted(mistakes, key=lambda mistake: -len(mistake.submissions)))


def _told(hint: str) -> str:
    """Return what hints about one mistake have in common."""
    return _NUMBER.sub("0", _TEST.sub("", hint))

"""Make a graded test file self-contained: copy into it what it uses of its helper modules, and nothing else.

Students' copies are made the same way from the public cases alone, so that neither a hidden case nor anything that
only a hidden case uses can be in them.
"""

import re
from collections.abc import Iterable

from autograder.build.graded_tests import Case, Definition, GradedTests, is_tools
from autograder.errors import AutograderError

HEADER = ("OK_FORMAT", "name", "points")


def bundle(tests: GradedTests) -> str:
    """Return the source of a self-contained test file with all cases of `tests`."""
    return _source(needed(tests, [*HEADER, *(case.function for case in tests.cases)]))


def public_bundle(tests: GradedTests) -> str:
    """Return the source of a self-contained test file with the public cases of `tests` alone.

    Raises:
        AutograderError: there is no public case, or one uses a helper module that students must not see.

    """
    cases = [case for case in tests.cases if not case.hidden]
    if not cases:
        raise AutograderError(f"{tests.file.name}: no case is public; students need at least one to check their work.")
    for case in cases:
        _refuse_secrets(tests, case)
    source = _source(needed(tests, [*HEADER, *(case.function for case in cases)]))
    # otter accepts points that do not add up without a word, so state those of the cases that are left
    points = sum(case.points for case in cases)
    return re.sub(r"^points = .*$", f"points = {points:g}", source, count=1, flags=re.MULTILINE)


def _refuse_secrets(tests: GradedTests, case: Case) -> None:
    for part in reversed(needed(tests, [case.function])):
        if part.file != tests.file and not is_tools(part.file) and not part.is_import:
            raise AutograderError(
                f"{tests.file.name}:{case.line}: the public case {case.name!r} uses {min(part.names)} of "
                f"{part.file.name}, which students must not see; make the case hidden, or write it without."
            )


def needed(tests: GradedTests, start: Iterable[str]) -> list[Definition]:
    """Return the definitions of `tests` that the names in `start` need, directly or through others, in their order."""
    by_name: dict[str, Definition] = {}
    for part in tests.definitions:
        for name in part.names:
            by_name.setdefault(name, part)
    needed: set[Definition] = set()
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name in by_name and by_name[name] not in needed:
            needed.add(by_name[name])
            waiting.extend(by_name[name].uses)
    return [part for part in tests.definitions if part in needed]


def _source(parts: list[Definition]) -> str:
    imports = sorted(
        {part.source for part in parts if part.is_import}, key=lambda line: (line.startswith("from"), line)
    )
    header = [part.source for part in parts if part.names & set(HEADER)]
    body = [part.source for part in parts if not part.is_import and not part.names & set(HEADER)]
    return "\n".join(imports) + "\n\n" + "\n".join(header) + "\n\n\n" + "\n\n\n".join(body) + "\n"

"""What is known of one test case after it has run: on a submission, or on a known mistake."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import Any, Final

from autograder.engine.remote import Failure, RemoteError
from autograder.engine.trace import Trace, same_trace
from autograder.results import Verdict
from autograder.results.messages import missing_in
from autograder.testing.chain import needed_in

COMPARED: Final = frozenset({Verdict.FAILED, Verdict.ERROR})  # what a known mistake can explain
_CALLED: Final = re.compile(r"^[\w.]+\(\) (got|takes|missing) ")  # Python's own words: a call that reaches no line
_UNDEFINED: Final = re.compile(r"name '(\w+)' is not defined")  # Python's own words


@dataclass(frozen=True, slots=True)
class CaseSeen:
    """The verdict and the message of a case, what it saw, and how many CPU seconds it took.

    `facts` are what an expectation found (see `autograder.testing.wording`), `failure` what the student's code raised;
    one of them is there at most. `drawn` says whether the case drew its inputs: else they are the same whatever the
    seed is. `measured` is what a public case says of how good something trained is (see `testing.measured`).
    """

    verdict: Verdict
    message: str = ""
    trace: Trace = field(default_factory=Trace)
    seconds: float = 0.0
    facts: dict[str, Any] | None = None
    failure: Failure | None = None
    drawn: bool = False
    measured: tuple[tuple[str, float], ...] = ()

    @classmethod
    def of(
        cls,
        verdict: Verdict,
        message: str,
        trace: Trace,
        seconds: float,
        error: Exception | None = None,
        *,
        drawn: bool = False,
    ) -> CaseSeen:
        """Return a case that has run, ended by `error`; its trace is kept only where something is to be explained."""
        failure = error.failure if isinstance(error, RemoteError) else None
        facts = None if failure else getattr(error, "facts", None)
        facts = facts if isinstance(facts, dict) and "kind" in facts else None
        return cls(verdict, message, trace if verdict in COMPARED else Trace(), seconds, facts, failure, drawn)

    @property
    def needs(self) -> tuple[tuple[str, str], ...]:
        """What the case did not find, as a kind and a name: see `autograder.testing.chain`."""
        if self.failure is not None:
            found = needed_in(f"{self.failure.type_name}: {self.failure.text}")
            return (found,) if found else ()
        return (("name", self.missing),) if self.missing else ()

    @property
    def undefined(self) -> tuple[str, ...]:
        """The name that was not defined, if that is why the student's code raised."""
        is_name_error = self.failure is not None and self.failure.type_name == "NameError"
        return tuple(_UNDEFINED.findall(self.failure.text)) if is_name_error and self.failure else ()

    @property
    def undertrained(self) -> float | None:
        """What was measured, if the case failed for this alone: something trained does less well than asked for."""
        return self.facts["came"] if self.facts is not None and self.facts["kind"] == "trained" else None

    @property
    def missing(self) -> str | None:
        """The name of what an expectation did not find; "" if that is not what it says, None if it was not missed."""
        if self.facts is None:
            return missing_in(self.message) if self.verdict is Verdict.NOT_ATTEMPTED else None
        name = str(self.facts.get("name") or self.facts.get("what", ""))
        return name if self.facts["kind"] in ("missing", "empty") and name.isidentifier() else ""

    @property
    def changed(self) -> str:
        """The argument that a call has changed and should have left alone, "" if that is not what is wrong."""
        facts = self.facts or {}
        return str(facts["argument"]) if facts.get("kind") == "changed" else ""

    def is_same(self, other: CaseSeen) -> bool:
        """Tell whether the case went the same way on another solution.

        Values are the same up to rounding; exceptions when they have the same text and come out of the same statement,
        whatever its variables are called: two mistakes may well raise the same. A call with arguments that the
        function does not take comes out of none, and names the function.
        """
        if self.verdict is not other.verdict:
            return False
        if self.verdict is Verdict.PASSED:
            return True
        if self.changed != other.changed or not same_trace(self.trace, other.trace):
            return False
        if self.failure is None or other.failure is None:
            return self.failure is other.failure
        same_text = (self.failure.type_name, self.failure.text) == (other.failure.type_name, other.failure.text)
        place = _place(self.failure)
        return same_text and place == _place(other.failure) and bool(place or _CALLED.match(self.failure.text))


def _place(failure: Failure) -> str:
    """Return the student's statement that raised, its names replaced by numbers; "" where there is none."""
    if not failure.lines:
        return ""
    source = failure.lines[-1].source.strip().rstrip(":")
    for code in (source, f"{source}:\n  pass"):
        try:
            tree = ast.parse(code)
        except SyntaxError:
            continue
        names: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name):
                node.id = names.setdefault(node.id, f"name{len(names)}")
        return ast.dump(tree)
    return source

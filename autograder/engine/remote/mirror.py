"""While a case of otter's own runs here, this process has the settings of the notebook's, and its generators' places.

Under otter both are one process. So what the notebook has set is put here before the case, what the case sets is put
there after it, and where the generators stand goes along with each call.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from typing import Any, Final, Protocol

from autograder.engine.jailed.generators import Generators, put_generators, read_generators, stand_alike
from autograder.engine.jailed.settings import ProcessSettings, Settings
from autograder.engine.remote.failures import RemoteError

_RUNNING: Final = frozenset(  # the notebook's code, or what it has made of an operator or of an attribute
    {"array", "ask", "call", "call_alone", "copy", "delattr", "delitem", "getattr", "getitem", "iterate", "length"}
    | {"next", "setattrs", "setitem"}
)
_DRAWS: Final = re.compile(r"rand|sampl|choice|shuffle|permut|rvs|seed")


class Worker(Protocol):
    """What is needed of the link to the worker."""

    nesting: int

    def call(self, operation: str, *arguments: Any) -> Any:
        """Have the worker do something, and return its answer."""

    def post(self, operation: str, *arguments: Any) -> bool:
        """Have the worker do something before all else when it next does anything."""


class Mirror:
    """The settings of one worker, as they are here while the case with this text runs."""

    def __init__(self, worker: Worker, text: str) -> None:
        self._worker = worker
        self._nesting = worker.nesting  # a notebook's own check runs within the call that runs its cell
        self._text = text
        self._draws = _DRAWS.search(text) is not None
        self._own = ProcessSettings()
        self._stand: Generators = {}

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Have the settings of both alike in the block; the environment and the folder stay as they are then."""
        mine, theirs = self._own.read(), self._fetched()
        try:
            self._own.put(theirs)
            before = self._own.read()
            yield
            after = self._own.read()
            if changed := {name: value for name, value in after.items() if value != before.get(name)}:
                self._worker.call("put_settings", changed)
            self._bring()
        finally:
            self._own.put(mine)

    def before(self, operation: str) -> None:
        """Have the worker's generators go on from where those of this process stand, before it runs code."""
        if operation in _RUNNING and self._worker.nesting == self._nesting:
            self._bring()

    def after(self, operation: str) -> None:
        """Have the generators of this process go on from where the worker's stand, if the case draws from them."""
        if self._draws and operation in _RUNNING and self._worker.nesting == self._nesting:
            self._take(self._worker.call("generators"))

    @contextlib.contextmanager
    def lent(self) -> Iterator[None]:
        """Have a function of this process, which the worker calls in the block, draw from the place that it is at."""
        nesting, self._nesting = self._nesting, self._worker.nesting
        if self._draws:
            self._take(self._worker.call("generators"))
        try:
            yield
        finally:
            self._nesting = nesting
            self._bring()

    def _fetched(self) -> Settings:
        with contextlib.suppress(RemoteError):
            match self._worker.call("settings"):
                case dict(settings), dict(generators):
                    self._take(generators)
                    return {**settings, "environment": self._named(settings.get("environment"))}
        return {}

    def _named(self, variables: Any) -> dict[str, Any]:
        """Return the variables that the case names and that this process has not got: no others are taken over."""
        known = variables if isinstance(variables, dict) else {}
        return {name: value for name, value in known.items() if str(name) in self._text and name not in os.environ}

    def _take(self, generators: Any) -> None:
        with contextlib.suppress(TypeError, ValueError, AttributeError, IndexError):
            put_generators(generators)
        self._stand = read_generators()

    def _bring(self) -> None:
        stand = read_generators()
        if not stand_alike(stand, self._stand):
            self._stand = stand
            self._worker.post("put_generators", stand)

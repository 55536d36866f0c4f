"""What graded tests put into the notebook and run there: right helpers, and its own statements once more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from typing import Any

from .calls import call
from .requirements import is_empty
from .statements import defined_names, statements_for


@contextmanager
def helpers_in_place(env: MutableMapping[str, Any], helpers: Mapping[str, Any]) -> Iterator[None]:
    """Put right `helpers` into the notebook's namespace `env` for the block, and take them out whatever happens.

    This is how the marks of one question are kept apart from the mistakes of another.
    """
    nothing = object()
    before = {name: env.get(name, nothing) for name in helpers}
    try:
        env.update(helpers)
        yield
    finally:
        env.update({name: value for name, value in before.items() if value is not nothing})
        for name, value in before.items():
            if value is nothing:
                env.pop(name, None)


def for_one_call(env: MutableMapping[str, Any], name: str, helper: Callable[..., Any]) -> Callable[..., Any]:
    """Return `helper` as one that gives its place in `env` back when it is called: what comes after is not watched."""
    own = env.get(name)

    def first(*arguments: Any, **options: Any) -> Any:
        env[name] = own
        return helper(*arguments, **options)

    return first


def computed_again(
    env: MutableMapping[str, Any], names: Sequence[str], helpers: Mapping[str, Any], prelude: str = ""
) -> dict[str, Any]:
    """Return what the notebook's own statements make of `names` when they find other `helpers`; {} when they fail.

    So a value that was computed with what another question asks for is judged by itself. Of all cells those top-level
    statements are executed, in a namespace of their own, on which the names depend; never those that define one of
    the helpers. The `prelude` is source that is executed before them, for helpers that must be classes.
    """
    kept = statements_for(env.get("In"), names, {*helpers, *defined_names(prelude)})
    if not kept:
        return {}
    given = {**helpers, "__statements__": "\n".join([prelude, *kept]), "__helpers__": dict(helpers)}
    found = found_by(
        env,
        "__space__ = {**globals(), **__helpers__}; exec(__statements__, __space__); "
        f"__found__ = {{name: __space__.get(name) for name in {list(names)}}}; del __space__",
        given,
    )
    return found if isinstance(found, dict) else {}


def found_by(env: MutableMapping[str, Any], source: str, given: Mapping[str, Any]) -> Any:
    """Return what a source leaves as `__found__` when the notebook executes it, with what is `given` by name in place.

    It is None where the source raises, of which the notebook shows nothing, or where there is no notebook.
    """
    if is_empty(env.get("get_ipython")):
        return None
    with helpers_in_place(env, {**given, "__found__": None, "__source_of_found__": source}):
        quietly = "try:\n    exec(__source_of_found__)\nexcept Exception:\n    pass"
        call(call(env["get_ipython"]).run_cell, quietly, store_history=False)
        return env.get("__found__")

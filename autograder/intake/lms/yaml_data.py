"""Plain data out of YAML that anybody may have written: only text, lists and mappings, and nothing below a depth.

PyYAML's own ways to read a whole document follow its nesting by recursion, in C as well, where it ends the process. Its
events do not.
"""

from collections.abc import Iterator
from typing import Any

_TOO_DEEP = 100


def read_yaml(content: bytes, *, deepest: int) -> Any:
    """Return the first document of YAML: every scalar as text; None for what lies deeper, for aliases and odd keys.

    Raises:
        ValueError: it is not YAML.

    """
    import yaml

    try:
        events = yaml.parse(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        return _build(events, deepest)
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())[:200]) from error


def _build(events: Iterator[Any], deepest: int) -> Any:
    """Return what a stream of events describes; `open_ones` are the lists and mappings that have not ended."""
    import yaml

    open_ones: list[_Collection] = []
    below = 0  # how many that lie too deep have not ended
    for event in events:
        if isinstance(event, yaml.DocumentEndEvent):
            return None
        if isinstance(event, yaml.CollectionStartEvent):
            if below or len(open_ones) == deepest:
                below += 1
                if below > _TOO_DEEP:  # the parser's time grows with the square of the depth
                    raise ValueError("it is nested too deep")
            else:
                open_ones.append(_Collection({} if isinstance(event, yaml.MappingStartEvent) else []))
            continue
        if isinstance(event, yaml.CollectionEndEvent):
            if below:
                below -= 1
                value: Any = None
            else:
                value = open_ones.pop().value
        elif isinstance(event, yaml.ScalarEvent):
            value = event.value
        elif isinstance(event, yaml.AliasEvent):
            value = None
        else:
            continue  # the beginning of the stream or the document
        if below:
            continue
        if not open_ones:
            return value
        open_ones[-1].add(value)
    return None


class _Collection:
    """A list or a mapping on its way."""

    def __init__(self, value: list[Any] | dict[str, Any]) -> None:
        self.value = value
        self._keys: list[Any] = []

    def add(self, value: Any) -> None:
        """Take in the next element, or a key, or the value of that key."""
        if isinstance(self.value, list):
            self.value.append(value)
        elif not self._keys:
            self._keys.append(value)
        elif isinstance(key := self._keys.pop(), str):
            self.value[key] = value

"""Plain data out of YAML that anybody may have written: only text, lists and mappings, and nothing below a depth.

PyYAML's own ways to read a whole document follow its nesting by recursion, in C as well, where it ends the process. Its
events do not.
"""

import base64
import binascii
from collections.abc import Iterator
from typing import Any

_TOO_DEEP = 100
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})  # YAML's words for it, where they stand without quotes
_BINARY = frozenset({"!binary", "tag:yaml.org,2002:binary"})  # what Ruby makes of text whose encoding it does not know


def read_yaml(content: bytes, *, deepest: int) -> Any:
    """Return the first document of YAML: every scalar as text, but None for nothing, and for what lies deeper.

    An alias is what it stands for where that holds no other list or mapping, else None: so nothing grows. What has
    neither text nor nothing for its key is left out.

    Raises:
        ValueError: it is not YAML, or a mapping has a key twice.

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
    anchors: dict[str, Any] = {}
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
                is_mapping = isinstance(event, yaml.MappingStartEvent)
                open_ones.append(_Collection({} if is_mapping else [], event.anchor))
            continue
        if isinstance(event, yaml.CollectionEndEvent):
            if below:
                below -= 1
                value: Any = None
            else:
                ended = open_ones.pop()
                value = ended.value
                if ended.anchor:
                    anchors[ended.anchor] = value if ended.is_flat else None
        elif isinstance(event, yaml.ScalarEvent):
            value = _scalar(event)
            if event.anchor:
                anchors[event.anchor] = value
        elif isinstance(event, yaml.AliasEvent):
            value = anchors.get(event.anchor or "")
        else:
            continue  # the beginning of the stream or the document
        if below:
            continue
        if not open_ones:
            return value
        open_ones[-1].add(value)
    return None


def _scalar(event: Any) -> str | None:
    text: str = event.value
    if event.tag in _BINARY:
        try:
            return base64.b64decode(text).decode()
        except (binascii.Error, ValueError):
            return text
    return None if event.implicit[0] and text in _NOTHING else text


class _Collection:
    """A list or a mapping on its way, and the name by which aliases may call it."""

    def __init__(self, value: list[Any] | dict[str, Any], anchor: str | None) -> None:
        self.value = value
        self.anchor = anchor
        self._keys: list[Any] = []

    @property
    def is_flat(self) -> bool:
        """Tell whether it holds no other list or mapping."""
        inside = self.value.values() if isinstance(self.value, dict) else self.value
        return not any(isinstance(value, list | dict) for value in inside)

    def add(self, value: Any) -> None:
        """Take in the next element, or a key, or the value of that key."""
        if isinstance(self.value, list):
            self.value.append(value)
        elif not self._keys:
            self._keys.append(value)
        elif isinstance(key := self._keys.pop(), str):
            if key in self.value:
                raise ValueError(f"it has {key[:40]!r} twice in one place")
            self.value[key] = value

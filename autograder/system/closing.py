"""What is closed when its context ends, however it ends."""

from typing import Self


class Closing:
    """A context that yields itself, and then has its own `close` called."""

    __slots__ = ()

    def close(self) -> None:
        """End what it holds; once more does no harm."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *details: object) -> None:
        self.close()

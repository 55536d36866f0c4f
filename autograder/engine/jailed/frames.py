"""What to make of a frame that cannot be read."""

from __future__ import annotations

from types import TracebackType

from .wire import OutOfMemory, ProtocolViolation


class well_formed:  # noqa: N801
    """Turn whatever goes wrong while a frame is read into a ProtocolViolation, or OutOfMemory."""

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if isinstance(error, MemoryError):
            raise OutOfMemory("a value needs more memory than there is for it") from None
        if isinstance(error, Exception):
            raise ProtocolViolation(f"a frame cannot be read: {type(error).__name__}") from None

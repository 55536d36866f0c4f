"""What becomes of a worker, as told to the trusted side: one JSON object a message."""

import contextlib
import json
import os
import resource
import socket
from typing import Any


class Status:
    """The socket on which the fate of one worker is told; that nobody listens any more is no error."""

    def __init__(self, channel: socket.socket) -> None:
        self.channel = channel

    @classmethod
    def at(cls, descriptor: int) -> "Status":
        """Return the one on the socket with this descriptor."""
        return cls(socket.socket(fileno=descriptor))

    def tell(self, event: dict[str, Any], *descriptors: int) -> None:
        """Tell one event, with open descriptors."""
        message = json.dumps(event).encode()
        with contextlib.suppress(OSError):
            if descriptors:
                socket.send_fds(self.channel, [message], descriptors)
            else:  # a confined worker may send none
                self.channel.send(message)

    def tell_end(self, status: int, usage: resource.struct_rusage) -> None:
        """Tell how the worker ended, from what `wait4` says, and that nothing else will be told."""
        cpu_s = usage.ru_utime + usage.ru_stime
        code = os.waitstatus_to_exitcode(status)
        self.tell({"event": "ended", "code": code, "cpu_s": cpu_s})
        self.channel.close()

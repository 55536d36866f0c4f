"""The server on the loopback: one process, no other machine can reach it, and Ctrl-C ends it."""

import gc
import socket
from contextlib import suppress
from typing import Final

import uvicorn

from autograder.errors import AutograderError
from autograder.web.app import make_app
from autograder.web.guard import Guard, Keys
from autograder.web.site import Site

PORT: Final = 8990
_OTHERS: Final = 20


def listen(port: int | None) -> socket.socket:
    """Return a socket on the loopback: at `port`, or by default at `PORT` or the next that is free.

    Raises:
        AutograderError: the port is not free.

    """
    for wanted in (port,) if port is not None else (*range(PORT, PORT + _OTHERS), 0):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            listener.bind(("127.0.0.1", wanted))
            listener.listen()  # who opens the address at once waits until the pages are there
            return listener
        listener.close()
    raise AutograderError(f"Port {port} is not free; leave out --port, and a free one is taken.")


def spare_pages_of_collections() -> None:
    """Leave what is in memory by now out of the search for garbage.

    A class of a thousand is a million objects that stay; to look through them takes longer than any page.
    """
    gc.collect()
    gc.freeze()


def make_server(site: Site, keys: Keys) -> uvicorn.Server:
    """Return the server of a class; `run` it with the socket of `listen`."""
    config = uvicorn.Config(
        Guard(make_app(site), keys),
        log_level="warning",
        access_log=False,
        lifespan="off",
        ws="none",
        http="h11",
        loop="asyncio",
        proxy_headers=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=2,
    )
    return uvicorn.Server(config)

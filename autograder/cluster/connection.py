"""Getting in touch with a cluster: one sentence for everything that can be wrong with it."""

import asyncio
import contextlib
import warnings
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from autograder.errors import AutograderError

if TYPE_CHECKING:
    from distributed import Client

ANSWER_S = 15.0
WORKERS_S = 60.0
BACK_S = 300.0  # a scheduler that goes has this long to come back


class ClusterUnavailable(AutograderError):
    """The cluster cannot be used: why, and what to do."""

    exit_status: ClassVar[int] = 3


@contextlib.contextmanager
def connect(address: str, *, answer_s: float = ANSWER_S, workers_s: float = WORKERS_S) -> Iterator["Client"]:
    """Connect to the scheduler at `address` and check that it has workers with the same software as here.

    Args:
        address: as dask takes it: tcp://HOST:PORT, tls://HOST:PORT, HOST:PORT.
        answer_s: seconds that the scheduler has to answer.
        workers_s: seconds in which the first worker must be there.

    Raises:
        ClusterUnavailable: it cannot be used.

    """
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterUnavailable(
            "--cluster needs dask.distributed, which is not installed: pip install 'scratchgrade[dask]'."
        ) from error
    answered = asyncio.run(_answers(address, answer_s))
    if answered is not None:
        raise ClusterUnavailable(
            f"No dask scheduler answers at {address} within {answer_s:.0f} s{answered}; check the address, the "
            "network, and for tls:// that dask's configuration names the certificates."
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dask's own table of versions; ours follows
        client = Client(address, timeout=BACK_S, set_as_default=False, name="autograder")
    with client:
        _await_workers(client, address, workers_s)
        check_software(client)
        yield client


async def _answers(address: str, answer_s: float) -> str | None:
    """Return None when a scheduler answers at `address`, else what is known of the reason.

    Asked before there is a client, which would wait longer than it is told to where something else listens (a web
    server), and would not be got rid of then.
    """
    from distributed.comm import connect as open_comm
    from distributed.core import send_recv
    from distributed.security import Security

    async def ask() -> str | None:
        comm = await open_comm(address, timeout=answer_s, **Security().get_connection_args("client"))
        try:
            kind = (await send_recv(comm, op="identity"))["type"]
        finally:
            comm.abort()
        return None if kind == "Scheduler" else f" (a dask {kind.lower()} does)"

    try:
        return await asyncio.wait_for(ask(), answer_s)
    except Exception as error:  # whatever the address makes of its parts: sockets, TLS, strange answers
        said = str(error.__cause__ or error).partition("\n")[0][:200]
        return f" ({said})" if said else ""


def _await_workers(client: "Client", address: str, workers_s: float) -> None:
    try:
        client.wait_for_workers(1, timeout=workers_s)
    except TimeoutError as error:
        raise ClusterUnavailable(
            f"The cluster at {address} has no workers after {workers_s:.0f} s; start some, then try again."
        ) from error


def check_software(client: "Client") -> None:
    """Check that every worker has the software that is here.

    Raises:
        ClusterUnavailable: one has not.

    """
    from autograder.cluster.station import software

    ours = software()
    theirs: Mapping[str, object] = client.run(software, on_error="return")
    for worker, versions in theirs.items():
        if not isinstance(versions, Mapping):
            raise ClusterUnavailable(
                f"The worker {worker} cannot run scratchgrade ({type(versions).__name__}: {versions}); install the "
                "same version there as here."
            )
        for name, version in ours.items():
            if versions.get(name) != version:
                raise ClusterUnavailable(
                    f"The worker {worker} has {name} {versions.get(name, 'none')}, but here is {version}; install the "
                    "same software everywhere, or marks could depend on where they are given."
                )

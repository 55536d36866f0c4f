"""A class whose results are made by hand, served on a port of the loopback, and a client that asks for its pages."""

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest

from autograder.course.class_list import Student
from autograder.marks.marking import Marking
from autograder.marks.standing import Standing, read_standings
from autograder.results import Status
from autograder.web.app import listen, make_server
from autograder.web.guard import Keys
from autograder.web.regrading import Regrading
from autograder.web.site import Site

from ..marks.conftest import NAME, Class, class_, result

__all__ = ["NAME", "Class", "Status", "Student", "class_", "result"]
_START_S = 20.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()


@dataclass(frozen=True, slots=True)
class Served:
    """A class that is served."""

    keys: Keys
    class_: Class

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.keys.port}"

    def ask(self, path: str, *, method: str = "GET", body: str = "", known: bool = True, **headers: str) -> Answer:
        """Ask as a browser does that has the cookie, unless it is not `known`; underscores in headers are dashes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.keys.port, timeout=20)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if known:
            sent.setdefault("Cookie", f"{self.keys.cookie}={self.keys.session}")
        if method == "POST":
            sent.setdefault("Origin", self.base)
            sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
        connection.request(method, path, body or None, sent)
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        connection.close()
        return answer

    def upload(self, path: str, name: str, content: str) -> Answer:
        """Send a form with a file in it."""
        head = f'--part\r\nContent-Disposition: form-data; name="{name}"; filename="table.csv"\r\n\r\n'
        kind = "multipart/form-data; boundary=part"
        return self.ask(path, method="POST", body=f"{head}{content}\r\n--part--\r\n", Content_Type=kind)

    def standings(self) -> tuple[Standing, ...]:
        """Return the class as the gradebook has it."""
        with self.class_.book.database.reading() as connection:
            return read_standings(connection, NAME)

    def post(self, path: str, **fields: str | list[str]) -> Answer:
        """Send a form."""
        return self.ask(path, method="POST", body=urlencode(fields, doseq=True))


@pytest.fixture(scope="module")
def endings() -> Iterator[ExitStack]:
    """Yield where the ends of servers are left for: each takes two tenths of a second, which nobody needs to wait."""
    with ExitStack() as stack:
        yield stack


@contextmanager
def serving(class_: Class, endings: ExitStack) -> Iterator[Served]:
    """Yield a class that is served meanwhile; the server is told to end then, and has ended with `endings`."""
    listener = endings.enter_context(listen(0))
    keys = Keys(listener.getsockname()[1])
    regrading = Regrading(str(class_.path), NAME, None)
    site = Site(class_.book, NAME, class_.path.parent, "A. Lecturer", regrading)
    site.prepare()
    server = make_server(site, keys)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    endings.callback(thread.join)
    try:
        end = time.monotonic() + _START_S
        while not server.started and time.monotonic() < end:
            time.sleep(0.01)
        assert server.started
        yield Served(keys, class_)
    finally:
        server.should_exit = True
        regrading.close()


@pytest.fixture
def serve(class_: Class, endings: ExitStack) -> Iterator[Callable[..., Served]]:
    """Yield a function that serves results, of which a person marks q2 (4) and q3 (3)."""
    with ExitStack() as stack:

        def start(*results, marking: Marking | None = None) -> Served:
            class_.run(*results, marking=marking)
            return stack.enter_context(serving(class_, endings))

        yield start


def two() -> tuple:
    """Return the results of two students, one of whom has lost a point of the tests."""
    return (
        result("ada.ipynb", {"q2": "one answer", "q3": "yes"}, student=Student("7", "Ada Yılmaz")),
        result("ben.ipynb", {"q2": "another", "q3": "yes"}, score=2.0, student=Student("8", "Ben Okafor")),
    )

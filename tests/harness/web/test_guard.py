"""Who gets in, what a browser is told to allow, and that nothing changes by looking."""

import socket
import sqlite3
from contextlib import closing

import pytest

from autograder.marks.history import history

from .conftest import NAME, two

PAGES = ("/", "/students", "/students/1", "/static/style.css")


def test_the_printed_address_gives_a_cookie_that_opens_the_pages_and_leaves_no_token_in_the_address(serve):
    served = serve(*two())
    answer = served.ask(served.keys.address.removeprefix(served.base), known=False)
    assert answer.status == 200
    assert '"0; url=/"' in answer.text
    assert served.keys.token not in answer.text
    cookie = answer.headers["Set-Cookie"]
    assert "httponly" in cookie.lower()
    assert "samesite=strict" in cookie.lower()
    assert served.keys.token not in cookie
    assert served.ask("/", known=False, Cookie=cookie.partition(";")[0]).status == 200


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("cookie", ["", "autograder-{port}=", "autograder-{port}=wrong", "other={session}"])
def test_without_the_key_there_is_no_page(serve, path, cookie):
    served = serve(*two())
    cookie = cookie.format(port=served.keys.port, session=served.keys.session)
    answer = served.ask(path, known=False, Cookie=cookie)
    assert answer.status == 403
    assert "Ada" not in answer.text


def test_a_wrong_token_opens_nothing(serve):
    answer = serve(*two()).ask("/?token=wrong")
    assert answer.status == 403
    assert "Set-Cookie" not in answer.headers


def test_the_address_that_a_browser_is_started_with_lets_in_once_and_the_same_browser_again(serve):
    served = serve(*two())
    address = served.keys.address_for_browser.removeprefix(served.base)
    cookie = served.ask(address, known=False).headers["Set-Cookie"].partition(";")[0]
    assert served.ask("/", known=False, Cookie=cookie).status == 200
    assert served.ask(address, known=False, Cookie=cookie).status == 200


def test_who_reads_that_address_off_another_process_is_not_let_in_and_ends_it_for_whoever_was(serve):
    served = serve(*two())
    address = served.keys.address_for_browser.removeprefix(served.base)
    first = served.ask(address, known=False).headers["Set-Cookie"].partition(";")[0]
    second = served.ask(address, known=False)
    assert second.status == 403
    assert "Set-Cookie" not in second.headers
    assert served.ask("/", known=False, Cookie=first).status == 403
    assert served.ask(address, known=False, Cookie=first).status == 403
    assert served.ask("/").status == 200  # with the key that was printed


def test_the_token_leads_to_no_other_host(serve):
    served = serve(*two())
    answer = served.ask(f"//example.org/?token={served.keys.token}", known=False)
    assert '"0; url=/example.org/"' in answer.text


@pytest.mark.parametrize("host", ["example.org", "example.org:{port}", "127.0.0.1", "127.0.0.1.nip.io:{port}", ""])
def test_another_name_for_this_machine_is_refused(serve, host):
    served = serve(*two())
    assert served.ask("/", Host=host.format(port=served.keys.port)).status == 421


@pytest.mark.parametrize("origin", ["", "null", "http://example.org", "https://127.0.0.1:{port}", "http://127.0.0.1:1"])
def test_a_form_of_another_site_changes_nothing(serve, origin):
    served = serve(*two())
    body = "points=1&why=because"
    origin = origin.format(port=served.keys.port)
    answer = served.ask("/students/1/override", method="POST", body=body, Origin=origin)
    assert answer.status == 403
    assert history(served.class_.book, NAME) == ()


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
@pytest.mark.parametrize("path", ["/students/1/override", "/students/1/late"])
def test_nothing_but_a_form_that_is_sent_changes_something(serve, path, method):
    served = serve(*two())
    answer = served.ask(f"{path}?points=1&days=1&why=because", method=method, Origin=served.base, Content_Length="0")
    assert answer.status == 405
    assert history(served.class_.book, NAME) == ()


@pytest.mark.parametrize("length", ["20000001", "99999999999999", "x"])
def test_what_is_larger_than_any_form_is_not_read(serve, length):
    served = serve(*two())
    assert served.ask("/students/1/late", method="POST", Content_Length=length).status in (400, 413)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_may_load_nothing_from_elsewhere_run_no_script_of_its_own_text_and_be_framed_by_nobody(serve, path):
    headers = serve(*two()).ask(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_it_listens_on_the_loopback_alone(serve):
    from autograder.web.app import listen

    with listen(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize(
    "path", ["/students/{}", "/students/{}/notebook", "/export/files/{}", "/marking/q2?submission={}"]
)
def test_a_number_that_no_gradebook_has_is_no_page_of_it(serve, path):
    assert serve(*two()).ask(path.format("9" * 5_000)).status in (200, 404)


@pytest.mark.parametrize("seen", ["{}:0:x", "1:{}:x", "{}", "²:1:x"])
def test_a_mark_with_a_number_that_no_gradebook_has_is_refused(serve, seen):
    answer = serve(*two()).post("/marking/q2/give", answer="x", seen=seen.format("9" * 5_000))
    assert answer.status == 404


@pytest.mark.parametrize("name", ["../guard.py", "..%2fguard.py", "%2e%2e/guard.py", "..%5cguard.py", "/etc/passwd"])
def test_nothing_but_the_style_and_the_keys_is_a_static_file(serve, name):
    assert serve(*two()).ask(f"/static/{name}").status == 404


def test_a_change_that_waits_for_the_gradebook_keeps_no_page_waiting(serve):
    served = serve(*two())
    body = "text=Look+again."
    head = (
        f"POST /students/1/requests HTTP/1.1\r\nHost: 127.0.0.1:{served.keys.port}\r\nOrigin: {served.base}\r\n"
        f"Cookie: {served.keys.cookie}={served.keys.session}\r\nContent-Length: {len(body)}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    )
    address = ("127.0.0.1", served.keys.port)
    with (
        closing(sqlite3.connect(served.class_.path, isolation_level=None)) as other,
        socket.create_connection(address) as change,
    ):
        other.execute("BEGIN IMMEDIATE")
        change.sendall((head + body).encode())
        for path in PAGES * 2:
            assert served.ask(path).status == 200
        other.execute("ROLLBACK")
        change.settimeout(20)
        assert change.recv(100).startswith(b"HTTP/1.1 303")

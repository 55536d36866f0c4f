"""Who gets in: requests to this machine's own name with the key, and changes only from the pages themselves.

The address that the command prints has a token in it. Whoever opens it gets a cookie in its place, which no script can
read and no other site can make the browser send. A browser that the command starts gets a ticket instead, since all on
a machine can read what others start programs with: it lets in once, and who comes with it after that ends it for both.
Another name for this machine (DNS rebinding) is refused by its Host, a form on another site by its Origin, and what has
a size that no form of ours has by its length.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOKEN: Final = "token"
MOST_BYTES: Final = 20_000_000  # of a form with a file: an LMS's table of a large class has less than a tenth
_LONGEST_PATH: Final = 1_000  # numbers in it stay ones that Python reads
_READING: Final = ("GET", "HEAD")

PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FRAME_POLICY: Final = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
"""For what students wrote: an origin of its own, and no script, no form, nothing from anywhere."""

_LEADS_ON: Final = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>The class</title><link rel="icon" href="data:,">'
    '<meta http-equiv="refresh" content="0; url={address}"><p><a href="{address}">To the class</a></p></html>\n'
)

_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": PAGE_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Keys:
    """The port, the token in the address that is printed, and what the cookie says in its place.

    The `ticket` stands in the address with which a browser is started, and `ticket_session` in that browser's cookie.
    """

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    ticket: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    ticket_session: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @property
    def address(self) -> str:
        """The address to open."""
        return self._address(self.token)

    @property
    def address_for_browser(self) -> str:
        """The address to start a browser with."""
        return self._address(self.ticket)

    @property
    def cookie(self) -> str:
        """The cookie's name: cookies are shared by all ports of a machine."""
        return f"autograder-{self.port}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """What this machine is called here."""
        return tuple(f"{name}:{self.port}" for name in ("127.0.0.1", "localhost"))

    def _address(self, key: str) -> str:
        return f"http://127.0.0.1:{self.port}/?{urlencode({TOKEN: key})}"


class Guard:
    """The application behind its door."""

    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        """Let through to `app` who has one of the keys."""
        self.app = app
        self.keys = keys
        self._ticket_is_new = True
        self._sessions = {keys.session}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or say why not."""
        if scope["type"] != "http":
            return
        refused = self._refusal(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await (refused or self.app)(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self.keys.hosts:
            return PlainTextResponse(f"This address is not one of this page: open {self.keys.hosts[0]}.\n", 421)
        if len(scope["path"]) > _LONGEST_PATH:
            return PlainTextResponse("There is no such page.\n", 404)
        query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        if scope["method"] in _READING and TOKEN in query:
            return self._let_in(scope["path"], query, self._cookie(headers))
        if not self._is_known(self._cookie(headers)):
            return PlainTextResponse(
                "Open the address that autograder open has printed: the key in it is missing here.\n", 403
            )
        if scope["method"] in _READING:
            return None
        if headers.get("origin", "") not in [f"http://{host}" for host in self.keys.hosts]:
            return PlainTextResponse(
                "This change was not asked for by a page of this address, so nothing is changed.\n", 403
            )
        length = headers.get("content-length", "")
        if not length.isdecimal() or len(length) > len(str(MOST_BYTES)) or int(length) > MOST_BYTES:
            return PlainTextResponse("This is larger than any form or table of a class.\n", 413)
        return None

    def _is_known(self, cookie: str) -> bool:
        return any(_same(cookie, session) for session in self._sessions)

    def _session_for(self, key: str, cookie: str) -> str:
        """Return what the cookie says of who comes with a key, "" for who is not let in."""
        if _same(key, self.keys.token):
            return self.keys.session
        if not _same(key, self.keys.ticket):
            return ""
        mine = self.keys.ticket_session
        if self._ticket_is_new:
            self._sessions.add(mine)
        elif not _same(cookie, mine):  # one of the two who came with it was not meant
            self._sessions.discard(mine)
        self._ticket_is_new = False
        return mine if mine in self._sessions else ""

    def _let_in(self, path: str, query: dict[str, str], cookie: str) -> Response:
        """Give the cookie for the token, and lead to the same address without it.

        A page leads on, not a redirect: where a link in a mail or another program's page was followed, browsers count
        what a redirect leads to as asked for by that page, and send it no cookie.
        """
        session = self._session_for(query.pop(TOKEN), cookie)
        if not session:
            return PlainTextResponse(
                "The key in this address has been used, or is of another start: open the address printed last.\n", 403
            )
        rest = urlencode(query)
        address = escape(quote("/" + path.lstrip("/")) + (f"?{rest}" if rest else ""))
        response = HTMLResponse(_LEADS_ON.format(address=address))
        response.set_cookie(self.keys.cookie, session, path="/", httponly=True, samesite="strict")
        return response

    def _cookie(self, headers: Headers) -> str:
        pairs = (part.strip().partition("=") for part in headers.get("cookie", "").split(";"))
        return next((value for name, _, value in pairs if name == self.keys.cookie), "")


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())

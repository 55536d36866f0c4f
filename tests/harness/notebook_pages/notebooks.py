"""Notebooks as they ran, for tests of their pages."""

import base64
import json
import struct
import zlib
from typing import Any


def as_it_ran(*cells: dict[str, Any]) -> bytes:
    """Return a notebook of cells as the gradebook gives it."""
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode("ascii")


def text(source: str, question: str = "") -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": _of(question), "source": source}


def code(source: str, *outputs: dict[str, Any], question: str = "") -> dict[str, Any]:
    return {
        "cell_type": "code",
        "metadata": _of(question),
        "source": source,
        "outputs": list(outputs),
        "execution_count": 1,
    }


def printed(said: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": said}


def shown(kind: str, content: str) -> dict[str, Any]:
    return {"output_type": "display_data", "data": {kind: content}, "metadata": {}}


def picture(width: int = 600, height: int = 400) -> str:
    """Return a grey picture in base64."""
    rows = zlib.compress((b"\0" + b"\x88" * width) * height)
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b"")]
    chunks = (
        struct.pack(">I4s", len(data), kind) + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"".join(chunks)).decode("ascii")


def _of(question: str) -> dict[str, Any]:
    return {"autograder": {"question": question}} if question else {}


HOSTILE = (
    "<script>document.title = 'owned'; alert(1)</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "<img src=https://example.org/spy.png>",
    '<img src="data:image/svg+xml;base64,PHN2Zy8+" onload="document.title=\'owned\'">',
    "<svg onload=\"document.title='owned'\"><script>document.title='owned'</script></svg>",
    "<svg><foreignObject><iframe src=https://example.org/></iframe></foreignObject></svg>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=\"document.title='owned'\">",
    "<math><maction actiontype='statusline' xlink:href='javascript:alert(1)'>x</maction></math>",
    "<math href='javascript:alert(1)'><mi href='javascript:alert(1)'>x</mi></math>",
    "<style>body { background: url(https://example.org/spy.png) }</style>",
    "<p style=\"background: url('https://example.org/spy.png'); position: fixed; inset: 0\">text</p>",
    "<link rel=stylesheet href=https://example.org/spy.css>",
    "<meta http-equiv=refresh content='0; url=https://example.org/'>",
    "<base href=https://example.org/>",
    "<iframe srcdoc=\"<script>parent.document.title='owned'</script>\"></iframe>",
    "<object data=https://example.org/></object><embed src=https://example.org/>",
    "<form action=https://example.org/><input name=token autofocus><button>Sign in</button></form>",
    "<a href=\"javascript:document.title='owned'\">click</a>",
    '<a href=" data:text/html,<script>alert(1)</script>">click</a>',
    "<video src=https://example.org/v poster=https://example.org/p></video><audio src=https://example.org/a></audio>",
    "<div id=question-q1 class=source>not ours</div><template><script>1</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=document.title='owned'>\"></noscript>",
    "</div></section></main></body></html><script>document.title='owned'</script>",
    "<table background=https://example.org/spy.png><tr><td>cell</td></tr></table>",
    "<!--><img src=x onerror=document.title='owned'>-->",
    "![picture](https://example.org/spy.png) [click](javascript:alert(1)) ![a](attachment:missing.png)",
    "$\\href{javascript:alert(1)}{x}$ $\\text{<img src=x onerror=alert(1)>}$ $$\\style{background:url(x)}{y}$$",
    "\ud800 half a pair, \x00 a zero, \u202e turned",
)

"""Pages of HTML from the templates of a layer, and what their policy allows."""

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from autograder.text.plain_text import points, visible

_HEAD: Final = 2_000  # bytes in which a page says what it was made from and whose it is


@cache
def templates(layer: str) -> Any:
    """Return the templates of a layer: what is put into them is escaped, and a name that one lacks is an error."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(lambda name: part(layer, name)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"points": points, "visible": visible}
    return environment


def render(layer: str, template: str, /, **data: Any) -> str:
    """Return what a template of a layer makes of `data`."""
    return str(templates(layer).get_template(template).render(**data))


@cache
def part(layer: str, name: str) -> str:
    """Return a file that pages are made of, as it is."""
    return (files(f"autograder.{layer}") / "templates" / name).read_text(encoding="utf-8")


def policy_digest(text: str) -> str:
    """Return the digest by which a content security policy names an element's text."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def digest_of(view: str, layer: str, parts: Sequence[str]) -> str:
    """Return what tells pages apart: the digest of what is shown, and of the parts by which it is shown."""
    digest = hashlib.sha256(view.encode("utf-8", "surrogatepass"))
    for name in parts:
        digest.update(part(layer, name).encode())
    return digest.hexdigest()


def is_made_from(page: Path, digest: str) -> bool:
    """Tell whether a page says that it was made from what has this digest."""
    return f'content="{digest}"'.encode() in head(page)


def head(page: Path) -> bytes:
    """Return the beginning of a page, empty where there is none."""
    try:
        with page.open("rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""

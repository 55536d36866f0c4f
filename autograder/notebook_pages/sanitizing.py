"""What may be in the HTML that a submission brings along: text, tables, pictures and formulas, and nothing that acts.

No script, no style, no identity (an id or a class could pass for ours), nothing that is loaded from anywhere.
"""

import re
from html import escape
from typing import Final

import nh3

from autograder.text.plain_text import visible

# of what nh3 takes for harmless, no parts of a page of its own, no maps of links, and nothing that turns text round
_PARTS_OF_PAGES: Final = frozenset({"article", "aside", "footer", "header", "hgroup", "nav"})
_ODD: Final = frozenset({"acronym", "area", "bdi", "bdo", "cite", "data", "dfn", "map", "rp", "rt", "rtc", "ruby"})
_TEXT: Final = frozenset(nh3.ALLOWED_TAGS) - _PARTS_OF_PAGES - _ODD - {"strike", "time", "wbr"} | {"tfoot"}
_MATH: Final = frozenset(
    [
        "math",
        "menclose",
        "merror",
        "mfenced",
        "mfrac",
        "mi",
        "mmultiscripts",
        "mn",
        "mo",
        "mover",
        "mpadded",
        "mphantom",
        "mroot",
        "mrow",
        "ms",
        "mspace",
        "msqrt",
        "mstyle",
        "msub",
        "msubsup",
        "msup",
        "mtable",
        "mtd",
        "mtext",
        "mtr",
        "munder",
        "munderover",
        "none",
    ]
)
_OF_MATH: Final = frozenset(
    [
        "accent",
        "accentunder",
        "align",
        "columnalign",
        "columnlines",
        "columnspacing",
        "columnspan",
        "depth",
        "display",
        "displaystyle",
        "fence",
        "form",
        "height",
        "largeop",
        "linethickness",
        "lspace",
        "mathsize",
        "mathvariant",
        "maxsize",
        "minsize",
        "movablelimits",
        "notation",
        "rowalign",
        "rowlines",
        "rowspacing",
        "rowspan",
        "rspace",
        "scriptlevel",
        "separator",
        "stretchy",
        "symmetric",
        "voffset",
        "width",
    ]
)
_ATTRIBUTES: Final = {
    **{name: set(_OF_MATH) for name in _MATH},
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"alt", "height", "src", "title", "width"},
    "li": {"value"},
    "ol": {"start"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
}
_FOR_ALL: Final = frozenset({"dir", "lang"})
# their marks stand where their own first letters begin
_AROUND: Final = ("blockquote", "ol", "table", "ul")
_OURS: Final = frozenset({"aria-label", "class", "id", "role", "tabindex"})
# nothing is shown of what stands in these
_WITHOUT_CONTENT: Final = frozenset({"script", "style", "title", "iframe", "object", "template", "noscript", "svg"})
_PICTURE: Final = re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*")
_LINK: Final = re.compile(r"https?://|mailto:", re.IGNORECASE)

_MOST_BLOCKS: Final = 1_000
_BLOCK: Final = re.compile(  # what is no cell of a table, no formula and no part of a line
    r"<(?!(?:td|th|tr|br|img|a|b|i|u|s|em|strong|code|span|sub|sup|small|var|m(?!ain|enu|arquee)[a-z]+)\b)[a-z]",
    re.IGNORECASE,
)


def safe_html(html: str, source: str = "") -> str:
    """Return what may stay of HTML that nobody trusts; the `source` it was made of, as text, where it has no end.

    Blocks within blocks within blocks take a time that grows with the square of their number.
    """
    if len(_BLOCK.findall(html)) > _MOST_BLOCKS:
        return f"<pre>{escape(visible(source or html))}</pre>"
    return _clean(html, _TEXT | _MATH, _FOR_ALL)


def safe_page(html: str) -> str:
    """Return the body of a page of ours, in which all that is not is `safe_html`: a second look, at the whole.

    It keeps what our own template sets besides: what anchors and styles find things by, and how they are called.
    """
    return _clean(html, _TEXT | _MATH | {"section"}, _FOR_ALL | _OURS)


def _clean(html: str, tags: frozenset[str], for_all: frozenset[str]) -> str:
    return nh3.clean(
        html,
        tags=set(tags),
        clean_content_tags=set(_WITHOUT_CONTENT),
        attributes={"*": set(for_all), **_ATTRIBUTES},
        attribute_filter=_kept,
        set_tag_attribute_values={tag: {"dir": "auto"} for tag in _AROUND},
        url_schemes={"data", "http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


def _kept(tag: str, attribute: str, value: str) -> str | None:
    match attribute:
        case "src":
            return value if _PICTURE.fullmatch(value) else None
        case "href":
            return value if _LINK.match(value) else None
    return value

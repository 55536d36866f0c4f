"""What a file is: known by its content, whatever its name; the name decides only where the content does not."""

import json
import re
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final

HEAD_BYTES: Final = 4096  # enough to tell what a file is
MAX_FILE_MB: Final = 50
MAX_NOTEBOOK_MB: Final = 250  # a notebook's outputs are dropped before it is read

_NOTEBOOK_KEYS: Final = ('"cells"', '"nbformat"', '"worksheets"')
_MEANT: Final = re.compile(  # with what browsers, mail programs and file managers put behind an ending
    r"(\.ipynb|\.py|\.zip)"
    r"(?:\.(?:txt|json|html?|download|bak|part|orig|\d+)|[ _]?\(\d+\)|[ _-]+(?:copy|kopie)|[~_ .])*",
    re.IGNORECASE,
)
_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_OFFICE: Final = (
    (b"word/", "a Word document"),
    (b"xl/", "an Excel workbook"),
    (b"ppt/", "a PowerPoint presentation"),
    (b"vnd.oasis.opendocument", "an OpenDocument file"),
    (b"Index/Document.iwa", "a document of Pages, Numbers or Keynote"),
)
_BEGINNINGS: Final = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF8", "an image (GIF)"),
    (b"BM", "an image (BMP)"),
    (b"II*\0", "an image (TIFF)"),
    (b"MM\0*", "an image (TIFF)"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x1f\x8b", "an archive (gzip)"),
    (b"BZh", "an archive (bzip2)"),
    (b"\xfd7zXZ", "an archive (xz)"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"version https://git-lfs", "a pointer of Git LFS to a file, not the file"),
    (b"[InternetShortcut]", "a link to a web page"),
    (b"L\0\0\0\x01\x14\x02\0", "a shortcut of Windows to a file"),
    (b"bplist", "a property list of macOS"),
    (b"<?xml", "an XML file"),
)
_PAGE: Final = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_CONFLICT: Final = re.compile(rb"^(?:<{7}|>{7}|\|{7}) |^={7}\r?$", re.MULTILINE)


class Kind(StrEnum):
    """What a file is graded as."""

    NOTEBOOK = "notebook"
    SCRIPT = "script"
    ZIP = "zip"


def meant(name: str) -> str:
    """Return the ending that a file's name was given to say what it is: ".ipynb", ".py", ".zip", or "" for any other.

    What programs put behind it does not count (`hw.ipynb.txt`, `hw.ipynb (1)`), and any `.ipynb` in the name says that
    it was to be a notebook.
    """
    found = [match for match in _MEANT.finditer(name) if match.end() == len(name)]
    if found:
        return found[-1][1].lower()
    return ".ipynb" if re.search(r"\.ipynb(?![a-z0-9])", name, re.IGNORECASE) else ""


UNSEEN: Final = "its name begins with a dot, so that it may not be meant; rename it, then run again"


def is_unseen(name: str) -> bool:
    """Tell whether a file that programs do not show is called a notebook, which somebody may have made by saving it."""
    return name.startswith(".") and not name.startswith(("._", ".~")) and name.lower().endswith(".ipynb")


def is_notebook(head: bytes) -> bool:
    """Tell whether a file that begins so is a notebook, or was one before something happened to it."""
    if head[:1].isalnum() or not head:
        return False
    try:
        text = head.decode(json.detect_encoding(head), "replace").lstrip("\ufeff \t\r\n")
    except LookupError:
        return False
    return text.startswith("{") and any(key in text for key in _NOTEBOOK_KEYS)


def most_mb(head: bytes) -> int:
    """Return how many MB a file that begins so may have."""
    return MAX_NOTEBOOK_MB if is_notebook(head) else MAX_FILE_MB


def kind_of(name: str, content: bytes) -> Kind:
    """Return what a file is graded as; `wrong_kind` says whether that can be."""
    if is_notebook(content[:HEAD_BYTES]):
        return Kind.NOTEBOOK
    ending = meant(PurePosixPath(name).name)
    if ending == ".zip" or (not ending and content.startswith(_ZIP)):
        return Kind.ZIP
    return Kind.SCRIPT if ending == ".py" else Kind.NOTEBOOK


def wrong_kind(content: bytes, kind: Kind) -> str:
    """Return a sentence on what the file is instead of a `kind`, which tells the student what to do; "" if it may be.

    A notebook that is only damaged, and a text that may be a script, are for others to judge.
    """
    if line := _conflict(content, kind):
        return (
            f"The file holds both sides of a merge conflict of git, unresolved (from line {line} on); decide for one, "
            "see that the notebook opens and runs in Jupyter, and hand in again."
        )
    found = described(content)
    if not found or (kind is Kind.ZIP and found == "a zip"):
        return ""
    if kind is Kind.SCRIPT and content.startswith((b"BM", b"BZh", b"bplist", b"<?xml")):
        return ""  # may be the beginning of a script, which Python can judge
    if found == "a web page of GitHub":
        return (
            "The file is the web page on which GitHub shows the notebook, not the notebook; open it on GitHub, choose "
            "Download raw file, and hand in that file."
        )
    if found == "a zip":
        return (
            "The file is a zip, but is not called so; give it a name that ends in .zip, or unpack it and hand in the "
            "notebook (.ipynb) that it holds."
        )
    wanted = "a zip" if kind is Kind.ZIP else "a script" if kind is Kind.SCRIPT else "a notebook"
    return f"The file is {found}, not {wanted}; hand in the notebook itself, the .ipynb file as Jupyter saved it."


def described(content: bytes) -> str:
    """Return what a file is that is no notebook and no script, as in "a PDF"; "" if its beginning does not say."""
    if content.startswith((_ZIP, _EMPTY_ZIP)):
        return next((said for mark, said in _OFFICE if mark in content), "a zip")
    if content[4:8] == b"ftyp":
        return "an image or a film (HEIC, MP4)"
    if content[:4] == b"RIFF":
        return "an image or a sound (RIFF)"
    if _PAGE.match(content[:HEAD_BYTES]):
        return "a web page of GitHub" if b"github" in content[: 64 << 10].lower() else "a web page"
    plain = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((said for mark, said in _BEGINNINGS if plain.startswith(mark)), "")


def _conflict(content: bytes, kind: Kind) -> int:
    """Return the line of the first mark of a merge conflict that has a beginning, a middle and an end; 0 for none."""
    if kind is Kind.ZIP or not all(mark in content for mark in (b"<<<<<<< ", b"=======", b">>>>>>> ")):
        return 0
    marks = list(_CONFLICT.finditer(content))
    kinds = {match[0][:1] for match in marks}
    if not {b"<", b"=", b">"} <= kinds:
        return 0
    first = next(match.start() for match in marks if match[0].startswith(b"<"))
    return content.count(b"\n", 0, first) + 1


def decode(content: bytes) -> str:
    """Return the text of a file whose encoding is not declared, with U+FFFD for what is not text in it.

    A byte order mark decides, and zero bytes tell UTF-16 and UTF-32; else it is UTF-8, or Western Windows where hardly
    anything beyond ASCII is UTF-8.
    """
    text = content.decode(json.detect_encoding(content), "replace").removeprefix("\ufeff")
    lost = text.count("\ufffd")
    if lost and 2 * lost > sum(map(len, re.findall(r"[^\x00-\x7f]+", text))):
        return content.decode("cp1252", "replace")
    return text


def without_surrogates(text: str) -> str:
    """Return the text with U+FFFD for each half of a surrogate pair, which is no character."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text

"""Canvas's "download submissions": all files in one place, `lastfirst[_LATE]_USER_FILE_originalname.ipynb`.

The first number is the student's in Canvas (the column ID of its gradebook), the second that of the file, which grows
with time. A file that is handed in again under its name becomes `originalname-1.ipynb`. Anonymous submissions begin
with `anon_CODE` in place of name and number. Texts and links end in `_text.html` and `_link.html`.
"""

import re
from pathlib import PurePosixPath

from autograder.classlist import Student
from autograder.lms.incoming.download import Download, HandIn
from autograder.lms.incoming.tree import Member, Tree
from autograder.results import Skipped

PLATFORM = "Canvas"
_NAMED = re.compile(r"(?P<name>[^\W_][\w-]*?)(?P<late>_LATE)?_(?P<id>\d+)_(?P<file>\d{3,})_(?P<original>.+)")
_ANONYMOUS = re.compile(r"(?P<name>(?P<late>LATE_)?anon)_(?P<id>[A-Za-z0-9]+)_(?P<file>\d{3,})_(?P<original>.+)")
_TYPED = re.compile(r".+_(?:text|link)\.html")
_AGAIN = re.compile(r"-\d{1,3}(?=\.\w+$)")
_GRADABLE = (".ipynb", ".py", ".zip")


def read(tree: Tree) -> Download | None:
    """Return the download, None if this is not one of Canvas's: every file to grade must be named as Canvas does."""
    found = [(member, _match(member)) for member in tree.members]
    gradable = [match for member, match in found if member.path.name.lower().endswith(_GRADABLE)]
    names = {(match["id"], match["name"]) for match in gradable if match}
    if not gradable or not all(gradable) or len(names) > len({number for number, _ in names}):
        return None  # where a number goes with two names it is a date, or what somebody made up
    hand_ins: list[HandIn] = []
    skipped = list(tree.skipped)
    late: dict[Student, None] = {}
    for member, match in found:
        if match:
            hand_ins.append(_hand_in(tree, member, match))
            if match["late"]:
                late[hand_ins[-1].student] = None
        else:
            typed = _TYPED.fullmatch(member.path.name)
            reason = "text that was typed into Canvas, not a file" if typed else "not named as Canvas names its files"
            skipped.append(Skipped(str(member.shown), reason))
    return Download(PLATFORM, tuple(hand_ins), tuple(skipped), tuple(late))


def _match(member: Member) -> re.Match[str] | None:
    if len(member.path.parts) > 1:
        return None
    return _ANONYMOUS.fullmatch(member.path.name) or _NAMED.fullmatch(member.path.name)


def _hand_in(tree: Tree, member: Member, match: re.Match[str]) -> HandIn:
    name = "" if match["name"].endswith("anon") and not match["id"].isdigit() else match["name"]
    version = int(match["file"])
    original = PurePosixPath(_AGAIN.sub("", match["original"]))
    return HandIn(Student(match["id"], name), member, str(original), str(tree.shown), PLATFORM, float(version), version)

"""Canvas's "download submissions": all files in one place, `lastfirst[_LATE]_USER_FILE_originalname.ipynb`.

The first number is the student's in Canvas (the column ID of its gradebook), the second that of the file, which grows
with time. Of a group there is one file, with the group's name and the number of the member who stands for it. A file
that is handed in again under its name becomes `originalname-1.ipynb`. Anonymous submissions begin with `anon_CODE` in
place of name and number. Texts and links end in `_text.html` and `_link.html`.

Where Canvas calls somebody late there is a deadline, and who is not called so was in time; where it calls nobody late
there may be none.
"""

import re
from collections.abc import Collection
from pathlib import PurePosixPath

from autograder.course.class_list import Student
from autograder.intake.lms.download import Download, HandIn, entries, may_be_submissions
from autograder.intake.lms.tree import Member, Tree
from autograder.results import Skipped

PLATFORM = "Canvas"
_NAMED = re.compile(r"(?P<name>[^\W_][\w-]*?)(?P<late>_LATE)?_(?P<id>\d+)_(?P<file>\d{3,})_(?P<original>.+)")
_ANONYMOUS = re.compile(r"(?P<name>(?P<late>LATE_)?anon)_(?P<id>[A-Za-z0-9]+)_(?P<file>\d{3,})_(?P<original>.+)")
_TYPED = re.compile(r".+_(?:text|link)\.html")
_AGAIN = re.compile(r"-\d{1,3}(?=\.\w+$)")


def read(tree: Tree) -> Download | None:
    """Return what fits, None if nothing does."""
    found = {member: match for member in tree.members if (match := _match(member))}
    odd = _odd(found.values())
    fitting = {member: match for member, match in found.items() if match[0] not in odd}
    if not fitting:
        return None
    in_time = 0.0 if any(match["late"] for match in fitting.values()) else None
    hand_ins = {member: _hand_in(tree, member, match, in_time) for member, match in fitting.items()}
    others = [member for member in tree.members if member not in fitting]
    typed = [member for member in others if _TYPED.fullmatch(member.path.name)]
    loose = [member for member in others if member not in typed]
    reason = "text that was typed into Canvas, not a file"
    return Download(
        PLATFORM,
        tuple(hand_ins.values()),
        (*tree.skipped, *(Skipped(str(member.shown), reason) for member in typed)),
        tuple(dict.fromkeys(hand_ins[member].student for member, match in fitting.items() if match["late"])),
        tuple(loose),
        fitting=len(entries(fitting)),
        others=len(entries(may_be_submissions(loose))),
    )


def _match(member: Member) -> re.Match[str] | None:
    if len(member.path.parts) > 1:
        return None
    return _ANONYMOUS.fullmatch(member.path.name) or _NAMED.fullmatch(member.path.name)


def _odd(found: Collection[re.Match[str]]) -> set[str]:
    """Return the file names whose numbers are not Canvas's but dates, or what somebody made up.

    A student's number goes with one name, and a file's number with one file.
    """
    names: dict[str, set[str]] = {}
    files: dict[str, set[str]] = {}
    for match in found:
        names.setdefault(match["id"], set()).add(match["name"])
        files.setdefault(match["file"], set()).add(match["id"])
    return {match[0] for match in found if len(names[match["id"]]) > 1 or len(files[match["file"]]) > 1}


def _hand_in(tree: Tree, member: Member, match: re.Match[str], in_time: float | None) -> HandIn:
    name = "" if match["name"].endswith("anon") and not match["id"].isdigit() else match["name"]
    version = int(match["file"])
    original = PurePosixPath(_AGAIN.sub("", match["original"]))
    return HandIn(
        Student(match["id"], name),
        member,
        str(original),
        str(tree.shown),
        PLATFORM,
        float(version),
        version,
        late_days=None if match["late"] else in_time,
        anonymous=not name,  # all there is is a code, the same in no other download
    )

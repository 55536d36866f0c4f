"""Moodle's "download all submissions": a folder for each student, `NAME_ID_assignsubmission_file_`.

Older versions leave out the last underscore; without "download in folders" the name is put before that of each file.
The number is the participant's in this assignment, the one that the grading worksheet calls "Participant NUMBER". Where
Moodle hides the names, all are called "Participant". Where students hand in as groups, versions before 4.0 put the
group's name before the student's, with a hyphen, and later ones make one folder for a group, `GROUP_ID_...` with the
number of the group, and without a number for those who are in none.
"""

import re
from pathlib import PurePosixPath

from autograder.course.class_list import Student, participant
from autograder.intake.lms.download import Download, HandIn, entries, may_be_submissions
from autograder.intake.lms.tree import Member, Tree
from autograder.results import Skipped

PLATFORM = "Moodle"
_MADE = "_assignsubmission_(?:file|onlinetext)"
_FIRST, _LAST = (
    re.compile(rf"(?P<name>.+?)(?:_(?P<id>\d+))?_assignsubmission_(?P<kind>file|onlinetext){further}(?:_(?P<rest>.*))?")
    for further in ("", f"(?!.*{_MADE})")
)
_HIDDEN = frozenset({"participant", "participante", "participant(e)", "teilnehmerin", "teilnehmer"})


def read(tree: Tree) -> Download | None:
    """Return what fits, None if nothing does."""
    found = [(member, _LAST.fullmatch(member.path.parts[0])) for member in tree.members]
    fitting = [(member, match) for member, match in found if match]
    if not fitting:
        return None
    loose = [member for member, match in found if match is None]
    reasons = {member: _reason(member, match) for member, match in fitting}
    return Download(
        PLATFORM,
        tuple(_hand_in(tree, member, match) for member, match in fitting if not reasons[member]),
        (*tree.skipped, *(Skipped(str(member.shown), reason) for member, reason in reasons.items() if reason)),
        loose=tuple(loose),
        fitting=len(entries(member for member, _ in fitting)),
        others=len(entries(may_be_submissions(loose))),
    )


def _reason(member: Member, match: re.Match[str]) -> str:
    """Return why nothing of this is graded, "" if it may be.

    Students choose what their files are called, and here and there what they are called themselves: whoever is called
    as another's folder is must not be taken for that one. What Moodle makes ends a folder's name; in that of a file
    either may be the student's own word.
    """
    if match["kind"] != "file":
        return "text that was typed into Moodle, not a file"
    first = _FIRST.fullmatch(member.path.parts[0])
    if len(member.path.parts) == 1 and first and first["name"] != match["name"]:
        return f"its name may be that of a file of {first['name']} or of {match['name']}; rename it, or grade it apart"
    return ""


def _hand_in(tree: Tree, member: Member, match: re.Match[str]) -> HandIn:
    inside = PurePosixPath(*member.path.parts[1:]) if len(member.path.parts) > 1 else PurePosixPath(match["rest"] or "")
    name = "" if match["name"].casefold() in _HIDDEN else " ".join(match["name"].split())
    return HandIn(
        Student(match["id"] or "", name),
        member,
        str(inside),
        str(tree.shown),
        PLATFORM,
        tree.made or None,
        called="" if name else participant(match["id"] or ""),
        groupless=not match["id"],
    )

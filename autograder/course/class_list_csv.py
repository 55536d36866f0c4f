"""Reading a class list: what Moodle, Canvas and Gradescope export, and what a person types, as CSV.

The first line names the columns; known are those for a number or login, the name (whole, or first and last), the email
address, the role, groups, the section, and when something was handed in, in the words of the systems and in a few
languages. In Moodle's worksheet the times are known by what the cells say. Other columns are passed over.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.course.class_list import ClassList, Remark, Student, id_key, participant
from autograder.course.worksheet_times import read_lateness, read_moment
from autograder.errors import AutograderError
from autograder.text.names import folded
from autograder.text.plain_text import plain
from autograder.text.reading import read_csv_text

_DELIMITERS = ",;\t|"
# The headings of each kind of column, without spaces, accents and case. Of several columns with ids the one that comes
# first here gives the student's id: the LMS's own number.
_HEADINGS = {
    "ids": "identifier canvasuserid id sid userid orgdefinedid idnumber studentid studentnumber studentno sisuserid "
    "idnummer matrikelnummer matriculationnumber matriculationno numeroetudiant numerodidentification numerodeid "
    "username login loginid sisloginid netid anmeldename nomdutilisateur nombredeusuario benutzername kennung",
    "name": "name fullname student studentname displayname vollstandigername nomcomplet nombrecompleto "
    "nombreyapellidos nomecognome nomecompleto",
    "first": "firstname first givenname forename vorname prenom nombre nome",
    "last": "lastname last surname familyname nachname nom nomdefamille apellido apellidos cognome apelido",
    "email": "email emailaddress mail emailadresse adressedecourriel courriel correo sisemail direcciondecorreo "
    "correoelectronico enderecodeemail indirizzoemail",
    "role": "role roles rolle rollen",
    "handed_in": "lastmodifiedsubmission handedin submitted submittedat submissiontime",
    "groups": "group groups groupname gruppe gruppen groupe groupes grupo grupos gruppo gruppi groep groepen grupp "
    "team teams teamname equipe grupa grupy ryhma csoport skupina группа グループ 小组",
    "section": "section sections sektion seccion sezione secao sectie",
    "status": "status statut estado stato stan stav tila durum stare estat staat ステータス 状态 статус κατασταση",
}
_STAFF = {"instructor", "teacher", "nonediting", "ta", "tas", "manager", "reader", "observer", "designer", "admin"}
_STAFF |= {"teachingassistant", "noneditingteacher", "trainer", "enseignant", "profesor", "coursecreator"}
_NOBODY = {"pointspossible", "studenttest", "teststudent", "manualposting"}  # rows of Canvas that are no student's
_PARTICIPANT = re.compile(r"[^\W\d][^\d]* (\d+)")
_NOTHING_THERE = frozenset({"-", "–", "—"})
_SHOWN = 8


def read_class_list(path: Path) -> ClassList:
    """Return the class list of the CSV file at `path`; people with a role of the staff are left out.

    Raises:
        AutograderError: it cannot be read, has no column that says who somebody is, or names somebody twice.

    """
    rows = _rows(read_csv_text(path, "The class list"), path)
    heading = rows[0][1] if rows else []
    columns = _columns(heading)
    if not any(columns[kind] for kind in ("ids", "name", "first", "last", "email")):
        shown = ", ".join(repr(name[:40]) for name in heading[:_SHOWN]) or "nothing"
        raise AutograderError(
            f"The class list {path} has no column that says who a student is (its first line has: {shown}); "
            "name the columns in the first line, for example: id,name,email."
        )
    times = _times(rows[1:], columns)
    known: dict[Student, dict[str, None]] = {}
    remarks: dict[Student, Remark] = {}
    for number, row in rows[1:]:
        _check_closed(row, columns, f"The class list {path}, line {number}")
        if found := _student(row, columns):
            student, ids = found
            remark = _remark(row, times, columns)
            before = remarks.setdefault(student, remark)
            remarks[student] = replace(before, groups=tuple(dict.fromkeys((*before.groups, *remark.groups))))
            if student in known and not (student.id or student.email):
                raise AutograderError(
                    f"The class list {path} has {student.name!r} twice, and nothing that tells the two apart; "
                    "add a column id or email."
                )
            known.setdefault(student, {}).update(dict.fromkeys(ids))
    if not known:
        raise AutograderError(f"The class list {path} names nobody; it needs a line for each student below the first.")
    _check(known, path)
    other_ids = {student: tuple(ids) for student, ids in known.items()}
    return ClassList(tuple(known), other_ids, remarks, tuple(_unread(rows[1:], times, path)))


def _rows(text: str, path: Path) -> list[tuple[int, list[str]]]:
    """Return the rows that are not empty with their line numbers, cut at the delimiter that the first line needs."""
    lines = text.splitlines()
    first = next((line for line in lines if line.strip() and not line.lower().startswith("sep=")), "")
    delimiter = max(_DELIMITERS, key=lambda mark: (_recognised(first, mark), first.count(mark)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        found = [(reader.line_num, [plain(cell).strip() for cell in row]) for row in reader]
    except csv.Error as error:
        raise AutograderError(
            f"The class list {path} cannot be read as CSV (line {reader.line_num}: {error}); save it as CSV again."
        ) from error
    return [(number, row) for number, row in found if any(row) and not row[0].lower().startswith("sep=")]


def _check_closed(row: Sequence[str], columns: Mapping[str, Sequence[int]], where: str) -> None:
    """Refuse a row whose name or id has swallowed the lines that follow, because its quotation mark is not closed."""
    who = [cell for kind in ("ids", "name", "first", "last", "email") for cell in _cells(row, columns[kind])]
    if cell := next((cell for cell in who if len(cell.splitlines()) > 1 and set(cell) & set(_DELIMITERS)), ""):
        begun = cell.splitlines()[0][:40]
        raise AutograderError(f"{where}: the quotation mark before {begun!r} is not closed in its line; correct it.")


def _recognised(line: str, delimiter: str) -> int:
    columns = _columns(next(iter(csv.reader([line], delimiter=delimiter)), []))
    return sum(len(places) for places in columns.values())


def _columns(heading: Sequence[str]) -> Mapping[str, Sequence[int]]:
    """Return for each kind of column the places where it stands, the preferred one first."""
    words = [_word(name) for name in heading]
    return {
        kind: [place for known in names.split() for place, word in enumerate(words) if word == known]
        for kind, names in _HEADINGS.items()
    }


def _word(text: str) -> str:
    return "".join(filter(str.isalnum, folded(text)))


def _student(row: Sequence[str], columns: Mapping[str, Sequence[int]]) -> tuple[Student, list[str]] | None:
    """Return the student of a row and all their ids; None for somebody of the staff, and for what is nobody."""

    def first(kind: str) -> str:
        return next(iter(_cells(row, columns[kind])), "")

    ids = [each for text in _cells(row, columns["ids"]) for each in _ids(text)]
    name = first("name") or " ".join(part for part in (first("first"), first("last")) if part)
    roles = {_word(role) for role in re.split(r"[,;/]", first("role"))}
    if _word(name) in _NOBODY or (roles & _STAFF and "student" not in roles):
        return None
    email = next((text for text in _cells(row, columns["email"]) if "@" in text), "")
    if not (ids or name or email):
        return None
    return Student(ids[0] if ids else "", _turned(" ".join(name.split())), email), ids


def _times(rows: Sequence[tuple[int, Sequence[str]]], columns: Mapping[str, Sequence[int]]) -> Sequence[int]:
    """Return the place of the column that says when something was handed in, nothing if there is none.

    In Moodle's worksheet, whatever its language, it is the first of those with nothing in them but times.
    """
    if columns["handed_in"]:
        return columns["handed_in"][:1]
    if not any(_PARTICIPANT.fullmatch(cell) for _, row in rows for cell in _cells(row, columns["ids"])):
        return ()
    for place in range(max(len(row) for _, row in rows)):
        said = {cell for _, row in rows for cell in _cells(row, [place])} - _NOTHING_THERE
        if said and all(read_moment(cell) for cell in said):
            return (place,)
    return ()


def _remark(row: Sequence[str], times: Sequence[int], columns: Mapping[str, Sequence[int]]) -> Remark:
    """Return what a row says of its student; of nothing that was handed in, a status does not say how late it is.

    A status with a date says that the student was given more time: what it says of lateness then holds, not the time.
    """
    groups = tuple(part for cell in _cells(row, columns["groups"]) for part in _parts(cell))
    remark = Remark(groups=groups, section=next(_cells(row, columns["section"]), ""))
    time = next(_cells(row, times), "")
    if times and time in {"", *_NOTHING_THERE}:
        return remark
    statuses = list(_cells(row, columns["status"]))
    late = next((days for days in map(read_lateness, statuses) if days is not None), None)
    given_more_time = any(map(read_moment, statuses))
    return replace(remark, handed_in=None if given_more_time else read_moment(time), late_days=late)


def _parts(groups: str) -> Iterator[str]:
    """Yield the groups of a cell: the whole, and where it has commas each part of it."""
    yield groups
    if "," in groups:
        yield from filter(None, (part.strip() for part in groups.split(",")))


def _unread(rows: Sequence[tuple[int, Sequence[str]]], times: Sequence[int], path: Path) -> Iterator[str]:
    """Yield a sentence on the times that cannot be read, if there are any."""
    said = [cell for _, row in rows for cell in _cells(row, times) if cell not in _NOTHING_THERE]
    if unread := [cell for cell in said if read_moment(cell) is None]:
        yield (
            f"Of {len(unread)} {'student' if len(unread) == 1 else 'students'} {path} says when they handed in, but "
            f"not so that it can be read: {unread[0][:60]!r}; write it like 2026-11-02 23:59."
        )


def _cells(row: Sequence[str], places: Sequence[int]) -> Iterator[str]:
    return (row[place] for place in places if place < len(row) and row[place])


def _ids(text: str) -> list[str]:
    """Return the number of Moodle's "Participant 1234", in any language, and that of which kind it is; else the id."""
    match = _PARTICIPANT.fullmatch(text)
    return [match[1], participant(match[1])] if match else [text]


def _turned(name: str) -> str:
    """Return "Lovelace, Ada" as "Ada Lovelace"."""
    last, comma, first = (part.strip() for part in name.partition(","))
    return f"{first} {last}" if comma and first and "," not in first else name


def _check(known: Mapping[Student, object], path: Path) -> None:
    """Raise an error when two students have one number, or nothing tells two apart."""
    seen: dict[str, Student] = {}
    for student in known:
        key = id_key(student.id) or student.email.casefold() or student.name
        other = seen.setdefault(key, student)
        if other is not student:
            raise AutograderError(
                f"The class list {path} has {student.id or student.email or student.name!r} twice, for "
                f"{other.name or other.email!r} and for {student.name or student.email!r}; correct one of the lines."
            )

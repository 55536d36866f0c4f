"""Which row of an LMS's file a mark belongs to: by id, else by email, else by the full name; never by a guess."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.course.class_list import Student, id_key
from autograder.export.graded import shown
from autograder.marks.final import FinalMark
from autograder.text.names import folded


@dataclass(frozen=True, slots=True)
class Listed:
    """A student as a file of the LMS lists them: `line` counts the table's rows, the header is 1."""

    line: int
    ids: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Matching:
    """The marks by the places of their rows in the list, and a sentence for each mark that has no row."""

    found: Mapping[int, FinalMark]
    problems: tuple[str, ...]


def match(
    listed: Sequence[Listed], marks: Sequence[FinalMark], where: str, everyone: Sequence[FinalMark] = ()
) -> Matching:
    """Find the rows of `marks` in `listed`, the students of the file that users know as `where`.

    An id must be that of one row, an email that of one row, a name that of one row and of one student of `everyone`
    (the whole class, if `marks` is only a part of it). A row that two marks claim is nobody's.
    """
    index = _Index.of(listed)
    names = Counter(key for mark in everyone or marks if mark.student and (key := _name(mark.student.name)))
    claims: dict[int, list[FinalMark]] = defaultdict(list)
    problems = []
    for mark in marks:
        places, doubt = _places(mark, index, names, where)
        if doubt:
            problems.append(f"{shown(mark)}: {doubt}")
        else:
            claims[places[0]].append(mark)
    for place, claimed in claims.items():
        if len(claimed) > 1:
            who = ", ".join(mark.submission for mark in claimed)
            problems.append(f"{who}: all are of {_row(listed[place])} in {where}; keep one of them, and grade again.")
    return Matching({place: claimed[0] for place, claimed in claims.items() if len(claimed) == 1}, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Index:
    """The places in the list by what can be looked up."""

    listed: Sequence[Listed]
    ids: Mapping[str, Sequence[int]]
    emails: Mapping[str, Sequence[int]]
    names: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, listed: Sequence[Listed]) -> "_Index":
        return cls(
            listed,
            _by(listed, lambda row: map(id_key, row.ids)),
            _by(listed, lambda row: map(_email, row.emails)),
            _by(listed, lambda row: map(_name, row.names)),
        )


def _by(listed: Sequence[Listed], keys: Callable[[Listed], Iterable[str]]) -> Mapping[str, Sequence[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(listed):
        for key in {key for key in keys(row) if key}:
            places[key].append(place)
    return places


def _places(mark: FinalMark, index: _Index, names: Mapping[str, int], where: str) -> tuple[Sequence[int], str]:
    """Return the one place of a mark, or why there is none and what to do."""
    student = mark.student
    if student is None or not (student.id or student.email or student.name):
        return (), "no student is known for it; grade the download of the LMS, or give the class list to `grade`."
    same_id = index.ids.get(id_key(student.id), ())
    if fitting := [place for place in same_id if not _contradicts(index.listed[place], student)]:
        return fitting, _ambiguous(fitting, index, f"the id {student.id}", where)
    if places := index.emails.get(_email(student.email), ()):
        return places, _ambiguous(places, index, f"the address {student.email}", where)
    if places := index.names.get(_name(student.name), ()):
        if names[_name(student.name)] > 1:
            return (), f"not the only one of the class who is called {student.name}; add ids to the class list."
        return places, _ambiguous(places, index, f"the name {student.name}", where)
    if same_id:
        row = _row(index.listed[same_id[0]])
        return (), f"its id is that of {row} in {where}, who has another name; check the class list."
    return (), f"not in {where}; enter the mark by hand, or check that it is the file of this course."


def _ambiguous(places: Sequence[int], index: _Index, key: str, where: str) -> str:
    if len(places) == 1:
        return ""
    rows = ", ".join(_row(index.listed[place]) for place in places)
    return f"{key} is that of {len(places)} rows of {where} ({rows}); enter the mark by hand."


def _contradicts(row: Listed, student: Student) -> bool:
    """Tell whether a row with the student's id must be somebody else's: another email, and nothing alike in the names.

    An LMS has several kinds of numbers. Names are compared only where both are in Latin letters: people write theirs in
    more than one alphabet.
    """
    if student.email and _email(student.email) in map(_email, row.emails):
        return False
    ours, theirs = _plain(student.name), [_plain(known) for known in row.names]
    return bool(ours and theirs) and all(
        known and (known + ours).isascii() and not _alike(ours, known) for known in theirs
    )


def _alike(one: str, other: str) -> bool:
    """Tell whether a word of one name occurs in the other, where spaces may have been lost."""
    return any(
        word in (whole.replace(" ", "") if len(word) > 1 else whole.split())
        for words, whole in ((one, other), (other, one))
        for word in words.split()
    )


def _row(row: Listed) -> str:
    return f"{row.shown or 'somebody'} (row {row.line})"


def _email(text: str) -> str:
    return text.strip().casefold()


def _name(text: str) -> str:
    """Return a name as it is compared: the same letters, whichever way accents and spaces are stored."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _plain(name: str) -> str:
    """Return a name in small letters without accents and signs, words apart."""
    return " ".join("".join(char if char.isalnum() else " " for char in folded(name)).split())

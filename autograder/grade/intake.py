"""From the paths of a call to the list of submissions: which files are one, whose each is, what is skipped and why."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath

from autograder.classlist import ClassList, Student
from autograder.errors import AutograderError
from autograder.grade.choosing import choose
from autograder.grade.matching import match
from autograder.grade.prepare import read_content
from autograder.grade.walk import SUFFIXES, identity, judge, unique_names, walk
from autograder.lms.incoming import Download, HandIn, Tree, platform_of, read_download
from autograder.lms.incoming.tree import File, Member, Source
from autograder.results import Skipped, natural_key

__all__ = ["SUFFIXES", "Intake", "Submission", "gather"]


_MOST_FOR_A_REASON = 200


@dataclass(frozen=True, slots=True)
class Submission:
    """A file to grade, under the name that results and reports give it; `content` is its bytes once it was read.

    `source` gives the bytes of one that is no file of this machine, whose `path` is then only for people, but for its
    ending. The rest is what the LMS or the class list says of it, None when neither says anything.
    """

    id: str
    path: Path
    content: bytes | None = field(default=None, repr=False)
    source: Source | None = field(default=None, repr=False)
    student: Student | None = None
    handed_in: datetime | None = None
    late_days: float | None = None

    def read(self) -> bytes:
        """Return the bytes.

        Raises:
            NotGradable: they cannot be had; the text says what the student should do.

        """
        if self.content is not None:
            return self.content
        return read_content(self.path) if self.source is None else self.source.read()


@dataclass(frozen=True, slots=True)
class Intake:
    """What was found: the submissions sorted by id, and the files that are not one.

    `missing` are the students of the class list of whom there is nothing, and `notes` what the instructor must know.
    """

    submissions: tuple[Submission, ...]
    skipped: tuple[Skipped, ...]
    missing: tuple[Student, ...] = ()
    notes: tuple[str, ...] = ()


def gather(
    paths: Sequence[Path],
    *,
    support_files: Collection[str] = (),
    class_list: ClassList | None = None,
    assignment: str | None = None,
) -> Intake:
    """Return the submissions at `paths`: files, folders with everything below them, and downloads of an LMS.

    A zip or a folder that is named itself may be a download of Moodle, Canvas or Gradescope: one submission for each
    student comes of it, the newest attempt. In any other folder every file is a submission. Hidden files, `tests`
    folders and what macOS and Jupyter leave behind are passed over in silence. A script with the name of one of the
    assignment's `support_files`, or one in a subfolder beside a notebook, is skipped with a reason, like everything
    else that is not a notebook, a script or a zip. Ids are file names, or the shortest paths that tell files of one
    name apart, and in a download the student's name and number.

    With a `class_list` every file must be of exactly one of its students. `assignment` is the name by which one of
    several notebooks of a student may be the one that counts.

    Raises:
        AutograderError: a path does not exist, a download is damaged, or there is nothing to grade.

    """
    found = _Found()
    for path in paths:
        if not path.exists():
            raise AutograderError(f"There is no file or folder {path}; check the path of the submissions.")
        found.add(path, support_files)
    by_class_list = class_list is not None
    matched = match([*found.of_platforms(), *(found.named() if by_class_list else ())], class_list)
    submissions = [] if by_class_list else [Submission(file.name, file.shown) for file in found.named()]
    skipped = [*found.skipped, *matched.skipped]
    for hand in matched.hands:
        chosen = choose(hand.files, hand.student.label, assignment, support_files)
        skipped += chosen.skipped
        if chosen.file is not None:
            submissions.append(_submission(chosen.file))
    submissions, clashing = _apart(submissions)
    skipped += clashing
    if not submissions:
        raise AutograderError(_nothing(paths, skipped))
    return Intake(
        tuple(sorted(submissions, key=lambda submission: natural_key(submission.id))),
        tuple(_folded(skipped)),
        tuple(each for each in class_list.students if each not in matched.accounted) if class_list else (),
        tuple(found.notes()),
    )


@dataclass(slots=True)
class _Found:
    """What is at the paths of a call: downloads of platforms, and other files by what tells them apart."""

    downloads: list[tuple[Path, Download]] = field(default_factory=list)
    files: dict[Path, tuple[Path, PurePosixPath]] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)

    def add(self, path: Path, support_files: Collection[str]) -> None:
        """Take in what is at one path."""
        is_folder = path.is_dir()
        tree = Tree.of_folder(path) if is_folder else Tree.of_zip(path) if path.suffix.lower() == ".zip" else None
        download = read_download(tree) if tree else None
        if download:
            self.downloads.append((path, download))
            self.skipped += download.skipped
            return
        for file, reason in walk(path, support_files) if is_folder else [judge(path.resolve())]:
            if reason or (reason := _download_within(file, path)):
                self.skipped.append(Skipped(str(file), reason))
            else:
                inside = PurePosixPath(file.relative_to(path)) if is_folder else PurePosixPath(path.name)
                self.files.setdefault(identity(file), (file, inside))

    def of_platforms(self) -> Iterator[HandIn]:
        """Yield the files of the downloads."""
        for _, download in self.downloads:
            yield from download.hand_ins

    def named(self) -> list[HandIn]:
        """Return the other files, which say by nothing but their names whose they are."""
        names = unique_names([file for file, _ in self.files.values()])
        return [
            HandIn(Student(""), Member(inside, file, File(file)), str(inside), "", name=name)
            for name, (file, inside) in zip(names, self.files.values(), strict=True)
        ]

    def notes(self) -> Iterator[str]:
        """Yield what was taken for a download, and what the platform says that a person must act on."""
        for path, download in self.downloads:
            students = len({file.student for file in download.hand_ins})
            yield f"{path} was read as {download.platform}'s download of {students} students."
            if download.late:
                names = ", ".join(student.label for student in download.late)
                yield (
                    f"{download.platform} calls late, without saying by how much: {names}. "
                    "Give the days with autograder marks late."
                )


def _download_within(file: Path, root: Path) -> str:
    """Return the reason why a zip among the files of a folder is not graded: it seems to be a platform's download.

    It may have been made by a student, in whose hands it must not decide what is whose.
    """
    if file == root or file.suffix.lower() != ".zip":
        return ""
    tree = Tree.of_zip(file)
    platform = platform_of(tree) if tree else None
    return f"it looks like a download of {platform}; name the zip itself to grade it" if platform else ""


def _submission(file: HandIn) -> Submission:
    return Submission(
        file.name or file.student.label,
        file.shown,
        source=file.member.source,
        student=file.student,
        handed_in=file.handed_in,
        late_days=file.late_days,
    )


def _apart(submissions: Sequence[Submission]) -> tuple[list[Submission], list[Skipped]]:
    """Return the submissions whose ids are their own, and those that cannot be told apart."""
    times = Counter(submission.id for submission in submissions)
    clashing = [
        Skipped(str(each.path), f"another submission is called {each.id!r} as well; grade the two apart")
        for each in submissions
        if times[each.id] > 1
    ]
    return [submission for submission in submissions if times[submission.id] == 1], clashing


def _folded(skipped: Sequence[Skipped]) -> Iterator[Skipped]:
    """Yield what was skipped, of thousands for one reason only the first."""
    times = Counter(item.reason for item in skipped)
    met: Counter[str] = Counter()
    for item in skipped:
        met[item.reason] += 1
        if met[item.reason] <= _MOST_FOR_A_REASON:
            yield item
        elif met[item.reason] == times[item.reason]:
            yield Skipped(item.path, f"{item.reason} (and {met[item.reason] - _MOST_FOR_A_REASON - 1:,} more)")


def _nothing(paths: Sequence[Path], skipped: Sequence[Skipped]) -> str:
    why = f" Skipped was, for example, {skipped[0].path}: {skipped[0].reason}." if skipped else ""
    return (
        f"Found nothing to grade in {', '.join(map(str, paths))}; name notebooks (.ipynb), scripts (.py), zips, "
        f"folders that hold some, or the download of an LMS.{why}"
    )

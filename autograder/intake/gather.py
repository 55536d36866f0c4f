"""From the paths of a call to the list of submissions: which files are one, whose each is, what is skipped and why."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from autograder.course.class_list import ClassList, Student
from autograder.errors import AutograderError
from autograder.intake.choosing import choose
from autograder.intake.contents import Kind, is_notebook, kind_of, meant
from autograder.intake.lms import Download, HandIn, Tree, partly, platform_of, read_download
from autograder.intake.lms.tree import File, Member
from autograder.intake.matching import Matched, match
from autograder.intake.notebooks import NotGradable
from autograder.intake.several import MOST, OLDER
from autograder.intake.submission import Intake, Submission
from autograder.intake.walk import NOT_A_SUBMISSION, NOT_GRADABLE, identity, judge, unique_names, walk
from autograder.intake.zips import passed_over
from autograder.results import Skipped
from autograder.text.numbers import natural_key
from autograder.text.plain_text import readable

_MOST_FOR_A_REASON = 200


def gather(
    paths: Sequence[Path],
    *,
    support_files: Collection[str] = (),
    class_list: ClassList | None = None,
    assignment: str | None = None,
) -> Intake:
    """Return the submissions at `paths`: files, folders with everything below them, and downloads of an LMS.

    A zip or a folder that is named itself may be a download of Moodle, Canvas or Gradescope, if nearly all of it is as
    the platform makes it: one submission for each student comes of it, the newest attempt, and what does not fit is
    graded as it stands. In any other folder every notebook, script and zip is a submission, and a zip of a whole class
    is such a folder. Hidden files, `tests` folders and what macOS and Jupyter leave behind are passed over in silence.
    A script with the name of one of the assignment's `support_files`, or one in a subfolder beside a notebook, is
    skipped with a reason, like everything else that is not a notebook, a script or a zip. Ids are file names, or the
    shortest paths that tell files of one name apart, and in a download the student's name and number.

    With a `class_list` every file must be of exactly one of its students; who has nothing but what cannot be graded
    gets a submission that is turned away. `assignment` is the name by which one of several notebooks of a student may
    be the one that counts.

    Raises:
        AutograderError: a path does not exist, a download is damaged, or there is nothing to grade.

    """
    found = _Found()
    for path in paths:
        if not path.exists():
            raise AutograderError(f"There is no file or folder {path}; check the path of the submissions.")
        found.add(path, support_files)
    named, others = found.named(), found.others()
    matched = match([*found.of_platforms(), *((*named, *others) if class_list else ())], class_list)
    submissions = [] if class_list else [_submission(file) for file in named]
    skipped = [*found.skipped, *matched.skipped]
    if not class_list:
        skipped += [Skipped(str(file.shown), file.reason) for file in others]
    for hand in matched.hands:
        chosen = choose(hand.files, hand.student.label, assignment, support_files)
        skipped += chosen.skipped
        if chosen.file is not None:
            submissions.append(_submission(chosen.file))
    skipped += [item for submission in submissions for item in _passed_over(submission, assignment)]
    submissions, clashing = _apart(submissions)
    skipped += clashing
    if not submissions:
        raise AutograderError(_nothing(paths, skipped))
    return Intake(
        tuple(sorted(submissions, key=lambda submission: natural_key(submission.id))),
        tuple(_folded(skipped)),
        _missing(class_list, matched),
        (*found.notes(_of_teams(matched)), *matched.notes, *(class_list.notes if class_list else ())),
    )


def _of_teams(matched: Matched) -> dict[Path, str]:
    """Return the teams of the files that are a team's."""
    return {file.shown: file.team for hand in matched.hands for file in hand.files if file.team}


def _missing(class_list: ClassList | None, matched: Matched) -> tuple[Student, ...]:
    """Return the students of whom there is nothing for certain."""
    if class_list is None or matched.anonymous:
        return ()
    return tuple(each for each in class_list.students if each not in matched.accounted)


@dataclass(slots=True)
class _Found:
    """What is at the paths of a call: downloads of platforms, and other files by what tells them apart.

    Of a file there is a reason when it is not graded, unless nothing else of its student is there.
    """

    downloads: list[tuple[Path, Download]] = field(default_factory=list)
    files: dict[Path, tuple[Member, str]] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def add(self, path: Path, support_files: Collection[str]) -> None:
        """Take in what is at one path."""
        is_folder = path.is_dir()
        tree = Tree.of_folder(path) if is_folder else Tree.of_zip(path) if meant(path.name) == ".zip" else None
        download = read_download(tree) if tree else None
        if tree and download:
            self._add_download(path, download, support_files)
        elif tree and not is_folder and _is_class(tree):
            self.said.append(f"{path} holds more than {MOST} notebooks, and was read as a folder of submissions.")
            self._add_members(tree.members, support_files)
        else:
            for file, reason in walk(path, support_files) if is_folder else [judge(path.resolve())]:
                inside = PurePosixPath(file.relative_to(path)) if is_folder else PurePosixPath(path.name)
                self._add(Member(inside, file, File(file)), reason or _download_within(file, path))
        if tree and not download and (is_folder or _is_class(tree)):
            self.said += _named_as(path, tree)

    def _add_download(self, path: Path, download: Download, support_files: Collection[str]) -> None:
        self.downloads.append((path, download))
        self.skipped += download.skipped
        self._add_members(download.loose, support_files)

    def _add_members(self, members: Iterable[Member], support_files: Collection[str]) -> None:
        for member in members:
            is_of_assignment = meant(member.path.name) == ".py" and member.path.name in {*support_files, "__init__.py"}
            may_be = meant(member.path.name) or is_notebook(member.source.head())
            self._add(member, NOT_A_SUBMISSION if is_of_assignment else "" if may_be else NOT_GRADABLE)

    def _add(self, member: Member, reason: str) -> None:
        self.files.setdefault(identity(member.shown), (member, reason))

    def of_platforms(self) -> Iterator[HandIn]:
        """Yield the files of the downloads."""
        for _, download in self.downloads:
            yield from download.hand_ins

    def named(self) -> list[HandIn]:
        """Return the other files that may be graded, which say by nothing but their names whose they are."""
        members = [member for member, reason in self.files.values() if not reason]
        names = unique_names([member.shown for member in members])
        return [
            HandIn(Student(""), member, str(member.path), "", name=name)
            for name, member in zip(names, members, strict=True)
        ]

    def others(self) -> list[HandIn]:
        """Return the files that are not graded."""
        return [
            HandIn(Student(""), member, str(member.path), "", name=member.path.name, reason=reason)
            for member, reason in self.files.values()
            if reason
        ]

    def notes(self, of_teams: Mapping[Path, str]) -> Iterator[str]:
        """Yield what was taken for a download, and what the platform says that a person must act on."""
        for path, download in self.downloads:
            # a platform that knows of teams itself names every member
            as_team = {file for file in download.hand_ins if file.shown in of_teams and not file.team}
            teams = {of_teams[file.shown] for file in as_team}
            students = {file.student for file in download.hand_ins if file not in as_team}
            counts = ((len(teams), "team"), (len(students), "student"))
            said = " and ".join(f"{count} {what}{'s' * (count != 1)}" for count, what in counts if count)
            loose = len([member for member in download.loose if meant(member.path.name)])
            rest = f" What did not fit is graded as it stands: {_files(loose)}." if loose else ""
            yield f"{path} was read as {download.platform}'s download of {said}.{rest}"
            if download.late:
                names = ", ".join(student.label for student in download.late)
                yield (
                    f"{download.platform} calls late, without saying by how much: {names}. "
                    "Give the days with autograder marks late."
                )
        yield from self.said


def _files(number: int) -> str:
    return f"{number} {'file' if number == 1 else 'files'}"


def _is_class(tree: Tree) -> bool:
    """Tell whether a zip that is no download holds the work of a class: more than a student may have to choose from."""
    return sum(meant(member.path.name) in {".ipynb", ".zip"} for member in tree.members) > MOST


def _named_as(path: Path, tree: Tree) -> Iterator[str]:
    """Yield what to know of a folder in which some is named as a platform names it, but not nearly all."""
    found = partly(tree)
    if found:
        named = " and ".join(f"{each.fitting} as {each.platform} names them" for each in found)
        yield (
            f"{path} was read as a folder of submissions, each graded as it stands: of its entries only {named}. Put "
            "what a platform gave into a folder of its own if students' names are to be read from it."
        )


def _passed_over(submission: Submission, assignment: str | None) -> Iterator[Skipped]:
    """Yield which notebooks of a zip do not count."""
    if meant(submission.path.name) != ".zip":
        return
    with suppress(NotGradable):
        content = submission.read()
        if kind_of(submission.path.name, content) is Kind.ZIP:
            main, others = passed_over(content, assignment)
            for name, reason in others.items():
                said = f"{OLDER}; {main} counts" if reason == OLDER else reason
                yield Skipped(str(submission.path / name), said)


def _download_within(file: Path, root: Path) -> str:
    """Return the reason why a zip among the files of a folder is not graded: it seems to be a platform's download.

    It may have been made by a student, in whose hands it must not decide what is whose.
    """
    if file == root or meant(file.name) != ".zip":
        return ""
    tree = Tree.of_zip(file)
    platform = platform_of(tree) if tree else None
    return f"it looks like a download of {platform}; name the zip itself to grade it" if platform else ""


def _submission(file: HandIn) -> Submission:
    return Submission(
        file.name or file.student.label,
        file.shown,
        source=file.member.source,
        **file.said | {"student": file.student if file.student.label else None},
    )


def _apart(submissions: Sequence[Submission]) -> tuple[list[Submission], list[Skipped]]:
    """Return the submissions whose ids are their own in a gradebook, and those that cannot be told apart there."""
    times = Counter(readable(submission.id) for submission in submissions)
    clashing = [
        Skipped(str(each.path), f"another submission is called {each.id!r} as well; grade the two apart")
        for each in submissions
        if times[readable(each.id)] > 1
    ]
    return [submission for submission in submissions if times[readable(submission.id)] == 1], clashing


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

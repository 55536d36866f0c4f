"""What the reader of a page has before its first command."""

import shutil
import sys
from pathlib import Path

from tests.harness.conftest import ROOT
from tests.harness.docs.moodle import write_submissions, write_worksheet

# Pages that need nothing but the package; the others grade, and so need the jail.
WITHOUT_JAIL = frozenset({"docs/cluster.md", "docs/scale.md"})
FROM_SCRATCH = frozenset({"docs/writing-an-assignment.md"})
COURSE = ("solutions", "tests/otter", "data", "assignment")
CLASS = ("s13_overflow.ipynb", "s17_half_done.ipynb", "s18_untouched.ipynb", "s22_truncated.ipynb")


def prepare(page: str, folder: Path, scratch: Path) -> dict[str, str]:
    """Make the folder in which the reader of the page sits; return what the environment has besides.

    That is `HANDS`, scripts that do what a person does by hand, and `WITHOUT_BUBBLEWRAP`, a path on which it is not.

    Some pages begin with nothing but the installed package, which is a copy here, so that nothing of this project's
    own course is within its reach; the others in a copy of the course, with submissions.
    """
    folder.mkdir()
    bare = scratch / "bare"
    bare.mkdir()
    (bare / "autograder").symlink_to(Path(sys.executable).parent / "autograder")
    environment = {"HANDS": str(Path(__file__).with_name("hands")), "WITHOUT_BUBBLEWRAP": str(bare)}
    if page in FROM_SCRATCH:
        shutil.copytree(ROOT / "autograder", scratch / "installed" / "autograder")
        return environment | {"PYTHONPATH": str(scratch / "installed")}
    for name in COURSE:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "submissions").mkdir()
    for name in CLASS:
        shutil.copyfile(ROOT / "examples" / "binary_mlp" / name, folder / "submissions" / name)
    write_submissions(folder / "moodle.zip", ROOT / "examples" / "binary_mlp")
    write_worksheet(folder / "worksheet.csv", maximum=45)
    return environment

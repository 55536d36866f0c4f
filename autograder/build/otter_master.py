"""A master notebook that is written for `otter assign`, built as it stands."""

import tempfile
from pathlib import Path

from autograder.build.release import Release, replace_all
from autograder.engine import otter_adapter
from autograder.errors import AutograderError

MASTERS = (".ipynb", ".rmd", ".qmd")


def build_master(master: Path, out: Path) -> Release:
    """Have otter assign build `master` into `out/NAME`, NAME being that of the file, replacing what is there.

    Raises:
        AutograderError: it is not there, not in Python, or otter cannot make sense of it, or makes no zip of it.

    """
    if not master.is_file():
        raise AutograderError(f"There is no master notebook {master}; check the path, or name an assignment.")
    if master.suffix.lower() != ".ipynb":
        raise AutograderError(
            f"{master} is R Markdown, and only Python can be graded here; build it with otter assign."
        )
    target = out.resolve() / master.stem
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch, "made")
        otter_adapter.assign(master.resolve(), made)
        zips = sorted((made / "autograder").glob("*.zip"))
        if len(zips) != 1:
            raise AutograderError(
                f"otter assign makes no autograder.zip of {master}; take `generate: false` out of it."
            )
        parts = [Path(scratch, name) for name in ("student", "solution", "autograder.zip")]
        zips[0].rename(parts[2])
        (made / "autograder").rename(parts[1])
        (made / "student").rename(parts[0])
        replace_all(target, parts)
    return Release(target / "student", target / "solution" / master.name, target / "autograder.zip")

"""Everything that touches otter-grader, pinned to version 7: its imports are slow and its insides move.

Otter changes the working directory, prints, and logs; each function here says what its callers need to know of that.
"""

import json
from pathlib import Path

from autograder.errors import AutograderError

# ---- releasing: otter assign, otter generate ----


def assign(master: Path, out: Path) -> None:
    """Run `otter assign` on the notebook `master`: writes `out/student/` and `out/autograder/`.

    Otter changes the working directory of the process while it runs.

    Raises:
        AutograderError: otter cannot make sense of the notebook.

    """
    from otter.assign import main as otter_assign

    try:
        otter_assign(str(master), str(out), no_pdfs=True, no_run_tests=True)
    except Exception as error:
        raise AutograderError(f"otter assign cannot read the notebook {master.stem}: {error}") from error


def generate(tests: Path, out: Path, *, seed: int) -> None:
    """Run `otter generate`: writes the autograder zip `out` with the test files of the folder `tests`.

    `seed` seeds numpy's and Python's random generators before each cell of a submission.
    """
    from otter.generate import main as otter_generate

    config = out.with_suffix(".json")
    config.write_text(json.dumps({"lang": "python", "seed": seed}), encoding="utf-8")
    otter_generate(
        tests_dir=str(tests), output_path=str(out), config=str(config), no_requirements=True, no_environment=True
    )

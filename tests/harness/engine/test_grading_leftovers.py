"""A turn leaves nothing behind on the trusted side, where it could come up in the next one."""

import gc
import json
import sys
import warnings
import zipfile

from autograder.engine.grading import SubmissionRun
from autograder.engine.jail import Jail
from autograder.engine.prepared import Prepared
from autograder.engine.suite import load_suite
from autograder.engine.unpacking import unpack
from tests.harness.jails import needs_jail

pytestmark = needs_jail

TEST = """
from otter.test_files import test_case

OK_FORMAT = False
name = "double"


@test_case(hidden=True)
def test_double(double):
    assert double(2) == 4
"""
CELLS = (
    "import otter, time\ngrader = otter.Notebook('tiny.ipynb')",
    "time.sleep(0.9)  # long enough for a copy to be kept\ndef double(x):\n    return 2 * x",
    "grader.check('double')",
)


def test_no_connection_is_forgotten(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", [*sys.path])
    with zipfile.ZipFile(tmp_path / "autograder.zip", "w") as archive:
        archive.writestr("tests/double.py", TEST)
        archive.writestr("assignment.json", json.dumps({"name": "tiny", "student_files": []}))
    unpack(tmp_path / "autograder.zip", tmp_path)
    suite = load_suite(tmp_path)
    gc.collect()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with Jail.start(preload=("numpy",)) as jail:
            run = SubmissionRun(suite, jail, Prepared(CELLS, {}), 1)
            graded = run.grade()
            del run
            gc.collect()
    assert [verdict for verdict, _ in graded.questions["double"]] == ["passed"]
    assert [str(warning.message) for warning in caught if warning.category is ResourceWarning] == []

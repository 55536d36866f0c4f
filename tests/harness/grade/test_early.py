"""What a run begins before it knows what it is for, and what is left of it."""

import psutil
import pytest

from autograder.errors import AutograderError
from autograder.grade.early import GRADEBOOK, Early
from autograder.grade.options import RunOptions
from autograder.grade.run import grade_class


@pytest.fixture
def options(tmp_path):
    """Return options of a run into the folder `out`, with changes."""
    (tmp_path / "out").mkdir()
    return lambda **changes: RunOptions(
        **{"paths": [tmp_path], "assignment": "tiny", "out": tmp_path / "out", "isolation": "bubblewrap"} | changes
    )


@pytest.mark.parametrize("gradebook", [False, True])
def test_a_worker_starts_where_there_can_be_no_earlier_results_and_goes_with_the_run(options, gradebook):
    asked = options(resume=not gradebook)
    if gradebook:
        (asked.out / GRADEBOOK).touch()
    with Early.begun(asked) as early:
        assert early.blank is not None
        assert early.blank.process.poll() is None
        assert early.blank.folder.is_dir()
    assert early.blank.process.poll() is not None
    assert not early.blank.folder.exists()


@pytest.mark.parametrize(
    "changes", [{"isolation": "none"}, {"cluster": "tcp://head:8786"}, {"gradebook": "sqlite:///elsewhere.db"}, {}]
)
def test_no_worker_starts_where_it_may_not_be_wanted(options, changes):
    asked = options(**changes)
    if not changes:
        (asked.out / GRADEBOOK).touch()
    with Early.begun(asked) as early:
        assert early.blank is None


def test_a_wrong_call_leaves_no_worker_behind(options):
    before = set(psutil.Process().children(recursive=True))  # other tests may have shared workers
    with pytest.raises(AutograderError, match="nowhere"):
        grade_class(options(assignment="nowhere.zip"))
    after = set(psutil.Process().children(recursive=True)) - before
    assert not [each for each in after if "worker" in " ".join(each.cmdline())]

"""A trusted worker that was started before it was known what it is for."""

import pytest

from autograder.engine.unpacking import unpack
from autograder.errors import EngineError
from autograder.grader.blank import started_early
from autograder.grader.pool import Worker
from tests.harness.jails import needs_bubblewrap, needs_landlock


@pytest.fixture
def worker_of(tiny_zip):
    """Return a worker on the tiny suite that is made of a blank one with the wall `early`, and must have another."""

    def make(early, wall):
        with started_early(early, ()) as blank:
            unpack(tiny_zip, blank.folder)
            worker = Worker(blank.folder, {}, wall=wall, blank=blank)
            worker.get_warm()
            return worker

    return make


@needs_bubblewrap
def test_it_describes_the_suite_that_it_is_told_of_later(worker_of):
    assert [question["name"] for question in worker_of("auto", "bubblewrap").questions] == ["q1", "q2"]


@needs_landlock
def test_it_grades_behind_no_other_wall_than_the_one_that_is_reported(worker_of):
    with pytest.raises(EngineError, match="bubblewrap was there, and is not any more"):
        worker_of("landlock", "bubblewrap")

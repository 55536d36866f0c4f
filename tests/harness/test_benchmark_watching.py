"""The benchmark tells the processes of submissions from the graders' own, whose copies run the same words."""

from benchmarks.watching import GRADER, is_grader, is_submission

WARM = ["python", "-P", "-c", "serve()"]
WORKER = ["python", "-P", "-m", GRADER, "auto"]
BWRAP = ["/usr/bin/bwrap", "--", *WARM]


def test_a_fork_of_the_warm_interpreter_is_a_submission_and_a_copy_of_a_grader_is_none():
    assert is_submission(WARM, WARM)
    assert not is_submission(WARM, BWRAP)  # the warm interpreter itself
    assert not is_submission(BWRAP, BWRAP)
    assert not is_submission(WORKER, WORKER)
    assert is_grader(WORKER)
    assert not is_grader(WARM)

"""What is said of what happened to a cluster."""

from autograder.cluster.workers import History


def told(workers=("a", "b"), seconds=None, restarts=0):
    """Return what is said of a cluster that began with the workers a and b."""
    history = History(frozenset("ab"), restarts)
    for worker, taken in (seconds or {}).items():
        for each in taken:
            history.add({"outcome": "graded", "worker": worker, "seconds": each})
    return list(history.notes(workers))


def test_nothing_is_said_where_nothing_happened():
    assert told(seconds={"a": [1.0] * 5, "b": [2.0] * 5}) == []


def test_a_worker_that_has_gone_is_said_in_one_line():
    assert told(workers=["a", "c"]) == [
        "1 of 2 workers of the cluster left during the run; what they had not finished was graded by others."
    ]


def test_a_restart_is_said_once_and_not_the_workers_that_went_with_it():
    assert told(workers=["c", "d"], restarts=2) == [
        "The cluster's scheduler was started again 2 times; what it had not finished was sent again."
    ]


def test_a_slow_worker_is_named_with_how_slow_it_was():
    assert told(seconds={"a": [1.0] * 6, "b": [8.0] * 5}) == [
        "The cluster's worker b took 8 times as long as the others; limits count CPU time, so no mark depends on that."
    ]


def test_a_few_submissions_do_not_make_a_worker_slow():
    assert told(seconds={"a": [1.0] * 6, "b": [8.0] * 4}) == []

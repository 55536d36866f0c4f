"""A cluster that cannot be used: one sentence that says why, exit status 3; and one that fails in the middle."""

import socket
import sys

import pytest

from autograder.cluster.connection import ClusterUnavailable, connect
from autograder.errors import AutograderError, EngineError, JailUnavailable
from tests.harness.graded import grade

distributed = pytest.importorskip("distributed", reason="needs the extra `dask`")

GRADED = {"outcome": "graded", "worker": "tcp://a", "seconds": 1.0}


def refusal(address: str, **options: float) -> str:
    with pytest.raises(ClusterUnavailable) as caught, connect(address, **options):
        pass
    assert caught.value.exit_status == 3
    return str(caught.value)


def test_without_distributed_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert "pip install 'scratchgrade[dask]'" in refusal("tcp://localhost:8786")


def test_an_address_that_does_not_answer():
    with socket.socket() as listening:  # takes the call, and says nothing
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        assert f"answers at tcp://127.0.0.1:{port} within 1 s" in refusal(f"tcp://127.0.0.1:{port}", answer_s=1)


@pytest.mark.parametrize("address", ["nonsense://x", "tcp://no host:1", ""])
def test_an_address_that_is_none(address):
    assert "No dask scheduler answers" in refusal(address, answer_s=1)


def test_only_the_sealed_engine_grades_on_a_cluster(assignment, submissions, tmp_path):
    with pytest.raises(AutograderError, match="leave out --isolation none"):
        grade(
            [submissions],
            assignment_zip=assignment,
            assignment_name="tiny",
            out=tmp_path,
            isolation="none",
            cluster="tcp://localhost:8786",
        )


class Cluster:
    """Plays a dask client: `answers` are what its futures give one after the other, by the worker they went to."""

    def __init__(self, *answers, versions=None, described=None):
        self.answers = list(answers)
        self.versions, self.described = versions, described
        self.asked = []
        self.cancelled = []
        self.schedulers = ["first"]  # their ids: the last is there, or the connection is lost for good
        self.status = "running"
        self.handed_out = 0

    def scheduler_info(self):
        return {"id": self.schedulers[0]}

    def register_plugin(self, station, name):
        self.handed_out += 1

    def nthreads(self):
        return {"tcp://a": 2, "tcp://b": 2}

    def run(self, function, *arguments, on_error="raise"):
        return self.versions if function.__name__ == "software" else self.described

    def submit(self, function, run, content, suffix, seed, secret, *, key, pure, workers):
        self.asked.append(workers)
        return Future(self.answers.pop(0))

    def cancel(self, futures, force):
        self.cancelled += futures


class Future:
    def __init__(self, answer):
        self.answer = answer

    def result(self, timeout):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def unavailable(worker):
    return {"outcome": "unavailable", "cause": "no bubblewrap", "status": 3, "worker": worker}


@pytest.fixture
def ask(tmp_path):
    """Return a function that has one submission graded on a played cluster."""
    from autograder.cluster.workers import ClusterWorkers

    path = tmp_path / "submission.ipynb"
    path.write_bytes(b"{}")
    return lambda cluster: ClusterWorkers(cluster, "run").grade(path, seed=1)


@pytest.mark.parametrize(
    ("versions", "words"),
    [
        (lambda ours: ours | {"numpy": "0.1"}, "numpy 0.1"),
        (lambda ours: ours | {"scratchgrade": "0.0.1"}, "scratchgrade 0.0.1"),
        (lambda ours: ModuleNotFoundError("No module named 'autograder'"), "No module named 'autograder'"),
    ],
)
def test_other_software_on_a_worker_is_refused(versions, words):
    from autograder.cluster.connection import check_software
    from autograder.cluster.station import software

    answers = {"tcp://a": software(), "tcp://b": versions(software())}
    with pytest.raises(ClusterUnavailable, match="tcp://b") as caught:
        check_software(Cluster(versions=answers))
    assert words in str(caught.value)


def test_a_worker_without_a_jail_is_named_before_anything_is_graded():
    from autograder.cluster.workers import ClusterWorkers

    described = {"tcp://a": {"outcome": "described", "questions": []}, "tcp://b": unavailable("tcp://b")}
    with pytest.raises(JailUnavailable, match="tcp://b: no bubblewrap") as caught:
        ClusterWorkers(Cluster(described=described), "run").describe()
    assert caught.value.exit_status == 3


def test_a_worker_that_turns_out_to_have_no_jail_is_passed_over(ask):
    cluster = Cluster(unavailable("tcp://a"), GRADED)
    assert ask(cluster) == GRADED
    assert cluster.asked == [None, ["tcp://b"]]


def test_when_no_worker_has_a_jail_any_more_it_says_so(ask):
    with pytest.raises(JailUnavailable, match="no bubblewrap"):
        ask(Cluster(unavailable("tcp://a"), unavailable("tcp://b")))


def test_a_submission_over_which_workers_die_again_and_again_is_given_up(ask):
    from autograder.cluster.workers import SubmissionLost

    with pytest.raises(SubmissionLost, match="4 workers"):
        ask(Cluster(distributed.KilledWorker("grade-1", None, 3)))


def test_a_cluster_that_is_lost_ends_the_waiting(ask):
    cluster = Cluster(distributed.CancelledError())
    cluster.status = "closed"
    with pytest.raises(EngineError, match="connection"):
        ask(cluster)


def test_what_a_scheduler_had_not_finished_is_sent_again_when_another_is_there(tmp_path):
    from autograder.cluster.workers import ClusterWorkers

    cluster = Cluster(distributed.CancelledError(), GRADED)
    workers = ClusterWorkers(cluster, "run")
    cluster.schedulers = ["second"]
    (tmp_path / "s.ipynb").write_bytes(b"{}")
    assert workers.grade(tmp_path / "s.ipynb", seed=1) == GRADED
    assert (cluster.asked, cluster.handed_out) == ([None, None], 1)
    assert workers.notes() == (
        "The cluster's scheduler was started again once; what it had not finished was sent again.",
    )


def test_every_thread_of_the_cluster_gets_work():
    from autograder.cluster.workers import ClusterWorkers

    assert ClusterWorkers(Cluster(), "run").jobs > 4


def test_after_a_stop_nothing_is_sent_any_more(tmp_path):
    from autograder.cluster.workers import ClusterWorkers

    cluster = Cluster(GRADED)
    workers = ClusterWorkers(cluster, "run")
    workers.close()
    (tmp_path / "s.ipynb").write_bytes(b"{}")
    with pytest.raises(EngineError, match="stopped"):
        workers.grade(tmp_path / "s.ipynb", seed=1)
    assert cluster.asked == []

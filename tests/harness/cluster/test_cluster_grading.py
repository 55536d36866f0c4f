"""A class graded on a cluster of two worker processes: the same marks as on this machine, whatever dies."""

import os
import signal
import subprocess
import sys
from contextlib import suppress

import psutil
import pytest

from tests.harness.graded import grade
from tests.harness.jails import needs_bubblewrap

distributed = pytest.importorskip("distributed", reason="needs the extra `dask`")
pytestmark = [pytest.mark.slow, needs_bubblewrap]

# A process of its own: dask starts its workers by importing the main module again.
CLUSTER = """
import sys
from distributed import LocalCluster

if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Return the address of a cluster of two worker processes with one thread each, under nannies."""
    script = tmp_path_factory.mktemp("cluster") / "cluster.py"
    script.write_text(CLUSTER)
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=script.parent,
        env=environment,
        text=True,
    ) as process:
        address = process.stdout.readline().strip()
        assert address
        yield address


@pytest.fixture(scope="module")
def run(assignment, submissions, tmp_path_factory):
    """Return a function that grades the class here or on a cluster."""

    def run(**options):
        return grade(
            [submissions],
            assignment_zip=assignment,
            assignment_name="tiny",
            out=tmp_path_factory.mktemp("out"),
            timeout_s=60,
            isolation="bubblewrap",
            **options,
        )

    return run


@pytest.fixture(scope="module")
def marks_here(run):
    """Return what the class gets on this machine, in every detail but the time it took."""
    return without_times(run(jobs=2))


def without_times(graded):
    data = graded.to_json()
    for submission in data["submissions"]:
        del submission["seconds"]
    return data


def worker_pids(address):
    with distributed.Client(address, set_as_default=False) as client:
        return set(client.run(os.getpid).values())


def grading_processes():
    """Return the ids of the grading processes on this machine that a cluster's workers have started."""
    found = set()
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if "autograder.grader.worker" in process.cmdline() and "dask-scratch-space" in process.cwd():
                found.add(process.pid)
    return found


def test_the_marks_are_those_of_this_machine_and_nothing_stays_behind(run, cluster, marks_here):
    assert {submission["score"] for submission in marks_here["submissions"]} == {0.0, 1.0, 2.0}
    before, during = grading_processes(), set()
    graded = run(cluster=cluster, on_result=lambda result: during.update(grading_processes()))
    assert without_times(graded) == marks_here
    assert during - before
    assert grading_processes() <= before


def test_a_worker_killed_in_the_middle_costs_nothing_but_time(run, cluster, marks_here):
    before = worker_pids(cluster)
    killed = []

    def kill_one(result):
        if not killed:
            killed.append(min(before))
            os.kill(killed[0], signal.SIGKILL)

    graded = without_times(run(cluster=cluster, on_result=kill_one))
    (said,) = graded.pop("notes")
    assert said.startswith("1 of 2 workers of the cluster left during the run;")
    assert graded == marks_here
    assert killed[0] not in worker_pids(cluster)


def test_a_run_that_is_stopped_ends_at_once_and_goes_on_later(assignment, submissions, cluster, marks_here, tmp_path):
    call = {
        "assignment_zip": assignment,
        "assignment_name": "tiny",
        "out": tmp_path,
        "timeout_s": 60,
        "isolation": "bubblewrap",
        "cluster": cluster,
    }
    done = []

    def stop(result):
        done.append(result.id)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade([submissions], on_result=stop, **call)
    later = []
    graded = grade([submissions], on_result=lambda result: later.append(result.id), **call)
    assert without_times(graded) == marks_here
    assert done[0] not in later

# ruff: noqa: E501 - an attack is easier to read in one piece
"""Talking to the grader in the agent's place.

The submission holds the socket: whatever its process says, it says. So the grader believes nothing but the form, and
takes one answer for each request, from one process. What is noticed, and ends the submission:

- bytes that are no frame, a frame that is no answer, an answer to another request, or one that nobody asked for;
- an answer from another process (the kernel says who sent it), and descriptors that come along;
- a request that somebody else has read: requests are counted, and the agent protests when one is missing.

What cannot be noticed is a thread that takes the agent's place for good, and keeps its counts: for the kernel it is the
same process, just as when student code replaces the agent's functions. It knows what the function that is called knows,
the arguments, and its answer is worth what a function's is: its value.
"""

import os

import pytest

from autograder.results import Status, Verdict

WIRE = """
import ctypes, os, socket, sys, threading, time
from autograder_jail.decode import Reader
from autograder_jail.encode import Writer
from autograder_jail.wire import HEADER, Kind, Tag, WireLimits
libc = ctypes.PyDLL(None)
REPORT = ([], (), "", None, None)

def frame(kind, number, *values, operation=None):
    writer = Writer(WireLimits())
    writer.plain(int(kind), number, *([] if operation is None else [operation]))
    for value in values:
        writer.value(value)
    return b"".join(bytes(buffer) for buffer in writer.buffers())

def to_all(data):
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, data)
        except OSError:
            pass

def number():  # of the call that is being answered
    step = sys._getframe()
    while step.f_code.co_name != "_answer":
        step = step.f_back
    return step.f_locals["number"]

def taken(data):  # the number of the call in these bytes
    stream, raw = HEADER.unpack_from(data)
    reader = Reader(memoryview(data)[HEADER.size :][:stream], memoryview(b""), WireLimits())
    assert reader.integer(0, 2) == Kind.CALL
    return reader.integer(0, 2**63)
"""

IN_A_CELL = {
    "garbage": "to_all(b'garbage' * 100)",
    "zeros": "to_all(bytes(4096))",
    "a_huge_length": "to_all(HEADER.pack(2**32 - 1, 2**64 - 1))",
    "a_huge_raw_section": "to_all(HEADER.pack(10, 1 << 40))",
    "an_answer_to_no_request": "to_all(frame(Kind.ANSWER, 0, 4, REPORT))",
    "an_answer_before_the_answer": "to_all(frame(Kind.ANSWER, number(), {'failure': None, 'printed': '', 'figures': [], 'places': []}, REPORT))",
    "a_call_for_what_there_is_not": "to_all(frame(Kind.CALL, 1, ('double', 100), operation='points'))",
    "a_call_of_no_form": "to_all(frame(Kind.CALL, 1, 7, operation='check'))",
    "a_failure_of_no_form": "to_all(frame(Kind.FAILURE, number(), None, REPORT))",
    "an_unknown_tag": "to_all(HEADER.pack(3, 0) + b'\\xc7\\x00\\x63')",
    "lists_in_lists": "to_all(HEADER.pack(5000, 0) + b'\\xdd\\x00\\x01\\x00\\x00' * 1000)",
    "half_a_frame_and_an_answer": "to_all(HEADER.pack(50, 0) + b'x' * 20)",
}


@pytest.fixture
def ends(attack):
    """Return a function that grades an attack which must end its own submission, with nothing graded after it."""

    def run(*cells, score=0):
        outcome = attack(WIRE, *cells, without=())
        assert outcome.status is Status.PARTIAL
        assert "interfered with the connection" in outcome.error
        assert outcome.score == score
        return outcome

    return run


@pytest.mark.parametrize("name", IN_A_CELL)
def test_writing_to_every_descriptor_ends_the_submission(ends, name):
    outcome = ends(IN_A_CELL[name])
    assert {verdict for question in outcome.result.questions for verdict in question.verdicts} == {Verdict.CRASHED}


FORGED_FAILURE = "to_all(frame(Kind.FAILURE, number(), ('E', (), 'text', (), None), REPORT))"


def test_a_forged_failure_costs_the_cell(attack):
    """The agent's own work does not fail; a worker of which that is said is given up."""
    outcome = attack(WIRE, f"{FORGED_FAILURE}\ntime.sleep(60)", without=())  # the agent is kept from answering, too
    assert (outcome.score, outcome.error) == (8, "Cell 7 was left out: it ended the process it ran in.")


def test_a_forged_failure_before_the_answer_ends_the_submission(ends):
    ends(
        "answer = frame(Kind.ANSWER, number(), {'failure': None, 'printed': '', 'figures': [], 'places': []}, REPORT)\n"
        + (FORGED_FAILURE.replace("REPORT))", "REPORT) + answer)"))
    )


def test_what_was_right_before_keeps_its_marks(ends):
    """The public case of a question that was checked before: hidden cases come last, and do not come any more."""
    assert ends("grader.check('q2_double')", "to_all(b'garbage')", score=1).verdicts("q2_double")[0] is Verdict.PASSED


IN_A_CALL = {
    "a_second_answer": "to_all(frame(Kind.ANSWER, number(), 4, REPORT))",
    "a_second_answer_from_a_thread": "t = threading.Thread(target=to_all, args=[frame(Kind.ANSWER, number(), 4, REPORT)])\n    t.start()\n    t.join()",
    "an_answer_from_another_process": "data = frame(Kind.ANSWER, number(), 4, REPORT)\n"
    "    child = libc.fork()\n    if child == 0:\n        to_all(data)\n        os._exit(0)\n    os.waitpid(child, 0)\n    time.sleep(0.05)",
    "an_answer_from_a_program": "data = frame(Kind.ANSWER, number(), 4, REPORT)\n    import subprocess\n"
    "    code = f'import os; os.write(3, bytes.fromhex({data.hex()!r}))'\n"
    "    subprocess.run([sys.executable, '-S', '-E', '-c', code], pass_fds=[3])",
    "descriptors": "sock = socket.socket(fileno=os.dup(3))\n"
    "    socket.send_fds(sock, [frame(Kind.ANSWER, number(), 4, REPORT)], [0, 1, 2, 3])",
    "its_own_credentials_twice": "sock = socket.socket(fileno=os.dup(3))\n    sock.send(frame(Kind.ANSWER, number(), 4, REPORT) * 2)",
    "a_change_that_does_not_fit": "to_all(frame(Kind.ANSWER, number(), 4, ([(3, [1.0])], (), '', None)))",
    "deep_nesting": "to_all(HEADER.pack(4 * 5000, 0) + (b'\\xc7\\x00\\x04' + b'\\x01') * 5000)",
}


@pytest.mark.parametrize("name", IN_A_CALL)
def test_a_forged_answer_to_a_call_ends_the_submission(ends, wall, name):
    if (wall, name) == ("landlock", "descriptors"):
        pytest.skip("no descriptor can be sent from there, as the jail's own tests show")
    outcome = ends(f"def double(x):\n    {IN_A_CALL[name]}\n    return 4", score=1)  # of q1, graded before
    assert Verdict.PASSED not in outcome.verdicts("q2_double")[1:]


def test_descriptors_sent_to_the_grader_are_closed(ends, engine, wall):
    if wall == "landlock":
        pytest.skip("no descriptor can be sent from there, as the jail's own tests show")
    folder = f"/proc/{engine.worker_pid}/fd"
    before = len(os.listdir(folder))  # noqa: PTH208
    for _ in range(3):
        ends(f"def double(x):\n    {IN_A_CALL['descriptors']}\n    return 4", score=1)
    assert len(os.listdir(folder)) <= before  # noqa: PTH208


# The thief reads the next request while the agent is kept from reading, answers it, and lets the agent go on.
THIEF = """
from autograder_jail.rpc import WorkerChannel
read_as_before = WorkerChannel._read
stolen = threading.Event()
def read_late(self, view):
    stolen.wait(20)
    return read_as_before(self, view)
"""
STEALING = {
    "a_thread": """
def steal():
    data = os.read(3, 1 << 16)
    os.write(3, frame(Kind.ANSWER, taken(data), None, REPORT))
    WorkerChannel._read = read_as_before
    stolen.set()
WorkerChannel._read = read_late
threading.Thread(target=steal, daemon=True).start()""",
    "a_thread_that_takes_a_part": """
def steal():
    data = os.read(3, 7)
    WorkerChannel._read = read_as_before
    stolen.set()
WorkerChannel._read = read_late
threading.Thread(target=steal, daemon=True).start()""",
    "another_process": """
if libc.fork() == 0:
    data = os.read(3, 1 << 16)
    os.write(3, frame(Kind.ANSWER, taken(data), None, REPORT))
    os._exit(0)
WorkerChannel._read = read_late
threading.Timer(1, stolen.set).start()""",
}


@pytest.mark.parametrize("name", STEALING)
def test_reading_in_the_agents_place_ends_the_submission(ends, name):
    ends(THIEF, STEALING[name])


def test_reading_without_answering_is_the_submissions_own_time(endless):
    code = """
def double(x):
    if x == 2:
        WorkerChannel._read = lambda self, view: threading.Event().wait(100)
    return 2 * x"""
    outcome = endless(WIRE, THIEF, code, without=("q2_double",))
    assert outcome.status is Status.PARTIAL
    assert outcome.score < 8
    assert outcome.cases("q2_double")[1].passed  # graded in another worker


def test_a_thread_that_takes_the_agents_place_for_good_gains_what_its_answers_are_worth(attack):
    """Nothing but values comes back: being the agent is worth no more than being the function that is called."""
    takeover = """
import gc
(agent,) = [thing for thing in gc.get_objects() if type(thing).__name__ == "Agent"]
def be_the_agent():
    while True:
        data = os.read(3, 1 << 16)
        os.write(3, frame(Kind.ANSWER, taken(data), 4, REPORT))
threading.Thread(target=be_the_agent, daemon=True).start()
WorkerChannel._read = lambda self, view: threading.Event().wait(1000)"""
    outcome = attack(WIRE, THIEF, takeover)
    assert outcome.score <= 1  # double(2) == 4: what a function that returns 4 earns
    assert [case.passed for question in outcome.result.questions for case in question.cases if case.hidden] == [
        False
    ] * 4


def test_checks_that_no_cell_makes_are_refused(attack):
    """A function of the submission cannot have questions graded while a test runs."""
    outcome = attack("def double(x):\n    grader.check('q1_means')\n    return 2 * x")
    assert outcome.verdicts("q2_double") == [Verdict.ERROR] * 2
    assert outcome.score == 0


def test_a_byte_now_and_then_does_not_stretch_the_limit(endless):
    code = "def double(x):\n    for byte in HEADER.pack(1000, 0) * 10:\n        to_all(bytes([byte]))\n        time.sleep(0.1)"
    outcome = endless(WIRE, code, without=("q2_double",))
    assert outcome.status is Status.PARTIAL
    assert outcome.verdicts("q2_double")[0] is Verdict.TIMEOUT

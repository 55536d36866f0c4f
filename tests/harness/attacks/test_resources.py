# ruff: noqa: E501 - an attack is easier to read in one piece
"""Using up time, memory, processes, disk, descriptors, the reader's patience: it costs the cell or the case that does it.

The limits of each resource, one by one, are tested with the jail (engine/jail/test_confine_limits.py), those of time on
the wire in engine/test_rpc_hostile.py.
"""

import os
import time

import pytest

from autograder.engine.budget import alarm
from autograder.engine.jail import Jail, TurnLimits, cgroups
from autograder.engine.jail.processes import descendants
from autograder.engine.remote import TurnTimeout, WireLimits
from autograder.results import Status, Verdict

ENDLESS = {
    "a_loop": "while True:\n    pass",
    "a_loop_in_c": "sum(range(10**12))",
    "a_huge_power": "10 ** 10**9",
    "a_regular_expression": "import re\nre.match('(a+)+$', 'a' * 50 + 'b')",
    "a_matrix_product": "A = np.ones((1500, 1500))\nwhile True:\n    A @ A",
    "sleep": "import time\ntime.sleep(10**6)",
    "a_deadlock": "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()",
    "a_read_that_never_comes": "import os\nread, write = os.pipe()\nos.read(read, 1)",
    "output": "while True:\n    print('x' * 10**6)",
    "an_endless_iterator": "[None for _ in iter(int, 1)]",
    "threads": "import threading\nfor _ in range(10**6):\n    try:\n        threading.Thread(target=threading.Event().wait, daemon=True).start()\n"
    "    except RuntimeError:\n        pass",
}


# These hang in other ways, with the same end.
SIMILAR = ("sleep", "a_read_that_never_comes", "a_matrix_product", "an_endless_iterator", "a_loop_in_c", "a_deadlock")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name in SIMILAR else name for name in ENDLESS]
)
def test_a_cell_without_end_costs_the_cell(endless, name):
    outcome = endless(ENDLESS[name], without=(), first=True)
    assert outcome.score == 8
    if name == "output" and outcome.status is Status.GRADED:
        return  # printing without end can end in an exception, which is passed over as any other of a cell
    assert outcome.status is Status.PARTIAL
    assert outcome.error in (
        "Cell 2 was left out: it was not done within the time limit.",
        "Cell 2 was left out: it needed more memory than there is.",
        "Cell 2 was left out: it ended the process it ran in.",  # where no thread can be had any more
    )


@pytest.mark.any_wall
def test_checks_without_end_cost_the_cell_and_what_they_checked(endless):
    outcome = endless("while True:\n    grader.check('q2_double')", without=(), first=True)
    assert outcome.error == "Cell 2 was left out: it was not done within the time limit."
    assert outcome.score == 6  # q2 was graded where it was checked: before its answer


@pytest.mark.parametrize("name", ["a_loop", "a_loop_in_c"])
def test_a_call_without_end_costs_the_case(endless, name):
    body = ENDLESS[name].replace("\n", "\n        ")
    outcome = endless(f"def double(x):\n    if x == 2:\n        {body}\n    return 2 * x", without=("q2_double",))
    assert outcome.verdicts("q2_double") == [Verdict.TIMEOUT, Verdict.PASSED]
    assert outcome.score == 7


def test_input_is_refused_and_not_waited_for(full_marks):
    assert full_marks("answer = input('your name? ')").status is Status.GRADED


FORKING = {
    "a_fork_bomb": "import os, time\nfor _ in range(100):\n    try:\n        os.fork()\n    except OSError:\n        time.sleep(0.01)",
    "daemons": "import os, signal, time\nfor _ in range(20):\n    if os.fork() == 0:\n        os.setsid()\n"
    "        signal.signal(signal.SIGTERM, signal.SIG_IGN)\n        time.sleep(1000)\n        os._exit(0)",
    "daemons_that_compute": "import os\nfor _ in range(8):\n    if os.fork() == 0:\n        while True:\n            pass",
    "processes_of_python": "import multiprocessing\npool = multiprocessing.get_context('fork').Pool(4)",
}


@pytest.mark.parametrize("name", FORKING)
def test_processes_that_are_left_running_gain_nothing_and_go_with_their_turn(attack, engine, name):
    outcome = attack(FORKING[name], without=())
    assert outcome.score in (8, 0) if name == "a_fork_bomb" else outcome.score == 8, outcome.text
    assert submissions_processes(engine) == 0


def submissions_processes(engine):
    """Return what runs in the jail besides the warm interpreter: nothing while nothing is graded."""
    until = time.monotonic() + 20  # the last one may still be on its way out
    while found := len(descendants(engine.worker_pid)) - engine.idle_processes:
        if time.monotonic() > until:
            break
        time.sleep(0.05)
    return found


def test_a_submission_computes_on_its_own_share_of_the_machine_alone(engine):
    """Whatever it starts: others are graded at the same time. Only a control group can see to that."""
    with Jail.start(preload=()) as jail:
        if not jail.bounds_whole_turns:
            pytest.skip("this machine lets nobody make a control group")
        with jail.fork({}, TurnLimits()):
            group = jail._group
            if group.unified:
                quota, period = (group.cpu / "cpu.max").read_text().split()
            else:
                quota, period = ((group.cpu / f"cpu.cfs_{name}_us").read_text() for name in ("quota", "period"))
            assert int(quota) == int(period)


FILLING = {
    "an_array": "np.ones(10**10)",
    "a_string": "'x' * 10**11",
    "a_list": "x = []\nwhile True:\n    x.append(bytearray(10**7))",
    "a_file": "open('full', 'wb').write(bytes(10**9))",
    "many_files": "for i in range(10**6):\n    open(f'f{i}', 'w').close()",
    "descriptors": "files = []\nwhile True:\n    files.append(open('/dev/null'))",
    "shared_memory": "import os\nopen('/dev/shm/full', 'wb').write(bytes(10**9))",
    "nesting": "x = []\nfor _ in range(10**6):\n    x = [x]\nrepr(x)",
    "recursion": "def deeper(n):\n    return deeper(n + 1)\ndeeper(0)",
    "an_integer_to_print": "print(10**10**6)",
    "a_large_figure": "import matplotlib.pyplot as plt\nplt.figure(figsize=(10**4, 10**4)).savefig('x.png')",
}


@pytest.mark.parametrize("name", FILLING)
def test_a_cell_that_fills_what_there_is_stops_with_an_exception(attack, name):
    outcome = attack(FILLING[name], without=(), first=True)
    assert outcome.score == 8, outcome.text


FILLING_AND_KEEPING = {
    "memory": "x = []\ntry:\n    while True:\n        x.append(bytearray(10**6))\nexcept MemoryError:\n    pass",
    "descriptors": "files = []\ntry:\n    while True:\n        files.append(open('/dev/null'))\nexcept OSError:\n    pass",
    "processes": "import os, time\ntry:\n    while True:\n        os.fork() or time.sleep(1000) or os._exit(0)\nexcept OSError:\n    pass",
    "threads": "import threading\ntry:\n    while True:\n        threading.Thread(target=threading.Event().wait, daemon=True).start()\n"
    "except RuntimeError:\n    pass",
    "disk": "try:\n    open('full', 'wb').write(bytes(10**9))\nexcept OSError:\n    pass",
}


@pytest.mark.parametrize("name", FILLING_AND_KEEPING)
@pytest.mark.parametrize("kept", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["", "when_a_copy_is_wanted"])
def test_what_is_kept_full_is_the_submissions_own_loss(attack, name, kept):
    slow = ["import time\ntime.sleep(1.1)"] if kept else []
    outcome = attack(FILLING_AND_KEEPING[name], *slow, without=())
    if name != "memory":
        assert outcome.score == 8, outcome.text
    assert Verdict.FAILED not in {verdict for question in outcome.result.questions for verdict in question.verdicts}


def test_memory_that_a_call_uses_up_is_told_as_such(attack):
    outcome = attack("def double(x):\n    return np.ones(10**10) if x == 2 else 2 * x", without=("q2_double",))
    assert outcome.verdicts("q2_double") == [Verdict.MEMORY, Verdict.PASSED]
    assert outcome.score == 7


@pytest.mark.parametrize("kept", [False, True], ids=["", "and_a_copy_was_kept"])
def test_a_process_that_the_kernel_ends_for_want_of_memory_is_told_as_such(attack, kept):
    """Shared memory counts as no process's own: a control group bounds it."""
    if (group := cgroups.create()) is None:
        pytest.skip("this machine lets nobody make a control group; what a process may map at all is bounded elsewhere")
    group.remove()
    slow = "import time\ntime.sleep(1.1)" if kept else ""
    more = "blocks.append(mmap.mmap(-1, 320 << 20))\nfor _ in range(320):\n    blocks[-1].write(part)"
    outcome = attack("import mmap\nblocks, part = [], b'1' * (1 << 20)", slow, *[more] * 3, without=(), first=True)
    assert "it needed more memory than there is" in outcome.error
    assert outcome.score == 8


VALUES = {
    "a_giant_array": "np.ones(17 * 10**6)",
    "a_giant_string": "'y' * 10**7",
    "many_entries": "list(range(2_100_000))",
    "many_keys": "{(i,): i for i in range(10**5)}",
    "nested_lists": "nest(10**5)",
    "a_list_that_holds_itself": "loop",
    "a_giant_integer": "10**10**6",
    "long_text_in_a_long_list": "['x' * 10**4] + ['x'] * 10**5",
    "an_array_of_long_text": "np.array(['x' * 10**5] * 200)",
    "a_length_without_end": "type('Long', (), {'__len__': lambda self: 1 << 62, '__getitem__': lambda self, i: 1.0})()",
    "endless_text_of_itself": "type('Long', (), {'__repr__': lambda self: 'x' * 10**8, '__str__': lambda self: 'x' * 10**8})()",
}


@pytest.mark.any_wall
@pytest.mark.parametrize("name", VALUES)
def test_giant_values_earn_nothing_and_hurt_nobody(earns_nothing, name):
    helpers = (
        "loop = []\nloop.append(loop)\ndef nest(n):\n    x = []\n    for _ in range(n):\n        x = [x]\n    return x"
    )
    once = (
        "row_means = lambda X: giant() if X.shape == (2, 3) else None\ndouble = lambda x: giant() if x == 2 else None"
    )
    outcome = earns_nothing(helpers, f"giant = lambda: {VALUES[name]}", once)
    found = {verdict for question in outcome.result.questions[:2] for verdict in question.verdicts}
    assert found <= {Verdict.FAILED, Verdict.ERROR, Verdict.MEMORY}


def test_what_the_grader_itself_has_no_memory_for_is_the_submissions_verdict(attack):
    """A list of a hundred thousand texts is small; the array that the test makes of it would not be."""
    outcome = attack("row_means = lambda X: ['x' * 10**5] + ['x'] * 10**5", without=("q1_means",))
    assert outcome.verdicts("q1_means") == [Verdict.MEMORY] * 2
    assert outcome.score == 6


def test_a_test_that_is_busy_with_a_giant_value_is_stopped():
    with pytest.raises(TurnTimeout), alarm(0.2):
        while True:
            pass


def test_full_size_images_go_over_the_wire():
    assert WireLimits.within(2048).frame_bytes > 60_000 * 784 * 8
    assert WireLimits.within(256).frame_bytes == 64 << 20


EXCEPTIONS = {
    "text_without_end": ("while True:\n            pass", Verdict.TIMEOUT),
    "huge_text": ("return 'x' * 10**8", Verdict.ERROR),
    "text_that_raises": ("raise SystemExit", Verdict.ERROR),
    "text_that_is_none": ("return 7", Verdict.ERROR),
    "text_of_control_characters": ("return '\\x1b[2J\\x1b]0;title\\x07' + chr(0) * 100 + '\\u202e'", Verdict.ERROR),
    "text_of_lone_surrogates": ("return '\\ud800' * 100", Verdict.ERROR),
}


@pytest.mark.any_wall
@pytest.mark.parametrize("name", EXCEPTIONS)
def test_an_exception_with_a_hostile_text_costs_its_case(attack, endless, name):
    body, verdict = EXCEPTIONS[name]
    code = (
        f"class Bad(Exception):\n    def __str__(self):\n        {body}\n    __repr__ = __str__\n"
        "def double(x):\n    if x == 2:\n        raise Bad()\n    return 2 * x"
    )
    outcome = (endless if verdict is Verdict.TIMEOUT else attack)(code, without=("q2_double",))
    assert outcome.verdicts("q2_double") == [verdict, Verdict.PASSED]
    assert len(outcome.cases("q2_double")[0].message) < 2000
    assert not {"\x1b", "\0", "\x07"} & set(outcome.cases("q2_double")[0].message)
    assert outcome.score == 7


CHAINS = {
    "a_long_chain": "error = None\n    for _ in range(10**5):\n        new = ValueError('x')\n        new.__cause__ = error\n        error = new\n    raise error",
    "a_circle": "a, b = ValueError('a'), ValueError('b')\n    a.__cause__, b.__cause__ = b, a\n    raise a",
    "a_deep_traceback": "return deeper(0) if x != 3 else 0",
    "a_group": "raise ExceptionGroup('x' * 10**6, [ValueError('y' * 10**6)] * 1000)",
    "many_notes": "error = ValueError('x')\n    error.__notes__ = ['n' * 10**6] * 20\n    raise error",
    "a_name_without_end": "raise type('E' * 10**6, (Exception,), {})('x')",
}


@pytest.mark.any_wall
@pytest.mark.parametrize("name", CHAINS)
def test_an_exception_with_much_behind_it_costs_its_case(earns_nothing, name):
    outcome = earns_nothing("def deeper(n):\n    return deeper(n + 1)", f"def double(x):\n    {CHAINS[name]}")
    assert outcome.verdicts("q2_double") == [Verdict.ERROR] * 2
    assert len(outcome.text) < 20_000


def test_a_flood_of_warnings_stops_nobody(full_marks):
    """The grader warns again of what the submission warned of; nobody reads what that would print."""
    code = """
import warnings
old, counted = line, []
def line(x):
    for _ in range(100):
        counted.append(1)
        warnings.warn(f"{len(counted)} " + "w" * 10_000)
    return old(x)"""
    for _ in range(4):
        full_marks(code)


def test_a_flood_of_output_stays_out_of_the_result(full_marks):
    outcome = full_marks("for _ in range(300):\n    print('flood' * 10**5)", "import os\nos.write(1, b'flood' * 10**6)")
    assert "flood" not in outcome.text


def test_many_slow_calls_add_up(endless):
    """Each is well within its limits, but not all of them together: the case's, the cell's."""
    outcome = endless("import time\ndef double(x):\n    time.sleep(0.4)\n    return 2 * x", without=("q2_double",))
    assert outcome.verdicts("q2_double") == [Verdict.PASSED, Verdict.TIMEOUT]


@pytest.mark.slow
def test_descriptors_of_the_grader_stay_as_many(attack, engine):
    folder = f"/proc/{engine.worker_pid}/fd"
    attack("import os\nos._exit(0)", without=())
    before = len(os.listdir(folder))  # noqa: PTH208
    for _ in range(3):
        attack("import time\ntime.sleep(1.1)", "import os\nos._exit(0)", without=())
    assert len(os.listdir(folder)) <= before  # noqa: PTH208

"""Kinds of attack on the two assignments that ship which need no class of their own: all in one class of each.

The other kinds meet the graded tests in `test_assignments`. Those who only answer wrongly stand beside a twin that
answers the same without the attack: what an attack brings is what it has more than that.
"""

import io
import json
import re
import zipfile

import psutil
import pytest

from autograder.audit.adversaries import stated_cases
from autograder.build.graded_tests import read_graded_tests
from autograder.results import SubmissionResult
from tests.harness.attacks.on_assignments import BINARY, COURSE, SOFTMAX, graded, notebook, passed, right
from tests.harness.jails import needs_jail

pytestmark = [needs_jail, pytest.mark.slow]

BOTH = (BINARY, SOFTMAX)
# by question, functions that are given arrays
FUNCTIONS = {
    BINARY: {
        "q2": ("extract_digits",),
        "q3": ("vectorize_images",),
        "q5": ("sigmoid", "deriv_sigmoid", "ReLu", "deriv_ReLu"),
        "q7": ("feedforward",),
        "q8": ("backpropagation",),
    },
    SOFTMAX: {
        "q1_2": ("gradients",),
        "q2_1": ("sigmoid", "d_sigmoid", "l2_loss", "d_l2_loss", "softmax", "cross_entropy_loss"),
    },
}
START = """
import copy, functools, hashlib, os, time
import numpy as np
def _arrays(given):
    for each in given:
        if isinstance(each, np.ndarray):
            yield each
        elif hasattr(each, "W"):
            yield from (array for array in each.W if isinstance(array, np.ndarray))
"""


def instead(assignment: str, around: str, *, before: str = "") -> str:
    """Return the solution's notebook, without what trains, with `around(function)` in the place of each function."""
    answers = {}
    for question, names in FUNCTIONS[assignment].items():
        exchanged = "\n".join(f"{name} = {around}({name})" for name in names)
        answers[question] = f"{right(assignment, question)}\n{exchanged}"
    return notebook(assignment, answers, before=START + before)


# ---- kind 5: what is due does not follow what a function writes into its arguments ----

WRITES = {
    "zeros": "array[...] = 0",
    "their negatives": "array[...] = -array",
    "the first argument": "array[...] = next(_arrays(given))",
}
WRITING = """
def _write(function):
    @functools.wraps(function)
    def written(*given, **named):
        given = {own}
        for array in _arrays(given):
            try:
                {what}
            except (ValueError, TypeError):
                pass
        return function(*given, **named)
    return written
"""

# ---- kind 6: functions that are wrong and agree with themselves ----

AGREES = {
    "the same number for everything": "return np.full(np.shape(next(_arrays(given), 0.0)), 0.5)",
    "its own argument": "return given[0]",
    "its first answer": "return FIRST[function] if function in FIRST else FIRST.setdefault(function, function(*given))",
}
AGREEING = """
FIRST = {{}}
def _agree(function):
    @functools.wraps(function)
    def agreed(*given, **named):
        {what}
    return agreed
"""

# ---- kind 4: functions that say what they are called with ----

MARK = """
MARKS = []
def _mark(function):
    @functools.wraps(function)
    def marked(*given, **named):
        mark = "L" + hashlib.sha256(b"".join(array.tobytes() for array in _arrays(given))).hexdigest()[:12]
        MARKS.append(mark)
        with open("marks", "a") as file:
            file.write(mark + " ")
        {say}
    return marked
"""
SAYS = {
    "what it raises": "raise ValueError(mark)",
    "the name of what it raises": "raise type(mark, (ValueError,), {})",
    "the name of its function": "exec(f'def {mark}(): raise ValueError({mark!r})'); locals()[mark]()",
    "what it kept before": "raise ValueError(' '.join(MARKS) + open('marks').read())",
    "the grader's own words": "raise AssertionError(f'Every entry has the wrong sign. {mark}')",
}

# ---- kind 1: workers that are gone while something of theirs is not ----

NAMED = "import ctypes\nctypes.CDLL(None).prctl(15, b'LEFTOVER', 0, 0, 0)\n"
LEAVES = "if os.fork() == 0:\n    {child}time.sleep(600)\n    os._exit(0)\n"
GONE = {
    "with a child that holds its socket": NAMED + LEAVES.format(child="") + "os._exit(0)",
    "with a child in a session of its own": NAMED + LEAVES.format(child="os.setsid()\n    ") + "os._exit(0)",
    "whose children nobody waits for": "import signal\nsignal.signal(signal.SIGCHLD, signal.SIG_IGN)\n"
    + NAMED
    + LEAVES.format(child="")
    + "os.kill(os.getpid(), 9)",
}

# ---- kind 10: the same work in other containers ----


def zipped(text: str, date: tuple[int, int, int, int, int, int]) -> bytes:
    """Return a zip with a notebook of that date."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("work/mine.ipynb", date), text)
    return stream.getvalue()


def with_outputs(text: str) -> str:
    """Return a notebook as saved after it was run."""
    whole = json.loads(text)
    for number, cell in enumerate(whole["cells"]):
        cell["execution_count"] = number
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": f"{number}"}]
    return json.dumps(whole)


CONTAINERS = {
    "saved with outputs": lambda text: ("ipynb", with_outputs(text).encode()),
    "a zip": lambda text: ("zip", zipped(text, (2026, 11, 1, 8, 0, 0))),
    "a zip of another day": lambda text: ("zip", zipped(text, (2026, 12, 1, 8, 0, 0))),
}


@pytest.fixture(scope="module", params=BOTH)
def found(request, tmp_path_factory) -> tuple[str, dict[str, SubmissionResult]]:
    """Return an assignment, and the results of a class of attackers."""
    assignment: str = request.param
    class_: dict[str, str] = {}
    for what, write in WRITES.items():
        for name, own in ((f"writes {what}", "given"), (f"has {what}", "copy.deepcopy(given)")):
            class_[name] = instead(assignment, "_write", before=WRITING.format(what=write, own=own))
    class_ |= {
        f"agrees by {what}": instead(assignment, "_agree", before=AGREEING.format(what=code))
        for what, code in AGREES.items()
    }
    class_ |= {
        f"says {how}": instead(assignment, "_mark", before=MARK.replace("{say}", say)) for how, say in SAYS.items()
    }
    class_ |= {
        f"is gone {how}": notebook(assignment, {}, before=f"import os, time\n{code}") for how, code in GONE.items()
    }
    class_["stub"] = instead(assignment, "_agree", before=AGREEING.format(what="raise NotImplementedError"))
    class_["zz honest"] = instead(assignment, "", before="")
    folder = tmp_path_factory.mktemp("class")
    contained = {what: make(class_["says what it raises"]) for what, make in CONTAINERS.items()}
    return assignment, graded(folder, assignment, class_, files=contained, known_mistakes=False)


def hidden_of(result: SubmissionResult) -> set[tuple[str, str]]:
    """Return the hidden cases that a submission passes, each with its question."""
    return {(each.name, case) for each in result.questions for case in passed(result, each.name, hidden=True)}


@pytest.mark.parametrize("what", WRITES)
def test_what_is_due_does_not_follow_what_is_written_into_arguments(found, what):
    _, results = found
    assert hidden_of(results[f"writes {what}"]) <= hidden_of(results[f"has {what}"])


def test_answers_for_what_is_written_are_wrong(found):
    _, results = found
    assert hidden_of(results["has zeros"]) < hidden_of(results["zz honest"])


@pytest.mark.parametrize("what", AGREES)
def test_who_agrees_with_itself_alone_earns_what_a_case_states(found, what):
    assignment, results = found
    tests = [read_graded_tests(path) for path in sorted(COURSE.assignment(assignment).tests.glob("q*.py"))]
    assert hidden_of(results[f"agrees by {what}"]) - stated_cases(tests) <= hidden_of(results["stub"])


def marks_in(*texts: str) -> set[str]:
    return {mark for text in texts for mark in re.findall(r"L[0-9a-f]{12}", text)}


def marks_of(result: SubmissionResult, *, hidden: bool) -> set[str]:
    """Return the inputs of the hidden cases, as far as the instructor reads of them, or those of the public ones."""
    cases = [case for question in result.questions for case in question.cases if case.hidden is hidden]
    return marks_in(*(case.detail if hidden else case.message for case in cases))


@pytest.mark.parametrize("how", SAYS)
def test_a_student_reads_no_hidden_input_whatever_a_function_says(found, how):
    _, results = found
    result, plain = results[f"says {how}"], results["says what it raises"]
    hidden = marks_of(result, hidden=True) - marks_of(plain, hidden=False)
    assert hidden
    assert hidden & marks_in(json.dumps(result.to_json())) == set()


@pytest.mark.parametrize("how", CONTAINERS)
def test_the_same_work_is_asked_the_same_in_another_container(found, how):
    _, results = found
    asked, others = (
        marks_of(results[f"says {what}"], hidden=True) for what in ("what it raises", "what it kept before")
    )
    assert marks_of(results[how], hidden=True) == asked != others


@pytest.mark.parametrize("how", GONE)
def test_what_a_worker_leaves_ends_with_its_submission_and_nothing_else_does(found, how):
    _, results = found
    assert not results[f"is gone {how}"].engine_failed
    assert [each for each in psutil.process_iter(["name"]) if each.info["name"] == "LEFTOVER"] == []
    assert hidden_of(results["zz honest"])


# ---- kind 9: two submissions at once, one of which posts what the other looks for ----

CHANNELS = {
    "a lock of a library's file": (
        "fcntl.flock(LIBRARY, fcntl.LOCK_EX | fcntl.LOCK_NB)",
        "fcntl.flock(LIBRARY, fcntl.LOCK_SH | fcntl.LOCK_NB)",
        "raises",
    ),
    "an abstract socket": (
        "socket.socket(socket.AF_UNIX).bind('\\0posted')",
        "socket.socket(socket.AF_UNIX).connect('\\0posted')",
        "works",
    ),
    "a queue of messages": (
        "libc.msgget(0x10071, 0o1666) + 1 or 1 / 0",
        "libc.msgget(0x10071, 0) + 1 or 1 / 0",
        "works",
    ),
    "shared memory": (
        "libc.shmget(0x10072, 4096, 0o1666) + 1 or 1 / 0",
        "libc.shmget(0x10072, 0, 0) + 1 or 1 / 0",
        "works",
    ),
    "a file in /tmp": ("open('/tmp/posted', 'w')", "open('/tmp/posted')", "works"),
    "a file in /dev/shm": ("open('/dev/shm/posted', 'w')", "open('/dev/shm/posted')", "works"),
    "a time of a library's file": (
        "os.utime(numpy.__file__, (7, 7))",
        "os.stat(numpy.__file__).st_mtime == 7 or 1 / 0",
        "works",
    ),
    "a key": (
        "libc.syscall(248, b'user', b'posted', b'LOOT', 4, -4) + 1 or 1 / 0",
        "libc.syscall(250, 0, 0) + 1 and libc.syscall(249, b'user', b'posted', None, -4) + 1 or 1 / 0",
        "works",
    ),
}
# The second worker may begin seconds after the first, and neither can hear when the other does.
AT_ONCE = """
import ctypes, fcntl, os, socket, time, numpy
libc, LIBRARY, kept, HEARD = ctypes.CDLL(None), open(numpy.__file__), [], set()
ASKED, BEGAN = {asked!r}, time.time()
while time.time() - BEGAN < 15:
    for name, (code, kind) in ASKED.items():
        try:
            kept.append(eval(code))
            worked = True
        except Exception:
            worked = False
        if worked == (kind == "works"):
            HEARD.add(name)
    del kept[:-len(ASKED)]
    time.sleep(0.02)
def sigmoid(x):
    raise ValueError(f"from {{BEGAN:.2f}} to {{time.time():.2f}} heard {{sorted(HEARD)}}")
"""


@pytest.fixture(scope="module", params=BOTH)
def heard(request, tmp_path_factory) -> str:
    """Return what one submission says that it heard of another, which is graded at the same time."""
    speaks = {name: (post, "works") for name, (post, _, _) in CHANNELS.items()}
    hears = {name: (look, kind) for name, (_, look, kind) in CHANNELS.items()}
    class_ = {
        name: notebook(request.param, {}, before=AT_ONCE.format(asked=asked))
        for name, asked in (("speaks", speaks), ("hears", hears))
    }
    found = graded(tmp_path_factory.mktemp("heard"), request.param, class_, jobs=2, known_mistakes=False)
    said = {
        name: re.search(r"from ([\d.]+) to ([\d.]+) heard (.*?)\]", json.dumps(found[name].to_json()))
        for name in class_
    }
    (began, _, _), (_, ended, _) = said["hears"].groups(), said["speaks"].groups()
    assert float(ended) - float(began) > 1, "they were at work at once"
    return said["hears"][3]


@pytest.mark.parametrize("channel", CHANNELS)
def test_nothing_is_heard_of_another_submission_at_work(heard, channel):
    assert channel not in heard

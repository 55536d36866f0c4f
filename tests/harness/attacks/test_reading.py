# ruff: noqa: E501 - an attack is easier to read in one piece
"""Looking for the tests, the hidden file and the secrets in them: none of it is in the jail.

A submission that finds something says it in a public case, where its words reach the report; that no secret is in there
is checked after every attack.
"""

import pytest

SAY = """
def double(x):
    raise RuntimeError("found [" + "; ".join(map(str, found))[:900] + "]")
"""


def what_was_found(outcome):
    """Return what the attack said it found."""
    message = outcome.raised("q2_double")
    assert message.startswith("RuntimeError: found ["), outcome.text
    return message.removeprefix("RuntimeError: found [").removesuffix("]")


def test_what_is_found_would_be_told(earns_nothing):
    assert what_was_found(earns_nothing("found = [open('open.txt').read().strip()]", SAY)) == "for everybody"


# All folders but those of the system and of Python's packages.
WALK = """
import os
found = []
for folder, folders, names in os.walk("/"):
    folders[:] = [name for name in folders if name not in ("usr", "lib", "lib64", "etc", "proc", "sys", "bin", "site-packages")
                  and not name.startswith("python3")]
    found += [os.path.join(folder, name) for name in names if {}]
"""

FILES = {
    "everything_by_name": WALK.format(
        "name.startswith(('q2_double', 'secret', 'assignment.json')) or name.endswith('.zip')"
    ),
    "folders_upward": "import os\nfound = [name for path in ('.', '..', '../..', '../../..', '/tmp', os.path.expanduser('~'))\n"
    "         for name in os.listdir(path) if name in ('secret.txt', 'tests', 'unpacked-suite', 'beside', '.git')]",
    "open_files_of_all_processes": "import glob, os\nfound = []\nfor link in glob.glob('/proc/*/fd/*') + glob.glob('/proc/*/cwd') + glob.glob('/proc/*/root/*'):\n"
    "    try:\n        target = os.readlink(link)\n    except OSError:\n        continue\n"
    "    if 'secret' in target or 'unpacked-suite' in target or target.endswith('.db'):\n        found.append(target)",
    "environments_and_command_lines": "import glob\nfound = []\nfor path in glob.glob('/proc/*/environ') + glob.glob('/proc/*/cmdline'):\n"
    "    try:\n        text = open(path, 'rb').read()\n    except OSError:\n        continue\n"
    "    if b'unpacked-suite' in text or b'attacks-on-' in text or b'PYTEST' in text:\n        found.append(text)",
    "the_environment": "import os\nfound = [name for name in os.environ if 'PYTEST' in name or 'TOKEN' in name or 'AUTOGRADER' in name]",
    "mounts": "found = [line for line in open('/proc/self/mountinfo') if 'unpacked-suite' in line or 'attacks-on-' in line]",
    "links": "import os\nos.symlink('/etc/shadow', 'a')\nos.symlink('../../../../../root', 'b')\nfound = []\n"
    "for path in ('a', 'b/.ssh', 'b/.bash_history'):\n    try:\n        found.append(open(path).read())\n"
    "    except OSError:\n        pass",
    "modules": "import importlib\nfound = []\nfor name in ('tests', 'tests.otter', 'solutions', 'autograder.engine.grading', 'q2_double'):\n"
    "    try:\n        found.append(importlib.import_module(name))\n    except ImportError:\n        pass",
}


@pytest.mark.parametrize("name", FILES)
def test_reading_finds_nothing(earns_nothing, name):
    assert what_was_found(earns_nothing("found = []", FILES[name], SAY)) == ""


def test_reading_from_every_descriptor_finds_nothing(earns_nothing):
    attack = """
import os, socket
found = []
for fd in range(3, 256):
    for read in (lambda: os.pread(fd, 4096, 0), lambda: socket.socket(fileno=os.dup(fd)).recv(4096, socket.MSG_DONTWAIT | socket.MSG_PEEK)):
        try:
            data = read()
        except OSError:
            continue
        if data:
            found.append((fd, data))
"""
    assert what_was_found(earns_nothing(attack, SAY)) == ""


# Patterns in pieces, so that the attack does not find itself.
MEMORY = """
import re
pattern = re.compile("-".join(["the", "(?:walrus|otter)", "(?:sings|sleeps)", "at"]).encode() + b"-[a-z]+")
found = set()
def search():
    for line in open("/proc/self/maps"):
        place, rights = line.split()[:2]
        start, end = (int(word, 16) for word in place.split("-"))
        if rights[:2] != "rw" or "[v" in line or end - start > 1 << 27:  # what has been written in this process
            continue
        with open("/proc/self/mem", "rb", 0) as memory:
            try:
                memory.seek(start)
                found.update(pattern.findall(memory.read(end - start)))
            except (OSError, ValueError, OverflowError):
                pass
"""


def test_the_whole_memory_of_the_process_holds_no_secret(earns_nothing, wall):
    if wall == "landlock":
        assert what_was_found(earns_nothing("found = []", MEMORY, "search()", SAY)) == ""  # it cannot even be read
        return
    planted = "planted = '-'.join(['the', 'otter', 'sleeps', 'at', 'noon'])"  # the search would find something
    assert what_was_found(earns_nothing(MEMORY, planted, "search()", SAY)) == "b'the-otter-sleeps-at-noon'"


def test_its_memory_holds_none_during_a_hidden_case_either(attack, wall):
    if wall == "landlock":
        pytest.skip("no process can read its own memory through /proc, as the test before shows")
    line = """
def line_sum(xs):
    if len(xs) == 3:  # the hidden case
        try:
            search()
        finally:
            open("/box/tmp/found", "w").write(repr(found))
        assert not found
    return sum(line(x) for x in xs)
"""
    outcome = attack(MEMORY, "# the expected values are not there", line, without=("q3_helped",))
    assert outcome.score == 8


OBJECTS = {
    "all_objects": """
import gc
found = [thing for thing in gc.get_objects() if type(thing).__name__ in ("TestCase", "ExceptionTestFile", "Suite", "Jail")]
""",
    "frames": """
import sys
found, frame = [], sys._getframe()
while frame is not None:
    found += [name for name in frame.f_globals if name in ("SECRET", "right_line", "test_lent", "expected")]
    found += [name for name in frame.f_locals if name in ("SECRET", "right_line", "test_file", "suite")]
    frame = frame.f_back""",
    "modules_of_the_grader": """
import sys
found = [name for name in sys.modules if name.startswith(("autograder.", "otter.", "tests")) or name in ("autograder", "_pytest")]
""",
}


@pytest.mark.parametrize("name", OBJECTS)
def test_walking_objects_finds_nothing(earns_nothing, name):
    assert what_was_found(earns_nothing(OBJECTS[name], SAY)) == ""


def test_tracing_everything_sees_inputs_and_no_more(attack):
    tracing = """
import sys, threading
seen = set()
def trace(frame, event, argument):
    seen.update(str(value)[:200] for value in frame.f_locals.values() if type(value) in (str, bytes))
    return trace
sys.settrace(trace)
threading.settrace(trace)
sys.setprofile(trace)"""
    tell = "def row_means(X):\n    raise RuntimeError(' '.join(text for text in seen if 'walrus' in text or 'otter-' in text))"
    assert attack(tracing, tell, without=("q1_means",)).score == 6


def test_a_lent_function_shows_nothing_of_itself(attack):
    """The hidden case lends `right_line`; what can be seen of it is told by a later case."""
    nosy = """
def line_sum(xs):
    told = [repr(line), str(vars(type(line)) if hasattr(type(line), "__slots__") else "")]
    for name in ("__code__", "__globals__", "__closure__", "__defaults__", "__wrapped__", "__doc__", "__module__"):
        told.append(repr(getattr(line, name, None)))
    try:
        line("not a number", SECRET=1)
    except Exception as error:
        told.append(repr(error) + repr(error.__traceback__.tb_next) + repr(error.__dict__))
    open("told", "a").write("".join(told))
    if len(xs) == 3:
        raise RuntimeError("".join(told))
    return sum(line(x) for x in xs)"""
    outcome = attack(nosy, without=("q3_helped",))
    case = outcome.cases("q3_helped")[1]
    assert not case.passed
    for secret in ("test_lent", "right_line", "q3_helped.py", "x + 1"):
        assert secret not in case.message + case.detail, case.detail


# What a hidden case hands over, the submission sees; the ways in which it could tell a student about it.
KEEP = """
kept = []
def keep(x):
    kept.append(x)
    open("kept", "a").write(f"{x!r} ")
def said():
    try:
        return f"{kept} {open('kept').read()}"
    except OSError:
        return f"{kept}"
"""
STASHING = {
    "in_a_global_told_by_another_case": (
        "def double(x):\n    keep(x)\n    return 2 * x",
        "def line(x):\n    raise RuntimeError(said())\ndef line_sum(xs):\n    raise RuntimeError(said())",
    ),
    "in_a_file_told_by_a_cell": (
        "def double(x):\n    keep(x)\n    return 2 * x",
        "grader.check('q2_double')",
        "print(said())\nraise RuntimeError(said())",
        "undefined = 1\nraise RuntimeError(said())",
    ),
    "in_a_process_told_by_a_file": (
        "import os, time\nread, write = os.pipe()\n"
        "def double(x):\n    os.write(write, repr(x).encode() + b' ')\n    return 2 * x\n"
        "os.set_blocking(read, False)\n"
        "def said():\n    try:\n        return os.read(read, 1000).decode()\n    except OSError:\n        return ''\n"
        "def line(x):\n    raise RuntimeError(said())",
        "grader.check('q2_double')",
        "raise RuntimeError(said())",
    ),
    "printed_and_warned": (
        "import warnings\ndef double(x):\n    print(x)\n    warnings.warn(f'{x}')\n    return f'{x}'",
        "def line(x):\n    return said()",
    ),
}


@pytest.mark.parametrize("name", STASHING)
def test_hidden_inputs_reach_no_student(attack, name):
    outcome = attack(KEEP, *STASHING[name])
    assert outcome.result.questions
    assert HIDDEN_INPUT not in outcome.text


HIDDEN_INPUT = "hidden-input"

"""What a submission can see and reach."""

import contextlib
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.engine.jail import Jail
from tests.harness.jails import WALLS

from .conftest import LIMITS, Attacker, InsideError, looked_into, start

WALK = """
import os
answer = []
for folder, folders, files in os.walk("/"):
    if folder.startswith(("/usr/", "/box", "/proc")):
        folders.clear()
        continue
    answer += [folder] * os.access(folder, os.W_OK)
    answer += [os.path.join(folder, f) for f in files if os.access(os.path.join(folder, f), os.W_OK)]
"""


def test_only_the_system_and_the_interpreter_are_there(inside: Attacker, wall: str) -> None:
    if wall == "landlock":  # what else there is cannot be listed
        for folder in ("/", "/proc", "/dev", "/etc", "/home", "/var", "/tmp", "/sys", "/run", "/root"):
            inside.fails(f"import os; os.listdir({folder!r})", "PermissionError", "FileNotFoundError")
        assert inside.run("import os, sys; answer = len(os.listdir(os.path.dirname(os.__file__)))") > 100
        return
    roots = set(inside.run("import os; answer = os.listdir('/')"))
    system = {
        "usr",
        "bin",
        "sbin",
        "lib",
        "lib32",
        "lib64",
        "libx32",
        "nix",
        "etc",
        "dev",
        "proc",
        "tmp",
        "box",
        "jail",
    }
    python = {Path(path).parts[1] for path in inside.run("import sys; answer = [sys.prefix, sys.base_prefix]")}
    assert roots <= system | python
    processes = set(inside.run("import os; answer = os.listdir('/proc')"))
    assert processes <= {"1", "self", "thread-self"}
    assert set(inside.run("import os; answer = os.listdir('/dev')")) <= {
        "null", "zero", "full", "random", "urandom", "shm",
    }  # fmt: skip
    assert "passwd" not in inside.run("import os; answer = os.listdir('/etc')")


def test_nothing_can_be_written_outside_the_box(inside: Attacker) -> None:
    devices = {f"/dev/{name}" for name in ("null", "zero", "full", "random", "urandom")}
    assert set(inside.run(WALK)) <= devices
    for path in ("/usr/x", "/jail/x", "/etc/x", "/proc/x", "/dev/x", "/x"):
        inside.fails(f"open({path!r}, 'w')", "OSError", "PermissionError", "FileNotFoundError")


def test_a_course_is_not_there(inside: Attacker, wall: str, root: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    if wall == "landlock":  # that it is there can be asked, and nothing more
        for path in (root / "tests", root / "solutions", tmp_path):
            inside.fails(f"import os; os.listdir({str(path)!r})", "PermissionError")
        for path in (root / "pyproject.toml", tmp_path / "secret"):
            inside.fails(f"open({str(path)!r})", "PermissionError")
            inside.fails(f"import os; os.link({str(path)!r}, 'mine'); open('mine')", "PermissionError", "OSError")
            link = f"import os; os.symlink({str(path)!r}, 'mine{path.name}'); open('mine{path.name}')"
            inside.fails(link, "OSError", "PermissionError")
        return
    for path in (
        root / "tests",
        root / "solutions",
        root / "pyproject.toml",
        tmp_path / "secret",
        Path(os.environ.get("HOME", "/root")) / ".ssh",
    ):
        assert inside.run(f"import os; answer = os.path.exists({str(path)!r})") is False


def test_an_editable_install_brings_no_course_in(inside: Attacker) -> None:
    inside.fails("import tests.otter", "ModuleNotFoundError")
    where = inside.run("""
        import importlib.util
        spec = importlib.util.find_spec("autograder")
        answer = spec and spec.origin
    """)
    assert where is None or "site-packages" in where


@pytest.mark.parametrize("wall", WALLS)
def test_a_virtual_environment_inside_the_course_brings_only_itself(wall: str, tmp_path: Path) -> None:
    import venv

    course = tmp_path / "course"
    (course / "tests" / "otter").mkdir(parents=True)
    (course / "tests" / "otter" / "q1.py").write_text("expected = 42")
    venv.create(course / ".venv", with_pip=False)
    (course / ".venv" / "notes.txt").write_text("not needed")
    python = course / ".venv/bin/python"
    with start(python=python, preload=(), hidden=[course], wall=wall) as jail, jail.fork({}, LIMITS) as turn:
        inside = Attacker(turn)
        assert inside.run("import sys; answer = sys.prefix") == str(course / ".venv")
        for path in (course / "tests/otter/q1.py", course / ".venv/notes.txt"):
            inside.fails(f"open({str(path)!r})", "PermissionError", "FileNotFoundError")
        if wall == "landlock":
            inside.fails(f"import os; os.listdir({str(course)!r})", "PermissionError")
        else:
            assert inside.run(f"import os; answer = os.listdir({str(course)!r})") == [".venv"]


@pytest.mark.parametrize("wall", WALLS)
def test_a_course_inside_a_mounted_folder_is_covered(wall: str, tmp_path: Path) -> None:
    import venv

    environment = tmp_path / "environment"
    venv.create(environment, with_pip=False)
    course = environment / "lib" / "course"
    course.mkdir()
    (course / "secret").write_text("42")
    python = environment / "bin/python"
    with start(python=python, preload=(), hidden=[course], wall=wall) as jail, jail.fork({}, LIMITS) as turn:
        inside = Attacker(turn)
        inside.fails(f"open({str(course / 'secret')!r})", "PermissionError", "FileNotFoundError")
        look = f"import os\ntry:\n    answer = os.listdir({str(course)!r})\nexcept PermissionError:\n    answer = []"
        assert inside.run(look) == []
        inside.fails(f"open({str(course / 'new')!r}, 'w')", "OSError", "PermissionError")


def test_the_environment_is_cleared(inside: Attacker) -> None:
    variables = inside.run("import os; answer = dict(os.environ)")
    assert "GRADER_SECRET" not in variables
    assert variables["HOME"] == inside.run("import os; answer = os.path.dirname(os.getcwd()) + '/home'")
    assert variables["OPENBLAS_NUM_THREADS"] == variables["OMP_NUM_THREADS"] == "1"
    assert b"hunter2" not in looked_into(inside.turn.pid, "environ")


def test_hashes_are_the_same_in_every_jail(inside: Attacker) -> None:
    with start(preload=()) as other, other.fork({}, LIMITS) as turn:
        code = "answer = hash('the same')"
        assert Attacker(turn).run(code) == inside.run(code)


def test_no_descriptor_but_the_socket_is_open(inside: Attacker) -> None:
    opened = inside.run("""
        import os, stat
        answer = {}
        for number in range(5000):
            try:
                found = os.fstat(number)
                answer[number] = "socket" if stat.S_ISSOCK(found.st_mode) else found.st_rdev
            except OSError:
                pass
        """)
    null = os.makedev(1, 3)
    assert opened == {"0": null, "1": null, "2": null, "3": "socket"}


@pytest.mark.parametrize(
    "family", ["AF_INET", "AF_INET6", "AF_NETLINK", "AF_PACKET", "AF_VSOCK", "AF_ALG", "AF_BLUETOOTH"]
)
def test_there_are_no_sockets_to_the_world(inside: Attacker, family: str) -> None:
    if not hasattr(socket, family):
        pytest.skip(f"this Python was built without {family}")
    inside.fails(f"import socket; socket.socket(socket.{family}, socket.SOCK_RAW)", "PermissionError")
    inside.fails(f"import socket; socket.socketpair(socket.{family})", "PermissionError")


def test_names_are_not_resolved(inside: Attacker) -> None:
    inside.fails("import socket; socket.getaddrinfo('example.org', 80)", "gaierror")
    inside.fails("import urllib.request; urllib.request.urlopen('http://127.0.0.1:1/')", "URLError", "PermissionError")


def test_the_hosts_unix_sockets_are_out_of_reach(inside: Attacker, tmp_path: Path) -> None:
    refused = ("FileNotFoundError", "ConnectionRefusedError", "PermissionError", "OSError")
    with socket.socket(socket.AF_UNIX) as named, socket.socket(socket.AF_UNIX) as abstract:
        path = os.path.relpath(tmp_path / "socket")
        named.bind(path)
        named.listen()
        abstract.bind("\0autograder-test")
        abstract.listen()
        connect = "import socket; socket.socket(socket.AF_UNIX).connect({!r})"
        inside.fails(connect.format(str(tmp_path / "socket")), *refused)
        inside.fails(connect.format("\0autograder-test"), *refused)


def test_two_submissions_share_no_abstract_socket(fork: Callable[..., Attacker]) -> None:
    one, other = fork(), fork()
    with contextlib.suppress(InsideError):  # there may be no sockets at all
        one.run("import socket; server = socket.socket(socket.AF_UNIX); server.bind('\\0meet'); server.listen()")
    meet = "import socket; socket.socket(socket.AF_UNIX).connect('\\0meet')"
    other.fails(meet, "ConnectionRefusedError", "PermissionError")


def test_two_submissions_share_no_files(fork: Callable[..., Attacker], wall: str) -> None:
    one, other = fork(), fork()
    folders = ["/tmp", "/dev/shm", "/var/tmp", "/box", "/box/work", one.run("import os; answer = os.getcwd()")]
    left = one.run(f"""
        answer = []
        for folder in {folders!r}:
            try:
                open(folder + '/left', 'w').write('for you')
                answer.append(folder)
            except OSError:
                pass
    """)
    assert left, "nothing can be written at all"
    found = other.run(f"import os; answer = [os.path.exists(folder + '/left') for folder in {left!r}]")
    if wall == "landlock":  # who knows the name of another one's folder, which is drawn at random, sees no more of it
        assert left == folders[-1:]
        other.fails(f"open({left[0] + '/left'!r})", "PermissionError")
        other.fails(f"import os; os.listdir({left[0]!r})", "PermissionError")
    else:
        assert found == [False] * len(left)


def test_nothing_is_left_for_the_next_submission(fork: Callable[..., Attacker], wall: str) -> None:
    one = fork()
    share = """
        from multiprocessing import shared_memory
        import multiprocessing
        block = shared_memory.SharedMemory("left", create=True, size=100)
        semaphore = multiprocessing.Semaphore()
    """
    if wall == "landlock":
        one.fails(share, "PermissionError")
    else:
        one.run(share)
    one.run("""
        import builtins, sys, os
        builtins.left = sys.modules["left"] = 1
        os.environ["LEFT"] = "1"
    """)
    one.turn.close()
    other = fork()
    if wall == "landlock":
        other.fails("open('/dev/shm/left')", "FileNotFoundError")
    else:
        assert other.run("import os; answer = os.listdir('/dev/shm')") == []
    assert (
        other.run("import builtins, sys, os; answer = [hasattr(builtins, 'left'), 'left' in sys.modules]")
        == [False] * 2
    )
    assert other.run("import os; answer = os.environ.get('LEFT')") is None


def test_no_other_process_can_be_signalled(fork: Callable[..., Attacker], wall: str) -> None:
    one, other = fork(), fork()
    hidden = ("ProcessLookupError",) if wall == "bubblewrap" else ("ProcessLookupError", "PermissionError")
    reached = one.run(f"""
        import os
        answer = []
        for pid in [*range(2, 5000), {other.turn.pid}, {os.getpid()}]:
            try:
                os.kill(pid, 0)
                answer.append(pid)
            except ({", ".join(hidden)},):
                pass
        """)
    assert reached == [one.run("answer = os.getpid()")] * (wall == "landlock" and one.turn.pid < 5000)
    for call in (f"os.kill({other.turn.pid}, 9)", f"os.killpg({other.turn.pid}, 9)", f"os.kill({os.getpid()}, 0)"):
        one.fails(call, *hidden)
    if wall == "bubblewrap":
        one.fails("os.kill(-1, 9)", *hidden)
    assert other.run("answer = 'alive'") == "alive"


def test_the_warm_interpreter_is_out_of_reach(jail: Jail, inside: Attacker, wall: str) -> None:
    inside.run("import os; os.kill(0, 18)")  # a signal to its own group, which is the worker's alone
    assert jail.alive
    if wall == "landlock":
        for pid in (inside.run("answer = os.getppid()"), jail.pid, os.getpid()):
            for code in (f"os.kill({pid}, 9)", f"open('/proc/{pid}/mem')", f"os.sched_setaffinity({pid}, [0])"):
                inside.fails(code, "PermissionError")
            inside.fails(f"import resource; resource.prlimit({pid}, resource.RLIMIT_CPU, (1, 1))", "PermissionError")
            inside.fails(f"os.setpriority(os.PRIO_PROCESS, {pid}, 19)", "PermissionError")
        return
    for kind in ("user", "mnt", "pid", "ipc", "net", "uts", "cgroup"):
        ours, theirs = (os.readlink(f"/proc/{pid}/ns/{kind}") for pid in (jail.pid, inside.turn.pid))  # noqa: PTH115
        assert ours != theirs, kind


def test_proc_tells_nothing_about_the_machine(fork: Callable[..., Attacker], wall: str) -> None:
    one, other = fork(), fork()
    if wall == "landlock":
        for name in ("cpuinfo", "meminfo", "locks", "pressure/cpu", "self/maps", f"{other.turn.pid}/stat"):
            one.fails(f"open('/proc/{name}')", "PermissionError", "FileNotFoundError")
        return
    other.run("answer = 1")
    for name in ("cpuinfo", "meminfo", "sys", "keys", "kcore", "net/tcp", str(other.turn.pid), str(os.getpid())):
        assert one.run(f"import os; answer = os.path.exists('/proc/{name}')") is False, name
    text = one.run("answer = [open(f'/proc/self/{n}').read() for n in ('environ', 'cmdline', 'cgroup')]")
    assert "hunter2" not in "".join(text)


def test_the_worker_cannot_be_joined_through_proc(inside: Attacker, wall: str) -> None:
    if wall == "landlock":
        inside.fails("open('/proc/self/fd/3', 'rb+')", "PermissionError", "OSError")
        return
    inside.fails("open('/proc/1/fd/3', 'rb+')", "OSError")
    inside.fails("with open('/proc/self/uid_map', 'w') as file: file.write('0 0 1')", "PermissionError", "OSError")
    assert set(inside.run("import os; answer = os.listdir('/proc/1/root')")) == set(
        inside.run("answer = os.listdir('/')")
    )

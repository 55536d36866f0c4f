"""Getting out: namespaces, mounts, other processes, the network.

The walls one by one are tested with the jail (engine/jail/test_jail_walls.py, test_confine_system_calls.py). Here a
notebook tries them through the whole engine, and says what it managed.
"""

import http.server
import socket
import threading

import pytest

TRY = """
import ctypes, os, signal, socket, subprocess, sys
libc = ctypes.CDLL(None, use_errno=True)
done = []
def attempt(name, function):
    try:
        result = function()
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        return
    if isinstance(result, int) and result < 0:
        return
    done.append(name)
"""
TELL = "def double(x):\n    raise RuntimeError(f'done {done}')"

ATTEMPTS = {
    "namespaces": [
        "libc.unshare(0x10000000)",
        "libc.unshare(0x20000)",
        "libc.setns(os.open('/proc/1/ns/mnt', os.O_RDONLY), 0)",
    ],
    "mounts": [
        "libc.mount(b'none', b'/box/tmp', b'tmpfs', 0, None)",
        "libc.umount2(b'/proc', 2)",
        "libc.mount(None, b'/', None, 0x20 | 4096, None)",
        "os.chroot('/')",
        "libc.pivot_root(b'/', b'/box')",
    ],
    "other_processes": [
        "libc.ptrace(16, os.getppid(), 0, 0)",
        "libc.ptrace(16, 1, 0, 0)",
        "libc.process_vm_readv(1, 0, 0, 0, 0, 0)",
        "open(f'/proc/{os.getppid()}/mem', 'rb')",
        "libc.syscall(438, 3, 3, 0)",
    ],
    "privileges": [
        "os.setuid(0)",
        "os.setgid(0)",
        "libc.prctl(23, 21) - 1",
        "os.chmod('/usr/bin/python3', 0o777) or os.stat('/usr/bin/python3').st_mode & 0o22 or -1",
        "os.nice(-5)",
    ],
    "programs_with_more_rights": [
        "subprocess.run(['sudo', '-n', 'true'], check=True)",
        "subprocess.run(['su', '-c', 'true'], check=True, stdin=subprocess.DEVNULL)",
        "subprocess.run(['unshare', '-r', 'true'], check=True)",
    ],
    "writing_to_the_system": [
        "open('/etc/passwd', 'a')",
        "open('/usr/lib/sitecustomize.py', 'w')",
        "open(os.__file__, 'a')",
        "os.unlink('/bin/sh')",
        "open('/proc/sys/kernel/core_pattern', 'w')",
        "open('/sys/fs/cgroup/cgroup.procs', 'w')",
    ],
    "the_network": [
        "socket.socket(socket.AF_INET)",
        "socket.socket(socket.AF_INET6)",
        "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
        "socket.create_connection(('127.0.0.1', 80), 1)",
        "socket.getaddrinfo('example.org', 80)",
        "socket.gethostbyname('localhost.localdomain.example')",
    ],
    "sockets_of_the_system": [
        f"socket.socket(socket.AF_UNIX).connect({path!r})"
        for path in ("/run/systemd/private", "/var/run/docker.sock", "/run/dbus/system_bus_socket", "/tmp/.X11-unix/X0")
    ],
    "kernel": [
        "libc.syscall(321, 0, 0, 0)",
        "libc.syscall(250, 0, 0)",
        "libc.syscall(425, 8, 0)",
        "libc.syscall(323, 0)",
        "libc.personality(0x40000)",
    ],
}


@pytest.mark.parametrize("name", ATTEMPTS)
def test_nothing_is_achieved(attack, name):
    attempts = "\n".join(f"attempt({code!r}, lambda: {code})" for code in ATTEMPTS[name])
    outcome = attack(TRY, attempts, TELL)
    assert outcome.raised("q2_double") == "RuntimeError: done []"


def test_what_is_possible_would_be_told(attack):
    outcome = attack(TRY, "attempt('list', lambda: len(os.listdir(os.path.dirname(os.__file__))))", TELL)
    assert outcome.raised("q2_double") == "RuntimeError: done ['list']"


def test_ld_preload_does_not_reach_the_grader(full_marks):
    full_marks(
        "import os\nos.environ['LD_PRELOAD'] = os.path.abspath('evil.so')\nopen('evil.so', 'wb').write(b'\\x7fELF')",
        "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'pass'])",
        "os.environ['PYTHONSTARTUP'] = os.environ['PYTHONPATH'] = os.getcwd()",
    )


def test_a_server_on_the_host_is_never_asked(attack):
    """On TCP and as an abstract socket: both listen in the grader's own network."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server, socket.socket(socket.AF_UNIX) as abstract:
        abstract.bind("\0autograder-attacks")
        abstract.listen()
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/leak"
        outcome = attack(
            TRY,
            f"import urllib.request\nattempt('tcp', lambda: urllib.request.urlopen({url!r}, timeout=1))",
            "attempt('abstract', lambda: socket.socket(socket.AF_UNIX).connect('\\0autograder-attacks'))",
            TELL,
        )
        server.shutdown()
        thread.join()
    assert asked == []
    assert outcome.raised("q2_double") == "RuntimeError: done []"

"""Machines on which no jail can be had: one sentence that says what to do."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.engine.jail import Jail, bubblewrap, mounts, reasons
from autograder.engine.jail.interpreter import Interpreter, interpreter
from autograder.errors import JailUnavailable
from tests.harness.jails import needs_bubblewrap, needs_landlock

from .conftest import INSIDE, start


def test_without_bubblewrap_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reasons, "bubblewrap", lambda: None)
    with pytest.raises(JailUnavailable, match="apt install bubblewrap") as caught:
        Jail.start(wall="bubblewrap")
    assert caught.value.exit_status == 3


@pytest.mark.parametrize(("platform", "name"), [("darwin", "macOS"), ("win32", "Windows")])
def test_on_macos_and_windows_it_points_to_docker(monkeypatch: pytest.MonkeyPatch, platform: str, name: str) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    reason = reasons.obvious() or ""
    assert f"this is {name}: use --isolation docker" in reason
    assert "--isolation none" in reason


def test_on_another_processor_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reasons.platform, "machine", lambda: "riscv64")
    assert "riscv64" in (reasons.obvious() or "")


@pytest.mark.parametrize(
    ("setting", "value", "advice"),
    [
        ("user/max_user_namespaces", "0", "sysctl -w user.max_user_namespaces"),
        ("kernel/unprivileged_userns_clone", "0", "sysctl -w kernel.unprivileged_userns_clone=1"),
        ("kernel/apparmor_restrict_unprivileged_userns", "1", "apparmor_restrict_unprivileged_userns=0"),
    ],
)
def test_a_setting_that_forbids_user_namespaces_is_named(tmp_path: Path, setting: str, value: str, advice: str) -> None:
    assert reasons.user_namespaces(tmp_path) is None
    (tmp_path / setting).parent.mkdir()
    (tmp_path / setting).write_text(value)
    assert advice in (reasons.user_namespaces(tmp_path) or "")


def test_in_a_container_it_says_how_to_start_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reasons, "user_namespaces", lambda: None)
    monkeypatch.setattr(reasons, "container", lambda: "Docker")
    sentence = reasons.refused("bwrap: Creating new namespace failed: Operation not permitted\n")
    assert "seccomp=unconfined" in sentence


def test_an_interpreter_without_numpy_is_told_by_its_last_line() -> None:
    with pytest.raises(JailUnavailable, match="No module named 'nowhere'"):
        start(serve="nowhere:serve", preload=())


def test_a_python_that_does_not_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(JailUnavailable, match="does not run"):
        interpreter(tmp_path / "python")


def test_root_never_runs_inside() -> None:
    assert all(way.settings.get("drop_to") or way.run_as for way in bubblewrap.ways(0))
    assert all("--unshare-user" in way.before for way in bubblewrap.ways(1000))


ROOT_BY_NAME = ("unshare", "--user", "--map-root-user", "sh", "-c")  # no other user or group, as in rootless containers


@needs_bubblewrap
@needs_landlock
@pytest.mark.parametrize(
    ("setting", "wall"),
    [("", "bubblewrap"), ("echo 0 > /proc/sys/user/max_user_namespaces; ", "landlock")],
    ids=["", "and_without_further_namespaces"],
)
def test_root_who_can_become_nobody_else_gets_the_strongest_wall_there_is(setting: str, wall: str) -> None:
    code = "from autograder.engine.jail import Jail\nwith Jail.start(preload=()) as jail:\n    print(jail.wall)"
    words = [*ROOT_BY_NAME, f'{setting}exec "$0" -c "$1"', sys.executable, code]
    run = subprocess.run(words, capture_output=True, text=True)
    assert run.stdout == f"{wall}\n", run.stderr


def test_of_an_installation_only_what_python_needs_is_mounted(tmp_path: Path) -> None:
    for folder in ("home/.pyenv/bin", "home/.pyenv/lib", "home/.pyenv/secrets", "env/bin", "env/lib", "env/course"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "env/pyvenv.cfg").touch()
    (tmp_path / "home/.pyenv/bin/python3").touch()
    (tmp_path / "env/bin/python").symlink_to(tmp_path / "home/.pyenv/bin/python3")
    python = Interpreter(tmp_path / "env/bin/python", tmp_path / "env", tmp_path / "home/.pyenv")
    mounted = {path.relative_to(tmp_path).as_posix() for path in python.folders}
    assert mounted == {"home/.pyenv/bin", "home/.pyenv/lib", "env/bin", "env/lib", "env/pyvenv.cfg"}


def test_nothing_is_mounted_writable_but_the_box() -> None:
    words = mounts.arguments(interpreter(), 1, (), None)
    assert "--bind" not in words
    assert [words[at + 1] for at, word in enumerate(words) if word == "--tmpfs"] == ["/box", "/dev"]


@pytest.fixture
def for_everybody(root: Path) -> Iterator[Path]:
    """Yield a folder with the package and INSIDE that others can read: root's clone may be closed to them."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        for source in (root / "autograder", INSIDE):
            shutil.copytree(source, Path(folder, source.name), ignore=shutil.ignore_patterns("__pycache__"))
        subprocess.run(["chmod", "-R", "go+rX", folder], check=True)
        yield Path(folder)


@needs_bubblewrap
@pytest.mark.skipif(os.geteuid() != 0, reason="the other tests have run as an ordinary user already")
def test_an_ordinary_user_gets_the_same_jail(for_everybody: Path) -> None:
    python = shutil.which("python3", path="/usr/bin:/usr/local/bin")
    if python is None or b"3.1" not in subprocess.run([python, "-V"], capture_output=True, check=True).stdout:
        pytest.skip("there is no Python outside of root's own folders")
    code = f"""
import sys
sys.path.insert(0, {str(for_everybody)!r})
from pathlib import Path
from autograder.engine.jail import Jail, TurnLimits
modules = Path({str(for_everybody / INSIDE.name)!r})
with Jail.start(preload=(), wall="bubblewrap", serve="runs_code:serve", modules=modules) as jail:
    with jail.fork({{"f": b"1"}}, TurnLimits(processes=5)) as turn:
        turn.socket.sendall(b'"import os; answer = [os.getpid(), os.getuid(), os.listdir()]"\\n')
        print(turn.socket.recv(1000).decode(), end="")
        turn.socket.sendall(b'"import time; x = [os.fork() or time.sleep(100) for _ in range(9)]"\\n')
        print(b"BlockingIOError" in turn.socket.recv(1000))
        turn.kill()
        print(turn.wait(0).how)
"""
    run = subprocess.run(
        [python, "-c", code], user=65534, group=65534, extra_groups=[], cwd="/", capture_output=True, text=True
    )
    assert run.stdout.splitlines() == ['{"answer": [1, 1000, ["f"]]}', "True", "How.KILLED"], run.stderr

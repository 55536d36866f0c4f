"""What a submission may ask of the kernel."""

import errno
import os
import platform
from pathlib import Path

import pytest

from autograder.engine.jail import How
from autograder.engine.jailed import filters, syscalls
from autograder.engine.jailed.policy import Answer

from .conftest import Attacker

CALL = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
def call(number, *arguments):
    ctypes.set_errno(0)
    result = libc.syscall(ctypes.c_long(number), *(ctypes.c_long(a) for a in (*arguments, 0, 0, 0, 0)))
    return result, ctypes.get_errno()
"""
MACHINE = platform.machine()
COLUMN = list(syscalls.AUDIT_ARCH).index(MACHINE)


@pytest.fixture
def calls(inside: Attacker) -> Attacker:
    inside.run(CALL)
    return inside


def test_every_denied_call_fails_without_killing(calls: Attacker, wall: str) -> None:
    denied = {rule.call: rule.answer for rule in filters.rules(namespaces=wall == "bubblewrap") if not rule.where}
    numbers = {name: number for name in denied if (number := syscalls.NUMBERS[name][COLUMN]) is not None}
    results = calls.run(f"answer = {{name: call(number) for name, number in {numbers!r}.items()}}")
    for name, (result, code) in results.items():
        answer = denied[name]
        assert (result, code) == ((0, 0) if answer is Answer.PRETEND else (-1, answer.value)), name


def test_calls_of_newer_kernels_do_not_exist(calls: Attacker) -> None:
    numbers = [*range(syscalls.NEWEST + 1, syscalls.NEWEST + 60), 0x40000000, 0x40000027, 0x7FFFFFFF]
    results = calls.run(f"answer = [call(number) for number in {numbers}]")
    assert results == [[-1, errno.ENOSYS]] * len(numbers)


@pytest.mark.parametrize("flag", [0x20000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000])
def test_clone_makes_no_namespace(calls: Attacker, flag: int) -> None:
    assert calls.run(f"answer = call({syscalls.NUMBERS['clone'][COLUMN]}, {flag | 17})") == [-1, errno.EPERM]


def test_mounts_stay_as_they_are(calls: Attacker) -> None:
    calls.run("names = ctypes.CDLL(None, use_errno=True)")
    assert calls.run("answer = [names.umount2(b'/proc', 2), ctypes.get_errno()]") == [-1, errno.EPERM]
    assert calls.run("answer = [names.mount(b'x', b'/proc', b'proc', 0, 0), ctypes.get_errno()]") == [-1, errno.EPERM]
    calls.fails("import os; os.chroot('/box')", "PermissionError")


def test_personality_can_only_be_asked(calls: Attacker) -> None:
    number = syscalls.NUMBERS["personality"][COLUMN]
    assert calls.run(f"answer = call({number}, 0xFFFFFFFF)")[0] >= 0
    assert calls.run(f"answer = call({number}, 0x0040000)") == [-1, errno.EPERM]  # no address randomisation


def test_there_are_no_capabilities_and_no_way_to_get_any(inside: Attacker, wall: str) -> None:
    status = dict(
        line.split(":\t", 1)
        for line in Path(f"/proc/{inside.turn.pid}/status").read_text().splitlines()
        if ":\t" in line
    )
    # where nobody else may enter the interpreter's folder, the right to read (CAP_DAC_*) is left to a user of its own
    possible = {0} if wall == "bubblewrap" else {0, 1 << 1, 1 << 2}
    bounded = ("CapBnd",) if os.geteuid() == 0 or wall == "bubblewrap" else ()
    assert {int(status[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapAmb", *bounded)} <= possible
    assert status["NoNewPrivs"] == "1"
    assert status["Seccomp"] == "2"
    inside.fails("import os; os.setuid(0)", "PermissionError", "OSError")
    inside.fails("import os; os.setgroups([0])", "PermissionError", "OSError")
    inside.fails("import os; os.mknod('disk', 0o60600, os.makedev(8, 0))", "PermissionError", "OSError")


def test_programs_that_it_starts_are_confined_too(inside: Attacker) -> None:
    code = """
        import subprocess, sys
        attack = "import socket; socket.socket(socket.AF_INET)"
        answer = subprocess.run([sys.executable, "-c", attack], capture_output=True, text=True).stderr
    """
    assert "PermissionError" in inside.run(code)


def test_ld_preload_gains_nothing(inside: Attacker) -> None:
    code = """
        import os, subprocess
        os.environ["LD_PRELOAD"] = "/box/work/none.so"
        answer = subprocess.run(["/bin/sh", "-c", "kill -9 1; echo $?"], capture_output=True, text=True).stdout
    """
    inside.run(code)
    assert inside.run("answer = 'alive'") == "alive"


@pytest.mark.skipif(MACHINE != "x86_64", reason="only x86-64 has a door for 32-bit calls")
def test_the_32_bit_door_is_closed(inside: Attacker) -> None:
    code = """
        import ctypes, mmap
        page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        page.write(bytes.fromhex("b814000000cd80c3"))  # mov eax, 20 (getpid); int 0x80; ret
        ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
    """
    assert inside.ends(code).how is How.SIGNALLED


def test_the_table_agrees_with_the_systems_own() -> None:
    header = Path("/usr/include/asm-generic/unistd.h")
    places = [Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"), Path("/usr/include/asm/unistd_64.h")]
    known = next((path for path in places if path.is_file()), None)
    tables = {"x86_64": known, "aarch64": header if header.is_file() else None}
    checked = 0
    for machine, path in tables.items():
        if path is None:
            continue  # the kernel's headers are not installed
        words = [line.split()[1:3] for line in path.read_text().splitlines() if line.startswith("#define __NR")]
        numbers = {
            name.removeprefix("__NR3264_").removeprefix("__NR_"): value
            for name, value, *_ in filter(lambda pair: len(pair) == 2, words)
        }
        for name, number in _numbers(machine).items():
            if numbers.get(name, "").isdigit():
                assert int(numbers[name]) == number, (machine, name)
                checked += 1
    assert checked or not any(tables.values())


def _numbers(machine: str) -> dict[str, int]:
    column = list(syscalls.AUDIT_ARCH).index(machine)
    return {name: pair[column] for name, pair in syscalls.NUMBERS.items() if pair[column] is not None}


def test_every_call_of_the_policy_has_a_number_and_no_other() -> None:
    rules = [*filters.rules(namespaces=True), *filters.rules(namespaces=False, own_pid=1)]
    assert {rule.call for rule in rules} == set(syscalls.NUMBERS)


def test_a_filter_is_short_enough_and_jumps_inside_itself() -> None:
    for machine in syscalls.AUDIT_ARCH:
        lines = [filters.program(machine)[at : at + 8] for at in range(0, len(filters.program(machine)), 8)]
        assert len(lines) < 4096
        assert all(at + 1 + max(line[2], line[3]) < len(lines) for at, line in enumerate(lines[:-1]))


def test_other_processors_have_no_filter() -> None:
    with pytest.raises(NotImplementedError, match="riscv64"):
        filters.program("riscv64")

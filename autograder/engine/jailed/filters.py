"""The seccomp filter of a submission, made of `policy`: which system calls it does without.

A classic BPF program, built here so that neither libseccomp nor a compiler is needed. It is a list of what is denied,
closed at the top: every call newer than `NEWEST` does not exist for the submission, so that what kernels add later is
denied until somebody has thought about it.
"""

import errno
import platform
import struct
from collections.abc import Iterable, Iterator, Sequence

from . import policy
from .policy import Answer, Rule, Test, Where
from .syscalls import AUDIT_ARCH, NEWEST, NUMBERS

_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERRNO, _KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data; the low word of an argument

Instruction = tuple[int, int, int, int]


def rules(*, namespaces: bool, own_pid: int | None = None) -> tuple[Rule, ...]:
    """Return all rules for a submission that has namespaces of its own, or has not.

    With `own_pid` it may send signals to that process and its own group alone.
    """
    sets = [(policy.DENIED, Answer.NO), (policy.UNKNOWN, Answer.UNKNOWN), (policy.PRETENDED, Answer.PRETEND)]
    conditions = [*policy.CONDITIONS]
    if namespaces:
        conditions += policy.WITH_NAMESPACES
    else:
        sets += [
            (policy.DENIED_WITHOUT_NAMESPACES, Answer.NO),
            (policy.UNKNOWN_WITHOUT_NAMESPACES, Answer.UNKNOWN),
            (policy.PRETENDED_WITHOUT_NAMESPACES, Answer.PRETEND),
        ]
        conditions += policy.CONDITIONS_WITHOUT_NAMESPACES
    if own_pid is not None:
        itself = Where(0, Test.IS_NOT, (own_pid, 0))
        conditions += [Rule(call, Answer.NO, (itself,)) for call in policy.SIGNALS]
    always = [Rule(call, answer) for groups, answer in sets for call in policy.named(groups)]
    return (*always, *conditions)


def program(machine: str | None = None, *, namespaces: bool = True, own_pid: int | None = None) -> bytes:
    """Return the filter as an array of `struct sock_filter`, for `machine` or else for this one; see `rules`.

    Raises:
        NotImplementedError: there is no table for this kind of processor.

    """
    machine = machine or platform.machine()
    if machine not in AUDIT_ARCH:
        raise NotImplementedError(f"there is no seccomp filter for {machine} processors")
    lines = _lines(machine, rules(namespaces=namespaces, own_pid=own_pid))
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def _lines(machine: str, wanted: Iterable[Rule]) -> Iterator[Instruction]:
    column = list(AUDIT_ARCH).index(machine)
    yield (_LOAD, 0, 0, _ARCHITECTURE)
    yield (_JUMP_EQUAL, 1, 0, AUDIT_ARCH[machine])
    yield _returns(_KILL_PROCESS)  # a call through the 32-bit door has other numbers
    yield (_LOAD, 0, 0, _NUMBER)
    yield (_JUMP_AT_LEAST, 0, 1, NEWEST + 1)  # x32 numbers are above it, too
    yield _returns(_ERRNO | errno.ENOSYS)
    for rule in wanted:
        if (number := NUMBERS[rule.call][column]) is not None:
            body = [*_conditions(rule.where), _returns(_ERRNO | rule.answer.value)]
            if rule.where:
                body.append((_LOAD, 0, 0, _NUMBER))  # for the rules that follow
            yield (_JUMP_EQUAL, 0, len(body), number)
            yield from body
    yield _returns(_ALLOW)


def _conditions(where: Sequence[Where]) -> list[Instruction]:
    """Return what goes on only if all conditions hold, and else leaves out them and the one line that follows."""
    lines: list[Instruction] = []
    for condition in reversed(where):
        over = len(lines) + 1  # what is left out when this one does not hold
        lines = [(_LOAD, 0, 0, _FIRST_ARGUMENT + 8 * condition.argument), *_compared(condition, over), *lines]
    return lines


def _compared(condition: Where, over: int) -> list[Instruction]:
    """Return the comparison with each value: on to what follows if the condition holds, else past `over` lines."""
    code = _JUMP_ANY_BIT if condition.test in (Test.HAS_ANY, Test.HAS_NONE) else _JUMP_EQUAL
    some = condition.test in (Test.IS, Test.HAS_ANY)  # one value that compares is enough; or else none may
    lines = []
    for at, value in enumerate(condition.values):
        rest = len(condition.values) - at - 1
        compares, last = (rest if some else rest + over), rest == 0
        lines.append((code, compares, over if some and last else 0, value))
    return lines


def _returns(value: int) -> Instruction:
    return (_RETURN, 0, 0, value)

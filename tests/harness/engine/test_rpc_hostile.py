"""A peer that does not keep to the protocol ends its own session, with the reason, and nothing else."""

import array
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from autograder.engine.jailed.encode import Writer
from autograder.engine.jailed.rpc import Channel
from autograder.engine.jailed.wire import HEADER, VERSION, Kind, Tag, WireLimits
from autograder.engine.remote import (
    ProtocolViolation,
    Session,
    SessionEnded,
    SessionLimits,
    TurnTimeout,
    WorkerDied,
    socket_pair,
)

LIMITS = SessionLimits(turn=20, call=5, wire=WireLimits(frame_bytes=1 << 20))
NO_REPORT = ([], (), "", None, None)


class Peer:
    """A hand-driven worker: takes the calls of a session one by one."""

    def __init__(self, sock):
        self.sock = sock
        self.channel = Channel(sock, WireLimits())
        self.number = 0

    def take(self):
        """Take the next call and return its operation."""
        reader = self.channel.receive()
        assert reader.integer(0, 2) == Kind.CALL
        self.number = reader.integer(0, 2**63)
        return reader.text(40)

    def frame(self, kind, number, *values, text=None):
        """Return a message as bytes."""
        writer = Writer(WireLimits())
        writer.plain(int(kind), number)
        if text is not None:
            writer.plain(text)
        for value in values:
            writer.value(value)
        return b"".join(bytes(buffer) for buffer in writer.buffers())

    def answer(self, value=None, report=NO_REPORT):
        """Answer the call that was taken last."""
        self.sock.sendall(self.frame(Kind.ANSWER, self.number, value, report))


@pytest.fixture
def with_peer():
    """Return a function that opens a session with a peer which answers the start and then follows a script."""
    threads = []
    sockets = []

    def start(script, limits=LIMITS, **options):
        trusted, jailed = socket_pair()
        sockets.extend((trusted, jailed))

        def run():
            peer = Peer(jailed)
            try:
                for answer in (VERSION, False):  # to the start, and to whether it has what the session asks after
                    peer.take()
                    peer.answer(answer)
                script(peer)
            except (SessionEnded, OSError):
                pass  # the session was closed

        threads.append(threading.Thread(target=run))
        threads[-1].start()
        return Session(trusted, limits, **options)

    yield start
    for sock in sockets:
        sock.close()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


def sends(data):
    """Return a script that takes one call and sends `data`, a function of the peer."""

    def script(peer):
        peer.take()
        peer.sock.sendall(data(peer))

    return script


def answer_with(value=None, report=NO_REPORT, number=0):
    """Return what makes an answer; `number` is added to the one that is due."""
    return lambda peer: peer.frame(Kind.ANSWER, peer.number + number, value, report)


def failure_with(value, report=NO_REPORT):
    return lambda peer: peer.frame(Kind.FAILURE, peer.number, value, report)


def call_with(operation, arguments):
    return lambda peer: peer.frame(Kind.CALL, 1, arguments, text=operation)


LINE = (1, 1, "f", "x")
VIOLATIONS = {
    "garbage": lambda peer: b"\xff" * 100,
    "a frame declared too long": lambda peer: HEADER.pack(1 << 21, 0),
    "a raw section declared too long": lambda peer: HEADER.pack(1, 1 << 63),
    "an empty frame": lambda peer: HEADER.pack(0, 0),
    "an unknown kind": lambda peer: peer.frame(7, peer.number, None),
    "an answer to another call": answer_with(number=1),
    "an answer to the call before": answer_with(number=-1),
    "an answer twice": lambda peer: answer_with()(peer) * 2,
    "an answer and garbage": lambda peer: answer_with()(peer) + b"x",
    "an answer and a call": lambda peer: answer_with()(peer) + call_with("check", ("q1", []))(peer),
    "an answer without a report": lambda peer: peer.frame(Kind.ANSWER, peer.number, None),
    "a report of another form": answer_with(report=7),
    "a report of too much": answer_with(report=(*NO_REPORT, 1)),
    "a change of an argument that was not sent": answer_with(report=([(5, np.zeros(3))], (), "", None)),
    "a change with another shape": answer_with(report=([(0, np.zeros(4))], (), "", None)),
    "a change with another type": answer_with(report=([(0, np.zeros(3, dtype=np.float32))], (), "", None)),
    "a change from array to list": answer_with(report=([(0, [1.0, 2.0, 3.0])], (), "", None)),
    "a change at no place": answer_with(report=([(-1, np.zeros(3))], (), "", None)),
    "a change of no form": answer_with(report=([7], (), "", None)),
    "a thousand warnings": answer_with(report=([], ((("Warning",), "w"),) * 1000, "")),
    "a warning of no form": answer_with(report=([], (7,), "", None)),
    "an endless warning": answer_with(report=([], ((("Warning",), "w" * 10_000),), "", None)),
    "a failure of no form": failure_with(7),
    "a failure without lines": failure_with(("E", (), "text")),
    "a failure with an endless name": failure_with(("E" * 1000, (), "text", (), None)),
    "a failure with an endless text": failure_with(("E", (), "t" * 10_000, (), None)),
    "a failure with endless lines": failure_with(("E", (), "text", (LINE,) * 1000, None)),
    "a failure with a line of no form": failure_with(("E", (), "text", (("a", 1, "f", "x"),), None)),
    "a call for nothing that there is": call_with("open", ("/etc/passwd",)),
    "a callback without arguments": call_with("callback", ()),
    "a callback to a name": call_with("callback", ("f", (), {})),
    "a callback with numbered options": call_with("callback", (1, (), {1: 2})),
    "names at no place and of no form": answer_with(report=([], (), "", {"f": 1}, None)),
    "a call with a list": call_with("check", ["q1", []]),
    "a check of a long name": call_with("check", ("q" * 10_000, [])),
    "a check with names of no form": call_with("check", ("q1", {"f": 1})),
}


@pytest.mark.parametrize("name", VIOLATIONS)
def test_is_a_violation(with_peer, name):
    session = with_peer(sends(VIOLATIONS[name]))
    call = session.namespace._link.call
    with pytest.raises(ProtocolViolation) as caught:
        call("call", None, (np.ones(3),), {})
        call("names")  # what came after the answer is noticed at the latest now
    assert session.ended is caught.value
    with pytest.raises(ProtocolViolation):
        session.namespace["x"]


def test_the_end_of_a_session_is_not_taken_for_the_students_exception(with_peer):
    session = with_peer(sends(lambda peer: b"\xff" * 100))
    with pytest.raises(ProtocolViolation):
        try:
            session.namespace["x"]
        except Exception:
            pytest.fail("caught as an Exception")


def test_an_array_keeps_its_values_when_the_change_does_not_fit(with_peer):
    session = with_peer(sends(answer_with(report=([(0, np.full(3, 7.0)), (1, np.zeros((9, 9)))], (), "", None))))
    first, second = np.ones(3), np.ones(3)
    with pytest.raises(ProtocolViolation):
        session.namespace._link.call("call", None, (first, second), {})
    assert second.tolist() == [1, 1, 1]


def test_something_said_between_calls_is_a_violation(with_peer):
    begun, said = threading.Event(), threading.Event()
    session = with_peer(lambda peer: (begun.wait(20), peer.sock.sendall(b"\0"), said.set(), peer.take()))
    begun.set()
    said.wait(20)
    with pytest.raises(ProtocolViolation, match="without being asked"):
        session.namespace["x"]


def test_another_process_that_writes_is_a_violation(with_peer):
    def script(peer):
        peer.take()
        number = peer.sock.fileno()
        code = f"import os; os.write({number}, bytes.fromhex({answer_with(1)(peer).hex()!r}))"
        subprocess.run([sys.executable, "-c", code], pass_fds=[number], check=True)

    session = with_peer(script)
    with pytest.raises(ProtocolViolation, match="another process"):
        session.namespace["x"]


def test_descriptors_that_are_sent_along_are_a_violation_and_stay_outside(with_peer):
    def script(peer):
        peer.take()
        with Path(os.devnull).open() as file:
            rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [file.fileno()] * 50))
            peer.sock.sendmsg([answer_with(1)(peer)], [rights])
        sent.set()

    sent = threading.Event()
    session = with_peer(script)
    before = len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(ProtocolViolation, match="more than bytes"):
        session.namespace["x"]
    sent.wait(20)
    assert len(list(Path("/proc/self/fd").iterdir())) <= before


def test_a_peer_that_hangs_up_has_died(with_peer):
    session = with_peer(lambda peer: (peer.take(), peer.sock.close()))
    with pytest.raises(WorkerDied):
        session.namespace["x"]
    with pytest.raises(WorkerDied):
        session.namespace["x"]


def test_a_peer_that_hangs_up_in_the_middle_of_a_frame_has_died(with_peer):
    session = with_peer(lambda peer: (peer.take(), peer.sock.sendall(HEADER.pack(100, 0)), peer.sock.close()))
    with pytest.raises(WorkerDied):
        session.namespace["x"]


def test_a_peer_that_says_nothing_runs_out_of_time(with_peer):
    session = with_peer(lambda peer: (peer.take(), peer.take()), SessionLimits(turn=20, call=0.3))
    with pytest.raises(TurnTimeout) as caught:
        session.namespace["x"]
    assert caught.value.limit == "call"
    session.close()


def test_a_byte_now_and_then_does_not_stretch_the_limit(with_peer):
    def script(peer):
        peer.take()
        data = answer_with("x" * 1000)(peer)
        for byte in data:
            peer.sock.sendall(bytes([byte]))
            time.sleep(0.02)

    session = with_peer(script, SessionLimits(turn=20, call=0.5))
    began = time.monotonic()
    with pytest.raises(TurnTimeout):
        session.namespace["x"]
    assert time.monotonic() - began < 10
    session.close()


def test_many_slow_calls_run_out_of_the_turn(with_peer):
    def script(peer):
        while True:
            peer.take()
            time.sleep(0.1)
            peer.answer(1)

    session = with_peer(script, SessionLimits(turn=0.7, call=5))
    with pytest.raises(TurnTimeout) as caught:
        for _ in range(50):
            session.namespace["x"]
    assert caught.value.limit == "turn"
    session.close()


def test_a_peer_that_does_not_read_runs_out_of_time(with_peer):
    ended = threading.Event()
    session = with_peer(
        lambda peer: ended.wait(20), SessionLimits(turn=20, call=0.5, wire=WireLimits(frame_bytes=1 << 26))
    )
    with pytest.raises(TurnTimeout):
        session.namespace["x"] = np.zeros(1 << 22)
    ended.set()
    session.close()


def test_calls_within_calls_are_bounded(with_peer):
    def script(peer):
        peer.take()
        while True:
            peer.sock.sendall(call_with("callback", (1, (), {}))(peer))
            reader = peer.channel.receive()
            kind, peer.number = reader.integer(0, 2), reader.integer(0, 2**63)
            if kind == Kind.FAILURE:
                assert reader.value() is None  # nothing was posted
                assert reader.value()[0] == "RecursionError"
                peer.sock.close()
                return

    session = with_peer(script)

    def again(*arguments):
        return session.namespace._link.call("call", None, (), {})

    with pytest.raises(WorkerDied), session._link.loans.case():
        session._link.loans.number(again)
        again()


def test_a_handle_that_was_never_issued_is_one_more_object_without_abilities(with_peer):
    def script(peer):
        peer.take()
        writer = Writer(WireLimits())
        writer.plain(int(Kind.ANSWER), peer.number)
        writer.tag(Tag.OBJECT)
        writer.plain(2**60, 0, "<script>", "evil\x1b[31m")
        writer.value(None)
        writer.value(NO_REPORT)
        peer.sock.sendall(b"".join(writer.buffers()))
        peer.take()

    session = with_peer(script)
    thing = session.namespace["x"]
    assert not callable(thing)
    assert type(thing).__name__ == "RemoteObject"
    session.close()


def test_attributes_of_attributes_are_bounded(with_peer):
    def data(peer):
        writer = Writer(WireLimits())
        writer.plain(int(Kind.ANSWER), peer.number)
        for number in range(10_000):
            writer.tag(Tag.OBJECT)
            writer.plain(number, 0, "object", "")
        writer.value(None)
        writer.value(NO_REPORT)
        return b"".join(writer.buffers())

    with pytest.raises(ProtocolViolation, match="nested too deeply"):
        with_peer(sends(data)).namespace["x"]


def test_a_function_that_was_never_lent_is_a_violation(with_peer):
    def script(peer):
        peer.take()
        writer = Writer(WireLimits())
        writer.plain(int(Kind.ANSWER), peer.number)
        writer.tag(Tag.FUNCTION)
        writer.plain(99)
        writer.value(NO_REPORT)
        peer.sock.sendall(b"".join(writer.buffers()))

    session = with_peer(script)
    with pytest.raises(ProtocolViolation):
        session.namespace["x"]


def test_an_interrupt_ends_the_session_rather_than_mixing_up_answers(with_peer):
    session = with_peer(sends(call_with("callback", (1, (), {}))))

    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), session._link.loans.case():
        session._link.loans.number(interrupted)
        session.namespace["x"]
    with pytest.raises(SessionEnded):
        session.namespace["x"]

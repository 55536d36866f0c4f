"""Being told to stop by a signal."""

import os
import signal
import subprocess
import sys

import pytest

from autograder.system.stopping import handed_on, stops_as_by_ctrl_c

SIGNALS = [signal.SIGTERM, signal.SIGHUP]


@pytest.fixture(autouse=True)
def heeded():
    """Heed both signals, also where the tests themselves run under nohup."""
    before = {number: signal.signal(number, signal.SIG_DFL) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_stops_as_ctrl_c_does_and_the_next_does_nothing(number):
    before = signal.getsignal(number)

    def stopped() -> None:
        with stops_as_by_ctrl_c():
            try:
                os.kill(os.getpid(), number)
            finally:
                for again in SIGNALS:
                    os.kill(os.getpid(), again)

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert signal.getsignal(number) is before


def test_a_signal_that_is_ignored_stays_ignored():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stops_as_by_ctrl_c():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_is_handed_on_to_a_container(number):
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as process, handed_on(process):
        os.kill(os.getpid(), number)
        assert process.wait(60) == -signal.SIGTERM

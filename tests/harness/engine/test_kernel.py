"""What the kernel and the C library are asked for."""

import ctypes
import subprocess
import sys

import pytest

FAULTS_OF_A_SECOND_ARRAY = """
import resource
import numpy as np
from autograder.engine.jailed.kernel import keep_freed_memory

{prepare}
np.ones(3 << 20)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
np.ones(3 << 20)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def faults(prepare: str) -> int:
    code = FAULTS_OF_A_SECOND_ARRAY.format(prepare=prepare)
    return int(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="another C library than glibc")
def test_the_pages_of_an_array_that_was_freed_serve_the_next_one():
    assert faults("keep_freed_memory()") < faults("") / 4

"""What a warm interpreter has written lies in huge pages, so that its forks are cheaper: nothing else changes."""

import platform
import subprocess
import sys
from pathlib import Path

import pytest

WRITES = """
from autograder.engine.jailed.kernel import use_huge_pages

def huge():
    return sum(int(line.split()[1]) for line in open("/proc/self/smaps") if line.startswith("AnonHugePages:"))

blocks = [bytes([number]) * (8 << 20) for number in range(8)]
before = huge()
use_huge_pages()
assert all(set(block) == {number} for number, block in enumerate(blocks))
print(before, huge())
"""


KNOWN = Path("/sys/kernel/mm/transparent_hugepage").exists() and (
    tuple(map(int, platform.release().split(".")[:2])) >= (6, 1)
)


@pytest.mark.skipif(not KNOWN, reason="this kernel does not put pages together")
def test_memory_is_put_into_huge_pages_and_stays_what_it_was():
    done = subprocess.run([sys.executable, "-c", WRITES], capture_output=True, text=True, check=True)
    before, after = map(int, done.stdout.split())
    assert after > before

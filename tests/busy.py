"""A busy machine: processes that do nothing but compute, as many as wanted, for as long as a block or a command lasts.

python tests/busy.py 8 pytest tests/harness/engine
"""

import contextlib
import subprocess
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def busy_machine(processes: int) -> Iterator[None]:
    """Have so many processes compute for the block; they end with it, and with this process."""
    program = "import os, sys\nparent = os.getppid()\nwhile os.getppid() == parent:\n    sum(range(10**6))"
    with contextlib.ExitStack() as stack:
        for _ in range(processes):
            process = subprocess.Popen([sys.executable, "-S", "-c", program])
            stack.callback(process.wait)
            stack.callback(process.kill)
        yield


if __name__ == "__main__":
    with busy_machine(int(sys.argv[1])):
        status = subprocess.run(sys.argv[2:]).returncode
    sys.exit(status)

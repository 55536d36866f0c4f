"""Ends the process that started it."""

# base: stubs
# folder: hostile

# %% q2
import os
import signal

os.kill(os.getppid(), signal.SIGKILL)

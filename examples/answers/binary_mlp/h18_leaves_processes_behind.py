"""Starts processes in sessions of their own, which go on when the notebook has ended."""

# base: stubs
# folder: hostile

# %% q2
import subprocess

for _ in range(20):
    subprocess.Popen(["sleep", "300"], start_new_session=True)

"""Ends the process in the middle of the notebook, without an exception."""

# base: stubs
# folder: hostile

# %% q2
import os

os._exit(0)

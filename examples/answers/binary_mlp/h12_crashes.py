"""Reads at an address where nothing is."""

# base: stubs
# folder: hostile

# %% q2
import ctypes

ctypes.string_at(0)

"""Replaces the function by which otter runs a test case with one that does nothing."""

# base: stubs
# folder: hostile

# %% q1
import otter.test_files.exception_test as tests

tests.test_case.call_func = lambda *arguments, **options: None

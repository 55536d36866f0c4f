"""Solved everything as the reference does."""

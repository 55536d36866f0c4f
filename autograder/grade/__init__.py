"""Grading submissions: intake, the runner behind it, and the run over a class."""

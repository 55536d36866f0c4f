"""Benchmarks: the same classes graded by this project, by otter-grader in two ways, and by nbgrader, in one run."""

"""All code that runs inside a jail, with what both sides of the wire share.

This folder is the only part of the package that a jail sees: its modules import each other (relatively), the standard
library and the libraries that students use, and nothing else of `autograder`.
"""

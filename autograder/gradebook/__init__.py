"""The gradebook: what is known of a class, in a database that a run adds to and never loses anything of."""

from autograder.gradebook.book import Gradebook, HandedIn, RunSettings
from autograder.gradebook.record import RunRecord

__all__ = ["Gradebook", "HandedIn", "RunRecord", "RunSettings"]

"""The gradebook: what is known of a class, in a database that a run adds to and never loses anything of."""

from autograder.gradebook.book import Gradebook
from autograder.gradebook.record import RunRecord
from autograder.results.handed_in import HandedIn, RunSettings

__all__ = ["Gradebook", "HandedIn", "RunRecord", "RunSettings"]

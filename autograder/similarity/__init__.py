"""Which submissions have more code in common than their own work explains: material for a talk, proof of nothing."""

from autograder.similarity.record import Pair, Similarities, read_similarities, write_similarities
from autograder.similarity.search import find_similar

__all__ = ["Pair", "Similarities", "find_similar", "read_similarities", "write_similarities"]

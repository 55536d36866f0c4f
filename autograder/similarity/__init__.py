"""Which submissions have more code in common than their own work explains: material for a talk, proof of nothing."""

from autograder.similarity.record import SIMILARITY, Pair, Similarities, read_similarities, write_similarities
from autograder.similarity.search import find_similar

__all__ = ["SIMILARITY", "Pair", "Similarities", "find_similar", "read_similarities", "write_similarities"]

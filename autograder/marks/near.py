"""Answers that say nearly the same, beside each other: for a person to look at, who alone decides what is the same."""

import unicodedata
from collections.abc import Sequence

from autograder.marks.groups import AnswerGroup

_NEAR = 0.45  # the cosine distance of two answers, from 0 for equal ones, up to which they are near
# In a row, across words: that works in any language, in scripts without spaces and in formulas, and tells apart answers
# that have the same words in another order.
_CHARACTERS = (2, 5)
_LONGEST = 4_000  # characters of an answer that are compared


def near_groups(groups: Sequence[AnswerGroup]) -> tuple[tuple[AnswerGroup, ...], ...]:
    """Return the answers in clusters of near ones, most of them alone; the clusters by their first answer.

    Every answer of a cluster is near every other one on average, so that a chain of small steps joins nothing.
    """
    written = [(place, text) for place, group in enumerate(groups) if (text := _plain(group.text))]
    clusters: dict[object, list[AnswerGroup]] = {}
    labels = {place: label for (place, _), label in zip(written, _labels([text for _, text in written]), strict=True)}
    for place, group in enumerate(groups):
        key = ("label", labels[place]) if place in labels else ("empty", place)
        clusters.setdefault(key, []).append(group)
    return tuple(map(tuple, clusters.values()))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())[:_LONGEST]


def _labels(texts: Sequence[str]) -> list[int]:
    """Return a number for each text, the same for those of one cluster."""
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics.pairwise import cosine_distances

    if len(texts) < 2:
        return [0] * len(texts)
    words = TfidfVectorizer(analyzer="char", ngram_range=_CHARACTERS, sublinear_tf=True, norm="l2")
    clustering = AgglomerativeClustering(
        n_clusters=None, distance_threshold=_NEAR, metric="precomputed", linkage="average"
    )
    return [int(label) for label in clustering.fit_predict(cosine_distances(words.fit_transform(texts)))]

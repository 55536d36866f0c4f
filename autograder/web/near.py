"""Near answers of each question, looked for once in the background: a class of thousands takes seconds."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from autograder.marks.groups import AnswerGroup, near_groups

_PATIENCE_S: Final = 0.1  # a page waits so long, and is shown without them then
Clusters = dict[str, tuple[str, ...]]


@dataclass
class NearAnswers:
    """What is known of which answers are near each other, by question; answers are told by their digests."""

    _found: dict[str, tuple[tuple[str, ...], "Future[Clusters]"]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _searching: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "near"))

    def look_for(self, groups: Sequence[AnswerGroup]) -> "Future[Clusters]":
        """Begin to look for near answers to a question, unless these have been looked at already."""
        digests = tuple(sorted(each.answer for each in groups))
        with self._lock:
            known, search = self._found.get(groups[0].question, ((), None))
            if search is None or known != digests:
                search = self._searching.submit(_clusters, groups)
                self._found[groups[0].question] = (digests, search)
        return search

    def of(self, group: AnswerGroup, groups: Sequence[AnswerGroup]) -> tuple[AnswerGroup, ...] | None:
        """Return the answers near to one of the answers to its question; None when that is not known yet."""
        try:
            beside = self.look_for(groups).result(_PATIENCE_S).get(group.answer, ())
        except NotYet:
            return None
        return tuple(each for each in groups if each.answer in beside and each.answer != group.answer)


def _clusters(groups: Sequence[AnswerGroup]) -> Clusters:
    clusters = (tuple(each.answer for each in cluster) for cluster in near_groups(groups))
    return {answer: cluster for cluster in clusters for answer in cluster}

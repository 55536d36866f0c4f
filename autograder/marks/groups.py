"""Equal answers as one, which a person marks at a time, and near ones beside each other; codes in place of students.

Which answers say the same is for a person to decide, who alone looks at near ones.
"""

import base64
import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from autograder.gradebook.schema import Assignment
from autograder.marks.decisions import AnswerMark, Decisions
from autograder.marks.standing import Standing

_CODE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """The submissions that give one answer to a question (but for white space).

    `answer` is its digest, `text` as the first of them wrote it. `marked` says how many have a mark for this answer;
    `points`, `comment`, `items` and `adjustment` are that mark, None and empty when they have different ones.
    """

    question: str
    max_points: float
    answer: str
    text: str
    members: tuple[str, ...]
    marked: int
    points: float | None
    comment: str
    items: tuple[str, ...] = ()
    adjustment: float = 0.0


def open_questions(standings: Sequence[Standing]) -> dict[str, float]:
    """Return the questions that a person marks, with their points, in the assignment's order."""
    results = (standing.result for standing in standings if standing.result.status.was_read)
    return {q.name: q.manual_max_score for result in results for q in result.questions if q.manual_max_score > 0}


def answer_groups(standings: Sequence[Standing], decisions: Decisions, question: str) -> tuple[AnswerGroup, ...]:
    """Return the answers to a question in the order of the first submissions that give them."""
    by_answer: dict[str, list[Standing]] = {}
    for standing in standings:
        if standing.result.status.was_read:
            by_answer.setdefault(standing.answer(question).digest, []).append(standing)
    max_points = open_questions(standings)[question]
    return tuple(_group(question, max_points, members, decisions) for members in by_answer.values())


def _group(question: str, max_points: float, members: Sequence[Standing], decisions: Decisions) -> AnswerGroup:
    answer = members[0].answer(question)
    marks = [decisions.manual(standing.number, question) for standing in members]
    current = [mark for mark in marks if mark and answer.is_told_by(mark.answer)]
    agreed = {(mark.points, mark.comment, mark.items, mark.adjustment) for mark in current}
    mark = current[0] if len(agreed) == 1 else AnswerMark(0.0, "", "")
    return AnswerGroup(
        question,
        max_points,
        answer.digest,
        answer.text,
        tuple(standing.result.id for standing in members),
        marked=len(current),
        points=mark.points if len(agreed) == 1 else None,
        comment=mark.comment,
        items=mark.items,
        adjustment=mark.adjustment,
    )


def codes(connection: Connection, assignment: str, submissions: Sequence[str]) -> Mapping[str, str]:
    """Return a code for each submission: always the same one in a gradebook, and nothing that can be guessed.

    The connection must be one that writes: the secret is made when it is needed for the first time.
    """
    secret = connection.scalar(select(Assignment.code_secret).where(Assignment.name == assignment))
    if secret is None:
        secret = secrets.token_hex(16)
        connection.execute(update(Assignment).where(Assignment.name == assignment).values(code_secret=secret))
    return {name: _code(secret, name) for name in submissions}


def _code(secret: str, name: str) -> str:
    digest = hmac.digest(secret.encode(), name.encode("utf-8", "surrogatepass"), hashlib.sha256)
    return base64.b32encode(digest).decode()[:_CODE_LENGTH]


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

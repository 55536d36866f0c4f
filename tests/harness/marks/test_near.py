"""Answers that say nearly the same are shown beside each other; what says something else stands alone."""

import random
import string

import pytest

from autograder.marks.groups import AnswerGroup, near_groups


def groups(*texts: str) -> list[AnswerGroup]:
    return [AnswerGroup("q6", 4.0, str(place), text, (f"s{place}",), 0, None, "") for place, text in enumerate(texts)]


def clusters(*texts: str) -> list[list[int]]:
    """Return which texts are put beside each other, by their places."""
    return [[int(group.answer) for group in cluster] for cluster in near_groups(groups(*texts))]


@pytest.mark.parametrize(
    ("one", "like_it", "another"),
    [
        (
            "The bias shifts the point at which the activation sets in.",
            "the bias shifts the point where the activation sets in",
            "One matrix product does it all, since the row of ones makes the bias a weight.",
        ),
        (
            "偏置使激活函数的起点移动，因此神经元可以更灵活地拟合数据。",
            "偏置使激活函数的起点移动，这样神经元可以更灵活地拟合数据。",
            "权重矩阵的每一行对应一个神经元，每一列对应上一层的一个输出。",
        ),
        (
            "بایاس نقطه‌ای را که تابع فعال‌سازی در آن شروع می‌شود جابه‌جا می‌کند.",
            "بایاس نقطه‌ای را که تابع فعال‌سازی از آن شروع می‌شود جابه‌جا می‌کند",
            "وزن‌ها اگر صفر باشند همه نورون‌ها یک چیز را یاد می‌گیرند.",
        ),
        (
            r"$\delta_2 = (a_2 - y) \, a_2 (1 - a_2)$ and $\partial L / \partial w_2 = a_1 \delta_2$",
            r"$\delta_2 = (a_2-y) a_2 (1-a_2)$, $\partial L/\partial w_2 = a_1 \delta_2$",
            r"$\sum_i \log \hat{y}_i + \lambda \lVert w \rVert^2$ is the loss with the penalty",
        ),
    ],
)
def test_near_answers_are_beside_each_other_in_any_language(one, like_it, another):
    assert clusters(one, another, like_it) == [[0, 2], [1]]


def test_a_chain_of_small_steps_does_not_join_its_ends():
    words = [f"{letter * 3}{number}" for letter in "abcdefghij" for number in range(3)]
    chain = [" ".join(words[start : start + 10]) for start in range(0, 20, 2)]
    assert len(near_groups(groups(*chain))) > 1


def test_the_same_words_in_another_order_are_another_answer():
    draw = random.Random(1)
    words = ["".join(draw.choices(string.ascii_lowercase, k=6)) for _ in range(28)]
    answers = [" ".join(draw.sample(words, k=len(words))) for _ in range(20)]
    nearly = [answer.replace(words[0], words[1]) for answer in answers]
    assert clusters(*answers, *nearly) == [[place, place + 20] for place in range(20)]


def test_empty_answers_stay_by_themselves_and_nothing_is_lost():
    assert clusters("", "one answer of a student", " \n", "one answer of a student!") == [[0], [1, 3], [2]]
    assert clusters() == []
    assert clusters("", " ") == [[0], [1]]
    assert clusters("?") == [[0]]


def test_the_same_answers_make_the_same_groups_in_any_order():
    texts = [f"answer {number % 7} about the layer and its {'weights ' * (number % 3)}" for number in range(40)]
    forwards = {frozenset(texts[place] for place in cluster) for cluster in clusters(*texts)}
    backwards = {frozenset(texts[::-1][place] for place in cluster) for cluster in clusters(*texts[::-1])}
    assert forwards == backwards
    assert clusters(*texts) == clusters(*texts)

"""Answers that look alike and are not: nobody is given the points of another one by a mark for both."""

import hashlib
import json

import pytest

from autograder.intake.gather import Submission
from autograder.marks.answers import AnswerPlaces, prompt_digest, with_answers
from autograder.marks.standing import Answer
from autograder.reports.feedback import safe_stem
from autograder.results import QuestionResult, Status, SubmissionResult
from autograder.text.plain_text import visible

PROMPT = "## q1 · Derive it\n\nWrite below."
PLACES = AnswerPlaces({"q1": ["ans"]}, {prompt_digest(PROMPT): "q1"})


def answer(tmp_path, cells, padding=0):
    """Return the answer of a notebook with these cells below the prompt, and with so large an output."""
    pad = {"cell_type": "code", "source": "1", "metadata": {}, "execution_count": None}
    pad["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * padding}]
    prompt = {"cell_type": "markdown", "source": PROMPT, "metadata": {}}
    path = tmp_path / "work.ipynb"
    path.write_text(json.dumps({"cells": [prompt, *cells, pad], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}))
    result = SubmissionResult(
        "work.ipynb", Status.GRADED, None, 0, 0, 0.0, (QuestionResult("q1", 0, 0, (), manual_max_score=1),)
    )
    return Answer(with_answers(result, Submission(path.name, path), PLACES).questions[0].answer)


def text(source, **attachments):
    return {"cell_type": "markdown", "source": source, "metadata": {}, "attachments": attachments}


def picture(content):
    return text("![derivation](attachment:image.png)", **{"image.png": {"image/png": content}})


@pytest.mark.parametrize("padding", [0, 5_000_000], ids=["", "in_a_large_notebook"])
def test_other_pictures_of_the_same_name_are_other_answers(tmp_path, padding):
    first, second = (answer(tmp_path, [picture(content)], padding) for content in ("AAAA", "BBBB"))
    assert first.text.startswith("[image derivation: not shown")
    assert first.digest != second.digest
    assert first.digest == answer(tmp_path, [picture("AAAA")], padding).digest


def test_pictures_within_the_text_are_told_apart_too(tmp_path):
    links = [f"![derivation](data:image/png;base64,{content})" for content in ("AAAA", "BBBB")]
    assert len({answer(tmp_path, [text(link)]).digest for link in links}) == 2


def test_code_that_is_indented_otherwise_is_another_answer():
    right = "total = 0\nfor x in xs:\n    total += x\nreturn total"
    wrong = right.replace("return", "    return")
    assert Answer(right).digest != Answer(wrong).digest
    assert Answer(right).digest == Answer(right.replace("    ", "\t").replace("xs:", "xs: \n")).digest


def test_lines_of_a_text_that_look_like_magics_are_read(tmp_path):
    cells = [
        {"cell_type": "code", "source": f'ans = """The bias shifts it.\n{line}"""', "metadata": {}, "outputs": []}
        for line in ("!right", "!wrong")
    ]
    first, second = (answer(tmp_path, [cell]) for cell in cells)
    assert "!right" in first.text
    assert first.digest != second.digest


def test_no_two_texts_can_be_found_that_share_a_digest():
    """Of 128 bits: those of 48 bits, which earlier versions kept, are found in seconds. They are still understood."""
    assert len(Answer("words").digest) * 4 >= 128
    former = hashlib.sha256(b"some words").hexdigest()[:12]
    assert Answer("some  words\n").is_told_by(former)
    assert not Answer("other words").is_told_by(former)


def test_what_cannot_be_seen_is_written_out():
    assert visible("r\u200big\u2063ht\ufeff \U000e0041") == "r\\u200big\\u2063ht\\ufeff \\ue0041"


def test_nobody_finds_a_name_whose_page_is_anothers():
    """A name may begin with characters that stay in no file name; so its digest alone tells it from another."""
    one, other = safe_stem("s01.ipynb"), safe_stem("\u00e4\u00f6.s01.ipynb")
    assert one.rpartition("-")[0] == other.rpartition("-")[0]
    assert len(one.rpartition("-")[2]) >= 16
    assert one != other

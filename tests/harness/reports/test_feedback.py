"""The student's page: what it says, in plain words, and what it never says."""

import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from autograder.reports.feedback import feedback_name, write_feedback
from autograder.reports.hidden_cases import HiddenCases
from autograder.results import Verdict
from autograder.results.shown import Figure, LeftOut
from autograder.text.plain_text import pieces, plain

from .feedback_examples import (
    BROKEN_DOWN,
    EXAMPLES,
    FIGURES,
    FULL,
    HOSTILE,
    IN_PART,
    MISSING,
    REJECTED,
    case,
    class_of,
    mark_of,
    page_of,
    picture,
    question,
    submission,
)


def text_of(result, **options):
    """Return the page's text, without markup and with single spaces."""
    body = page_of(result, **options).partition("<body>")[2]
    text = re.sub(r"<[^>]*>", " ", body)
    for entity, sign in {"&#39;": "'", "&#34;": '"', "&lt;": "<", "&gt;": ">", "&amp;": "&"}.items():
        text = text.replace(entity, sign)
    return re.sub(r" ([:;,)]|\.(?=\s|$))", r"\1", " ".join(text.split()))


# ---- marks ----


def test_points_are_those_of_the_tests_when_nobody_has_decided_anything():
    text = text_of(FULL)
    assert "3 of 3 points" in text
    assert "A person has still to mark q2 (3 points), so your mark can go up." in text


def test_points_comments_and_parts_that_a_person_gave_are_shown():
    text = text_of(FULL, mark=mark_of(FULL, manual=2.5, comment="Well argued."))
    assert "5.5 of 6 points" in text
    assert "tests 1 of 1 a person 2.5 of 3" in text
    assert "Comment by the person who marked this: Well argued." in text
    assert "has still to mark" not in text


def test_an_override_is_said_to_be_one():
    text = text_of(FULL, mark=mark_of(FULL, manual=2, overrides=[("q1", 0.5)]))
    assert "0.5 of 2 Set by your instructor the tests alone gave 2" in text.replace("◐ ", "")
    assert "Your instructor has set this mark" in text_of(FULL, mark=mark_of(FULL, override=1.0))


def test_what_lateness_takes_off_is_a_row_of_its_own():
    text = text_of(FULL, mark=mark_of(FULL, manual=3, late_days=2, late_deduction=1.2))
    assert "Handed in 2 days late −1.2 Together 4.8 of 6" in text
    assert "days late" not in text_of(FULL, mark=mark_of(FULL, late_days=2))


def test_the_student_reads_whose_page_it_is():
    text = text_of(FULL)
    assert "Zoë O’Brien (4711) · s01.ipynb · handed in on 1 March 2026, 23:59 (UTC)" in text


def test_a_time_says_its_zone_when_it_is_known():
    for zone, shown in ((timezone(timedelta(hours=5, minutes=30)), " (UTC+05:30)"), (None, "")):
        one = replace(FULL, handed_in=datetime(2026, 3, 1, 9, 5, tzinfo=zone))
        assert f"handed in on 1 March 2026, 09:05{shown} 3 of 3" in text_of(one)


# ---- what happened ----


@pytest.mark.parametrize(
    "sentence",
    [
        "Not right yet: goes to 0 and 1 (1 point) sigmoid(0) is 0.25, expected 0.5",
        "Your code stopped with an error: takes arrays (1 point) ValueError: shapes (3,) and (4,) differ",
        "Your code took too long: ends",
        "Your code needed too much memory: is small",
        "Your code ended Python itself: lives",
        "You have not filled this in yet. These tests are waiting for it: x",
        "There are no tests for this question: a person reads your answer.",
        "Look here: deriv_sigmoid is given Y, so it is Y*(1-Y); yours applies sigmoid once more: "
        "s'(z[i, j]) = a1[j] (1 - a1[j]).",
        "Part of your work could not be run Cell 3 was left out: it was not done within the time limit.",
        "What to do: Look for a loop that never ends",
    ],
)
def test_what_happened_is_said_in_plain_words(sentence):
    assert sentence in text_of(IN_PART)


def test_no_word_of_the_program_itself_is_on_any_page():
    for result, options in EXAMPLES.values():
        text = text_of(result, **options)
        for verdict in (Verdict.NOT_ATTEMPTED, Verdict.ENGINE_ERROR):
            assert verdict.value not in text
        assert not re.search(
            r"\b(verdict|engine|submission|partial|rejected|traceback|unsealed)\b", text, re.IGNORECASE
        )


def test_a_file_that_could_not_be_graded_says_what_to_do():
    text = text_of(REJECTED)
    assert "0 of 4 points" in text
    assert "Your file could not be graded This is not a notebook: save it as .ipynb and hand it in again." in text


def test_who_has_handed_in_nothing_reads_so():
    assert "Nothing was handed in If you did hand something in, tell your instructor" in text_of(MISSING)


def test_when_the_grader_broke_down_there_is_no_mark_and_no_blame():
    text = text_of(BROKEN_DOWN)
    assert "No mark yet" in text
    assert "0 of" not in text.partition("Your points")[0]
    assert "That says nothing about your work." in text
    assert "own trouble" not in text


def test_what_the_run_was_warned_of_is_for_the_instructor():
    warning = "Some test cases ran in the submission's own process: secret name."
    assert "secret name" not in page_of(FULL, warning=warning)


# ---- the order of what is worth reading ----


def test_what_lost_points_comes_first_and_what_is_right_is_folded_away():
    right, wrong = case("is right"), case("is wrong", Verdict.FAILED, message="4, expected 5")
    one = submission(
        "a", question("q1", right), question("q2", right, wrong, hints=("Add one.",)), question("q3", right)
    )
    body = page_of(one).partition('<h2 id="marks">')[2].partition("</table>")[2]
    places = [
        body.index(text) for text in ('id="q-2"', "Add one.", "is wrong", "1 test passed", 'id="q-1"', 'id="q-3"')
    ]
    assert places == sorted(places)
    assert body.count("<details") == 3
    assert body.index("4, expected 5") < body.index("<details")


def test_what_a_public_case_that_passed_has_measured_is_shown():
    measured = case("is better than chance", message="The accuracy is 0.51; trained again from other seeds, 0.93.")
    assert measured.message in page_of(submission("a", question("q1", measured)))


def test_what_a_person_said_of_a_right_answer_is_not_folded_away():
    assert (
        "<details"
        not in page_of(FULL, mark=mark_of(FULL, manual=3, comment="Well argued.")).partition("Well argued.")[0]
    )


def test_a_question_has_its_title():
    titled = replace(question("q7", case("a", Verdict.FAILED)), title="Feedforward")
    assert text_of(submission("a", titled)).count("Feedforward") == 2
    assert "q7 · Feedforward: 0 of 1 points" in text_of(submission("a", titled))


# ---- hidden cases ----


def test_of_a_hidden_case_there_are_its_name_and_outcome():
    text = text_of(IN_PART)
    assert "✗ Not right yet: saturates without overflow (hidden test, 1 point)" in text
    assert "SECRET" not in text
    assert "7310585" not in text


def test_of_hidden_cases_there_may_be_only_how_many_passed():
    text = text_of(IN_PART, hidden_cases=HiddenCases.COUNT)
    assert "Of 1 hidden test 0 passed." in text
    assert "saturates" not in text


def test_of_hidden_cases_there_may_be_nothing():
    text = text_of(IN_PART, hidden_cases=HiddenCases.NONE)
    assert "This question has hidden tests as well, which count in its points." in text
    assert "saturates" not in text
    assert "passed." not in text


@pytest.mark.parametrize("hidden_cases", [HiddenCases.COUNT, HiddenCases.NONE])
def test_where_hidden_cases_are_not_named_no_hint_says_what_came_in_one(hidden_cases):
    cases = case("a", Verdict.FAILED), case("b", Verdict.FAILED, hidden=True)
    hints = ('In the test "b": it is 0.', 'In the test "a": it is 1.', "You have the other sign.")
    one = submission("s", question("q1", *cases, hints=hints))
    assert 'In the test "b": it is 0.' in text_of(one)
    text = text_of(one, hidden_cases=hidden_cases)
    assert 'In the test "b"' not in text
    assert 'In the test "a": it is 1.' in text
    assert "You have the other sign." in text


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("hidden_cases", list(HiddenCases))
def test_no_message_of_a_hidden_case_is_ever_shown(verdict, hidden_cases):
    one = submission("a", question("q1", case("name", verdict, hidden=True, message="SECRET", detail="SECRET")))
    assert "SECRET" not in page_of(one, hidden_cases=hidden_cases)


def test_advice_does_not_tell_of_hidden_cases_that_are_not_shown():
    one = submission("a", question("q1", case("a"), case("b", Verdict.TIMEOUT, hidden=True)))
    assert "What to do" in text_of(one)
    assert "What to do" not in text_of(one, hidden_cases=HiddenCases.COUNT)


# ---- figures ----


def test_figures_are_in_the_page_and_described():
    page = page_of(FULL, figures=FIGURES)
    assert page.count('<img src="data:image/png;base64,') == 2
    described = "Figure 1, from code cell 3. Its titles and labels: Cost over epochs, epoch, cost"
    assert f'width="300" height="200" alt="{described}"' in page
    assert 'alt="Figure 2, from code cell 5, without a title or labels"' in page


def test_figures_that_are_left_out_are_said_to_be_missing():
    text = text_of(FULL, figures=(*FIGURES, Figure(0, b"", left_out=LeftOut.FORGOTTEN)))
    assert "A figure of code cell 7 is missing here: it could not be drawn, or not in a few seconds." in text
    assert "Your notebook has more figures than fit on this page: those from code cell 8 on are left out." in text
    assert "Your figures are not here: they were not kept" in text


def test_without_figures_nothing_is_said_of_them():
    assert "figures" not in text_of(FULL)


# ---- what others wrote ----


def test_nothing_of_a_submission_becomes_markup():
    result, options = EXAMPLES["hostile"]
    page = page_of(result, **options)
    allowed = (
        r"<(?!/?(?:!doctype|html|head|meta|title|style|body|header|h[123]|bdi|p|main|section|table|thead|tbody|tfoot"
    )
    allowed += r"|tr|th|td|a|span|strong|ul|li|pre|code|details|summary|figure|img|figcaption|footer)\b)"
    assert not re.search(allowed, page)
    assert page.count("<img") == 1
    assert "javascript:" not in re.sub(r"&#34;javascript:", "", page)
    for sign in ("\u202e", "\u2066", "\x1b", "\x00", "\x08"):
        assert sign not in page


def test_text_is_left_as_it_is_but_for_what_is_no_text():
    assert plain("a\x1b[31mb\x1b[0m\u202ec\u2069\td\ne\ud800é שלום") == "ab" + "c\td\neé שלום"


def test_code_in_a_sentence_stands_between_backticks():
    assert pieces("use `a1[j]`, not `z`") == ((False, "use "), (True, "a1[j]"), (False, ", not "), (True, "z"))
    assert pieces("one ` alone") == ((False, "one ` alone"),)


def test_a_page_loads_nothing_and_runs_nothing():
    for result, options in EXAMPLES.values():
        page = page_of(result, **options)
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
        assert re.fullmatch(
            r"default-src 'none'; style-src 'sha256-[\w+/=]{44}'; img-src data:; base-uri 'none'; form-action 'none'",
            policy,
        )
        addresses = re.findall(r"<[^>]*?\s(?:src|href)=\"([^\"]*)\"", page)
        assert all(address.startswith(("#q-", "data:image/png;base64,")) for address in addresses)


# ---- files ----


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..", "a/b.ipynb", "=cmd()", "-rf.ipynb", "عربي.ipynb", "a\nb", "x" * 300, ""]
)
def test_a_page_has_a_safe_name(name):
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*\.html", feedback_name(name))
    assert len(feedback_name(name)) < 100


def test_different_submissions_have_different_pages():
    assert len({feedback_name(name) for name in ("a/b", "a_b", "a b", "a?b")}) == 4


@pytest.fixture
def write(tmp_path):
    """Return a function that writes the pages of FULL and IN_PART, and returns the names of those that it wrote."""

    def write_pages(*changed, **options):
        before = {path.name: path.stat().st_ino for path in tmp_path.iterdir()}
        write_feedback(class_of(FULL, IN_PART), tmp_path, {each.id for each in changed}, **options)
        return {path.name for path in tmp_path.iterdir() if before.get(path.name) != path.stat().st_ino}

    return write_pages


def test_a_page_that_would_say_the_same_is_left_as_it_is(write):
    assert write() == {feedback_name(FULL.id), feedback_name(IN_PART.id)}
    assert write() == set()


def test_a_page_is_written_when_it_was_graded_or_marked_or_says_more_or_less(write):
    write()
    assert write(FULL) == {feedback_name(FULL.id)}
    assert write(final=[mark_of(FULL, manual=1)]) == {feedback_name(FULL.id)}
    assert write(final=[mark_of(FULL, manual=2)]) == {feedback_name(FULL.id)}
    assert write(final=[mark_of(FULL, manual=2)], hidden_cases=HiddenCases.COUNT) >= {feedback_name(FULL.id)}


def test_a_page_that_is_written_again_keeps_its_figures(write, tmp_path):
    write(figures=lambda name: FIGURES)
    asked = []
    write(final=[mark_of(FULL, manual=1)], figures=lambda name: asked.append(name) or FIGURES)
    assert asked == [FULL.id]
    assert "data:image/png" in (tmp_path / feedback_name(FULL.id)).read_text(encoding="utf-8")


def test_a_hundred_pages_of_a_large_class_take_little_room():
    assert len(page_of(HOSTILE, figures=[Figure(0, picture())])) < 100_000

"""What students will read of hidden cases is listed when an assignment is built."""

from autograder.build.giveaways import published_hints
from autograder.build.grading_zip import load_tests
from autograder.course.settings import find_course

from ..conftest import TESTS

HIDDEN = """
@test_case(name="adds three to two", points=0, hidden=True)
def test_two(add_three):
    hint = f"add_three(2) is {add_three(2)}"
    expect(add_three(2) == 5, "it should be 5", hint=hint)
    expect(add_three(2) != 4, "it should not be 4", hint="Three, not two.")


@test_case(name="adds three to four", points=0, hidden=False)
def test_four(add_three):
    expect(add_three(4) == 7, "it should be 7", hint="For public cases.")
"""


def test_hints_of_hidden_cases_are_listed_and_nothing_else(make_course):
    tests = TESTS.replace("import expect_close", "import expect, expect_close") + HIDDEN
    course = find_course(make_course(tests=tests))
    listed = published_hints(load_tests(course.assignment("adding")))
    assert "q1: add_three(2) is {add_three(2)}\n" in listed
    assert "q1: Three, not two.\n" in listed
    assert "should" not in listed
    assert "public" not in listed

"""Self-contained test files: everything a case needs is in them, nothing a student must not see."""

import pytest

from autograder.build.bundle import bundle, public_bundle
from autograder.build.graded_tests import read_graded_tests
from autograder.errors import AutograderError
from tests.harness.conftest import REFERENCE, TESTS


def read(make_course, **replaced):
    return read_graded_tests(make_course(**replaced) / "tests/otter/adding/q1.py")


def run(source: str, namespace: dict) -> tuple[dict[str, bool], float]:
    """Run a bundled file as otter does, from its source alone; return who passed, and the points possible."""
    from otter.test_files import ExceptionTestFile

    test_file = ExceptionTestFile.from_string(source, path="q1.py")
    test_file.run(namespace)
    passed = {result.test_case.name: result.passed for result in test_file.test_case_results}
    return passed, test_file.possible


def test_the_bundle_runs_alone_with_all_cases(make_course):
    passed, possible = run(bundle(read(make_course)), {"add_three": lambda x: x + 3})
    assert passed == {"adds three to one": True, "adds three to any number": True}
    assert possible == 2


def test_the_bundle_fails_wrong_answers(make_course):
    passed, _ = run(bundle(read(make_course)), {"add_three": lambda x: 4})
    assert passed == {"adds three to one": True, "adds three to any number": False}


def test_the_students_bundle_has_the_public_cases_with_their_points(make_course):
    passed, possible = run(public_bundle(read(make_course)), {"add_three": lambda x: x + 3})
    assert passed == {"adds three to one": True}
    assert possible == 0.5


def test_the_students_bundle_has_no_word_of_hidden_cases_or_of_what_only_they_use(make_course):
    source = public_bundle(read(make_course))
    for secret in ("any number", "test_any", "right_sum", "SECRET_TERM", "fresh_generator"):
        assert secret not in source


def test_a_public_case_that_uses_the_reference_is_refused(make_course):
    leaking = TESTS.replace('"add_three(1)"), 4,', '"add_three(1)"), right_sum(1),')
    with pytest.raises(AutograderError, match=r"public case 'adds three to one' uses right_sum of reference\.py"):
        public_bundle(read(make_course, tests=leaking))


def test_a_local_variable_named_like_a_secret_is_no_use_of_it(make_course):
    innocent = TESTS.replace("    answer = require", "    right_sum = 4\n    answer = require").replace(
        '"add_three(1)"), 4,', '"add_three(1)"), right_sum,'
    )
    assert "SECRET_TERM" not in public_bundle(read(make_course, tests=innocent))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('name = "q1"', 'name = "q2"', "must be the file's"),
        ("points = 2\n", "points = 3\n", "its cases give 2 points, but points = 3"),
        ("OK_FORMAT = False\n", "", "needs a line OK_FORMAT"),
        ("OK_FORMAT = False", "OK_FORMAT = True", "OK_FORMAT must be False"),
        (", hidden=True", "", "test_any must be decorated"),
        ("adds three to any number", "adds three to one", "two cases are called"),
        ("import right_sum\n", "import right_sum as right\n", "one by one"),
        ("import right_sum\n", "import *\n", "one by one"),
        ("points = 2\n", "points = 2\nprint(points)\n", "only imports, functions"),
        ("def test_any(add_three):", "def test_any(add_three:", "not valid Python"),
        ("from .reference", "from .missing", "There is no file"),
        ("points = 2\n", "points = 2\n\n\ndef right_sum(x):\n    return x\n", "define right_sum"),
    ],
)
def test_a_malformed_test_file_is_refused_with_a_sentence(make_course, old, new, sentence):
    assert old in TESTS
    with pytest.raises(AutograderError, match=sentence):
        read(make_course, tests=TESTS.replace(old, new))


def test_a_question_without_a_public_case_is_refused(make_course):
    with pytest.raises(AutograderError, match="no case is public"):
        public_bundle(read(make_course, tests=TESTS.replace("hidden=False", "hidden=True")))


def test_a_helper_module_may_use_the_tools_itself(make_course):
    reference = "from autograder.testing import expect\n" + REFERENCE.replace(
        "    return x", '    expect(x == x, "a number")\n    return x'
    )
    passed, _ = run(bundle(read(make_course, reference=reference)), {"add_three": lambda x: x + 3})
    assert all(passed.values())

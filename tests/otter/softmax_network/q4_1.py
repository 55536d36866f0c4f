"""q4_1: a short answer, which a person marks."""

from otter.test_files import test_case

from autograder.testing import require_text

OK_FORMAT = False
name = "q4_1"
points = 0.5


@test_case(name="ans_q4_1 is answered", points=0.5, hidden=False)
def test_answered(ans_q4_1):
    require_text(ans_q4_1, "ans_q4_1")

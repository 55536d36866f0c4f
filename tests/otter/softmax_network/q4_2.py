"""q4_2: a short answer, which a person marks."""

from otter.test_files import test_case

from autograder.testing import require_text

OK_FORMAT = False
name = "q4_2"
points = 0.5


@test_case(name="ans_q4_2 is answered", points=0.5, hidden=False)
def test_answered(ans_q4_2):
    require_text(ans_q4_2, "ans_q4_2")

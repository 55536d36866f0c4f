"""q4_4: a short answer, which a person marks."""

from otter.test_files import test_case

from autograder.testing import require_text

OK_FORMAT = False
name = "q4_4"
points = 0.5


@test_case(name="ans_q4_4 is answered", points=0.5, hidden=False)
def test_answered(ans_q4_4):
    require_text(ans_q4_4, "ans_q4_4")

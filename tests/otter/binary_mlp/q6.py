"""q6: what the given class NNet holds."""

from otter.test_files import test_case

from autograder.testing import require_text

OK_FORMAT = False
name = "q6"
points = 2


@test_case(name="ans_i says what Y, Z and W are for", points=0.5, hidden=False)
def test_variables(ans_i):
    require_text(ans_i, "ans_i")


@test_case(name="ans_ii explains line 1", points=0.5, hidden=False)
def test_line_1(ans_ii):
    require_text(ans_ii, "ans_ii")


@test_case(name="ans_iii explains line 2", points=0.5, hidden=False)
def test_line_2(ans_iii):
    require_text(ans_iii, "ans_iii")


@test_case(name="ans_iv explains line 3", points=0.5, hidden=False)
def test_line_3(ans_iv):
    require_text(ans_iv, "ans_iv")

"""Which submissions are one piece of work."""

from pathlib import Path

from autograder.grade.chosen import one_of_each_team
from autograder.intake.submission import Submission

ADA = Submission("Ada", Path("hw.zip/Red/a.ipynb"), team="Red")
BEN = Submission("Ben", Path("hw.zip/Red/a.ipynb"), team="Red")
CLEO = Submission("Cleo", Path("hw.zip/Cleo/a.ipynb"))


def test_the_file_of_a_team_is_one_and_the_others_are_their_own():
    assert one_of_each_team([ADA, BEN, CLEO]) == ([ADA, CLEO], {"Ada": [BEN]})

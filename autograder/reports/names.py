"""What a run writes, by name in its folder of results."""

from typing import Final

from autograder.results.json_file import RESULTS

GRADES: Final = "grades.csv"
FEEDBACK: Final = "feedback"
NOTEBOOKS: Final = "notebooks"  # in the folder of feedback, where students are to have them
REPORT: Final = "report.html"
WRITTEN: Final = (RESULTS, GRADES, FEEDBACK, REPORT)

"""The pages: the class report, and the feedback for each student."""

from autograder.reports.feedback import FEEDBACK, feedback_name, feedback_page, write_feedback
from autograder.reports.report import REPORT, write_report

__all__ = ["FEEDBACK", "REPORT", "feedback_name", "feedback_page", "write_feedback", "write_report"]

"""Fixtures of the tests of reports."""

from tests.harness.browser import browser, open_page

__all__ = ["browser", "open_page"]

"""The browser for tests of pages."""

from tests.harness.browser import browser, open_page

__all__ = ["browser", "open_page"]

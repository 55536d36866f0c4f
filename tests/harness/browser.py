"""A real browser for tests of pages: Chromium as the system has it, headless, on pages that are opened as files.

A test module says `pytestmark = pytest.mark.browser` and takes the fixture `open_page`:

    def test_it_loads(open_page, tmp_path):
        page = open_page(tmp_path / "report.html", width=320, dark=True)
        assert page.problems == []
        assert page.violations() == []

What a test needs besides, it does with `page.tab`, which is playwright's page. Without Chromium these tests are
skipped with a sentence that says how to get it; where CI is true they fail instead.
"""

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

INSTALL = "there is no Chromium to open pages with: apt install chromium, and pip install -e '.[dev]'"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # two pages of the browser's own for each window, which take longer than the page that is tested
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,HttpsUpgrades,MediaRouter,OptimizationHints,PaintHolding",
)
_START_MS = 60_000
_WAIT_MS = 20_000

# Elements that stick out on the right; what scrolls within itself may.
_STICKING_OUT = """() => [...document.querySelectorAll('body *')].filter(element => {
  for (let around = element.parentElement; around; around = around.parentElement)
    if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(around).overflowX)) return false;
  return element.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5;
}).map(element => element.outerHTML.slice(0, 200))"""


@dataclass(slots=True)
class OpenedPage:
    """A page in its own fresh context.

    `problems` are the messages that the console shows as errors or warnings, exceptions of scripts, and dialogs that
    were opened; `requests` the addresses that the page asked for besides its own file.
    """

    tab: Any
    problems: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def violations(self, **options: Any) -> list[str]:
        """Return what axe finds wrong, a line for each kind with the elements concerned."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.tab, options={"resultTypes": ["violations"], **options}).response["violations"]
        return [f"{item['id']}: {item['help']}: {[node['html'][:200] for node in item['nodes']]}" for item in found]

    def sticking_out(self) -> list[str]:
        """Return the elements for which one would have to scroll sideways; the page itself must not need it."""
        wide = self.tab.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        return [*self.tab.evaluate(_STICKING_OUT), *(["the page"] if wide else [])]

    def text(self) -> str:
        """Return the text that can be seen."""
        return str(self.tab.inner_text("body"))

    def pdf(self, path: Path) -> Any:
        """Print the page to `path`, in A4, and return pypdf's reader of it."""
        from pypdf import PdfReader

        self.tab.pdf(path=str(path), format="A4", print_background=True)
        return PdfReader(path)


OpenPage = Callable[..., OpenedPage]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Yield playwright's browser, one for the tests of a module."""
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if importlib.util.find_spec("playwright") is None:
        program = None
    if program is None:
        if os.environ.get("CI", "").lower() not in ("", "0", "false"):
            pytest.fail(INSTALL)
        pytest.skip(INSTALL)
    with pytest.MonkeyPatch.context() as patch:
        if "HOME" not in os.environ:  # neither playwright nor Chromium starts for a user who has none
            patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        yield from _started(program)


def _started(program: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program, headless=True, args=list(_FLAGS), timeout=_START_MS
        )
        try:
            yield chromium
        finally:
            chromium.close()


@pytest.fixture
def open_page(browser: Any) -> Iterator[OpenPage]:
    """Yield a function that opens the file at a path, offline, and returns an `OpenedPage`.

    Its options are `width` and `height` in CSS pixels, and `dark`.
    """
    contexts = []

    def open_file(path: Path, *, width: int = 1200, height: int = 900, dark: bool = False) -> OpenedPage:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", offline=True
        )
        contexts.append(context)
        context.set_default_timeout(_WAIT_MS)
        opened = OpenedPage(context.new_page())
        watch(opened, path.resolve().as_uri())
        opened.tab.goto(path.resolve().as_uri(), wait_until="load")
        return opened

    yield open_file
    for context in contexts:
        context.close()


def watch(opened: OpenedPage, address: str) -> None:
    """Note what goes wrong in a page, and what it asks for that does not begin with `address`."""

    def on_console(message: Any) -> None:
        if message.type in ("error", "warning"):
            opened.problems.append(message.text)

    def on_dialog(dialog: Any) -> None:
        opened.problems.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def on_request(request: Any) -> None:
        if not request.url.startswith((address, "data:")):
            opened.requests.append(request.url)

    opened.tab.on("console", on_console)
    opened.tab.on("dialog", on_dialog)
    opened.tab.on("request", on_request)
    opened.tab.on("pageerror", lambda error: opened.problems.append(str(error)))

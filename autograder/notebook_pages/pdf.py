"""Pages as PDF, printed by Chromium as nbconvert's webpdf does: one browser for all, without scripts and without a net.

(webpdf itself starts a browser for each page, and knows none but the one that playwright downloads.)
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Final

from autograder.errors import AutograderError

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_NO_PLAYWRIGHT: Final = "PDFs need the package playwright, which is not installed: pip install 'scratchgrade[pdf]'."
_NO_BROWSER: Final = (
    "PDFs need Chromium, which cannot be started ({why}); install it with your system's packages (apt install "
    "chromium) or by: playwright install chromium."
)
_NO_HOME: Final = "Chromium needs a home folder, and this user has none: set HOME to a folder that you can write to."
_FOOT: Final = """
<div style="font-size: 8px; width: 100%; margin: 0 15mm; display: flex; justify-content: space-between">
<span>{name}</span><span><span class="pageNumber"></span> / <span class="totalPages"></span></span></div>"""

Print = Callable[[str, str], bytes]  # a page of HTML, and what stands at the foot of each sheet


@contextmanager
def printer() -> Iterator[Print]:
    """Yield a function that prints pages as PDF, in A4."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ModuleNotFoundError as error:
        raise AutograderError(_NO_PLAYWRIGHT) from error
    try:
        Path.home()
    except RuntimeError as error:
        raise AutograderError(_NO_HOME) from error
    with sync_playwright() as playwright:
        program = next(filter(None, map(shutil.which, _NAMES)), None)
        try:  # Chromium's own sandbox is not to be had as root
            browser = playwright.chromium.launch(executable_path=program, chromium_sandbox=os.geteuid() != 0)
        except Error as error:
            raise AutograderError(_NO_BROWSER.format(why=str(error).strip().splitlines()[0])) from error
        try:
            context = browser.new_context(java_script_enabled=False, offline=True)

            def print_page(html: str, foot: str) -> bytes:
                page = context.new_page()
                try:
                    page.set_content(html, wait_until="load")
                    return page.pdf(
                        format="A4",
                        print_background=True,
                        margin={"top": "15mm", "bottom": "18mm", "left": "15mm", "right": "15mm"},
                        display_header_footer=True,
                        header_template="<span></span>",
                        footer_template=_FOOT.format(name=escape(foot)),
                        outline=True,
                        tagged=True,
                    )
                finally:
                    page.close()

            yield print_page
        finally:
            browser.close()

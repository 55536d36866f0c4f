"""The notebook as it ran beside the marks: in a frame of its own, in which nothing of it runs."""

import json
import re
from pathlib import Path

import nbformat
import pytest

from autograder.gradebook.notebooks import keep_notebook
from autograder.web.guard import FRAME_POLICY

from ..browser import browser
from .conftest import result
from .test_in_browser import visit

__all__ = ["browser", "visit"]

EXAMPLES = Path(__file__).parents[3] / "examples/hostile"
SCRIPT = "<script>document.title='ran'; parent.document.title='ran'</script>"
HOSTILE = (
    f"{SCRIPT}<img src=http://example.org/x onerror=\"parent.document.title='ran'\">"
    "<iframe src=javascript:alert(1)></iframe><form action=/students/1/override method=post><button>go</button></form>"
    "<a href=javascript:alert(1)>here</a><svg onload=alert(1)></svg><meta http-equiv=refresh content='0;url=/'>"
)


def hostile_notebook() -> bytes:
    """Return a notebook that tries to run something in every part of it."""
    v4 = nbformat.v4
    html = v4.new_output("display_data", {"text/html": HOSTILE, "text/plain": HOSTILE})
    script = v4.new_output("display_data", {"application/javascript": "alert(1)", "image/svg+xml": HOSTILE})
    stream, error = v4.new_output("stream", text=HOSTILE), v4.new_output("error", ename=HOSTILE, evalue=HOSTILE)
    code = v4.new_code_cell(f"# {HOSTILE}", outputs=[html, script, stream, error])
    return nbformat.writes(v4.new_notebook(cells=[v4.new_markdown_cell(f"{HOSTILE}\n\n$x$ {HOSTILE}"), code])).encode()


def with_notebook(serve, content: bytes):
    """Serve a class whose first submission ran as that notebook says."""
    served = serve(result("ada.ipynb", {"q2": "one", "q3": "yes"}), result("ben.ipynb", {"q2": "two", "q3": "no"}))
    with served.class_.book.database.writing() as connection:
        keep_notebook(connection, "|one|yes under settings", nbformat.reads(content.decode(), nbformat.NO_CONVERT))
    return served


def test_a_notebook_comes_with_a_policy_that_allows_nothing_to_run(serve):
    served = with_notebook(serve, hostile_notebook())
    answer = served.ask("/students/1/notebook")
    assert answer.status == 200
    assert answer.headers["Content-Security-Policy"] == FRAME_POLICY
    assert "script-src" not in FRAME_POLICY
    assert FRAME_POLICY.startswith("sandbox; default-src 'none'")
    assert "<script" not in answer.text.lower()
    assert served.ask("/students/2/notebook").status == 404


def test_it_stands_beside_the_marks_in_a_sandboxed_frame(serve):
    served = with_notebook(serve, hostile_notebook())
    text = served.ask("/marking/q2").text
    assert '<iframe class="notebook" sandbox src="/students/1/notebook#question-q2"' in text
    assert "<iframe" not in served.ask("/marking/q2?submission=2").text
    assert "/students/1/notebook#question-q2" in served.ask("/students/1").text


def test_marks_stand_between_the_cells_as_they_are_by_now(serve):
    v4 = nbformat.v4
    cell = v4.new_code_cell("answer = 1", metadata={"autograder": {"question": "q2"}})
    served = with_notebook(serve, nbformat.writes(v4.new_notebook(cells=[cell])).encode())
    before = served.ask("/students/1/notebook").text
    assert before.index("answer") < before.index('id="marks-q2"') < before.index('id="marks-q1"')
    assert "not marked by a person yet" in before
    page = served.ask("/marking/q2").text
    (seen,) = re.findall(r'name="seen" value="(1:\w+:\w+)"', page)
    served.post("/marking/q2/give", answer=seen.rpartition(":")[2], seen=seen, adjustment="3", comment="fine <b>")
    after = served.ask("/students/1/notebook").text
    assert "a person 3 of 4" in after
    assert "fine &lt;b&gt;" in after


@pytest.mark.browser
@pytest.mark.parametrize("source", ["made", *sorted(path.stem for path in EXAMPLES.glob("*/*.ipynb"))[:3]])
def test_nothing_of_a_hostile_notebook_runs_and_it_can_be_read(serve, visit, source):
    if source == "made":
        content, shown = hostile_notebook(), "document.title='ran'"
    else:
        path = next(EXAMPLES.glob(f"*/{source}.ipynb"))
        content = path.read_bytes()
        cells = json.loads(content)["cells"]
        shown = next(line for cell in cells if cell["cell_type"] == "code" for line in cell["source"][:1]).strip()
    served = with_notebook(serve, content)
    window = visit(served, "/marking/q2")
    frame = window.tab.frame_locator("iframe.notebook")
    frame.locator("body").wait_for()
    assert shown in frame.locator("body").inner_text()
    assert window.tab.title().startswith("q2: answer 1")
    assert window.requests == []
    assert not [problem for problem in window.problems if "dialog" in problem]
    window.tab.goto(f"{served.base}/students/1/notebook")
    assert window.tab.title() != "ran"
    assert window.requests == []

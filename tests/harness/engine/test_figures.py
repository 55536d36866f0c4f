"""Figures that the notebook's own cells show come out of the jail as PNG, bounded and looked through."""

import re
import struct
import zlib

import pytest

from autograder.engine.findings import Findings
from autograder.engine.jailed.bounds import FIGURE_BYTES, FIGURES
from autograder.engine.outputs import bounded, clean_png, read_figures
from autograder.engine.remote import CellOutcome, ProtocolViolation
from autograder.reports.feedback import feedback_name
from autograder.results.shown import Figure, LeftOut
from tests.harness.sealed_class import DRAWN_NUMBERS, grade_folder, notebook, write_zip

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PLOT = "import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.title('Cost'); plt.xlabel('epoch')"


def chunk(kind, content, check=None):
    check = zlib.crc32(kind + content) if check is None else check
    return struct.pack(">I4s", len(content), kind) + content + struct.pack(">I", check)


def png(*, header=None, before=(), data=b"x", after=b""):
    header = header or (1, 1, 8, 0, 0, 0, 0)
    parts = [chunk(b"IHDR", struct.pack(">IIBBBBB", *header)), *before, chunk(b"IDAT", data), chunk(b"IEND", b"")]
    return SIGNATURE + b"".join(parts) + after


@pytest.fixture
def figures(session):
    """Return a function that runs cells and returns the figures of the last one."""

    def run(*sources, room=FIGURES):
        for number, source in enumerate(sources):
            outcome = session.run_cell(number, source, 30, room=room)
            assert outcome.failure is None, outcome.failure
        return outcome.figures

    return run


# ---- what is shown ----


@pytest.mark.parametrize(
    "ending",
    ["", "\nplt.show()", "\nplt.gcf()", "\nplt.close(display(plt.gcf()))", "\nplt.show(); plt.show()"],
    ids=["left open", "show", "last line", "display", "shown twice"],
)
def test_a_figure_is_shown_as_a_notebook_would(figures, ending):
    (figure,) = figures(PLOT + ending)
    assert (figure.cell, figure.words, figure.left_out) == (0, "Cost, epoch", None)
    width, height = struct.unpack_from(">II", figure.png, 16)
    assert (width, height) == (512, 384)
    assert clean_png(figure.png) == figure.png


def test_a_picture_that_is_there_already_is_shown(figures):
    (figure,) = figures(
        "import io, numpy as np, matplotlib.pyplot as plt\nfrom IPython.display import Image\n"
        "file = io.BytesIO(); plt.imsave(file, np.eye(5), format='png')\nImage(data=file.getvalue())"
    )
    assert struct.unpack_from(">II", figure.png, 16) == (5, 5)


def test_an_object_may_have_a_picture_of_its_own(figures):
    (figure,) = figures(f"class A:\n    def _repr_png_(self):\n        return {png()!r}\ndisplay(A())")
    assert figure.png == png()


def test_what_is_closed_was_not_shown(figures):
    assert figures(PLOT + "\nplt.close()") == ()


def test_two_figures_come_in_their_order(figures):
    shown = figures(PLOT + "\nplt.figure(); plt.title('second')")
    assert [figure.words for figure in shown] == ["Cost, epoch", "second"]


def test_a_figure_is_shown_though_the_cell_then_stops(session):
    outcome = session.run_cell(0, PLOT + "\n1 / 0", 30, room=1)
    assert outcome.failure is not None
    assert len(outcome.figures) == 1


def test_a_cell_that_is_not_asked_shows_nothing(figures):
    assert figures(PLOT, room=-1) == ()


def test_text_is_printed_as_before(session):
    printed = session.run_cell(0, PLOT + "\nplt.gcf()", 30, room=1).printed
    assert printed == "<Figure size 640x480 with 1 Axes>\n"


def test_figures_are_the_same_again(figures):
    assert figures(PLOT) == figures(PLOT)


def test_drawing_leaves_the_random_generators_alone(figures, session):
    figures("import numpy as np; np.random.seed(1)", PLOT, "x = np.random.rand()")
    assert session.namespace["x"] == pytest.approx(0.417022004702574)


def test_a_figure_that_is_kept_can_be_read_after_it_was_shown(figures, session):
    figures(PLOT + "\nfigure = plt.gcf()")
    (line,) = session.namespace["figure"].axes[0].lines
    assert list(line.get_ydata()) == [1, 2]


# ---- bounds ----


def test_a_cell_shows_so_many_and_says_that_there_are_more(figures):
    shown = figures("import matplotlib.pyplot as plt\nfor n in range(9): plt.figure(); plt.title(n)", room=2)
    assert [figure.words for figure in shown] == ["0", "1", ""]
    assert [figure.left_out for figure in shown] == [None, None, LeftOut.MORE]


def test_where_there_is_no_room_left_a_cell_says_only_that_there_are_more(figures):
    assert figures(PLOT, room=0) == (Figure(0, b"", left_out=LeftOut.MORE),)


def test_a_figure_of_any_size_becomes_a_modest_picture(figures):
    (figure,) = figures("import matplotlib.pyplot as plt; plt.figure(figsize=(900, 30))")
    assert struct.unpack_from(">II", figure.png, 16) == (1200, 40)


def test_a_picture_that_is_too_large_is_left_out(figures):
    shown = figures(
        "import numpy as np\nfrom IPython.display import Image\nImage(data=np.random.bytes(400_000), format='png')"
    )
    assert shown == (Figure(0, b"", left_out=LeftOut.LARGE),)


def test_a_figure_of_noise_is_drawn_smaller(figures):
    (figure,) = figures(
        "import numpy as np, matplotlib.pyplot as plt\n"
        "plt.figure(figsize=(8, 8)); plt.imshow(np.random.rand(700, 700, 3), interpolation='nearest')"
    )
    assert figure.left_out is None
    assert len(figure.png) <= FIGURE_BYTES


def test_a_figure_that_cannot_be_drawn_is_left_out_and_the_cell_is_whole(figures):
    (figure,) = figures(PLOT + "\nplt.ylabel(r'$\\frac{$')")
    assert (figure.png, figure.left_out) == (b"", LeftOut.FAILED)


def test_drawing_without_end_costs_no_more_than_the_figure(figures, session):
    shown = figures(
        "from autograder.engine.jailed import gallery\ngallery._DRAW_CPU_S = 0.2\n"
        "import matplotlib.pyplot as plt\n"
        "class Slow(plt.Line2D):\n    def draw(self, renderer):\n        while True: pass\n"
        "plt.gca().add_line(Slow([0, 1], [0, 1]))\nx = 1"
    )
    assert [figure.left_out for figure in shown] == [LeftOut.FAILED]
    assert session.namespace["x"] == 1


# ---- checks in a cell ----


def test_figures_of_tests_are_not_the_students(open_session):
    def check(question):
        with session.case(seed=1):
            session.namespace["draw"]()
        return ""

    session = open_session(on_check=check)
    cell = (
        f"{PLOT}\ndef draw():\n    plt.figure(); plt.title('of the test'); plt.show(); plt.figure()\n"
        "import otter\notter.Notebook().check('q1')\nplt.figure(); plt.title('after')"
    )
    shown = session.run_cell(0, cell, 30, room=5).figures
    assert [figure.words for figure in shown] == ["Cost, epoch", "after"]


# ---- what is believed of what the jail says ----


def test_a_picture_keeps_only_what_is_needed_to_show_it():
    texts = [chunk(b"tEXt", b"Comment\0<script>"), chunk(b"iCCP", b"x\0\0y")]
    assert clean_png(png(before=texts)) == png()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"<svg onload=alert(1)>",
        SIGNATURE,
        SIGNATURE + b"<script>alert(1)</script>",
        png()[:-1],
        png(after=b"<script>"),
        png(header=(2001, 1, 8, 0, 0, 0, 0)),
        png(header=(1, 0, 8, 0, 0, 0, 0)),
        png(header=(1, 1, 3, 0, 0, 0, 0)),
        png(header=(1, 1, 8, 9, 0, 0, 0)),
        SIGNATURE + chunk(b"IDAT", b"x") + chunk(b"IEND", b""),
        SIGNATURE + chunk(b"IHDR", bytes(13), check=1),
        SIGNATURE + struct.pack(">I4s", 0xFFFFFFFF, b"IHDR"),
        png(data=bytes(FIGURE_BYTES)),
    ],
)
def test_what_is_no_modest_png_is_refused(data):
    assert clean_png(data) is None


def test_a_fake_picture_is_left_out():
    assert read_figures(3, [(b"<script>", "words", "")], 5) == (Figure(3, b"", "words", LeftOut.FAILED),)


@pytest.mark.parametrize("shown", [None, {}, "x", [1], [b""], [(b"", "", "", "")], [("", "", "")], [(b"", "", "")] * 9])
def test_figures_that_are_not_well_formed_are_refused(shown):
    with pytest.raises(ValueError, match="not well formed"):
        read_figures(0, shown, 5)


def test_a_cell_that_forges_its_figures_ends_its_session(session):
    cell = (
        "from autograder.engine.jailed.gallery import Gallery\nGallery.show_open = lambda self: self._shown.append(7)"
    )
    with pytest.raises(ProtocolViolation):
        session.run_cell(0, cell, 30, room=1)


def test_a_cell_that_was_not_asked_cannot_show_anything(session):
    cell = (
        "from autograder.engine.jailed.gallery import Gallery\n"
        f"Gallery.show_open = lambda self: self._shown.append(({png()!r}, '', ''))"
    )
    with pytest.raises(ProtocolViolation):
        session.run_cell(0, cell, 30, room=-1)


def test_words_and_reasons_are_bounded():
    (figure,) = read_figures(0, [(png(), "x" * 5000, "")], 5)
    assert len(figure.words) == 200
    (figure,) = read_figures(0, [(png(), "", "<script>")], 5)
    assert (figure.png, figure.left_out) == (b"", LeftOut.FAILED)


def test_a_submission_has_so_many_figures_and_one_word_about_the_rest():
    many = [Figure(cell, png()) for cell in range(20)]
    kept = bounded(many)
    assert kept == (*many[:FIGURES], Figure(FIGURES, b"", left_out=LeftOut.MORE))
    large = [Figure(cell, bytes(FIGURE_BYTES)) for cell in range(8)]
    assert bounded(large) == (*large[:6], Figure(6, b"", left_out=LeftOut.MORE))


# ---- on the way to the student ----


def test_no_figure_is_taken_once_a_hidden_input_may_be_known():
    findings = Findings({}, ["a", "b"], wants_outputs=True)
    findings.ran_cell(0, CellOutcome(None, "", (Figure(0, png()),)))
    assert findings.room_for_figures(1) == FIGURES - 1
    findings.told = True
    assert findings.room_for_figures(1) == -1
    findings.ran_cell(1, CellOutcome(None, "", (Figure(1, png()),)))
    assert findings.graded().figures == (Figure(0, png()),)


def test_a_cell_that_runs_again_shows_its_figures_once():
    findings = Findings({}, ["a"], wants_outputs=True)
    for _ in range(2):
        assert findings.room_for_figures(0) == FIGURES
        findings.ran_cell(0, CellOutcome(None, "", (Figure(0, png()),)))
    assert findings.graded().figures == (Figure(0, png()),)


def test_where_nobody_asks_for_figures_none_are_drawn():
    assert Findings({}, ["a"]).room_for_figures(0) == -1


DRAWING = (
    "import time\nimport matplotlib.pyplot as plt\nseen = []\n"
    "def draw(x):\n    seen.append(x); plt.figure(); plt.title(x); plt.show()",
    "import otter\notter.Notebook().check('q1')",
    "plt.plot([1, 2]); plt.title(f'seen: {sorted(set(seen))}')",
    "time.sleep(0.6); plt.plot([1, 2]); plt.title('slow')",
)


@pytest.mark.slow
def test_figures_of_the_notebook_reach_the_students_page_and_nothing_else(tmp_path):
    folder, out, bundle = (
        tmp_path / "in",
        tmp_path / "out",
        write_zip(tmp_path / "a.zip", {"q1": DRAWN_NUMBERS}),
    )
    folder.mkdir()
    page = out / "feedback" / feedback_name("s.ipynb")

    def graded(*cells):
        (folder / "s.ipynb").write_text(notebook(*cells))
        found = grade_folder(folder, bundle, out)
        assert found["s.ipynb"].score == 2
        assert "PNG" not in found.texts["results.json"]
        assert found["s.ipynb"].figures is None
        return re.findall(r"(?<= src=)\"data:image/png;base64,[^\"]*\" .*?(?=>)", page.read_text(encoding="utf-8"))

    first = graded(*DRAWING)
    assert [re.search(r"labels: (.*)\"", each)[1] for each in first] == ["seen: [1]", "slow"]

    page.unlink()
    assert graded(*DRAWING) == first, "an unchanged submission is not graded again, but its page is written again"

    again = graded(*DRAWING, "after = 1")
    assert again == first, "the slow cell was not run again, but its figure is there"
    assert len(list((out / "checkpoints").iterdir())) >= 1

    page.unlink()
    assert graded(*DRAWING) == []
    assert "were not kept, because another version was handed in later" in page.read_text(encoding="utf-8")

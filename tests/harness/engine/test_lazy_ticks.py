"""In the jail ticks are made when they are asked for: whatever is drawn is drawn as without that, pixel by pixel."""

import inspect

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.axis import Axis

from autograder.engine.jailed import lazy_ticks

FIGURES = {
    "one line": "plt.plot([1, 3, 2]); plt.title('Cost'); plt.xlabel('epoch')",
    "two axes in a constrained layout": (
        "figure, (left, right) = plt.subplots(1, 2, figsize=(12, 4), layout='constrained')\n"
        "left.plot([1, 3, 2]); right.plot([2, 1], label='$W^{(1)}$'); right.legend(); left.set(title='C', ylabel='$C$')"
    ),
    "images without axes": (
        "figure, row = plt.subplots(1, 3)\n"
        "for axes in row: axes.imshow(np.eye(28), cmap='gray'); axes.set_title('Label'); axes.axis('off')"
    ),
    "a tight layout": "figure, grid = plt.subplots(2, 2)\ngrid[0, 0].plot([1e6, 2e6]); plt.tight_layout()",
    "no ticks from the start": "plt.subplots(1, 2, subplot_kw={'xticks': [], 'yticks': [0.5]})",
    "ticks from the start": "plt.subplot(xticks=[0, 1], xticklabels=['none', 'all'], title='t').plot([1, 2])",
    "shared axes": "figure, grid = plt.subplots(2, 2, sharex=True, sharey='row')\ngrid[1, 1].plot([5, 7])",
    "shared by hand": "one = plt.subplot(211); plt.subplot(212, sharex=one).plot([0, 9]); one.set_xscale('log')",
    "twins": "plt.plot([1, 2]); twin = plt.twinx(); twin.plot([20, 10]); twin.tick_params(axis='y', labelcolor='red')",
    "a grid": "plt.plot([1, 2]); plt.grid(True, which='both', linestyle='--'); plt.minorticks_on()",
    "logarithmic": "plt.loglog([1, 10, 1000], [1, 5, 2])",
    "ticks turned": "plt.bar(['a', 'b'], [1, 2]); plt.xticks(rotation=45); plt.yticks([0, 2], ['low', 'high'])",
    "tick parameters": "plt.tick_params(axis='both', length=9, direction='in', labelsize=14, top=True, labeltop=True)",
    "parameters set anew": "plt.tick_params(reset=True, which='major', color='green'); plt.plot([1, 2])",
    "one tick changed": "plt.plot([1, 2]); plt.gca().xaxis.get_major_ticks()[0].label1.set_color('red')",
    "edges moved": "axes = plt.gca(); axes.plot([-1, 1]); axes.spines['left'].set_position('zero')",
    "edges away": "axes = plt.gca(); axes.plot([-1, 1]); axes.spines[['top', 'right']].set_visible(False)",
    "no x axis": "plt.plot([1, 2]); plt.gca().xaxis.set_visible(False)",
    "ticks on top": "plt.matshow(np.eye(3)); plt.gca().yaxis.tick_right()",
    "clipped by another shape": "axes = plt.gca(); axes.grid(); axes.xaxis.set_clip_path(plt.Circle((99, 99), 80))",
    "a colour bar": "plt.imshow(np.arange(12).reshape(3, 4)); plt.colorbar()",
    "cleared": "plt.plot([1, 2]); plt.cla(); plt.plot([3, 1])",
    "an axis cleared": "plt.plot([1, 2]); plt.gca().xaxis.clear()",
    "an inset": "plt.gca().inset_axes([0.5, 0.5, 0.4, 0.4]).plot([1, 2])",
    "by hand": "plt.figure().add_axes([0.2, 0.2, 0.5, 0.5], frameon=False).plot([1, 2])",
    "polar": "plt.subplot(projection='polar').plot([0, 1, 2], [1, 2, 3])",
    "three dimensions": "plt.subplot(projection='3d').plot([0, 1], [1, 2], [3, 4])",
    "a style": "plt.style.use('ggplot'); plt.plot([1, 2])",
    "made under a style": "with plt.style.context('dark_background'): figure, axes = plt.subplots()\naxes.plot([1, 2])",
    "made under settings": (
        "with plt.rc_context({'xtick.color': 'red', 'ytick.right': True, 'axes.grid': True, 'xtick.labelsize': 20}):\n"
        "    figure, axes = plt.subplots()\naxes.plot([1, 2])"
    ),
    "made under settings and moved": (
        "with plt.rc_context({'xtick.color': 'red', 'xtick.minor.visible': True}): axes = plt.subplot()\n"
        "axes.plot([1, 2]); axes.spines['bottom'].set_position(('outward', 10))"
    ),
    "settings changed later": "axes = plt.subplot(); plt.rcParams['xtick.color'] = 'red'; axes.plot([1, 2])",
    "copied": (
        "import copy, pickle\nplt.plot([1, 2]); figure = pickle.loads(pickle.dumps(plt.gcf())); plt.close()\n"
        "plt.figure(figure)"
    ),
}


@pytest.fixture
def lazy(monkeypatch):
    """Have ticks made late until the end of the test."""
    for name in ("majorTicks", "minorTicks", "reset_ticks"):
        monkeypatch.setattr(Axis, name, vars(Axis)[name])
    monkeypatch.setattr(Axes, "__init__", Axes.__init__)
    return lazy_ticks.install


def drawn(source):
    """Return the pixels of the figure that a source makes."""
    with mpl.rc_context():
        exec(source, {"plt": plt, "np": np})
        canvas = plt.gcf().canvas
        canvas.draw()
        pixels = np.array(canvas.buffer_rgba())
        plt.close("all")
    return pixels


@pytest.mark.parametrize("name", FIGURES)
def test_the_same_is_drawn(name, lazy):
    before = drawn(FIGURES[name])
    lazy()
    after = drawn(FIGURES[name])
    assert after.shape == before.shape
    assert np.ptp(before) > 0
    assert np.array_equal(after, before)


def test_axes_that_nobody_looks_at_have_no_ticks(lazy):
    lazy()
    figure, row = plt.subplots(1, 2)
    row[0].imshow(np.eye(3), cmap="gray")
    row[0].axis("off")
    row[1].plot([1, 2])
    assert figure.get_axes() == list(row)
    kept = [vars(axis).keys() & {"majorTicks", "minorTicks"} for axes in row for axis in (axes.xaxis, axes.yaxis)]
    plt.close(figure)
    assert not any(kept)


def test_ticks_can_be_read_as_before(lazy):
    def read():
        axes = plt.figure().add_subplot()
        axes.plot([0, 4])
        ticks = [*axes.xaxis.get_major_ticks(), *axes.yaxis.get_minor_ticks()]
        found = [(tick.get_loc(), tick.get_pad(), tick.gridline.get_visible()) for tick in ticks]
        plt.close("all")
        return found, axes.get_xticks().tolist()

    before = read()
    lazy()
    assert read() == before
    assert before[0]


def test_how_axes_are_made_reads_as_before(lazy):
    before = inspect.signature(Axes)
    lazy()
    assert inspect.signature(Axes) == before


def test_a_matplotlib_that_makes_ticks_in_another_way_is_left_alone(lazy, monkeypatch):
    monkeypatch.setattr(Axis, "majorTicks", property(lambda axis: []))
    before = Axes.__init__
    lazy()
    assert Axes.__init__ is before


def test_the_jail_makes_ticks_late(session):
    source = "import matplotlib.pyplot as plt\nfound = 'majorTicks' in vars(plt.figure().add_subplot().xaxis)"
    assert session.run_cell(0, source, 30).failure is None
    assert session.namespace["found"] is False

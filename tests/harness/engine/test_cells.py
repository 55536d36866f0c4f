"""Cells run as in a notebook."""

import pytest

from autograder.engine.remote import GraderFailed, RemoteError, SessionLimits


@pytest.fixture
def run(session):
    """Return a function that runs cells and returns the outcome of the last one."""

    def run_cells(*sources):
        for number, source in enumerate(sources):
            outcome = session.run_cell(number, source, 30)
        return outcome

    return run_cells


def failure_of(outcome):
    assert outcome.failure is not None
    return outcome.failure.type_name


def test_the_last_expression_and_what_is_printed_are_kept(run):
    outcome = run("import numpy as np\nx = np.arange(3)\nprint('a')\nx")
    assert outcome.failure is None
    assert outcome.printed == "a\narray([0, 1, 2])\n"


def test_one_namespace_for_all_cells(run):
    assert run("x = 2", "def f():\n    return x * globals()['y']", "y = 4\nprint(f())").printed == "8\n"


def test_code_is_main(run):
    assert (
        run("import sys\nprint(__name__, sys.modules['__main__'].__dict__ is globals())").printed == "__main__ True\n"
    )


def test_an_error_does_not_stop_the_next_cell(run):
    assert run("x = 1\n1 / 0\nx = 2", "print(x)").printed == "1\n"


def test_an_error_names_cell_line_and_source(run):
    outcome = run("def half(x):\n    y = 1\n    return y / x", "\nhalf(0)")
    failure = outcome.failure
    assert (failure.type_name, failure.text) == ("ZeroDivisionError", "division by zero")
    assert [(line.cell, line.line, line.function, line.source) for line in failure.lines] == [
        (1, 2, "<module>", "half(0)"),
        (0, 3, "half", "return y / x"),
    ]


def test_a_syntax_error_names_its_line(run):
    failure = run("x = 1\ny = (2 +").failure
    assert failure.type_name in ("SyntaxError", "_IncompleteInputError")
    assert [(line.cell, line.line) for line in failure.lines] == [(0, 2)]


def test_a_long_traceback_keeps_both_ends(run):
    failure = run("def f(n):\n    return f(n + 1)", "f(0)").failure
    assert failure.type_name == "RecursionError"
    assert len(failure.lines) <= 12
    assert failure.lines[0].source == "f(0)"


def test_a_deep_recursion_leaves_room_for_the_next_cell(run):
    assert run("import sys\nsys.setrecursionlimit(90)", "print('on')").printed == "on\n"


@pytest.mark.parametrize("source", ["exit()", "quit()", "raise SystemExit(3)", "import sys\nsys.exit()"])
def test_leaving_ends_the_cell_and_nothing_else(run, source):
    assert failure_of(run(source)) == "SystemExit"
    assert run(source, "print('on')").printed == "on\n"


def test_a_keyboard_interrupt_ends_the_cell_and_nothing_else(run):
    assert failure_of(run("raise KeyboardInterrupt")) == "KeyboardInterrupt"
    assert run("print('on')").printed == "on\n"


def test_an_exception_whose_text_cannot_be_had(run):
    outcome = run("class Bad(Exception):\n    def __str__(self):\n        raise SystemExit\nraise Bad")
    assert (outcome.failure.type_name, outcome.failure.text) == ("Bad", "(its text cannot be read)")


def test_an_exception_with_an_endless_text_is_cut(run):
    assert len(run("raise ValueError('x' * 10**6)").failure.text) == 2000


def test_magics_and_shell_commands(run):
    assert run("%time x = 3", "print(x)").printed == "3\n"
    assert run("%%capture\nprint('hidden')").printed == ""
    assert run("!echo from the shell").printed == "from the shell\n"
    assert run("name = 'me'\nlines = !echo {name}\nprint(lines[0])").printed == "me\n"
    assert run("%matplotlib inline").failure is None
    assert failure_of(run("%no_such_magic")) != ""


def test_display(run):
    printed = run("import pandas as pd\ndisplay(pd.DataFrame({'a': [1]}), 'text')").printed
    assert "a\n0  1" in printed
    assert "'text'" in printed


def test_top_level_await(run):
    assert run("import asyncio\nawait asyncio.sleep(0)\nprint('done')").printed == "done\n"


@pytest.mark.parametrize(
    "source", ["input('?')", "import getpass\ngetpass.getpass()", "import sys\nsys.stdin.read()[0]"]
)
def test_nobody_answers(run, source):
    assert failure_of(run(source)) in ("EOFError", "IndexError")


def test_input_says_what_to_do(run):
    assert "give the value in the cell" in run("n = int(input())").failure.text


def test_output_is_bounded(open_session):
    session = open_session(SessionLimits(printed_bytes=1000))
    outcome = session.run_cell(0, "for _ in range(10**5):\n    print('x' * 100)", 30)
    assert outcome.printed.startswith("xxx")
    assert "more bytes of output were dropped" in outcome.printed
    assert len(outcome.printed) < 1100


@pytest.mark.parametrize(
    "source",
    [
        "import os\nos.write(1, b'x' * 10**7)\nos.write(2, b'x' * 10**7)",
        "import subprocess, sys\nsubprocess.run(['yes'], timeout=0.2, stdout=sys.stdout)",
        "import ctypes\nctypes.CDLL(None).puts(b'x' * 100000)",
        "import sys\nsys.stdout.close()",
        "import sys\nsys.stdout = sys.stderr = None",
        "import os\nos.close(1)\nos.close(2)",
    ],
)
def test_output_past_python_is_dropped_and_blocks_nothing(run, source):
    run(source)
    assert run("print('on')").printed == "on\n"


def test_errors_are_printed_too(run):
    assert run("import sys\nprint('careful', file=sys.stderr)").printed == "careful\n"


def test_a_cells_own_warning_filters_stay(run):
    outcome = run("import warnings\nwarnings.simplefilter('ignore')", "warnings.warn('noise')")
    assert outcome.printed == ""


def test_generators_are_seeded_before_each_cell_but_not_before_cell_magics(session):
    source = "import numpy as np, random\nprint(np.random.rand(), random.random())"
    first, second = (session.run_cell(0, source, 30, seed=5).printed for _ in range(2))
    assert first == second
    assert session.run_cell(0, f"%%time\n{source}", 30, seed=5).printed != first


def test_figures_are_closed_after_each_cell_and_by_show(run):
    assert run("import matplotlib.pyplot as plt\nfig = plt.figure()", "print(plt.get_fignums())").printed == "[]\n"
    assert run("fig, ax = plt.subplots()\nplt.show()\nprint(plt.get_fignums())").printed == "[]\n"
    assert run("ax.plot([1, 2])\nprint(len(fig.axes[0].lines))").printed == "1\n"


def test_a_process_that_a_cell_forks_says_nothing(session):
    source = "import os\npid = os.fork()\nif pid:\n    print(os.waitpid(pid, 0)[1])"
    assert session.run_cell(0, source, 30).printed == "0\n"
    assert session.namespace["pid"] > 0


def test_shadowed_builtins_hurt_only_the_cell(run, session):
    run("list = dict = len = type = isinstance = str = print = None\nx = [1, 2]")
    assert session.namespace["x"] == [1, 2]


def test_changed_numpy_settings_do_not_reach_the_engine(run, session):
    run("import numpy as np\nnp.seterr(all='raise')\nnp.frombuffer = np.asarray = np.ndarray = None\nx = np.ones(3)")
    assert session.namespace["x"].tolist() == [1, 1, 1]


def test_checks_ask_the_trusted_side_and_print_its_answer(open_session):
    asked = []
    session = open_session(on_check=lambda question: asked.append(question) or f"looked at {question}")
    source = "import otter\ngrader = otter.Notebook('any.ipynb', colab=True)\ngrader.check('q1')\ngrader.check_all()"
    outcome = session.run_cell(0, source, 30)
    assert outcome.failure is None
    assert asked == ["q1"]  # under otter too, check_all does nothing while a notebook is graded
    assert outcome.printed == "looked at q1\n"


def test_the_rest_of_otter_does_no_harm(run):
    outcome = run(
        "from otter import Notebook\ngrader = Notebook()\ngrader.export(pdf=False)\ngrader.to_pdf()\n"
        "grader.add_plugin_files('x')\nprint(hasattr(grader, '__array__'))"
    )
    assert outcome.failure is None
    assert outcome.printed.endswith("False\n")
    assert failure_of(run("import otter.test_files")) == "ModuleNotFoundError"


def test_a_check_can_grade_with_the_notebook_as_it_is_then(open_session):
    values = []

    def check(question):
        with session.case(1):
            values.append(session.namespace["f"](2))
        return "graded"

    session = open_session(on_check=check)
    source = (
        "import otter\ng = otter.Notebook()\ndef f(x):\n    print('hidden', x)\n    return x + 1\n"
        "g.check('q')\nf = None"
    )
    assert session.run_cell(0, source, 30).printed == "graded\n"
    assert values == [3]


def test_a_check_from_a_function_that_a_test_calls_is_refused(open_session):
    asked = []

    def check(question):
        asked.append(question)
        with session.case(1), pytest.raises(RemoteError) as caught:
            session.namespace["f"]()
        return type(caught.value).__name__

    session = open_session(on_check=check)
    source = "import otter\ng = otter.Notebook()\ndef f():\n    g.check('q2')\ng.check('q1')"
    assert session.run_cell(0, source, 30).printed == "RuntimeError\n"
    assert asked == ["q1"]


def test_a_check_that_fails_by_the_graders_fault_is_not_the_students(open_session):
    def check(question):
        raise KeyError(question)

    session = open_session(on_check=check)
    with pytest.raises(GraderFailed, match="checking q1 failed"):
        session.run_cell(0, "import otter\notter.Notebook().check('q1')", 30)

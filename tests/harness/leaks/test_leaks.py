"""Student code sees the inputs of hidden cases while it is called; whatever it does, no student reads them."""

import re

import pytest

from autograder.results import Verdict
from tests.harness.jails import needs_jail
from tests.harness.sealed_class import grade_folder, notebook, write_zip

pytestmark = needs_jail

SECRET = 7318824655123  # what the hidden cases hand to the student's functions, and nothing else does

DOUBLE = f"""
from otter.test_files import test_case
import warnings

OK_FORMAT = False
name = "double"
points = 6


@test_case(name="of two", points=1, hidden=False)
def test_two(double):
    found = double(2)
    assert found == 4, f"double(2) is {{found}}, expected 4"


@test_case(name="of much", points=1, hidden=True)
def test_much(double):
    found = double({SECRET})
    assert found == 2 * {SECRET}, f"double({SECRET}) is {{found}}, by {{double.__name__}}"


@test_case(name="of more", points=1, hidden=True)
def test_more(double):
    found = double({SECRET})
    assert found == 2 * {SECRET}, f"double({SECRET}) is {{found}}"


@test_case(name="after the hidden ones", points=3, hidden=False)
def test_after(double):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = double(3)
    assert not caught, f"double(3) warns: {{caught[0].message}}"
    assert found == 6, f"double(3) is {{found}} by {{double.__name__}}"
"""

TRIPLE = f"""
from otter.test_files import test_case

OK_FORMAT = False
name = "triple"
points = 3


class NotAttempted(AssertionError):
    pass


@test_case(name="of two", points=1, hidden=False)
def test_two(triple):
    if triple is None:
        raise NotAttempted("not attempted yet: there is no function triple.")
    found = triple(2)
    assert found == 6, f"triple(2) is {{found}}"


@test_case(name="with a title", points=1, hidden=False)
def test_title(env):
    title = env["figure"].get_axes()[0].get_title()
    assert title == "a title", f"the title is {{title}}"


@test_case(name="of much", points=1, hidden=True)
def test_much(triple):
    assert triple({SECRET}) == 3 * {SECRET}, "triple({SECRET}) is wrong"
"""

START = "import otter\ngrader = otter.Notebook('tiny.ipynb')\nseen = []"
FIGURE = "import tempfile\nimport matplotlib.pyplot as plt\nfigure, axes = plt.subplots()\naxes.set_title('a title')"
TRIPLES = "def triple(x):\n    return 3 * x"
CHECK = "grader.check('double')"
LATER = "grader.check('triple')"


def double(body):
    return "\n    ".join(["def double(x):", "hidden = x > 10**6", *body.splitlines(), "return 2 * x"])


def right_then(*later):
    """Return a notebook that remembers what it is asked, and says it in the cells `later`."""
    return [START, FIGURE, double("if hidden:\n    seen.append(x)"), TRIPLES, CHECK, *later, LATER]


TO_FILE = "if hidden:\n    open(tempfile.gettempdir() + '/seen', 'a').write(f'{x} ')"
TO_PIPE = """import os, time
read, write = os.pipe()
helper = os.fork()
if helper == 0:
    while True:
        open(tempfile.gettempdir() + '/piped', 'ab').write(os.read(read, 100))"""
FROM_FILE = """def triple(x):
    import pathlib
    found = [path for path in pathlib.Path(tempfile.gettempdir()).glob('*') if path.is_file()]
    raise ValueError(' '.join(path.read_text() for path in found))"""
FIGURE_OF_FILE = """import pathlib
plt.figure()
plt.title('seen: ' + ' '.join(path.read_text() for path in pathlib.Path(tempfile.gettempdir()).glob('s*')))"""

CHANNELS = {
    "exception_text": [START, FIGURE, double("if hidden:\n    raise ValueError(f'it was {x}')"), TRIPLES, CHECK],
    "exception_class": [START, FIGURE, double("if hidden:\n    raise type(f'It{x}', (ValueError,), {})()"), CHECK],
    "exception_chain": [START, double("if hidden:\n    raise KeyError from ValueError(x)"), CHECK],
    "exception_notes": [START, double("if hidden:\n    e = ValueError()\n    e.add_note(str(x))\n    raise e"), CHECK],
    "system_exit": [START, double("if hidden:\n    raise SystemExit(f'it was {x}')"), CHECK],
    "warning": [START, double("import warnings\nwarnings.warn(f'it is {x + sum(seen)}')\nseen.append(x)"), CHECK],
    "print": [START, double("print('it is', x)"), CHECK],
    "standard_error": [START, double("import os, sys\nprint(x, file=sys.stderr)\nos.write(2, str(x).encode())"), CHECK],
    "returned_value": [START, double("if hidden:\n    return f'it was {x}'"), CHECK],
    "returned_object": [
        START,
        double("if hidden:\n    return type(f'It{x}', (), {'__repr__': lambda s: str(x)})()"),
        CHECK,
    ],
    "function_name": [
        START,
        double("if hidden:\n    double.__name__ = double.__qualname__ = f'it_was_{x}'\n    return 0"),
        CHECK,
    ],
    "default_of_a_parameter": [START, double("if hidden:\n    double.__defaults__ = (x,)\n    return 0"), CHECK],
    "later_case_of_the_question_raises": [
        START,
        FIGURE,
        double("seen.append(x)\nif x == 3:\n    raise ValueError(f'seen: {seen}')"),
        TRIPLES,
        CHECK,
        LATER,
    ],
    "later_case_of_the_question_returns": [START, double("seen.append(x)\nif x == 3:\n    return seen"), CHECK],
    "later_question_raises": right_then("def triple(x):\n    raise ValueError(f'seen: {seen}')"),
    "later_question_returns": right_then("def triple(x):\n    return max(seen, default=0)"),
    "later_title": right_then("axes.set_title(f'seen: {seen}')"),
    "later_cell_raises": right_then(
        "raise ValueError(f'seen: {seen}')\ndef triple(x):\n    return 3 * x", "del triple"
    ),
    "rest_of_the_cell_that_checks": [
        START,
        FIGURE,
        double("if hidden:\n    seen.append(x)"),
        f"{CHECK}\nraise ValueError(f'seen: {{seen}}')\ndef triple(x):\n    return 3 * x",
        LATER,
    ],
    "file": [START, FIGURE, double(TO_FILE), TRIPLES, CHECK, FROM_FILE, LATER],
    "file_between_unchecked_questions": [FIGURE, double(TO_FILE), FROM_FILE],
    "pipe_to_another_process": [
        START,
        FIGURE,
        TO_PIPE,
        double("if hidden:\n    os.write(write, str(x).encode())\n    time.sleep(0.05)"),
        CHECK,
        FROM_FILE,
        LATER,
    ],
    "shared_memory": [
        START,
        FIGURE,
        "import mmap\nshared = mmap.mmap(-1, 100)",
        double("if hidden:\n    shared[:20] = b'%20d' % x"),
        CHECK,
        "def triple(x):\n    raise ValueError(shared[:20])",
        LATER,
    ],
    "later_figure": right_then("plt.figure(); plt.title(f'seen: {seen}'); plt.show()"),
    "figure_of_a_hidden_case": [
        START,
        FIGURE,
        double("plt.figure(); plt.title(f'it is {x}'); plt.show(); plt.figure(); plt.title(f'it is {x}')"),
        CHECK,
    ],
    "figure_after_the_process_ended": [
        START,
        FIGURE,
        double(
            "if hidden:\n    open(tempfile.gettempdir() + '/seen', 'a').write(f'{x} ')\n    import os\n    os._exit(1)"
        ),
        TRIPLES,
        CHECK,
        FIGURE_OF_FILE,
        LATER,
    ],
    "name_of_a_file": [START, FIGURE, double("if hidden:\n    open(f'it_was_{x}.txt', 'w').close()"), CHECK],
    "after_the_process_ended": [
        START,
        FIGURE,
        double(
            "if hidden:\n    open(tempfile.gettempdir() + '/seen', 'a').write(f'{x} ')\n    import os\n    os._exit(1)"
        ),
        TRIPLES,
        CHECK,
        FROM_FILE,
        LATER,
    ],
    "training_before_the_process_ended": [
        START,
        FIGURE,
        "import time\ntime.sleep(1.2)",
        double(TO_FILE + "; import os; os._exit(1)"),
        TRIPLES,
        CHECK,
        FROM_FILE,
        LATER,
    ],
    "training_before_it": [
        START,
        FIGURE,
        "import time\ntime.sleep(1.2)",
        double(TO_FILE),
        TRIPLES,
        CHECK,
        FROM_FILE,
        LATER,
    ],
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Return the class of all who try a channel, and one who is right."""
    folder = tmp_path_factory.mktemp("class")
    for name, cells in CHANNELS.items():
        (folder / f"{name}.ipynb").write_text(notebook(*cells))
    (folder / "right.ipynb").write_text(notebook(*right_then()))
    assignment = write_zip(folder / "autograder.zip", {"double": DOUBLE, "triple": TRIPLE})
    place = tmp_path_factory.mktemp("zip") / assignment.name
    assignment.rename(place)
    return grade_folder(folder, place, tmp_path_factory.mktemp("out"))


@pytest.mark.parametrize("channel", CHANNELS)
def test_what_hidden_cases_ask_reaches_no_student(graded, channel):
    submission = graded[f"{channel}.ipynb"]
    assert not submission.engine_failed, submission.error
    shown = [submission.error or "", *(hint for question in submission.questions for hint in question.hints)]
    shown += [case.message for question in submission.questions for case in question.cases]
    assert not [text for text in shown if str(SECRET) in text]


def test_nothing_that_students_get_says_what_hidden_cases_ask(graded):
    places = {place for place, text in graded.texts.items() if str(SECRET)[:8] in text}
    assert places == {"report.html"}, "the page for the instructor"
    assert {"results.json", "grades.csv", "the terminal"} < set(graded.texts)
    assert len([place for place in graded.texts if place.startswith("feedback/")]) == len(CHANNELS) + 1


@pytest.mark.parametrize("channel", ["later_figure", "figure_after_the_process_ended"])
def test_a_figure_shows_what_was_known_before_any_hidden_case(graded, channel):
    (page,) = (text for place, text in graded.texts.items() if place.startswith(f"feedback/{channel}"))
    assert "Its titles and labels: seen:" in page


@pytest.mark.parametrize(
    "channel", ["exception_text", "exception_class", "returned_value", "returned_object", "function_name"]
)
def test_the_instructor_gets_the_whole_story(graded, channel):
    assert str(SECRET) in graded.case(f"{channel}.ipynb", "double", "of much").detail
    assert str(SECRET) in str(graded[f"{channel}.ipynb"].to_json(private=True))


def test_what_a_student_reads_of_a_hidden_case_is_chosen_by_the_verdict(graded):
    said = {}
    for submission in graded.results.submissions:
        for question in submission.questions:
            for case in question.cases:
                if case.hidden:
                    said.setdefault(case.verdict, set()).add(case.message)
    assert {Verdict.PASSED, Verdict.FAILED, Verdict.ERROR, Verdict.CRASHED} <= set(said)
    assert {verdict: len(texts) for verdict, texts in said.items()} == dict.fromkeys(said, 1)
    assert said[Verdict.PASSED] == {""}


def raised(case):
    """Return what a case says was raised, below the line that raised it."""
    return case.message.rpartition("\n")[2]


def test_the_exceptions_of_public_cases_are_told_after_hidden_cases_too(graded):
    late = graded.case("later_case_of_the_question_raises.ipynb", "double", "after the hidden ones")
    assert (late.verdict, raised(late)) == (Verdict.ERROR, "ValueError: seen: [2, 3]")
    later = graded.case("later_question_raises.ipynb", "triple", "of two")
    assert (later.verdict, raised(later)) == (Verdict.ERROR, "ValueError: seen: []")
    title = graded.case("later_title.ipynb", "triple", "with a title")
    assert (title.verdict, title.message) == (Verdict.FAILED, "the title is seen: []")


def test_right_work_gets_its_marks(graded):
    assert graded["right.ipynb"].score == 9
    assert graded["print.ipynb"].score == 6


@pytest.mark.parametrize("ended", ["after_the_process_ended.ipynb", "training_before_the_process_ended.ipynb"])
def test_a_hidden_case_that_ends_the_process_costs_itself_only(graded, ended):
    passed, crashed = Verdict.PASSED, Verdict.CRASHED
    assert graded.verdicts(ended, "double") == [passed, crashed, crashed, passed]
    assert graded.case(ended, "triple", "with a title").passed


def test_why_a_function_is_missing_is_told(graded):
    for name in ("later_cell_raises.ipynb", "rest_of_the_cell_that_checks.ipynb"):
        missing = graded.case(name, "triple", "of two")
        assert missing.verdict is Verdict.ERROR
        assert re.fullmatch(r"`triple` is missing, because cell \d stopped\.", missing.message)
        (cause,) = graded[name].causes
        assert cause.sentence.endswith(" stopped: ValueError: seen: [].")
        assert cause.hint_for("triple") in next(each.hints for each in graded[name].questions if each.name == "triple")

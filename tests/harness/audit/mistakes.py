"""Mistakes of authors, each made on purpose in the assignment that `autograder new` makes, and what is said of it."""

from dataclasses import dataclass
from pathlib import Path

NAME = "lines"
SETTINGS, MASTER = "solutions/lines/assignment.toml", "solutions/lines/master.py"
WRONG, RIGHT = "solutions/lines/misconceptions.py", "solutions/lines/alternatives.py"
Q1, Q2, Q3 = (f"tests/otter/lines/q{number}.py" for number in (1, 2, 3))
DATA = '[files.student]\n"x.csv" = "data/x.csv"\n'


@dataclass(frozen=True)
class Mistake:
    """A change of one file: `old` becomes `new` (the whole file where `old` is ""; None removes it)."""

    what: str
    file: str
    old: str
    new: str | None
    says: str = ""

    def make(self, course: Path) -> None:
        path = course / self.file
        if self.new is None:
            path.unlink()
            return
        text = path.read_text(encoding="utf-8") if self.old else ""
        assert self.old in text, f"{self.what}: {self.file} has no {self.old!r}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(self.old, self.new, 1) if self.old else self.new, encoding="utf-8")


_LAST_ITEM = 'ans_xor = "nothing"\n'


def _item(title: str, code: str, *facts: str) -> str:
    """Return one more mistake for the bank."""
    lines = [f"# %% {title}", "# question: q1", "# hint: Look again.", *facts, code]
    return "\n\n\n" + "\n".join(lines) + "\n"


SEEN_AT_ONCE = [
    Mistake(
        "no settings",
        SETTINGS,
        "x",
        None,
        "There is no file solutions/lines/assignment.toml; write it: it says title and points.",
    ),
    Mistake(
        "settings that are not TOML",
        SETTINGS,
        "[points]",
        "[points",
        "solutions/lines/assignment.toml is not valid TOML: Expected ']' at the end of a table "
        "declaration (at line 7, column 8). Correct that line.",
    ),
    Mistake(
        "a misspelt key",
        SETTINGS,
        "[points]",
        "[point]",
        "solutions/lines/assignment.toml: unknown key 'point'; did you mean 'points'?",
    ),
    Mistake(
        "a question twice in the settings",
        SETTINGS,
        "q2 = 2",
        "q1 = 2",
        "solutions/lines/assignment.toml is not valid TOML: Cannot overwrite a value (at line 9, "
        "column 7). Correct that line.",
    ),
    Mistake(
        "points that are no number",
        SETTINGS,
        "q1 = 2",
        'q1 = "two"',
        "solutions/lines/assignment.toml: [points] q1 must be a number from 0, but it is 'two'.",
    ),
    Mistake(
        "a question only in the notebook",
        MASTER,
        "# name: q3",
        "# name: q4",
        "lines: question q4 is in the notebook but not in the [points]; add or remove it.",
    ),
    Mistake(
        "a question that is not in the notebook",
        SETTINGS,
        "q3 = 1\n",
        "q3 = 1\nq4 = 1\n",
        "lines: question q4 is in the [points] but not in the notebook; add or remove it.\nThere is "
        "no file tests/otter/lines/q4.py; write the tests, or correct the name.",
    ),
    Mistake(
        "points without end",
        SETTINGS,
        "[manual]\nq3 = 3",
        "[manual]\nq3 = inf",
        "solutions/lines/assignment.toml: [manual] q3 must be a positive number, but it is inf.",
    ),
    Mistake(
        "manual points for no question",
        SETTINGS,
        "[manual]\nq3",
        "[manual]\nq7",
        "solutions/lines/assignment.toml: [manual] names q7, which [points] does not have.",
    ),
    Mistake(
        "a rubric for what nobody marks",
        SETTINGS,
        "[rubric]\nq3",
        "[rubric]\nq1",
        "solutions/lines/assignment.toml: [rubric] names q1, which [manual] does not have.",
    ),
    Mistake(
        "a rubric that cannot give all points",
        SETTINGS,
        "points = 2,",
        "points = 1,",
        "solutions/lines/assignment.toml: [rubric] q3: all items together give 2 of the 3 points of [manual]; add what "
        "is missing.",
    ),
    Mistake(
        "an item of the rubric without points",
        SETTINGS,
        "{ points = 1, text",
        "{ text",
        'solutions/lines/assignment.toml: [rubric] q3, item 2 must be like {points = 0.5, text = "..."}, if wanted '
        "with an id.",
    ),
    Mistake(
        "training that is no question",
        SETTINGS,
        '["q2"]',
        '["q22"]',
        "solutions/lines/assignment.toml: training names q22, which [points] does not have.",
    ),
    Mistake(
        "a file that is not there",
        SETTINGS,
        "# [late]",
        "[files.student]\n'y.csv' = 'data/y.csv'\n\n# [late]",
        "solutions/lines/assignment.toml: there is no file data/y.csv (for 'y.csv'). Correct its path.",
    ),
    Mistake(
        "a hidden file for students, too",
        SETTINGS,
        "# [late]",
        "[files.student]\n\"x.csv\" = \"data/x.csv\"\n[files.hidden]\n'y.csv' = 'data/x.csv'\n\n# [late]",
        "[files.student] 'x.csv' is the same as 'y.csv' of [files.hidden]: students would have it; "
        "take one of them out.",
    ),
    Mistake(
        "a deadline without a time zone",
        SETTINGS,
        "# [late]\n# due = 2026-11-02T23:59:00+01:00",
        "[late]\ndue = 2026-11-02T23:59:00",
        "solutions/lines/assignment.toml: [late]: due must be a date and time with its offset from "
        "UTC, such as 2026-11-02T23:59:00+01:00, but it is 2026-11-02T23:59:00.",
    ),
    Mistake(
        "a solution's file for students",
        SETTINGS,
        "# [late]",
        '[files.student]\n"r.py" = "tests/otter/lines/reference.py"\n\n# [late]',
        "[files.student] gives reference.py to students, which is the grader's; take 'r.py' out.",
    ),
    Mistake(
        "a package that is not required",
        MASTER,
        "import numpy as np\n",
        "import numpy as np\nimport sklearn\n",
        "Master notebook, cell 2 (import numpy as np): it imports sklearn, which `requirements` of "
        "assignment.toml does not bring; add its package there.",
    ),
    Mistake(
        "points that do not add up",
        SETTINGS,
        "q1 = 2",
        "q1 = 3",
        "assignment.toml: q1 has 3 points in [points], but 2 in q1.py; make them equal.",
    ),
    Mistake(
        "no master notebook",
        MASTER,
        "x",
        None,
        "There is no master notebook solutions/lines/master.py; write it (see docs), or remove its folder.",
    ),
    Mistake(
        "a missing END SOLUTION cell",
        MASTER,
        "# %% [raw]\n# # END SOLUTION\n\n",
        "",
        "Master notebook, cell 7 (# END QUESTION): END SOLUTION is due, but END QUESTION came.",
    ),
    Mistake(
        "a missing END QUESTION cell",
        MASTER,
        "# %% [raw]\n# # END QUESTION\n\n",
        "",
        "Master notebook, cell 8 (# BEGIN QUESTION): END QUESTION is due, but BEGIN QUESTION came.",
    ),
    Mistake(
        "a misspelt mark",
        MASTER,
        "# # BEGIN QUESTION",
        "# # BEGIN QUESTON",
        "Master notebook, cell 3 (# BEGIN QUESTON): unknown mark; did you mean BEGIN QUESTION?",
    ),
    Mistake(
        "a mark that is not a raw cell",
        MASTER,
        "# %% [raw]\n# # BEGIN QUESTION\n",
        "# %%\n# # BEGIN QUESTION\n",
        "Master notebook, cell 3 (# # BEGIN QUESTION): BEGIN QUESTION must stand in a raw cell: # %% [raw]",
    ),
    Mistake(
        "a question without a name",
        MASTER,
        "# name: q1\n",
        "",
        "Master notebook, cell 3: a question begins without a line 'name: ...'.",
    ),
    Mistake(
        "two questions of one name",
        MASTER,
        "# name: q2\n",
        "# name: q1\n",
        "Master notebook, cell 9 (# BEGIN QUESTION): there is a question q1 in cell 3 already; give each its own name.",
    ),
    Mistake(
        "questions in another order",
        SETTINGS,
        "q1 = 2\nq2 = 2\n",
        "q2 = 2\nq1 = 2\n",
        "lines: list the questions of [points] in the notebook's order, each once.",
    ),
    Mistake(
        "text inside a solution",
        MASTER,
        "# # BEGIN SOLUTION\n\n\n# %%\ndef predict",
        "# # BEGIN SOLUTION\n\n# %% [markdown]\n# A hint.\n\n# %%\ndef predict",
        "Master notebook, cell 6 (A hint.): text between BEGIN SOLUTION and END SOLUTION does not "
        "reach students; put it before BEGIN SOLUTION.",
    ),
    Mistake(
        "a forgotten BEGIN SOLUTION",
        MASTER,
        "    # BEGIN SOLUTION\n    return (X @",
        "    return (X @",
        "Master notebook, cell 6 (def predict(X, w, b):): # END SOLUTION in line 8 ends what no # "
        "BEGIN SOLUTION begins; add it above.",
    ),
    Mistake(
        "a forgotten END SOLUTION",
        MASTER,
        "    # END SOLUTION\n",
        "",
        "Master notebook, cell 6 (def predict(X, w, b):): # BEGIN SOLUTION in line 7 has no # END "
        "SOLUTION; add it where the solution ends.",
    ),
    Mistake(
        "both forgotten",
        MASTER,
        "    # BEGIN SOLUTION\n    return (X @ w + b > 0).astype(int)\n    # END SOLUTION\n",
        "    return (X @ w + b > 0).astype(int)\n",
        "Master notebook, cell 6 (def predict(X, w, b):): students would get predict whole; put # "
        "BEGIN SOLUTION and # END SOLUTION around what they are to write.",
    ),
    Mistake(
        "an answer in the given code",
        MASTER,
        "# Given code and imports",
        "def predict(X, w, b):\n    return np.sign(X @ w + b)\n\n\n# Given code and imports",
        "Master notebook, cell 2 (import numpy as np): students would get predict whole; put # BEGIN SOLUTION and # "
        "END SOLUTION around what they are to write.",
    ),
    Mistake(
        "an answer in the given code under another name",
        MASTER,
        "# Given code and imports",
        "def classes(X, w, b):\n    return (X @ w + b>0).astype(int)  # mine\n\n\n# Given code and imports",
        "Master notebook, cell 2 (import numpy as np): students would get a copy of the answer to q1; take it out.",
    ),
    Mistake(
        "an answer in the text",
        MASTER,
        "# too. Write `predict(X, w, b)`",
        "# too: `return (X @ w + b > 0).astype(int)`. Write `predict(X, w, b)`",
        "Master notebook, cell 4 (## q1 · Predict): students would get a copy of the answer to q1; take it out.",
    ),
    Mistake(
        "an answer in words in the text",
        MASTER,
        "# them, however many epochs it gets, and why?",
        "# them, however many epochs it gets? (No line separates the two classes, so some\n# point is always wrong, "
        "and the weights change for ever.)",
        "Master notebook, cell 16 (## q3 · What it cannot learn): students would get a copy of the answer to q3; take "
        "it out.",
    ),
    Mistake(
        "an answer in what a public case uses",
        Q1,
        "    expect_equal(predicted(predict, X, w, 0.5), [1, 0],",
        "    due = (lambda b: (X @ w + b > 0).astype(int))(0.5)\n    expect_equal(predicted(predict, X, w, 0.5), due,",
        "q1.py: what its public cases use has a copy of the answer to q1, which students would get; make those cases "
        "hidden, or write them without.",
    ),
    Mistake(
        "a misspelt comment",
        MASTER,
        "    # BEGIN SOLUTION\n    return (X @",
        "    # BEGIN SOLUTON\n    return (X @",
        "Master notebook, cell 6 (def predict(X, w, b):): '# BEGIN SOLUTON' in line 7 is no mark; "
        "did you mean '# BEGIN SOLUTION'?",
    ),
    Mistake(
        "a forgotten # SOLUTION",
        MASTER,
        "ans_xor = answer  # SOLUTION",
        "ans_xor = answer",
        "Master notebook, cell 18 (# BEGIN SOLUTION NO PROMPT): students would get ans_xor whole; "
        "put # BEGIN SOLUTION and # END SOLUTION around what they are to write.",
    ),
    Mistake(
        "a syntax error in the solution",
        MASTER,
        "w, b = np.zeros(X.shape[1]), 0.0",
        "w, b = np.zeros(X.shape[1], 0.0",
        "Master notebook, cell 12 (def train(X, y, epochs):): not valid Python in line 8: '(' was never closed.",
    ),
    Mistake(
        "no test file", Q2, "x", None, "There is no file tests/otter/lines/q2.py; write the tests, or correct the name."
    ),
    Mistake(
        "a test file of no question",
        "tests/otter/lines/q4.py",
        "",
        "points = 1\n",
        "q4.py tests a question that [points] does not have; add it there, or remove the file.",
    ),
    Mistake(
        "a syntax error in a test",
        Q1,
        "def test_two_points(predict):",
        "def test_two_points(predict)",
        "q1.py:21: not valid Python: expected ':'.",
    ),
    Mistake(
        "another name in a test file",
        Q1,
        'name = "q1"',
        'name = "q2"',
        "q1.py: its name is 'q2'; it must be the file's, 'q1'.",
    ),
    Mistake(
        "cases that do not add up",
        Q1,
        "points=0.5",
        "points=0.75",
        "q1.py: its cases give 2.25 points, but points = 2.",
    ),
    Mistake(
        "a case that takes points off",
        Q1,
        "points=0.5, hidden=False",
        "points=-0.5, hidden=False",
        "q1.py:21: test_two_points gives -0.5 points; it must be a number from 0.",
    ),
    Mistake(
        "two cases of one name",
        Q2,
        "works together with your own predict after one point",
        "weights and bias are right after several epochs",
        "q2.py: two cases are called 'weights and bias are right after several epochs'; give each its own name.",
    ),
    Mistake(
        "a name that is defined twice",
        Q1,
        "def predicted(predict, X, w, b):",
        "def predicted(predict):\n    return predict\n\n\ndef predicted(predict, X, w, b):",
        "q1.py: q1.py defines predicted twice; rename one of them.",
    ),
    Mistake(
        "a name of autograder.testing for something else",
        Q1,
        "def predicted(predict, X, w, b):",
        "def expect_equal(a, b, c):\n    pass\n\n\ndef predicted(predict, X, w, b):",
        "q1.py: both autograder.testing and q1.py define expect_equal; rename one of them.",
    ),
    Mistake(
        "a case without points",
        Q1,
        "points=0.5, hidden=False",
        "hidden=False",
        "q1.py:21: test_two_points must be decorated with @test_case(name=..., points=..., "
        "hidden=...), each a constant.",
    ),
    Mistake(
        "no public case",
        Q3,
        "hidden=False",
        "hidden=True",
        "q3.py: no case is public; students need at least one to check their work.",
    ),
    Mistake(
        "a public case that gives the answer away",
        Q1,
        '[1, 0], "predict',
        'right_predict(X, w, 0.5), "predict',
        "q1.py:21: the public case 'tells two points apart' uses right_predict of reference.py, "
        "which students must not see; make the case hidden, or write it without.",
    ),
    Mistake(
        "a star import",
        Q1,
        "from .reference import right_predict",
        "from .reference import *",
        "q1.py:8: import the names of reference one by one, as they are.",
    ),
    Mistake(
        "a module of the grader's as a whole",
        Q1,
        "from .reference import right_predict",
        "from . import reference",
        "q1.py:8: 'from . import reference' is not possible there; import the names that are used one by one, at the "
        "top: from .reference import right_answer.",
    ),
    Mistake(
        "the grader's answers, imported in a case",
        Q1,
        "    X, w = np.array([[3.0",
        "    from .reference import right_train\n    X, w = np.array([[3.0",
        "q1.py:22: 'from .reference import right_train' is not possible there; import the names that are used one by "
        "one, at the top: from .reference import right_answer.",
    ),
    Mistake(
        "the grader's answers, imported as if they were installed",
        Q1,
        "from .reference import right_predict",
        "from reference import right_predict",
        "q1.py:8: 'from reference import right_predict' is not possible there; import the names that are used one by "
        "one, at the top: from .reference import right_answer.",
    ),
    Mistake(
        "no module of the grader's answers",
        Q1.replace("q1", "reference"),
        "x",
        None,
        "There is no file tests/otter/lines/reference.py; write the tests, or correct the name.",
    ),
    Mistake(
        "a question whose name is none",
        MASTER,
        "# name: q1\n",
        "# name: q-1\n",
        "Master notebook, cell 3: 'q-1' cannot name a question; take letters, digits and _.",
    ),
    Mistake(
        "the other format of tests",
        Q1,
        "OK_FORMAT = False",
        "OK_FORMAT = True",
        "q1.py: OK_FORMAT must be False; graded tests are exception-based.",
    ),
    Mistake(
        "a misspelt expectation",
        Q1,
        "import call, expect_equal,",
        "import call, expect_equals,",
        "q1.py:6: autograder.testing has no expect_equals; did you mean 'expect_equal'?",
    ),
    Mistake(
        "a misspelt helper",
        Q1,
        "expect_equal(predicted(predict, X, w, b), right_predict(X, w, b)",
        "expect_equal(predicted(predict, X, w, b), rihgt_predict(X, w, b)",
        "q1.py:32: rihgt_predict is not defined there; did you mean 'right_predict'?",
    ),
    Mistake(
        "a forgotten import",
        Q1,
        "from otter.test_files import test_case\n",
        "",
        "q1.py:19: test_case is not defined there; did you mean 'test_any_size'?",
    ),
    Mistake(
        "a name that the solution does not have",
        Q3,
        "def test_answer(ans_xor):\n    require_text(ans_xor,",
        "def test_answer(answer_xor):\n    require_text(answer_xor,",
        "q3.py:14: the solution has no answer_xor; did you mean 'ans_xor'?",
    ),
    Mistake(
        "a helper for a name that is not there",
        Q2,
        '{"predict": right_predict}',
        '{"predicts": right_predict}',
        "q2.py:34: the solution has no predicts; did you mean 'predict'?",
    ),
    Mistake(
        "a mistake of no question",
        WRONG,
        "# question: q1",
        "# question: q11",
        "misconceptions.py:7: 'predict has the points on the line in class 1' has # question: q11, "
        "which is no question; did you mean 'q1'?",
    ),
    Mistake(
        "a mistake without its question",
        WRONG,
        "# question: q1\n",
        "",
        "misconceptions.py:7: 'predict has the points on the line in class 1' does not say which "
        "question it answers; add # question: q1.",
    ),
    Mistake(
        "a mistake without a hint",
        WRONG,
        "# hint: Say what happens to the weights, and why, in a sentence or two.\n",
        "",
        "misconceptions.py:17: 'ans_xor is a single word' has no hint for the student who made it; add # hint: ....",
    ),
    Mistake(
        "a misspelt case",
        WRONG,
        "# fails: a point on the line is of class 0",
        "# fails: a point on the line is of class 1",
        "misconceptions.py:7: 'predict has the points on the line in class 1' has # fails: a point "
        "on the line is of class 1, which is no case of q1; did you mean 'a point on the line is of"
        " class 0'?",
    ),
    Mistake(
        "also costs what is no question",
        WRONG,
        "# also costs: q2\n",
        "# also costs: q5\n",
        "misconceptions.py:7: 'predict has the points on the line in class 1' has # also costs: q5,"
        " which is no question; there is 'q1', 'q2', 'q3'.",
    ),
    Mistake(
        "also costs without a reason",
        WRONG,
        "# because: with weights of 0 every point is on the line, so that the first step is another one\n",
        "",
        "misconceptions.py:7: 'predict has the points on the line in class 1' also costs q2; add # "
        "because: why it must.",
    ),
    Mistake(
        "a syntax error in a bank",
        WRONG,
        "(X @ w + b >= 0).astype(int)",
        "(X @ w + b >= 0).astype(int",
        "misconceptions.py:14: the code of 'predict has the points on the line in class 1' does not"
        " parse ('(' was never closed); mend it.",
    ),
    Mistake(
        "a mistake that answers nothing",
        WRONG,
        "def predict(X, w, b):",
        "def predicts(X, w, b):",
        "misconceptions.py:7: 'predict has the points on the line in class 1' gives predicts a "
        "value, which the solution does not have; did you mean 'predict'?",
    ),
    Mistake(
        "a mistake that uses what there is not",
        WRONG,
        _LAST_ITEM,
        _LAST_ITEM + _item("a misspelt name", "def predict(X, w, b):\n    return X @ weigths + np.array(b)"),
        "misconceptions.py:25: 'a misspelt name' uses weigths, which neither it nor the solution has; there is "
        "'ans_xor', 'answer', 'np', 'predict', 'train'.",
    ),
    Mistake(
        "an alternative that answers nothing",
        RIGHT,
        "def predict(X, w, b):",
        "def predicted(X, w, b):",
        "alternatives.py:4: 'predict with a list' gives predicted a value, which the solution does "
        "not have; did you mean 'predict'?",
    ),
    Mistake(
        "an unknown comment in a bank",
        RIGHT,
        "# question: q1",
        "# questions: q1",
        "alternatives.py:5: cannot read '# questions: q1': at the top of an item stand # question:,"
        " # hint:, # also costs:, # because:, # fails: or # may fail:, and lines that go on after "
        "two spaces; put other comments below the code.",
    ),
]


SOLUTION_NOT_RIGHT = [
    Mistake("given code that stops", MASTER, "# Given code and imports", "limit = 1 / 0\n# Given code and imports"),
    Mistake("a wrong solution", MASTER, "w + b > 0).astype", "w + b >= 0).astype"),
]
SHOWN_BY_TRYING = [
    Mistake("training that is none", SETTINGS, 'training = ["q2"]', "training = []"),
    Mistake("points for nothing", Q3, 'require_text(ans_xor, "ans_xor")', "require_text('one two three', 'ans_xor')"),
    Mistake(
        "a case that looks at nothing",
        Q1,
        'expect_equal(predicted(predict, X, w, 0.5), [1, 0], "predict([[3, 1], [1, 3]], [1, -1], 0.5)")',
        "predicted(predict, X, w, 0.5)",
    ),
    Mistake(
        "a mistake that is none",
        WRONG,
        _LAST_ITEM,
        _LAST_ITEM + _item("right after all", "def predict(X, w, b):\n    return (X @ w + b > 0) * 1"),
    ),
    Mistake("a mistake that cannot run", WRONG, _LAST_ITEM, _LAST_ITEM + _item("no such name", "predict = np.preditc")),
    Mistake(
        "a mistake that cannot be called",
        WRONG,
        _LAST_ITEM,
        _LAST_ITEM + _item("no such function", "def predict(X, w, b):\n    return np.sing(X @ w + b)"),
    ),
    Mistake(
        "a mistake that never ends",
        WRONG,
        _LAST_ITEM,
        _LAST_ITEM + _item("for ever", "def predict(X, w, b):\n    while True:\n        pass"),
    ),
    Mistake(
        "a mistake that costs points elsewhere",
        WRONG,
        _LAST_ITEM,
        _LAST_ITEM + _item("all are 1", "def predict(X, w, b):\n    return np.ones(len(X))"),
    ),
    Mistake(
        "a case that does not fail",
        WRONG,
        _LAST_ITEM,
        _LAST_ITEM
        + _item("is 0", "def predict(X, w, b):\n    return np.zeros(len(X))", "# fails: tells two points apart"),
    ),
    Mistake("an alternative that is not right", RIGHT, "[1 if sum(x * w) + b > 0", "[1 if sum(x * w) > 0"),
]
STUB_BROKEN = Mistake(
    "a stub that is not Python",
    MASTER,
    "    w, b = np.zeros(X.shape[1]), 0.0\n    for _ in range(epochs):\n",
    "    w, b = np.zeros(X.shape[1]), 0.0\n    # END SOLUTION\n    for _ in range(epochs):\n"
    "        # BEGIN SOLUTION NO PROMPT\n",
)

"""How a script is cut into cells."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.intake.scripts import cut

STATEMENTS = (
    "import math",
    "x = 1",
    "y = [\n1,\n2,\n]",
    "def f(a,\nb):\n    '''Text\nat the margin\ndef g(): no\n'''\n    # a comment\n\n    return a",
    '@property\n# why\n@staticmethod\ndef h():\n    return "it\'s"',
    "if x:\n    pass\n# why not\nelif y:\n    pass\nelse:\n    pass",
    "try:\n    f()\nexcept ValueError:\n    pass\nfinally:\n    pass",
    "text = '''\nx = (\n''' % ()",
    "z = 1 + \\\n2",
    "word = 'a\\\nb'",
    "class A:\n    b = {'(': ')'}\n\n    def c(self):\n        return f'{self.b}'",
    "r'\\'; s = \"#\"  # '''",
    "for i in range(3):\n\tprint(i)",
    'print("""a""", \'\'\'b\'\'\', "")',
)


def sources(text: str) -> list[str]:
    return [piece.source for piece in cut(text)]


def is_code(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def bodies(text: str) -> list[str]:
    return [ast.unparse(node) for node in ast.parse(text).body]


@given(st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=12), st.sampled_from(["", "\n", "\n\n# then\n"]))
def test_each_statement_of_a_right_script_is_a_piece(statements, between):
    text = f"\n{between}".join(statements) + "\n"
    expected = [part for statement in statements for part in ["\n".join(bodies(statement))]]
    assert ["\n".join(bodies(source)) for source in sources(text)] == expected


@given(
    st.lists(st.sampled_from(STATEMENTS), max_size=5),
    st.sampled_from(
        ["x = (1,\n  2", "def broken(:\n    pass", "'''never closed\n", "y = [", 'print("', "1 +", "<<<", "  a = 1"]
    ),
    st.lists(st.sampled_from(["x = 1", "import math", "grader.check('q1')", "def f(a):\n    return a"]), max_size=5),
)
def test_a_syntax_error_loses_its_own_statement_alone(before, broken, after):
    found = sources("\n".join([*before, broken, *after]) + "\n")
    assert [source.strip() for source in found[len(found) - len(after) :]] == after
    assert len(found) >= len(before) + len(after)


@given(st.text(alphabet="ab=('\"#\\\n \t%!@:[]{}", max_size=200))
def test_nothing_is_lost_and_nothing_is_added(text):
    kept = [line for source in sources(text) for line in source.splitlines()]
    assert [*filter(is_code, kept)] == [*filter(is_code, text.splitlines())]


@pytest.mark.parametrize(
    "marker", ["# %%", "#%%", "# %% [code]", "# In[3]:", "# In[ ]:", "# COMMAND ----------", "# +"]
)
def test_cells_begin_where_they_are_marked(marker):
    pieces = cut(f"{marker}\nx = 1\ny = 2\n\n{marker}\nz = 3\n")
    assert [(piece.source.strip().splitlines()[-1], piece.goes_on) for piece in pieces] == [
        ("x = 1", False),
        ("y = 2", True),
        ("z = 3", False),
    ]


def test_magics_are_pieces_and_a_cell_magic_takes_its_cell():
    text = (
        "!pip install 'numpy\n%matplotlib inline\nx = 1\n# %%\n%%time\ny = 2\nz = 3\n# %%\nget_ipython().system('ls')\n"
    )
    found = [source.strip() for source in sources(text)]
    assert found[:3] == ["!pip install 'numpy", "%matplotlib inline", "x = 1"]
    assert found[3].endswith("%%time\ny = 2\nz = 3")


def test_what_colab_comments_out_is_code_again():
    hidden = "# Commented out IPython magic to ensure Python compatibility.\n"
    text = f"{hidden}# %cd work\nimport os\n# a word\n\n{hidden}# %%time\n# for i in range(3):\n#   x = i\n\ny = 2\n"
    found = [source.strip() for source in sources(text)]
    assert found[0].endswith("\n%cd work")
    assert found[2].endswith("%%time\nfor i in range(3):\n  x = i")
    assert found[3].endswith("y = 2")


def test_a_long_script_has_a_bounded_number_of_pieces():
    found = cut("x = 1\n" * 20_000)
    assert len(found) <= 1000
    assert "".join(piece.source for piece in found) == "x = 1\n" * 20_000


@pytest.mark.parametrize("text", ["(\nx\n" * 50_000, '"""\nx\n' * 50_000, "'\\\n" * 100_000, "@a\n" * 50_000])
def test_a_script_made_to_be_cut_for_ever_is_cut_in_the_end(text):
    assert cut(text)

"""What a file is, by its content and its name."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.intake.contents import decode, is_notebook, meant
from autograder.intake.outputs import without_outputs


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("hw.ipynb", ".ipynb"),
        ("HW.IPYNB", ".ipynb"),
        ("hw.ipynb.txt", ".ipynb"),
        ("hw.ipynb (1)", ".ipynb"),
        ("hw.ipynb(2).json", ".ipynb"),
        ("hw.ipynb - Copy", ".ipynb"),
        ("hw.ipynb.pdf", ".ipynb"),
        ("hw.py.txt", ".py"),
        ("hw.py~", ".py"),
        ("hw.zip.download", ".zip"),
        ("my.python", ""),
        ("numbers.pyc", ""),
        ("hw.ipynbx", ""),
        ("report.pdf", ""),
        ("hw", ""),
    ],
)
def test_the_ending_that_was_meant(name, ending):
    assert meant(name) == ending


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_a_notebook_is_known_in_every_encoding(encoding):
    text = json.dumps({"cells": [], "nbformat": 4})
    assert is_notebook(f"\n {text}".encode(encoding))
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "content", [b"", b"{", b'{"a": 1}', b"[]", b'x = {"cells": 1}', b"PK\x03\x04", b"\x00\x00\x01"]
)
def test_other_files_are_no_notebooks(content):
    assert not is_notebook(content)


@given(st.text(alphabet=st.characters(max_codepoint=0x17F, exclude_categories=["Cs", "Cc"])))
def test_text_is_read_in_utf_8(text):
    assert decode(f"# {text}".encode()) == f"# {text}"


def test_windows_letters_are_read_and_one_broken_byte_harms_no_others():
    assert decode("# Größe é".encode("cp1252")) == "# Größe é"
    assert decode("# Größe é ".encode() + b"\xff") == "# Größe é \ufffd"


JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=8) | st.sampled_from(['"outputs": [', "\\", '"', "outputs"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "outputs", "b"]), inner, max_size=3)
    ),
    max_leaves=10,
)


@given(st.lists(st.tuples(st.text(max_size=9), JSON), max_size=4), st.booleans(), st.integers(0, 2))
def test_a_large_notebook_loses_its_outputs_and_nothing_else(cells, is_old, indent):
    made = [
        {"source": source, "outputs": [{"data": output}], "attachments": {"a": output}, "metadata": {}}
        for source, output in cells
    ]
    bare = [cell | {"outputs": [], "attachments": {}} for cell in made]
    whole, expected = ({"worksheets": [{"cells": each}]} if is_old else {"cells": each} for each in (made, bare))
    text = json.dumps(whole | {"nbformat": 4}, indent=indent or None)
    kept = json.loads(without_outputs(text + " " * 4_000_001))
    for cell in (kept["worksheets"][0] if is_old else kept)["cells"]:
        assert list(cell["attachments"].pop("dropped")) == ["text/plain"]
    assert kept == expected | {"nbformat": 4}

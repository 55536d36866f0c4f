"""The reference of the expectations says what their docstrings say."""

from tests.harness.docs.testing_reference import PAGE, reference


def test_the_page_is_what_the_docstrings_say():
    again = "it is not what its docstrings say; run: python -m tests.harness.docs.testing_reference"
    assert PAGE.read_text(encoding="utf-8") == reference(), again


def test_every_expectation_has_its_entry():
    text = reference()
    for name in ("call", "give", "expect_close", "helpers_in_place", "fresh_generator", "computed_again"):
        assert f"\n## {name}\n" in text

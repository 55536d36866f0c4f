"""The checker of the documentation itself: it finds what has gone stale, and passes what has not."""

import pytest

from tests.harness.docs.calls import autograder_calls, make_targets, refuse_unknown_call
from tests.harness.docs.markdown import blocks_of
from tests.harness.docs.session import difference, follow

PAGE = """\
# A page

**`greeting.txt`**

```text
hello
```

```console
$ cat greeting.txt
hello
$ mkdir -p sub && cd sub
$ pwd; echo "a long" \\
    line
.../sub
a long line
```

<!-- exits with 1 -->

```console
$ cat nothing
cat: nothing: No such ...
```

<!-- by hand: echo 7 > points -->
<!-- printed by: cat points -->

```text
7
```

<!-- not run: needs Docker -->

```console
$ docker run --rm everything
```
"""


def followed(page: str, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "scratch").mkdir()
    return follow(list(blocks_of(page)), tmp_path / "home", tmp_path / "scratch", {})


def test_a_page_is_followed_in_one_shell_with_its_files_and_without_what_needs_another_machine(tmp_path):
    typed = followed(PAGE, tmp_path)
    assert [item.fault for item in typed] == [""] * 6
    assert [item.command.line for item in typed] == [10, 12, 13, 22, 29, 29]
    assert typed[2].printed.splitlines() == [str(tmp_path / "home" / "sub"), "a long line"]


@pytest.mark.parametrize(
    ("stale", "words"),
    [
        (PAGE.replace("\nhello\n$", "\ngood bye\n$"), "good bye"),
        (PAGE.replace("exits with 1", "exits with 0"), "it ends with 1, not 0"),
        (PAGE.replace("No such ...", "Permission denied"), "Permission denied"),
        (PAGE.replace("echo 7", "echo 8"), "8"),
        (PAGE.replace("$ mkdir -p sub", "$ false"), "it ends with 1, not 0"),
    ],
)
def test_what_has_gone_stale_is_found(stale, words, tmp_path):
    assert words in "".join(item.fault for item in followed(stale, tmp_path))


@pytest.mark.parametrize("printed", ["a 1\nb 2\n", "a 1 \nb 222\n\n"])
def test_numbers_that_differ_from_run_to_run_are_written_as_dots(printed):
    assert difference("a 1\nb ...", printed) == ""
    assert difference("a 2\nb ...", printed) != ""


def test_a_block_says_which_file_it_is_why_it_is_not_run_and_how_it_ends():
    blocks = list(blocks_of(PAGE))
    assert [(block.file, block.needs, block.status) for block in blocks] == [
        ("greeting.txt", "", 0),
        ("", "", 0),
        ("", "", 1),
        ("", "", 0),
        ("", "Docker", 0),
    ]


def test_a_console_block_must_begin_with_a_command():
    with pytest.raises(ValueError, match="begins with a command"):
        _ = next(blocks_of("```console\nhello\n```\n")).commands


@pytest.mark.parametrize(
    "words", [["grade", "x", "--nope"], ["frobnicate"], ["data", "frobnicate"], ["build", "--jobs", "2"]]
)
def test_a_call_that_does_not_exist_is_refused(words):
    with pytest.raises(Exception, match="No such"):
        refuse_unknown_call(words)


def test_calls_are_found_wherever_they_stand_in_a_line():
    line = "sudo true && ~/bin/autograder doctor  # may it?\nsrun autograder --version; make grade"
    assert list(autograder_calls(line)) == [["doctor"], ["--version"]]
    assert list(make_targets(line)) == ["grade"]
    for words in autograder_calls(line):
        refuse_unknown_call(words)

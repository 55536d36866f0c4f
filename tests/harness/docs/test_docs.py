"""The documentation is true: its commands run and print what it shows, its calls and links exist."""

import json
import re
import shutil
import subprocess
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt

from tests.harness.conftest import ROOT
from tests.harness.docs.calls import autograder_calls, make_targets, refuse_unknown_call, refuse_unknown_target
from tests.harness.docs.markdown import NEEDS, read_page
from tests.harness.docs.reader import WITHOUT_JAIL, prepare
from tests.harness.docs.session import follow
from tests.harness.jails import needs_bubblewrap, needs_jail

DOCS = ROOT / "docs"
PAGES = {str(path.relative_to(ROOT)): path for path in (*ROOT.glob("*.md"), *sorted(DOCS.glob("*.md")))}
RUN = {
    name: path
    for name, path in PAGES.items()
    if any(block.language == "console" and not block.needs for block in read_page(path))
}
every_page = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)


def needs_what_it_shows(name: str) -> tuple[pytest.MarkDecorator, ...]:
    """Return what has to be there for a page to show what it does: a jail, or the wall that `autograder` found."""
    if name in WITHOUT_JAIL:
        return ()
    shown = [command.shown for block in read_page(RUN[name]) for command in block.commands if not block.needs]
    return (needs_bubblewrap if any("wall bubblewrap" in text for text in shown) else needs_jail,)


@pytest.mark.slow
@pytest.mark.parametrize("name", [pytest.param(name, marks=needs_what_it_shows(name)) for name in RUN], ids=RUN)
def test_the_commands_of_a_page_do_what_it_says(name, tmp_path):
    folder, scratch = tmp_path / "home", tmp_path / "scratch"
    scratch.mkdir()
    environment = prepare(name, folder, scratch)
    for typed in follow(read_page(RUN[name]), folder, scratch, environment):
        assert not typed.fault, f"{name}:{typed.command.line}: $ {typed.command.text}\n{typed.fault}"


@every_page
def test_every_call_on_a_page_is_one_that_the_command_line_and_the_makefile_know(page):
    for block in read_page(page):
        for command in block.commands:
            for words in autograder_calls(command.text):
                refuse_unknown_call(words)
            for target in make_targets(command.text):
                refuse_unknown_target(target, ROOT)


@every_page
def test_blocks_are_marked_up_so_that_they_can_be_checked(page):
    for block in read_page(page):
        assert block.language not in ("", "bash", "sh", "shell"), f"line {block.line}: use ```console, or ```text"
        assert block.needs in ("", *NEEDS), f"line {block.line}: {block.needs!r} is no reason to leave out its commands"
        match block.language:
            case "python":
                compile(block.content, f"{page.name}:{block.line}", "exec")
            case "json":
                json.loads(block.content)
            case "toml":
                tomllib.loads(block.content)
            case "yaml":
                list(yaml.safe_load_all(block.content))


@every_page
def test_every_link_leads_to_a_file_or_a_heading(page):
    for target in links(page):
        file, _, heading = target.partition("#")
        path = (page.parent / file).resolve() if file else page
        assert path.exists(), f"{target} does not exist"
        assert not heading or heading in headings(path), f"{target}: there is no such heading"


def test_the_index_names_every_page():
    listed = {"README.md", *links(DOCS / "README.md")}
    assert {path.name for path in DOCS.glob("*.md")} <= listed


def test_the_engine_knows_no_assignment_by_name():
    names = [path.parent.name for path in (ROOT / "solutions").glob("*/assignment.toml")]
    sources = [path for path in (ROOT / "autograder").rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert len(names) >= 2
    assert len(sources) > 50
    assert [
        (path.name, name)
        for path in sources
        for name in names
        if re.search(rf"\b{name}\b", path.read_text(encoding="utf-8", errors="replace"))
    ] == []


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_make_needs_no_line_for_another_assignment_with_or_without_an_example_class(tmp_path):
    shutil.copyfile(ROOT / "Makefile", tmp_path / "Makefile")
    for name in ("solutions/third", "solutions/fourth", "examples/third"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("pyproject.toml", ".venv/.ready"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()

    def made_by(target):
        call = ["make", "--dry-run", target]
        return subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    assert "--assignment third" in made_by("grade")
    assert "fourth" not in made_by("grade")
    assert "audit third" in made_by("audit")
    assert "audit fourth" in made_by("audit")


def links(page: Path) -> list[str]:
    """Return the targets of a page's links and pictures that are not on another site."""
    tokens = MarkdownIt("commonmark").parse(page.read_text(encoding="utf-8"))
    inline = [part for token in tokens for part in token.children or ()]
    table = re.findall(r"\]\(([^)\s]+)\)", "\n".join(token.content for token in tokens if token.type == "inline"))
    found = {str(part.attrs.get("href") or part.attrs.get("src") or "") for part in inline} | set(table)
    return sorted(target for target in found if target and not re.match(r"[a-z]+:", target))


def headings(page: Path) -> set[str]:
    """Return the anchors that a page's headings get."""
    tokens = MarkdownIt("commonmark").parse(page.read_text(encoding="utf-8"))
    titles = [following.content for token, following in pairwise(tokens) if token.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}

"""The list of fonts is made once, by an interpreter that has seen no submission, and read by those that start later."""

import json
import os
from pathlib import Path

import pytest

from autograder.engine.jail.fonts import FontList

from .conftest import LIMITS, Attacker, start

PYTHON = Path(os.__file__)
LOOK = """
import matplotlib.font_manager as manager
answer = [font.name for font in manager.fontManager.ttflist]
"""


def made(folder: Path, content: bytes) -> None:
    """Do what a first start does, with a jail that writes `content`."""
    fonts = FontList(PYTHON, folder)
    assert os.read(fonts.descriptor, 1) == b""
    os.write(fonts.descriptor, content)
    fonts.keep()
    fonts.close()


def test_a_list_that_was_made_is_there_at_the_next_start(tmp_path: Path) -> None:
    made(tmp_path / "cache", b"fontlist-v1.json\n{}")
    again = FontList(PYTHON, tmp_path / "cache")
    assert os.read(again.descriptor, 100) == b"fontlist-v1.json\n{}"
    again.close()


def test_a_list_that_is_known_is_not_written_again(tmp_path: Path) -> None:
    made(tmp_path, b"fontlist-v1.json\n{}")
    again = FontList(PYTHON, tmp_path)
    os.pwrite(again.descriptor, b"something else altogether", 0)
    again.keep()
    again.close()
    (kept,) = tmp_path.iterdir()
    assert kept.read_bytes() == b"fontlist-v1.json\n{}"


def test_another_interpreter_has_a_list_of_its_own(tmp_path: Path) -> None:
    made(tmp_path, b"fontlist-v1.json\n{}")
    other = FontList(Path(json.__file__), tmp_path)
    assert os.read(other.descriptor, 1) == b""
    other.close()


def test_where_no_list_can_be_kept_a_start_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    made(tmp_path / "file" / "cache", b"fontlist-v1.json\n{}")
    assert (tmp_path / "file").read_bytes() == b""


def test_a_warm_interpreter_makes_the_list_and_the_next_one_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with start(preload=("matplotlib.font_manager",)):
        (kept,) = (tmp_path / "autograder").iterdir()
    name, _, content = kept.read_bytes().partition(b"\n")
    fonts = json.loads(content)
    fonts["ttflist"] = [{**font, "name": "As Kept"} for font in fonts["ttflist"]]
    kept.write_bytes(name + b"\n" + json.dumps(fonts).encode())
    with start(preload=("matplotlib.font_manager",)) as jail, jail.fork({}, LIMITS) as turn:
        assert set(Attacker(turn).run(LOOK)) == {"As Kept"}


def test_a_user_without_a_home_gets_a_list_that_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", no_home)
    fonts = FontList(Path(json.__file__))
    assert os.read(fonts.descriptor, 1) == b""
    fonts.close()

"""`--isolation docker`: the command line that is composed, the image it is run in, and a class graded in it."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from autograder.container import docker as docker_module
from autograder.container.docker import Call, Docker, DockerUnavailable, Mounts, place_of
from autograder.container.image import image_name, ready_image, requirements, write_context
from autograder.errors import AutograderError
from autograder.grade.in_docker import grade_in_docker, retell, wants_container
from autograder.grade.options import Isolation, RunOptions
from autograder.reports.hidden_cases import HiddenCases


class Played:
    """Plays a Docker engine that has `images`, by name with the label of each; its containers end with `status`."""

    rootless = False

    def __init__(self, *, images=None, builds=True, status=0):
        self.images, self.builds, self.status = images or {}, builds, status
        self.built, self.words = [], []

    def label(self, image, name):
        return self.images.get(image)

    def build(self, image, context):
        self.built.append((context / "Dockerfile").read_text())
        return self.builds

    def run(self, words, container):
        self.words = words
        return self.status


def after(words, option):
    """Return the words that follow each `option`."""
    return [words[at + 1] for at, word in enumerate(words) if word == option]


def mounts_of(words):
    """Return what is mounted: source, target and whether only for reading."""
    rows = [next(csv.reader(io.StringIO(word))) for word in after(words, "--mount")]
    parsed = [dict(field.partition("=")[::2] for field in row) for row in rows]
    return {row["source"]: (row["target"], "readonly" in row) for row in parsed}


# ---- paths ----


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (PurePosixPath("/home/me/class"), "/host/home/me/class"),
        (PureWindowsPath(r"C:\Users\Me\class"), "/host/c/Users/Me/class"),
        (PureWindowsPath(r"\\server\share\class"), "/host/server/share/class"),
        (PureWindowsPath("D:/"), "/host/d"),
    ],
)
def test_a_path_of_the_host_keeps_its_parts_in_the_container(path, place):
    assert place_of(path) == place


def test_only_what_is_written_is_mounted_writable_and_outer_folders_come_first():
    mounts = Mounts()
    mounts.add(PurePosixPath("/course/results"), writable=True)
    mounts.add(PurePosixPath("/course"))
    mounts.add(PurePosixPath("/course/results"))
    assert list(mounts.words()) == [
        "--mount",
        "type=bind,source=/course,target=/host/course,readonly",
        "--mount",
        "type=bind,source=/course/results,target=/host/course/results",
    ]


def test_a_path_with_a_comma_is_one_field():
    mounts = Mounts()
    mounts.add(PurePosixPath("/a,b"))
    assert mounts_of(list(mounts.words())) == {"/a,b": ("/host/a,b", True)}


# ---- the container ----


def call(user: int = 1000) -> list[str]:
    return Call("image", "name", user, user, False, Mounts(), ["grade"]).words()


def test_the_container_has_no_network_no_rights_and_may_make_user_namespaces():
    words = call()
    assert after(words, "--network") == ["none"]
    assert after(words, "--cap-drop") == ["ALL"]
    assert after(words, "--cap-add") == []
    assert {"no-new-privileges", "seccomp=unconfined", "systempaths=unconfined"} <= set(after(words, "--security-opt"))
    assert after(words, "--user") == ["1000:1000"]
    assert "--privileged" not in words
    assert words[-2:] == ["image", "grade"]


def test_root_keeps_what_it_needs_to_become_somebody_else():
    added = after(call(0), "--cap-add")
    assert {"SETUID", "SETGID", "KILL"} <= set(added)
    assert not {"SYS_ADMIN", "NET_ADMIN", "SYS_PTRACE"} & set(added)


# ---- the command, told again ----


NEEDED = {"paths": [Path("/host/-a"), Path("/host/b")], "assignment": "adding", "out": Path("/host/o")}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, []),
        ({"jobs": 3}, ["--jobs", "3"]),
        ({"seed": 0}, ["--seed", "0"]),
        ({"resume": False}, ["--fresh"]),
        (
            {"isolation": Isolation.DOCKER, "hidden_cases": HiddenCases.COUNT},
            ["--isolation", "docker", "--hidden-cases", "count"],
        ),
        ({"class_list": Path("/host/-c.csv")}, ["--class-list", "/host/-c.csv"]),
    ],
)
def test_what_was_given_is_told_again_and_defaults_are_not(given, words):
    told = retell(RunOptions(**NEEDED, **given))
    assert told == ["--assignment", "adding", "--out", "/host/o", *words, "--", "/host/-a", "/host/b"]


# ---- grade ----


@pytest.fixture
def grade(make_course, tmp_path, monkeypatch):
    """Return a function that calls `autograder grade` with a played engine, and returns the words it has got."""

    def run(*paths, engine=None, **given):
        engine = engine or Played()
        monkeypatch.setattr(Docker, "find", lambda: engine)
        monkeypatch.setattr("autograder.container.image.ready_image", lambda docker: "image")
        call = {"paths": list(paths), "assignment": "adding", "out": tmp_path / "results", "course": make_course()}
        quiet = given.pop("quiet", False)
        options = RunOptions(**{"isolation": Isolation.DOCKER} | call | given)
        status = grade_in_docker(options, quiet=quiet)
        return engine.words, status

    return run


def test_course_and_submissions_are_read_only_and_the_results_are_not(grade, tmp_path):
    (tmp_path / "class").mkdir()
    words, _ = grade(tmp_path / "class")
    places = {str(tmp_path / name): (place_of(tmp_path / name), name != "results") for name in ("course", "class")}
    assert mounts_of(words) == places | {str(tmp_path / "results"): (place_of(tmp_path / "results"), False)}


def test_the_same_command_is_run_inside(grade, tmp_path):
    (tmp_path / "s1.ipynb").touch()
    words, _ = grade(tmp_path / "s1.ipynb", jobs=2, seed=7)
    command = words[words.index("image") + 1 :]
    assert command[0] == "grade"
    assert after(command, "--assignment") == ["adding"]
    assert after(command, "--jobs") == ["2"]
    assert after(command, "--seed") == ["7"]
    assert after(command, "--isolation") == ["docker"]
    assert after(command, "--course") == [place_of(tmp_path / "course")]
    assert after(command, "--out") == [place_of(tmp_path / "results")]
    assert command[-2:] == ["--", place_of(tmp_path / "s1.ipynb")]


def test_a_zip_is_mounted_and_no_course_is_looked_for(grade, tmp_path):
    (tmp_path / "a.zip").touch()
    words, _ = grade(assignment=str(tmp_path / "a.zip"), course=None)
    assert after(words, "--assignment") == [place_of(tmp_path / "a.zip")]
    assert "--course" not in words


def test_relative_paths_are_those_of_the_current_folder(grade, tmp_path, monkeypatch):
    (tmp_path / "class").mkdir()
    monkeypatch.chdir(tmp_path)
    words, _ = grade(Path("class/../class"))
    assert words[-1] == place_of(tmp_path / "class")


def test_a_gradebook_in_a_file_is_mounted_with_its_folder(grade, tmp_path):
    words, _ = grade(gradebook=str(tmp_path / "books" / "all.db"))
    assert mounts_of(words)[str(tmp_path / "books")] == (place_of(tmp_path / "books"), False)
    assert after(words, "--gradebook") == [place_of(tmp_path / "books" / "all.db")]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"paths": [Path("nowhere")]}, "There is no nowhere"),
        ({"assignment": "nothing.zip"}, "There is no nothing.zip"),
        ({"gradebook": "postgresql://server/grades"}, "--gradebook"),
        ({"cluster": "tcp://host:8786"}, "--cluster"),
    ],
)
def test_what_a_container_cannot_do_is_refused_before_it_is_started(grade, given, sentence):
    with pytest.raises(AutograderError, match=sentence) as caught:
        grade(**given)
    assert caught.value.exit_status == 2


@pytest.mark.parametrize("status", [0, 1, 2, 3, 130])
def test_the_exit_status_is_the_containers(grade, status):
    assert grade(engine=Played(status=status))[1] == status


def test_a_container_that_docker_cannot_run_is_no_result(grade):
    with pytest.raises(DockerUnavailable) as caught:
        grade(engine=Played(status=125))
    assert caught.value.exit_status == 3


def test_inside_the_container_no_other_is_started(monkeypatch):
    assert wants_container("docker", None)
    monkeypatch.setenv("AUTOGRADER_IN_CONTAINER", "1")
    assert not wants_container("docker", None)


@pytest.mark.parametrize(
    ("system", "isolation", "sentence"),
    [
        ("darwin", "bubblewrap", "macOS: use --isolation docker"),
        ("win32", "bubblewrap", "Windows: use --isolation docker"),
        ("win32", "none", "Windows: use --isolation docker"),
    ],
)
def test_other_systems_are_told_to_use_it(monkeypatch, system, isolation, sentence):
    monkeypatch.setattr(sys, "platform", system)
    with pytest.raises(AutograderError, match=sentence) as caught:
        wants_container(isolation, None)
    assert caught.value.exit_status == 3


@pytest.mark.parametrize(
    ("system", "isolation", "cluster"),
    [("linux", "bubblewrap", None), ("darwin", "none", None), ("darwin", "bubblewrap", "tcp://host:8786")],
)
def test_what_a_system_can_do_it_does_itself(monkeypatch, system, isolation, cluster):
    monkeypatch.setattr(sys, "platform", system)
    assert not wants_container(isolation, cluster)


def test_nothing_that_only_linux_has_is_imported_on_the_way_to_docker():
    code = "import sys; sys.modules.update(dict.fromkeys(('fcntl', 'resource', 'pwd', 'grp', 'termios')))\n"
    code += "from autograder import cli, course\nfrom autograder.container import docker, image\n"
    code += "from autograder.grade import in_docker\nprint(in_docker.wants_container('docker', None))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stdout == "True\n", run.stderr


# ---- docker itself ----


def test_without_docker_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(docker_module.shutil, "which", lambda name: None)
    with pytest.raises(DockerUnavailable, match="install Docker") as caught:
        Docker.find()
    assert caught.value.exit_status == 3


def stand_in(folder: Path, script: str) -> None:
    path = folder / "docker"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.mark.skipif(os.name != "posix", reason="the stand-in for docker is a shell script")
def test_an_engine_that_does_not_answer_is_told_with_its_own_words(tmp_path, monkeypatch):
    stand_in(tmp_path, 'echo "Cannot connect to the Docker daemon" >&2; exit 1')
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(DockerUnavailable, match=r"Cannot connect to the Docker daemon.*start Docker"):
        Docker.find()


@pytest.mark.skipif(os.name != "posix", reason="the stand-in for docker is a shell script")
@pytest.mark.parametrize(("options", "rootless"), [('["name=seccomp"]', False), ('["name=rootless"]', True)])
def test_a_rootless_engine_is_known(tmp_path, monkeypatch, options, rootless):
    stand_in(tmp_path, f"echo '{options}'")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert Docker.find().rootless is rootless


def test_of_a_rootless_engine_its_root_is_the_user(grade):
    engine = Played()
    engine.rootless = True
    assert after(grade(engine=engine)[0], "--user") == ["0:0"]


# ---- the image ----


def test_the_image_is_made_from_the_package_and_what_it_requires(tmp_path):
    write_context(tmp_path, "python:3.11")
    assert (tmp_path / "package" / "autograder" / "cli.py").is_file()
    assert not list(tmp_path.rglob("__pycache__"))
    assert any(line.startswith("otter-grader") for line in requirements())
    assert not any("extra" in line for line in requirements())
    dockerfile = (tmp_path / "Dockerfile").read_text()
    assert dockerfile.startswith("FROM python:3.11\n")
    assert "bubblewrap" in dockerfile


def test_it_is_built_once_and_again_when_something_has_changed(tmp_path, monkeypatch):
    digest = write_context(tmp_path / "context", "python:3.11")
    monkeypatch.setenv("AUTOGRADER_DOCKER_IMAGE", "python:3.11")
    missing, stale, there = Played(), Played(images={image_name(): "old"}), Played(images={image_name(): digest})
    assert [ready_image(engine) for engine in (missing, stale, there)] == [image_name()] * 3
    assert [len(engine.built) for engine in (missing, stale, there)] == [1, 1, 0]


def test_an_image_that_cannot_be_built_is_told(capfd):
    with pytest.raises(DockerUnavailable, match="AUTOGRADER_DOCKER_IMAGE"):
        ready_image(Played(builds=False))


# ---- for real ----


RIGHT_AND_UNTOUCHED = {"s01_perfect.ipynb": 40.0, "s18_untouched.ipynb": 0.0}


@pytest.fixture
def two_submissions(root, tmp_path):
    """Return a folder with a course, a class of two, and a place for what comes of it."""
    for folder in ("solutions/binary_mlp", "tests/otter/binary_mlp", "data/digits28"):
        shutil.copytree(root / folder, tmp_path / "course" / folder)
    for folder in ("class", "out"):
        (tmp_path / folder).mkdir()
    for name in RIGHT_AND_UNTOUCHED:
        shutil.copy(root / "examples" / "binary_mlp" / name, tmp_path / "class")
    return tmp_path


def results_of(folder: Path, isolation: str) -> Path:
    """Return the results in a folder, which are right and were had behind that wall."""
    results = json.loads((folder / "out" / "results.json").read_text())
    assert results["engine"]["isolation"] == isolation
    assert {row["id"]: row["score"] for row in results["submissions"]} == RIGHT_AND_UNTOUCHED
    return folder / "out" / "results.json"


@pytest.mark.docker
@pytest.mark.parametrize("user", [None, 1000])
def test_a_class_is_graded_in_a_container_as_root_and_as_a_user(two_submissions, user):
    if user is not None and os.geteuid() != 0:
        pytest.skip("it has run as a user already")
    out = two_submissions / "out"
    if user is not None:
        os.chown(out, user, user)
    code = f"import os; os.getuid = os.getgid = lambda: {os.geteuid() if user is None else user}\n"
    code += "from autograder.cli import main; main()"
    words = ["grade", str(two_submissions / "class"), "--assignment", "binary_mlp", "--out", str(out)]
    run = subprocess.run(
        [sys.executable, "-c", code, *words, "--isolation", "docker"],
        cwd=two_submissions / "course",
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    assert results_of(two_submissions, "docker").stat().st_uid == (os.geteuid() if user is None else user)


@pytest.mark.docker
@pytest.mark.parametrize("user", [0, 1000])
def test_in_a_container_with_dockers_own_settings_the_jail_has_the_second_wall(two_submissions, user):
    two_submissions.chmod(0o755)
    (two_submissions / "out").chmod(0o777)
    words = ["--volume", f"{two_submissions}:/work", "--workdir", "/work/course", ready_image(Docker.find())]
    words += ["grade", "/work/class", "--assignment", "binary_mlp", "--out", "/work/out"]
    run = subprocess.run(
        ["docker", "run", "--rm", "--network", "none", "--user", f"{user}:{user}", *words],
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    results_of(two_submissions, "landlock")

"""What `autograder doctor` finds."""

import sys
from pathlib import Path

import pytest

from autograder.engine import doctor
from autograder.engine.doctor import Finding, State
from autograder.engine.jail import cgroups, reasons
from autograder.engine.jailed import rules
from tests.harness.jails import needs_jail


def _by_name(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    return {finding.name: finding for finding in findings}


@needs_jail
def test_a_machine_that_runs_these_tests_can_grade() -> None:
    findings = doctor.examine()
    assert doctor.can_grade(findings), findings
    counted = ["process limits"] if _by_name(findings)["wall bubblewrap"].state is State.FINE else []
    assert [finding.name for finding in findings] == [
        "Python",
        "processor",
        "seccomp",
        "control groups",
        "memory",
        "bubblewrap",
        "user namespaces",
        *counted,
        "wall bubblewrap",
        "wall landlock",
    ]
    assert all(finding.meaning == "" for finding in findings if finding.state is State.FINE)


@pytest.mark.skipif(sys.platform != "linux", reason="there is no jail without Linux")
def test_without_bubblewrap_the_other_wall_is_taken_and_what_it_lacks_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reasons, "bubblewrap", lambda: None)
    findings = _by_name(doctor.examine())
    assert findings["bubblewrap"].state is findings["wall bubblewrap"].state is State.WEAKER
    assert "apt install bubblewrap" in findings["bubblewrap"].meaning
    assert findings["wall landlock"].found == "starts, and confines a process"
    assert "joblib works in one process" in findings["wall landlock"].meaning
    assert "process limits" not in findings  # only the wall of namespaces counts processes so
    assert doctor.can_grade(tuple(findings.values()))


@pytest.mark.skipif(sys.platform != "linux", reason="there is no jail without Linux")
def test_without_either_wall_nothing_can_be_graded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reasons, "bubblewrap", lambda: None)
    monkeypatch.setattr(rules, "version", lambda: 0)
    findings = _by_name(doctor.examine())
    assert findings["wall bubblewrap"].state is findings["wall landlock"].state is State.MISSING
    assert "Linux 5.13" in findings["wall landlock"].meaning
    assert not doctor.can_grade(tuple(findings.values()))


@pytest.mark.skipif(sys.platform != "linux", reason="there is no jail without Linux")
def test_forbidden_user_namespaces_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reasons, "user_namespaces", lambda: "they are off: sudo sysctl")
    finding = _by_name(doctor.examine(trial=False))["user namespaces"]
    assert finding.state is State.WEAKER
    assert "sudo sysctl" in finding.meaning


def test_without_control_groups_the_engine_is_weaker_but_grades(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cgroups, "create", lambda: None)
    finding = doctor._control_groups()
    assert finding.state is State.WEAKER
    assert doctor.can_grade([finding])


def test_other_systems_are_told_to_use_docker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    findings = doctor.examine()
    assert not doctor.can_grade(findings)
    assert "--isolation docker" in findings[-1].meaning


@pytest.mark.parametrize(("free_mb", "state"), [(100, State.MISSING), (3000, State.WEAKER), (20000, State.FINE)])
def test_memory_is_held_against_what_submissions_may_use(tmp_path: Path, free_mb: int, state: State) -> None:
    (tmp_path / "meminfo").write_text(f"MemTotal: 1 kB\nMemAvailable: {free_mb * 1024} kB\n")
    assert doctor._memory(tmp_path, submission_mb=2048, cores=4).state is state


def test_an_older_kernel_is_named() -> None:
    assert doctor._process_limits("5.10.0-28-amd64").state is State.WEAKER

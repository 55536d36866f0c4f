"""A class for tests of the report: small ones by hand, and a large one of which every submission is different."""

import random
from dataclasses import replace

from autograder.course.class_list import Student
from autograder.results import (
    CaseResult,
    ClassResult,
    Engine,
    QuestionResult,
    Skipped,
    Status,
    SubmissionResult,
    Verdict,
)

ENGINE = Engine("bubblewrap", "engine", 42, "0.1.0")
FIRST = ("Amara", "Chiara", "Daniel", "Elif", "Farid", "Ines", "Jakub", "Kofi", "Lena", "Tomás", "Zoë", "نور")
LAST = ("Andersen", "Aziz", "García", "Iyer", "Kowalska", "Mensah", "Müller", "Nakamura", "Okafor", "Öztürk")


def question(name, score, *, most=2.0, hints=(), message="", detail="", hidden=False, manual=0.0, **more):
    """Return a question of one case; `more` may have its `verdict`, and whether it ran `unsealed`."""
    verdict = more.get("verdict", Verdict.PASSED if score == most else Verdict.FAILED)
    case = CaseResult("goes to 0 and 1", hidden, most, verdict, message, detail, more.get("unsealed", False))
    return QuestionResult(name, float(score), most, (case,), tuple(hints), manual)


def submission(name, *questions, status=Status.GRADED, error=None, student=None, seconds=0.5):
    """Return a submission; a number stands for a question with so many of two points."""
    made = [
        item if isinstance(item, QuestionResult) else question(f"q{n}", item) for n, item in enumerate(questions, 1)
    ]
    score = sum(item.score for item in made)
    student = Student(f"id-{name}", student) if student else None
    return SubmissionResult(name, status, error, score, 4.0, seconds, tuple(made), student=student)


def rejected(name, error="The file is empty; save your work."):
    """Return a submission that could not be graded."""
    return submission(name, status=Status.REJECTED, error=error)


def class_of(*submissions, skipped=(), **more):
    """Return a class of an assignment of four points."""
    return ClassResult("tiny", 4.0, ENGINE, submissions, tuple(Skipped(*item) for item in skipped), **more)


def large_class(size, questions=12, cases=5):
    """Return a class of students with made-up names, mistakes and messages, each different from the others."""
    chance = random.Random(size)
    submissions = []
    for number in range(size):
        able, parts = chance.betavariate(4, 2), []
        for place in range(1, questions + 1):
            found = tuple(_case(chance, able, number, place, case) for case in range(cases))
            score = float(sum(case.passed for case in found))
            hints = [f"Mistake {chance.randrange(6)} of q{place}: look at the axis."] if score < cases else []
            parts.append(QuestionResult(f"q{place}", score, float(cases), found, tuple(hints)))
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        made = submission(f"{number:04}_mlp.ipynb", *parts, student=name, seconds=chance.expovariate(0.5))
        submissions.append(replace(made, max_score=float(questions * cases)))
    return ClassResult("large", float(questions * cases), ENGINE, tuple(submissions))


def _case(chance, able, number, place, case):
    passed = chance.random() < able
    detail = (
        "" if passed else f"the value at [{case}, {number}] is {chance.random():.6f}, expected {chance.random():.6f}"
    )
    verdict = Verdict.PASSED if passed else chance.choice([Verdict.FAILED, Verdict.ERROR, Verdict.NOT_ATTEMPTED])
    return CaseResult(f"case {case} of q{place}", case > 1, 1.0, verdict, "" if passed else "It is wrong.", detail)

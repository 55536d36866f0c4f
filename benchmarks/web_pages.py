"""How long the pages of `autograder open` take with 1,000 students and 20 questions, 4 of which a person marks.

    python -m benchmarks.web_pages

Each page is asked for a few times, each time after somebody has given a mark, as it is while a class is marked.
"""

import http.client
import random
import re
import statistics
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

from autograder.course.class_list import Student
from autograder.course.rubric import RubricItem, WrittenRubric
from autograder.gradebook import Gradebook, HandedIn, RunSettings
from autograder.marks.scheme import Marking, keep_marking
from autograder.results import CaseResult, Engine, QuestionResult, Status, SubmissionResult, Verdict
from autograder.web.app import listen, make_server, spare_pages_of_collections
from autograder.web.guard import Keys
from autograder.web.regrading import Regrading
from autograder.web.site import Site

STUDENTS, QUESTIONS, CASES, BY_HAND = 1_000, 20, 5, 4
TIMES = 7
WORDS = "weights layer activation bias gradient batch input output sum zero random kept for learned because".split()  # noqa: SIM905
PAGES = (
    "/",
    "/students",
    "/students?search=17&sort=total",
    "/students/500",
    "/marking",
    "/marking/q1",
    "/marking/q1/answers",
    "/statistics",
    "/requests",
    "/export",
)


def main() -> None:
    """Make the class, serve it, and print the times in milliseconds."""
    with tempfile.TemporaryDirectory() as folder, Gradebook.open(Path(folder, "gradebook.db")) as book:
        make_class(book)
        regrading = Regrading(str(book.database.url), "large", None)
        site = Site(book, "large", Path(folder), "A. Lecturer", regrading)
        with listen(0) as listener:
            keys = Keys(listener.getsockname()[1])
            site.prepare()
            spare_pages_of_collections()
            server = make_server(site, keys)
            thread = threading.Thread(target=server.run, args=([listener],))
            thread.start()
            time.sleep(1)
            try:
                measure(keys)
            finally:
                server.should_exit = True
                thread.join()


def make_class(book: Gradebook) -> None:
    """Put a class into the gradebook: every submission and nearly every answer is different."""
    chance = random.Random(1)
    rubric = {
        f"q{n}": WrittenRubric("", tuple(RubricItem("", f"item {i}", 0.5) for i in range(8))) for n in range(1, 5)
    }
    with book.run("large", RunSettings(Engine("bubblewrap", "engine", 1, "0.1.0"), "settings")) as record:
        keep_marking(book, "large", Marking(rubric))
        for number in range(STUDENTS):
            questions = tuple(_question(chance, place) for place in range(1, QUESTIONS + 1))
            student = Student(str(number), f"Student {number}", f"s{number}@example.edu")
            score = sum(question.score for question in questions)
            result = SubmissionResult(
                f"s{number:04}.ipynb",
                Status.GRADED,
                None,
                score,
                float(QUESTIONS * CASES),
                2.5,
                questions,
                student=student,
            )
            record.commit(HandedIn(result.id, f"/class/{number}", f"d{number}", f"k{number}", student=student), result)
        record.end()


def _question(chance: random.Random, place: int) -> QuestionResult:
    passed = [chance.random() < 0.7 for _ in range(CASES)]
    cases = tuple(
        CaseResult(f"case {n} of q{place}", n > 1, 1.0, Verdict.PASSED if good else Verdict.FAILED, "It is wrong.")
        for n, good in enumerate(passed)
    )
    by_hand = place <= BY_HAND
    answer = " ".join(chance.choices(WORDS, k=60)) if by_hand else ""
    hints = () if all(passed) else (f"Mistake {chance.randrange(6)} of q{place}: look at the axis.",)
    most = 4.0 if by_hand else 0.0
    return QuestionResult(f"q{place}", float(sum(passed)), float(CASES), cases, hints, most, answer, f"Part {place}")


def measure(keys: Keys) -> None:
    """Print for each page the first time, the median and the longest of the later ones."""
    print(f"{'page':34}{'first':>9}{'median':>9}{'most':>9}  ms")
    for path in PAGES:
        first = _ask(keys, path)[0]
        times = []
        for _ in range(TIMES):
            give(keys)
            times.append(_ask(keys, path)[0])
        print(f"{path:34}{1000 * first:9.0f}{1000 * statistics.median(times):9.0f}{1000 * max(times):9.0f}")
    times = [give(keys) for _ in range(TIMES)]
    print(f"{'a mark is given':34}{'':9}{1000 * statistics.median(times):9.0f}{1000 * max(times):9.0f}")


def give(keys: Keys) -> float:
    """Give the next answer a mark; return how long that took."""
    text = _ask(keys, "/marking/q2")[1]
    answer = re.findall(r'name="answer" value="(\w+)"', text)[0]
    seen = [value for value in re.findall(r'name="seen" value="([\w:]+)"', text) if value.endswith(answer)]
    body = urlencode({"answer": answer, "seen": seen, "item": ["1", "2"]}, doseq=True)
    return _ask(keys, "/marking/q2/give", body)[0]


def _ask(keys: Keys, path: str, body: str | None = None) -> tuple[float, str]:
    headers = {"Cookie": f"{keys.cookie}={keys.session}", "Origin": f"http://127.0.0.1:{keys.port}"}
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", keys.port, timeout=60)
    connection.request("POST" if body else "GET", path, body, headers)
    response = connection.getresponse()
    text = response.read().decode()
    took = time.perf_counter() - began
    connection.close()
    if response.status not in (200, 303):
        raise SystemExit(f"{path}: {response.status} {text[:500]}")
    return took, text


if __name__ == "__main__":
    main()

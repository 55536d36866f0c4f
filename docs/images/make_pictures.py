"""Make the pictures of the README: the report of the example class with made-up names, and marking a question.

Needs Chromium (Debian, Ubuntu: apt install chromium) and the extra `dev`. Run it from anywhere:

    python docs/images/make_pictures.py
"""

import csv
import io
import json
import random
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from dataclasses import replace
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from autograder.grade.options import RunOptions
from autograder.grade.run import grade_class
from autograder.marks.opening import open_marks
from autograder.marks.scheme import read_marking
from autograder.web.app import listen, make_server
from autograder.web.guard import Keys
from autograder.web.regrading import Regrading
from autograder.web.site import Site

HERE = Path(__file__).resolve().parent
COURSE = HERE.parents[1]
ASSIGNMENT = "binary_mlp"
CLASS = 64
MISSING = 2
SIZE = {"width": 1240, "height": 1305}
COLOURS = 128
MOST_BYTES = 200_000
FIRST = (
    "Amara Ben Chiara Daniel Elif Farid Grace Hana Ines Jakub Kofi Lena Mateo Nadia Oskar Priya Rosa Samir Tomás Zoë"
)
LAST = (
    "Andersen Aziz Dubois García Haddad Iyer Kowalska Lindqvist Mensah Moreno Müller Nakamura Novak Okafor Öztürk Rossi"
)
# How many of the class hand in each of the examples: some mistakes are common, most did well.
WEIGHTS = {"s01": 6, "s02": 4, "s03": 4, "s04": 4, "s05": 7, "s07": 4, "s08": 5, "s12": 3, "s14": 4, "s16": 4, "s19": 5}
MARKING = "q6"  # the question that is marked, in notebooks of this example, which take no long training
MARKED_EXAMPLE = "s17_half_done"
MARKED_CLASS = 28
MARKED = 9
MARKING_SIZE = {"width": 1240, "height": 860}
ANSWERS = {
    "ans_i": (
        "W are the weights of each layer, which are learned. Z are the values before the activation and Y those after "
        "it; both are kept because backpropagation needs them.",
        "W are the weights of every layer, they are learned. Z are the values before the activation, Y those after it; "
        "backpropagation needs both.",
        "Y is the output, Z is the weighted sum and W are the weights.",
        "W are weights, Z = W·[Y; 1], Y = σ(Z).",
    ),
    "ans_ii": (
        "Makes a matrix of zeros for the activations of layer i, a row for each neuron and a column for each sample.",
        "It reserves room for Y of the layer: neurons x batch size, filled with zeros.",
        "It creates zeros.",
    ),
    "ans_iii": ("The same for Z, before the activation.", "Like line 1, but for Z."),
    "ans_iv": (
        "Random weights, uniform from -1 to 1, a row for each neuron, a column for each neuron of the layer before, "
        "and one for the bias. With all zeros the neurons of a layer would all learn the same.",
        "Draws random numbers between -1 and 1. The + 1 is the bias. Zeros would give a zero output.",
    ),
}


def main() -> None:
    """Grade the class and write report.png and marking.png beside this file."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        sys.exit("make_pictures: there is no Chromium; install it (Debian, Ubuntu: apt install chromium).")
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder, chdir(folder):
        download, out = Path("moodle"), Path("results")  # as the report is to name them
        class_list = hand_in(download)
        # Each example once; the class that hands them in again and again then takes no more time.
        options = RunOptions(paths=[COURSE / "examples" / ASSIGNMENT], assignment=ASSIGNMENT, out=out, course=COURSE)
        grade_class(options)
        grade_class(replace(options, paths=[download], class_list=class_list))
        with chromium(program, SIZE) as tab:
            tab.goto((out.resolve() / "report.html").as_uri())
            take(tab, HERE / "report.png")
        hand_in_answers(Path("answers"))
        grade_class(replace(options, paths=[Path("answers")], out=Path("marked")))
        with serve(Path("marked")) as address, chromium(program, MARKING_SIZE) as tab:
            tab.goto(address)
            tab.wait_for_selector("nav")
            mark(tab, f"{address.partition('?')[0]}marking/{MARKING}")
            take(tab, HERE / "marking.png")


def hand_in(folder: Path) -> Path:
    """Write a class as Moodle lets one download it, and return its class list: some have handed in nothing."""
    chance = random.Random(7)
    examples = sorted((COURSE / "examples" / ASSIGNMENT).glob("s*.ipynb"))
    weights = [WEIGHTS.get(path.stem.partition("_")[0], 1) for path in examples]
    people = [f"{first} {last}" for first in FIRST.split() for last in LAST.split()]
    names = sorted(chance.sample(people, CLASS + MISSING))
    absent = set(chance.sample(names, MISSING))
    for number, name in enumerate(names):
        if name not in absent:
            target = folder / f"{name}_{4100 + number}_assignsubmission_file"
            target.mkdir(parents=True)
            (example,) = chance.choices(examples, weights)
            shutil.copy(example, target / f"{ASSIGNMENT}.ipynb")
    class_list = folder.parent / "class.csv"
    with class_list.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name", "email"])
        writer.writerows([4100 + number, name, f"student{number}@example.edu"] for number, name in enumerate(names))
    return class_list


def hand_in_answers(folder: Path) -> None:
    """Write a class of which everybody has answered the question that people mark."""
    chance = random.Random(6)
    notebook = json.loads((COURSE / "examples" / ASSIGNMENT / f"{MARKED_EXAMPLE}.ipynb").read_text(encoding="utf-8"))
    (cell,) = (each for each in notebook["cells"] if "".join(each["source"]).startswith("ans_i ="))
    names = [f"{first} {last}" for first in FIRST.split() for last in LAST.split()]
    for number, name in enumerate(sorted(chance.sample(names, MARKED_CLASS)), 4100):
        cell["source"] = "\n".join(f"{part} = {chance.choice(texts)!r}" for part, texts in ANSWERS.items())
        target = folder / f"{name}_{number}_assignsubmission_file"
        target.mkdir(parents=True)
        (target / f"{ASSIGNMENT}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


@contextmanager
def serve(results: Path) -> Iterator[str]:
    """Serve a class as `autograder open` does, and yield the address."""
    with open_marks(str(results), None) as (book, name), listen(0) as listener:
        keys = Keys(listener.getsockname()[1])
        with book.database.reading() as connection:
            title = read_marking(connection, name).title
        regrading = Regrading(str(book.database.url), name, COURSE)
        site = Site(book, name, results, "A. Lecturer", regrading, title=title)
        site.prepare()
        server = make_server(site, keys)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield keys.address
        finally:
            server.should_exit = True
            thread.join()


def mark(tab: Page, address: str) -> None:
    """Mark some answers by keyboard, and begin with the next."""
    tab.goto(address)
    for _ in range(MARKED):
        for key in "134":
            tab.keyboard.press(key)
        with tab.expect_navigation():
            tab.keyboard.press("Enter")
    tab.goto(tab.url.partition("&said")[0])
    for key in "123":
        tab.keyboard.press(key)
    tab.wait_for_timeout(1_500)  # the frame with the notebook


@contextmanager
def chromium(program: str, size: dict[str, int]) -> Iterator[Page]:
    """Yield a tab in a window of `size` CSS pixels."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_page(viewport=size, color_scheme="light")
        browser.close()


def take(tab: Page, picture: Path) -> None:
    """Take what is in the window."""
    shot = tab.screenshot()
    Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS).save(picture, optimize=True)
    if picture.stat().st_size > MOST_BYTES:
        sys.exit(f"make_pictures: {picture.name} has {picture.stat().st_size:,} bytes, more than {MOST_BYTES:,}.")


if __name__ == "__main__":
    main()

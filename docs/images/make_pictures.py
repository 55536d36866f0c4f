"""Make the picture of the README: the report of the example class, as a Moodle download with made-up names.

Needs Chromium (Debian, Ubuntu: apt install chromium) and the extra `dev`. Run it from anywhere:

    python docs/images/make_pictures.py
"""

import csv
import io
import random
import shutil
import sys
import tempfile
from contextlib import chdir
from dataclasses import replace
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from autograder.grade.options import RunOptions
from autograder.grade.run import grade_class

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


def main() -> None:
    """Grade the class and write report.png beside this file."""
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
        take(out.resolve() / "report.html", HERE / "report.png", program)


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


def take(page: Path, picture: Path, program: str) -> None:
    """Take the top of the page in a window of `SIZE` CSS pixels."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_page(viewport=SIZE, color_scheme="light")
        tab.goto(page.as_uri())
        shot = tab.screenshot()
        browser.close()
    Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS).save(picture, optimize=True)
    if picture.stat().st_size > MOST_BYTES:
        sys.exit(f"make_pictures: {picture.name} has {picture.stat().st_size:,} bytes, more than {MOST_BYTES:,}.")


if __name__ == "__main__":
    main()

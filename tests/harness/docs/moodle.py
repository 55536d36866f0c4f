"""What an instructor downloads from Moodle: all submissions in a zip, and the grading worksheet."""

import csv
import zipfile
from collections.abc import Mapping
from pathlib import Path

CLASS = {
    "Amina Yusuf": "s13_overflow.ipynb",
    "Bo Lindqvist": "s05_derivative_applied_to_z.ipynb",
    "Chen Wei": "s17_half_done.ipynb",
    "Dana Levi": "s22_truncated.ipynb",
    "Émile Roux": "",
}
_HEADER = ("Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade", "Grade can be changed")
_DATES = ("Last modified (submission)", "Last modified (grade)", "Feedback comments")


def write_submissions(path: Path, notebooks: Path, students: Mapping[str, str] = CLASS) -> None:
    """Write the zip of "Download all submissions": a folder for each student with the notebook of `notebooks`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, notebook) in enumerate(students.items(), 1201):
            if notebook:
                archive.write(
                    notebooks / notebook, f"{name}_{number}_assignsubmission_file/{notebook.partition('_')[2]}"
                )


def write_worksheet(path: Path, maximum: float, students: Mapping[str, str] = CLASS) -> None:
    """Write the grading worksheet, in which nothing is graded yet."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*_HEADER, *_DATES])
        for number, (name, notebook) in enumerate(students.items(), 1201):
            email = f"{name.split()[0].lower()}@example.org".replace("é", "e")
            status = f"{'Submitted for grading' if notebook else 'No submission'} - Not graded"
            cells = [f"Participant {number}", name, email, status, "", f"{maximum:.2f}", "Yes", "-", "-", ""]
            writer.writerow(cells)

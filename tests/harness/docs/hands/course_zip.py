"""What a course with otter has: hw04.zip, made by otter, and two submissions that import what is not installed here."""

import json
import zipfile
from pathlib import Path

TEST = "OK_FORMAT = True\ntest = {'name': 'q1', 'points': 2, 'suites': [{'cases': [{'code': '>>> x\\n1'}]}]}\n"
CONFIG = {"lang": "python", "points_possible": 10, "show_stdout": True}

with zipfile.ZipFile("hw04.zip", "w") as archive:
    archive.writestr("tests/q1.py", TEST)
    archive.writestr("otter_config.json", json.dumps(CONFIG))
Path("hw04").mkdir()
for name, last in (("ann", "x = 1"), ("bo", "x = 2")):
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
        for source in ("import babypandas as bpd", last)
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    Path("hw04", f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")

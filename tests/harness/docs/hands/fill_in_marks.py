"""What a person does with marks.csv: give each answer half of its points, rounded up, and say so."""

import csv
import math
import sys
from pathlib import Path

path = Path(sys.argv[1])
rows = list(csv.DictReader(path.open(encoding="utf-8-sig", newline="")))
for row in rows:
    row["points"] = str(math.ceil(float(row["max_points"]) / 2))
    row["comment"] = "Say what it is for, too."
with path.open("w", encoding="utf-8-sig", newline="") as file:
    writer = csv.DictWriter(file, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)

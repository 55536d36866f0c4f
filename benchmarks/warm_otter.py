"""Grade notebooks with `otter.api.grade_submission` in this process, and print what it took as JSON.

Arguments: the autograder zip, a notebook that warms the process up and is not counted, and the notebooks.
"""

import json
import sys
import time

from benchmarks.measuring import busy_s


def main(autograder_zip: str, first: str, *notebooks: str) -> None:
    """Grade the notebooks one after the other."""
    from otter.api import grade_submission

    grade_submission(first, autograder_zip, quiet=True)
    marks, began, cpu = {}, time.perf_counter(), busy_s()
    for path in notebooks:
        results = grade_submission(path, autograder_zip, quiet=True)
        marks[path.rpartition("/")[2]] = {name: results.results[name].score for name in results.results}
    print(json.dumps({"wall_s": time.perf_counter() - began, "cpu_s": busy_s() - cpu, "marks": marks}))


if __name__ == "__main__":
    main(*sys.argv[1:])

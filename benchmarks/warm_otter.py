"""Grade notebooks with `otter.api.grade_submission` in this process, and print what it took as JSON.

Arguments: the autograder zip, a notebook that warms the process up and is not counted, and the notebooks.
"""

import json
import resource
import sys
import time


def main(autograder_zip: str, first: str, *notebooks: str) -> None:
    """Grade the notebooks one after the other."""
    from otter.api import grade_submission

    grade_submission(first, autograder_zip, quiet=True)
    marks, began, cpu = {}, time.perf_counter(), _cpu()
    for path in notebooks:
        results = grade_submission(path, autograder_zip, quiet=True)
        marks[path.rpartition("/")[2]] = {name: results.results[name].score for name in results.results}
    print(json.dumps({"wall_s": time.perf_counter() - began, "cpu_s": _cpu() - cpu, "marks": marks}))


def _cpu() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Does a long class cost more at its end than at its beginning? On SQLite, and on PostgreSQL where there is a server.

    AUTOGRADER_POSTGRES=postgresql+psycopg://... python -m benchmarks.growth [--many N]

Prints a table of Markdown, as it stands in docs/benchmarks.md.
"""

import argparse
import os
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from autograder.course.settings import find_course
from benchmarks.classes import GradedClass, untouched
from benchmarks.measuring import adopt_orphans
from benchmarks.watching import Watched, watch

ROOT = Path(__file__).parents[1]
_EARLY, _LATE = (0.1, 0.2), (0.9, 0.99)


@contextmanager
def new_database(server: str) -> Iterator[str]:
    """Yield the URL of a new database on a PostgreSQL server, for the time of the context."""
    name = f"benchmark_{uuid.uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")  # a database is not made in a transaction
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        try:
            yield make_url(server).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


def on_both(many: GradedClass, out: Path) -> Iterator[tuple[str, Watched]]:
    """Grade the class into every kind of gradebook there is, and yield its name and how that went."""
    yield "SQLite", watch(many, out / "sqlite")
    if server := os.environ.get("AUTOGRADER_POSTGRES"):
        with new_database(server) as url:
            yield "PostgreSQL", watch(many, out / "postgresql", ["--gradebook", url])


def table(runs: Sequence[tuple[str, Watched]]) -> Iterator[str]:
    """Yield the lines of the table."""
    yield "| gradebook | submissions | all | a result, 10 to 20 % | 90 to 99 % | memory, 10 to 20 % | 90 to 99 % |"
    yield "| --- | --: | --: | --: | --: | --: | --: |"
    for name, run in runs:
        results = " | ".join(f"{run.each_s(*part):.3f} s" for part in (_EARLY, _LATE))
        memory = " | ".join(f"{run.graders_mb(*part):.0f} MiB" for part in (_EARLY, _LATE))
        yield f"| {name} | {len(run.results_s):,} | {run.wall_s:.1f} s | {results} | {memory} |"


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--many", type=int, default=1000, help="submissions")
    options = parser.parse_args()
    adopt_orphans()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as place:
        many = untouched(find_course(ROOT).assignment("binary_mlp"), options.many, Path(place, "many"))
        print(*table(list(on_both(many, Path(place)))), sep="\n")


if __name__ == "__main__":
    main()

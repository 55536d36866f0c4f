"""What honest notebooks do still works inside."""

import re
from pathlib import Path

import pytest

from autograder.engine.jail import Jail, TurnLimits
from autograder.engine.jailed.zygote import ALWAYS

from .conftest import Attacker, looked_into, start

WORK = {
    "numpy": "import numpy as np; answer = float(np.linalg.solve(np.eye(300) * 2, np.ones(300)).sum())",
    "matplotlib": """
        import matplotlib.pyplot as plt
        figure, axes = plt.subplots(); axes.plot([1, 2], label="$x^2$"); axes.legend(); figure.savefig("f.png")
        import os; answer = 150.0 if os.path.getsize("f.png") > 1000 else 0
    """,
    "matplotlib_pdf": """
        import matplotlib.pyplot as plt, os
        figure = plt.figure(); figure.gca().imshow([[1, 2]]); figure.savefig("f.pdf")
        answer = 150.0 if os.path.getsize("f.pdf") > 1000 else 0
    """,
    "sklearn": """
        from sklearn.datasets import load_digits
        from sklearn.neural_network import MLPClassifier
        x, y = load_digits(return_X_y=True)
        answer = 150.0 if MLPClassifier(max_iter=3).fit(x, y).score(x, y) > 0 else 0
    """,
    "k_means": """
        from sklearn.cluster import KMeans
        answer = 150.0 if KMeans(2, n_init=1).fit([[0.0], [1.0], [10.0]]).inertia_ < 1 else 0
    """,
    "joblib": """
        from sklearn.model_selection import cross_val_score
        from sklearn.datasets import load_iris
        from sklearn.tree import DecisionTreeClassifier
        answer = 150.0 if cross_val_score(DecisionTreeClassifier(), *load_iris(return_X_y=True), n_jobs=2).sum() else 0
    """,
    "pandas": """
        import pandas as pd
        pd.DataFrame({"a": [50.0, 100.0]}).to_csv("t.csv"); answer = pd.read_csv("t.csv")["a"].sum().item()
    """,
    "ipython": """
        from IPython.core.interactiveshell import InteractiveShell
        shell = InteractiveShell.instance()
        shell.run_cell("import asyncio\\nawait asyncio.sleep(0)\\nx = !echo 150")
        answer = float(shell.user_ns["x"][0])
    """,
    "shell": "import subprocess; answer = float(subprocess.run('echo 150', shell=True, capture_output=True).stdout)",
    "python": """
        import subprocess, sys
        answer = float(subprocess.run([sys.executable, "-c", "import numpy; print(150)"], capture_output=True).stdout)
    """,
    "threads": """
        from concurrent.futures import ThreadPoolExecutor
        with ThreadPoolExecutor(4) as pool: answer = float(sum(pool.map(lambda x: x * 15, [1, 2, 3, 4])))
    """,
    "processes": """
        import multiprocessing
        with multiprocessing.get_context("fork").Pool(2) as pool: answer = float(sum(pool.map(abs, [-50, -100])))
    """,
    "files": """
        import tempfile, os, time
        with tempfile.NamedTemporaryFile() as file:
            file.write(b"x" * 150); file.flush(); answer = os.path.getsize(file.name) / 1
        time.sleep(0.001)
    """,
    "logging": "import logging, getpass, platform; getpass.getuser(); platform.platform(); answer = 150.0",
}


@pytest.mark.parametrize("name", WORK)
def test_works_inside(student: Attacker, wall: str, name: str) -> None:
    if (wall, name) == ("landlock", "processes"):  # its semaphores would lie where all users share them
        student.fails(WORK[name], "PermissionError")
        return
    assert student.run(WORK[name]) in (100.0, 150.0)


def test_everything_usual_is_imported_before_the_fork(student: Attacker) -> None:
    for module in ("numpy", "matplotlib.pyplot", "pandas", "sklearn.neural_network", "IPython.core.interactiveshell"):
        assert student.run(f"import sys; answer = {module!r} in sys.modules")


def test_a_submission_can_import_what_was_not_imported_before_the_fork() -> None:
    with start(preload=ALWAYS) as jail, jail.fork({}, TurnLimits(memory_mb=1024)) as turn:
        student = Attacker(turn)
        assert not student.run("import sys; answer = 'pandas' in sys.modules")
        assert student.run("import pandas; answer = pandas.Series([1, 2]).sum().item()") == 3


def test_blas_uses_one_thread(student: Attacker) -> None:
    assert student.run("""
        import numpy as np, threading, os
        np.ones((500, 500)) @ np.ones((500, 500))
        from threadpoolctl import threadpool_info
        answer = max(pool["num_threads"] for pool in threadpool_info())
    """) == 1  # fmt: skip
    assert len(list(Path(f"/proc/{student.turn.pid}/task").iterdir())) == 1


def test_an_idle_fork_shares_its_memory_with_the_warm_interpreter(student: Attacker) -> None:
    student.run("answer = 1")
    rollup = looked_into(student.turn.pid, "smaps_rollup").decode()
    private_kb = sum(int(value) for value in re.findall(r"^Private_\w+: +(\d+) kB", rollup, re.MULTILINE))
    assert private_kb < 60 * 1024


def test_the_default_limits_leave_room_for_work(warm_jail: Jail) -> None:
    with warm_jail.fork({}, TurnLimits()) as turn:
        code = "import numpy as np; x = np.empty(1 << 27); x[::512] = 1; answer = x[::512].sum().item()"
        assert Attacker(turn).run(code) == 1 << 18  # a number in every page

"""Files as they come in, and stranger ones, with what each must get: a row, whatever it is."""

import io
import json
import os
import socket
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.harness.sealed_class import notebook

START = "import otter\ngrader = otter.Notebook('tiny.ipynb')"
DOUBLE = "def double(x):\n    return 2 * x"
WORK = notebook(START, DOUBLE, "grader.check('double')")
RIGHT = 2.0
LONG = "long" * 40


def zipped(files: dict[str, str | bytes], *, kinds: dict[str, int] | None = None) -> bytes:
    """Return a zip of the files; `kinds` are the types of some of them, as stat has them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (kinds or {}).get(name, stat.S_IFREG | 0o644) << 16
            archive.writestr(info, content)
    return stream.getvalue()


def bomb() -> bytes:
    """Return a zip that claims and holds 300 MB of zeros."""
    return zipped({"work.ipynb": WORK, **{f"{n}.bin": bytes(50 << 20) for n in range(6)}})


def lying_bomb() -> bytes:
    """Return a zip that says of a file of 50 MB that it has ten bytes."""
    content = bytearray(zipped({"work.ipynb": WORK, "small.bin": bytes(50 << 20)}))
    content = content.replace(struct.pack("<I", 50 << 20), struct.pack("<I", 10))
    return bytes(content)


def crowded() -> bytes:
    """Return a zip whose table of contents is all that there is of 65,000 files."""
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"x"
    table = entry * 65_000
    return table + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 65_000, 65_000, len(table), 0, 0)


def locked() -> bytes:
    """Return a zip whose file is marked as encrypted."""
    content = bytearray(zipped({"work.ipynb": WORK}))
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        content[content.index(signature) + offset] |= 1
    return bytes(content)


def nested(depth: int) -> str:
    """Return a notebook with metadata `depth` levels deep."""
    return WORK.replace('"metadata": {}', f'"metadata": {{"deep": {"[" * depth}{"]" * depth}}}')


def old_format() -> str:
    cells = [
        {"cell_type": "code", "language": "python", "input": source, "outputs": [], "metadata": {}, "collapsed": False}
        for source in (START, DOUBLE, "grader.check('double')")
    ]
    return json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": cells}]})


def with_output(text: str, *parts: str) -> str:
    """Return a notebook whose first cell has printed the parts."""
    output = json.dumps([{"output_type": "stream", "name": "stdout", "text": list(parts)}])
    return text.replace('"outputs": []', f'"outputs": {output}', 1)


def of_assignment(name: object) -> str:
    return notebook(START, DOUBLE, metadata={"otter": {"assignment_name": name}})


Content = str | bytes | Callable[[], str | bytes]  # what is large is made when it is wanted

# The content of each file, and words of the sentence that its student reads.
REJECTED: dict[str, tuple[Content, str]] = {
    "empty.ipynb": ("", "is empty; save your notebook"),
    "blank.ipynb": (" \n\t\n", "is empty; save your notebook"),
    "empty.py": ("\n\n", "The script is empty"),
    "empty.zip": (b"", "damaged and cannot be opened"),
    "truncated.ipynb": (WORK[: len(WORK) // 2], "JSON is damaged"),
    "truncated.zip": (zipped({"work.ipynb": WORK})[:-30], "damaged and cannot be opened"),
    "page.ipynb": ("<!DOCTYPE html><html></html>", "is a web page, not a notebook"),
    "github.ipynb": (
        "\n<!DOCTYPE html>\n<html><link href='https://github.githubassets.com'>",
        "choose Download raw file",
    ),
    "a_pdf.ipynb": ("%PDF-1.7\n", "is a PDF, not a notebook"),
    "a_zip.ipynb": (zipped({"work.ipynb": WORK}), "is a zip, but is not called so"),
    "a_word_document.ipynb": (zipped({"[Content_Types].xml": "", "word/document.xml": ""}), "is a Word document"),
    "an_image.py": (b"\x89PNG\r\n\x1a\n\0\0", "is an image (PNG), not a script"),
    "an_archive.zip": (b"Rar!\x1a\x07\0", "is a RAR archive, not a zip"),
    "merge.ipynb": (WORK.replace("[", "\n<<<<<<< HEAD\n[\n=======\n[\n>>>>>>> theirs\n", 1), "merge conflict of git"),
    "merge.py": (f"<<<<<<< HEAD\n{DOUBLE}\n=======\nx = 1\n>>>>>>> theirs\n", "merge conflict of git"),
    "a_script.ipynb": (DOUBLE, "Python code"),
    "list.ipynb": ("[1, 2, 3]", "not a Jupyter notebook"),
    "number.ipynb": ("NaN", "not a Jupyter notebook"),
    "huge_number.ipynb": ('{"nbformat": ' + "9" * 5000 + "}", "JSON is damaged"),
    "true.ipynb": ('{"nbformat": true, "cells": []}', "not a Jupyter notebook"),
    "format_0.ipynb": ('{"nbformat": 0, "cells": [], "metadata": {}}', "damaged"),
    "format_minus_1.ipynb": ('{"nbformat": -1, "cells": [], "metadata": {}}', "damaged"),
    "format_5.ipynb": (WORK.replace('"nbformat": 4', '"nbformat": 5'), "newer than the 4"),
    "no_cells.ipynb": (notebook(), "no code cells"),
    "cells_are_text.ipynb": (notebook(cells="double"), "damaged"),
    "cells_are_numbers.ipynb": (notebook(cells=[1, 2]), "damaged"),
    "source_is_a_number.ipynb": (notebook(cells=[{"cell_type": "code", "metadata": {}, "source": 5}]), "damaged"),
    "metadata_is_a_list.ipynb": (notebook("x = 1", metadata=[1]), "damaged"),
    "deep.ipynb": (nested(100_000), "JSON is damaged"),
    "brackets.ipynb": (lambda: "[" + "[]," * 3_000_000 + "[]]", "too much output"),
    "numbers.ipynb": (
        lambda: notebook("x = 1", metadata={"x": []}).replace("[]", f"[{'0.5, ' * 15_000_000}0]"),
        "too much output",
    ),
    "other.ipynb": (of_assignment("another"), "belongs to the assignment 'another'"),
    "other_long.ipynb": (of_assignment("another" * 10_000), "belongs to the assignment 'another"),
    "many_cells.ipynb": (
        lambda: notebook(START, DOUBLE, *["x = 1"] * 100_000),
        "100,002 cells, more than the 5,000",
    ),
    "one_cell.ipynb": (lambda: notebook(START, f"x = '{'y' * (49 << 20)}'"), "more than the 5 MB"),
    "large.ipynb": (lambda: notebook(START, f"x = '{'y' * (50 << 20)}'"), "more than the 5 MB"),
    "too_large.py": (lambda: f"x = '{'y' * (50 << 20)}'", "more than the 50 MB"),
    "nul.py": ("x = 1\0", "not a Python script"),
    "slip.zip": (zipped({"../../evil.ipynb": WORK}), "would lie outside it"),
    "slip_absolute.zip": (zipped({"/tmp/evil.ipynb": WORK}), "would lie outside it"),
    "slip_windows.zip": (zipped({"..\\evil.ipynb": WORK}), "would lie outside it"),
    "slip_long.zip": (zipped({"../" * 3000 + "x.ipynb": WORK}), "would lie outside it"),
    "link.zip": (zipped({"work.ipynb": "/etc/passwd"}, kinds={"work.ipynb": stat.S_IFLNK | 0o777}), "holds a link"),
    "bomb.zip": (bomb, "holds more than"),
    "lying_bomb.zip": (lying_bomb, "damaged and cannot be opened"),
    "crowded.zip": (crowded, "holds more than"),
    "locked.zip": (locked(), "locked with a password"),
    "two.zip": (zipped({"a.ipynb": WORK, "b.ipynb": notebook("x = 1")}), "holds 2 notebooks"),
    "nothing.zip": (zipped({"essay.txt": "I did my best."}), "holds no notebook"),
    "long_name.zip": (zipped({"work.ipynb": WORK, f"{LONG * 2}.txt": ""}), "name cannot be used"),
    "odd_name.zip": (zipped({"work.ipynb": WORK, "a\nb\x1b[2J.txt": ""}), "name cannot be used"),
}

# What is graded although it looks odd, with its score.
GRADED: dict[str, tuple[Content, float]] = {
    "right.ipynb": (WORK, RIGHT),
    "right.zip": (zipped({"work/work.ipynb": WORK}), RIGHT),
    "right.py": (DOUBLE, RIGHT),
    "renamed.ipynb.txt": (WORK, RIGHT),
    "renamed.ipynb (1)": (WORK, RIGHT),
    "renamed.json": (WORK, RIGHT),
    "renamed": (WORK, RIGHT),
    "renamed.py": (WORK, RIGHT),
    "renamed_script.py.txt": (DOUBLE, RIGHT),
    "utf_16.ipynb": (WORK.encode("utf-16"), RIGHT),
    "latin_1.ipynb": (WORK.replace("2 * x", "2 * x  # é").replace("\\u00e9", "é").encode("latin-1"), RIGHT),
    "half_a_character.ipynb": (notebook(START, "x = '\ud800'", DOUBLE), RIGHT),
    "half_a_character_in_bytes.ipynb": (
        WORK.replace("2 * x", "2 * x  # ?").encode().replace(b"?", b"\xed\xa0\x80"),
        RIGHT,
    ),
    "much_output.ipynb": (lambda: with_output(WORK, "y" * (55 << 20)), RIGHT),
    "much_output_in_parts.ipynb": (lambda: with_output(WORK, *["[{}]"] * 2_000_000), RIGHT),
    "utf_16.py": (DOUBLE.encode("utf-16"), RIGHT),
    "windows.py": (("# é\r\n" + DOUBLE.replace("\n", "\r\n")).encode("cp1252"), RIGHT),
    "codec.py": (f"# coding: zlib\n{DOUBLE}", RIGHT),
    "no_codec.py": (f"# coding: klingon\n{DOUBLE}", RIGHT),
    "colab.py": (f"!echo hello\n%matplotlib inline\nfrom google.colab import nothing\n{DOUBLE}", RIGHT),
    "unclosed.py": (f"x = (1,\n'''never\n{DOUBLE}\ny = [", RIGHT),
    "two_equal.zip": (zipped({"a.ipynb": WORK, "b.ipynb": WORK}), RIGHT),
    "zip_in_a_zip.zip": (zipped({"work.zip": zipped({"work.ipynb": WORK})}), RIGHT),
    "zip_with_a_renamed_notebook.zip": (zipped({"work.ipynb.txt": WORK, "notes.txt": "x"}), RIGHT),
    "latin_1.py": ("# coding: latin-1\n# é\n".encode("latin-1") + DOUBLE.encode(), RIGHT),
    "byte_order_mark.ipynb": (b"\xef\xbb\xbf" + WORK.encode(), RIGHT),
    "format_3.ipynb": (old_format(), RIGHT),
    "format_4_99.ipynb": (WORK.replace('"nbformat_minor": 4', '"nbformat_minor": 99'), RIGHT),
    "unnamed_cells.ipynb": (WORK.replace('"outputs": [], ', ""), RIGHT),
    "duplicate_keys.ipynb": ('{"cells": [], "cells": 3, ' + WORK[1:], RIGHT),
    "nan.ipynb": (notebook(START, DOUBLE, metadata={"a": float("nan"), "b": float("inf")}), RIGHT),
    "deep_metadata.ipynb": (nested(300), RIGHT),
    "other_kernel.ipynb": (notebook(DOUBLE, metadata={"kernelspec": {"name": "../../bin/sh", "argv": ["x"]}}), RIGHT),
    "name_is_a_list.ipynb": (of_assignment(["tiny"]), RIGHT),
    "own_name.ipynb": (notebook(START.replace("tiny", "n" * 300), DOUBLE), RIGHT),
    "own_name_outside.ipynb": (notebook(START.replace("tiny", "../../evil"), DOUBLE), RIGHT),
    "4000_cells.ipynb": (lambda: notebook(DOUBLE, *[""] * 4000), RIGHT),
    "nested_bomb.zip": (lambda: zipped({"work.ipynb": WORK, "more.zip": zipped({"b.zip": bytes(40 << 20)})}), RIGHT),
    "file_and_folder.zip": (zipped({"work.ipynb": WORK, "a": "x", "a/b": "y"}), RIGHT),
    "shadows.zip": (zipped({"work.ipynb": WORK, "numpy.py": "1/0", "otter.py": "1/0", "autograder.py": "1/0"}), RIGHT),
    "pipe.zip": (zipped({"work.ipynb": WORK, "pipe": ""}, kinds={"pipe": stat.S_IFIFO | 0o644}), RIGHT),
    "syntax_error.ipynb": (notebook(START, "def f(:\n", DOUBLE), RIGHT),
    "only_a_syntax_error.ipynb": (notebook("def double(x:\n  return 2 * x"), 0.0),
    "indentation.ipynb": (notebook("  x = 1\n y = 2", DOUBLE), RIGHT),
    "form_feed_and_nul.ipynb": (notebook("x = '\x00'", "\x0c", DOUBLE), RIGHT),
}

# Those of them that take seconds each to be made and looked through.
LARGE = (
    *("brackets.ipynb", "numbers.ipynb", "many_cells.ipynb", "one_cell.ipynb", "large.ipynb"),
    *("much_output_in_parts.ipynb", "4000_cells.ipynb"),
)

# What code does before a right answer, which must get its marks all the same.
BEFORE: dict[str, str] = {
    "input": "name = input('Your name? ')",
    "exit": "exit()",
    "quit": "quit(3)",
    "sys_exit": "import sys\nsys.exit('done')",
    "raise_keyboard_interrupt": "raise KeyboardInterrupt",
    "shadowed_print": "print = 5",
    "shadowed_list": "list = dict = set = tuple = [1, 2, 3]",
    "shadowed_sum": "sum = max = min = len = range = 0\nfor sum in [1, 2]:\n    pass",
    "shadowed_str": "str = int = float = type = 'text'",
    "np_is_none": "np = None\nimport numpy\nnumpy = None",
    "no_builtins": "__builtins__ = {}",
    "builtins_changed": "import builtins\nbuiltins.print = None",
    "errors_raised": "import numpy as np\nnp.seterr(all='raise')",
    "print_options": "import numpy as np\nnp.set_printoptions(precision=1, threshold=2, suppress=True)",
    "other_folder": "import os\nos.mkdir('elsewhere')\nos.chdir('elsewhere')",
    "folder_gone": "import os\nos.mkdir('gone')\nos.chdir('gone')\nos.rmdir('../gone')",
    "no_path": "import sys\nsys.path.clear()",
    "no_modules": "import sys\nfor name in list(sys.modules):\n    if name.startswith(('numpy', 'otter')):\n"
    "        del sys.modules[name]",
    "stdout_replaced": "import sys, io\nsys.stdout = sys.stderr = io.StringIO()",
    "stdout_closed": "import sys\nsys.stdout.close()",
    "stdout_gone": "import sys\nsys.stdout = None",
    "warnings_are_errors": "import warnings\nwarnings.simplefilter('error')",
    "show": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
    "no_close": "import matplotlib.pyplot as plt\nplt.close = None",
    "other_backend": "import matplotlib\nmatplotlib.use('svg')",
    "magics": "%matplotlib inline\n%timeit -n1 -r1 1 + 1\n%load_ext autoreload\n!echo hello\n%nonsense",
    "cell_magic": "%%bash\necho hello",
    "cell_magic_unknown": "%%nonsense\nhello",
    "await": "import asyncio\nawait asyncio.sleep(0)\nresult = await asyncio.gather(asyncio.sleep(0, 1))",
    "loop_run": "import asyncio\nasyncio.run(asyncio.sleep(0))",
    "recursion_limit": "import sys\nsys.setrecursionlimit(100_000)",
    "small_recursion_limit": "import sys\nsys.setrecursionlimit(60)",
    "endless_recursion": "def f():\n    return f()\nf()",
    "locale": "import locale, os, time\nlocale.setlocale(locale.LC_ALL, 'C')\nos.environ.clear()\ntime.tzset()",
    "threads": "import threading, time\nthreading.Thread(target=time.sleep, args=(100,)).start()",
    "at_exit": "import atexit, time\natexit.register(time.sleep, 100)",
    "signals": "import signal\nfor number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):\n"
    "    signal.signal(number, signal.SIG_IGN)",
    "no_otter": "grader = None\notter = None",
    "question_that_is_not_there": "grader.check('q99')\ngrader.check(5)",
    "much_output": "for n in range(100_000):\n    print('x' * 100)",
    "display": "from IPython.display import display, HTML, clear_output\ndisplay(HTML('<script>'), 5)\nclear_output()",
    "get_ipython": "get_ipython().kernel.do_shutdown(False)",
    "install": "%pip install numpy",
    "help": "help(print)",
    "debugger": "%debug\n%pdb on\n1 / 0",
    "breakpoint": "breakpoint()",
    "reset": "%reset -f",
}

NAMES = [
    "emoji 👩‍👩‍👧 🎓.ipynb",
    "right\u202eto left.ipynb",
    "עברית.ipynb",
    "line\nbreak.ipynb",
    "tab\tand\rreturn.ipynb",
    "escape\x1b[2J\x1b]0;title\x07.ipynb",
    f"{LONG}.ipynb",
    "quotes\"'`$(reboot);.ipynb",
    "<script>alert(1)</script>.ipynb".replace("/", "\u2215"),
    "-rf.ipynb",
    "=HYPERLINK(1).ipynb",
    "+1.ipynb",
    "@SUM(A1).ipynb",
    " leading and trailing .ipynb",
    "[red]markup[bold].ipynb",
    "CON.ipynb",
    "{}%s%n.ipynb",
    os.fsdecode(b"latin \xe9.ipynb"),
]


def write(path: Path, content: Content) -> None:
    """Write a file with the content."""
    content = content() if callable(content) else content
    path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)


def special(folder: Path) -> dict[str, str]:
    """Make what is no file, and return words of the sentence for each."""
    os.mkfifo(folder / "fifo.ipynb")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "socket.ipynb"))
    (folder / "to_a_file.ipynb").symlink_to("right.ipynb")
    (folder / "to_nothing.ipynb").symlink_to("nowhere")
    (folder / "to_itself.ipynb").symlink_to("to_itself.ipynb")
    (folder / "to_a_device.ipynb").symlink_to("/dev/zero")
    made = dict.fromkeys(("to_a_file", "to_nothing", "to_itself", "to_a_device"), "is a link")
    made |= dict.fromkeys(("fifo", "socket"), "not a file that can be read")
    device: Callable[..., None] = os.mknod
    try:
        device(folder / "device.ipynb", stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:  # only root may make one
        pass
    else:
        made["device"] = "not a file that can be read"
    return {f"{name}.ipynb": words for name, words in made.items()}

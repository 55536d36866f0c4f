"""The notebook as it ran: a submission's cells, with what they printed, showed and raised before anything hidden came.

The student's own saved outputs are not in it: they may be from another day, another machine, or made up.
"""

from pathlib import Path
from typing import Any

from autograder.engine.prepared import is_ignored
from autograder.intake.prepare import copied_notebook
from autograder.results.outputs import NO_FIGURE, Kind, Output, Outputs

_TOO_MANY = "[This notebook has more figures than are kept.]"


def executed_notebook(copy: Path, outputs: Outputs) -> dict[str, Any]:
    """Return the notebook of the clean copy at `copy`, in nbformat 4, with the outputs of its code cells.

    In place of a figure's data its number stands in the metadata of an output: see `gradebook.notebooks`.
    """
    notebook = copied_notebook(copy.name, copy.read_bytes())
    number = 0
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code" or is_ignored(cell):
            continue
        cell["execution_count"] = number + 1
        cell["outputs"] = [_in_notebook(output) for output in outputs.get(number, ())]
        number += 1
    return notebook


def _in_notebook(output: Output) -> dict[str, Any]:
    """Return an output as a notebook has it."""
    match output.kind:
        case Kind.PRINTED:
            return {"output_type": "stream", "name": "stdout", "text": output.text}
        case Kind.LEFT_OUT:
            return {"output_type": "stream", "name": "stderr", "text": f"{output.text}\n"}
        case Kind.RAISED:
            name, _, text = output.text.partition(": ")
            return {"output_type": "error", "ename": name, "evalue": text, "traceback": [*output.lines, output.text]}
        case Kind.FIGURE if output.number == NO_FIGURE:
            return {"output_type": "stream", "name": "stderr", "text": f"{_TOO_MANY}\n"}
        case Kind.FIGURE:
            return {"output_type": "display_data", "data": {}, "metadata": {"figure": output.number}}
    data = {output.kind.value: output.text} | ({"text/plain": output.plain} if output.plain else {})
    return {"output_type": "display_data", "data": data, "metadata": {}}

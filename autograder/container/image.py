"""The image to grade in: made from the installed package itself, and anew whenever that has changed."""

import hashlib
import os
import shutil
import sys
import tempfile
from importlib import metadata
from pathlib import Path

import autograder
from autograder.container.docker import Docker, DockerUnavailable

BASE_VARIABLE = "AUTOGRADER_DOCKER_IMAGE"
DEFAULT_BASE = "python:3.11-slim-bookworm"
_DISTRIBUTION = "scratchgrade"
_LABEL = "scratchgrade.digest"
_DOCKERFILE = """\
FROM {base}
RUN apt-get update && apt-get install -y --no-install-recommends bubblewrap && rm -rf /var/lib/apt/lists/*
COPY requirements.txt /opt/scratchgrade/
RUN python3 -m venv /opt/scratchgrade/env \\
 && /opt/scratchgrade/env/bin/pip install --no-cache-dir --requirement /opt/scratchgrade/requirements.txt \\
 && echo /opt/scratchgrade/package > /opt/scratchgrade/scratchgrade.pth \\
 && cp /opt/scratchgrade/scratchgrade.pth /opt/scratchgrade/env/lib/python3.*/site-packages/
COPY package /opt/scratchgrade/package
ENV HOME=/tmp
ENTRYPOINT ["/opt/scratchgrade/env/bin/python", "-P", "-m", "autograder"]
"""


def image_name() -> str:
    """Return the name of the image of this version."""
    return f"{_DISTRIBUTION}:{autograder.__version__}"


def base_image() -> str:
    """Return the image to start from: any with Python 3.11 or newer, its venv, and apt."""
    return os.environ.get(BASE_VARIABLE) or DEFAULT_BASE


def ready_image(docker: Docker) -> str:
    """Return the name of the image, built before if it is missing or made from another state of the package.

    Raises:
        DockerUnavailable: it cannot be built; docker has said why on standard error.

    """
    name = image_name()
    with tempfile.TemporaryDirectory(prefix="autograder-image-") as place:
        digest = write_context(Path(place), base_image())
        if docker.label(name, _LABEL) == digest:
            return name
        print(f"Building the image {name}; this takes some minutes, once.", file=sys.stderr, flush=True)
        if not docker.build(name, Path(place)):
            raise DockerUnavailable(
                f"Docker could not build the image {name} (see above); it needs the internet once, and a base image "
                f"with Python 3.11 and apt, {base_image()} ({BASE_VARIABLE} names another)."
            )
    return name


def write_context(folder: Path, base: str) -> str:
    """Write the Dockerfile and all it copies into the empty `folder`; return the digest that labels the image."""
    package = Path(autograder.__file__).parent
    shutil.copytree(package, folder / "package" / package.name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    (folder / "requirements.txt").write_text("".join(f"{line}\n" for line in requirements()), encoding="utf-8")
    dockerfile = _DOCKERFILE.format(base=base)
    digest = _digest(folder, dockerfile)
    (folder / "Dockerfile").write_text(f"{dockerfile}LABEL {_LABEL}={digest}\n", encoding="utf-8")
    return digest


def requirements() -> list[str]:
    """Return what the installed package requires, without its extras."""
    return sorted(line for line in metadata.requires(_DISTRIBUTION) or [] if "extra ==" not in line)


def _digest(folder: Path, dockerfile: str) -> str:
    digest = hashlib.sha256(dockerfile.encode())
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()

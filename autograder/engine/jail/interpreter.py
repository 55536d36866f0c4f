"""Which files make up a Python interpreter: what of its installation a jail has to see."""

import json
import site
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import JailUnavailable

_SYSTEM = (Path("/usr"), Path("/nix/store"))
_OF_AN_ENVIRONMENT = ("bin", "lib", "lib64", "pyvenv.cfg")
_OF_AN_INSTALLATION = ("bin", "lib", "lib32", "lib64", "libexec", "share", "etc", "ssl")
_ASK = """
import json, site, sys
user = site.getusersitepackages() if site.ENABLE_USER_SITE else ""
print(json.dumps([sys.executable, sys.prefix, sys.base_prefix, user, list(sys.version_info[:3])]))
"""
_OLDEST = (3, 11)
_ASK_S = 60.0


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python interpreter: its path, its prefix, the installation below it, and the user's own packages if used."""

    executable: Path
    prefix: Path
    base_prefix: Path
    user_packages: Path | None = None

    @property
    def folders(self) -> tuple[Path, ...]:
        """What a jail has to mount besides the system's own folders: no more of a prefix than Python needs."""
        wanted: list[Path] = []
        for prefix in dict.fromkeys((self.base_prefix, self.base_prefix.resolve(), self.prefix)):
            virtual = prefix == self.prefix and self.prefix != self.base_prefix
            parts = _OF_AN_ENVIRONMENT if virtual else _OF_AN_INSTALLATION
            wanted += [prefix / part for part in parts]
        if self.user_packages:
            wanted.append(self.user_packages)
        wanted += _links(self.executable)
        kept: list[Path] = []
        for path in wanted:
            known = any(path.is_relative_to(folder) for folder in (*_SYSTEM, *kept))
            if not known and _there(path):
                kept.append(path)
        return tuple(kept)


def interpreter(python: Path | None = None) -> Interpreter:
    """Describe the interpreter at the path `python`, or the one that runs this.

    Raises:
        JailUnavailable: it does not run, or is too old.

    """
    if python is None:
        user = site.getusersitepackages() if site.ENABLE_USER_SITE else ""
        return _described(sys.executable, sys.prefix, sys.base_prefix, user)
    command = [str(python), "-c", _ASK]
    try:
        answer = subprocess.run(command, capture_output=True, check=True, timeout=_ASK_S, cwd="/").stdout
        executable, prefix, base_prefix, user, version = json.loads(answer)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise JailUnavailable(f"The jail cannot use {command[0]}, which does not run as a Python: {error}.") from error
    if tuple(version[:2]) < _OLDEST:
        raise JailUnavailable(
            f"The jail needs Python 3.11 or newer, but {command[0]} is {'.'.join(map(str, version))}."
        )
    return _described(executable, prefix, base_prefix, user)


def _described(executable: str, prefix: str, base_prefix: str, user: str) -> Interpreter:
    return Interpreter(Path(executable), Path(prefix), Path(base_prefix), Path(user) if user else None)


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # in somebody else's home
        return False


def _links(executable: Path) -> list[Path]:
    """Return every file on the way from a chain of symbolic links to the real interpreter."""
    found = [executable]
    while found[-1].is_symlink() and len(found) < 40:
        found.append(found[-1].parent / found[-1].readlink())
    return found

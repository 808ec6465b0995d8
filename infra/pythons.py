"""Finds the Python that packages for Lambda, and makes side environments that are only rebuilt when asked for anew."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PREFERRED = "3.13"


def packaging_python() -> str:
    """Return a Python 3.13 that really runs; where none is installed, the interpreter we are running in."""
    installed = sorted(Path.home().glob(f".pyenv/versions/{PREFERRED}*/bin/python{PREFERRED}"), reverse=True)
    found = shutil.which(f"python{PREFERRED}")
    for candidate in [found, *map(str, installed), "/usr/bin/python3.13", "/usr/local/bin/python3.13"]:
        if candidate and _runs(candidate):
            return candidate
    return sys.executable


def _runs(python: str) -> bool:
    try:
        done = subprocess.run(
            [python, "-c", "import ensurepip, ssl, sys, venv, zlib; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and done.stdout.strip() == PREFERRED


def environment(name: str, python: str, arguments: Sequence[str]) -> Path:
    """Return the Python of the virtual environment `name` at the root, installed by `pip install` with `arguments`.

    A stamp of what was asked for (and of the requirement files named in it) decides whether there is anything to do.
    """
    folder = ROOT / name
    stamp, asked = folder / ".installed", _digest(python, arguments)
    own = folder / "bin" / "python"
    if stamp.is_file() and stamp.read_text() == asked and own.exists():
        return own
    shutil.rmtree(folder, ignore_errors=True)
    print(f"Preparing {name} with {python} (once) …", flush=True)
    subprocess.run([python, "-m", "venv", str(folder)], check=True)
    quiet = ["--quiet", "--quiet", "--disable-pip-version-check"]
    subprocess.run([str(own), "-m", "pip", "install", *quiet, *arguments], check=True, cwd=ROOT)
    stamp.write_text(asked)
    return own


def _digest(python: str, arguments: Sequence[str]) -> str:
    parts = [python, *arguments]
    parts += [(ROOT / argument).read_text() for argument in arguments if (ROOT / argument).is_file()]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def pinned(package: str) -> str:
    """Return the requirement of `package` as it is pinned for development, e.g. `chalice==1.34.0`."""
    for line in (ROOT / "requirements-dev.txt").read_text().splitlines():
        if line.split("==")[0] == package:
            return line.split("#")[0].strip()
    raise LookupError(f"{package} is not among the development requirements")

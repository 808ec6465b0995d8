"""`make package`: the application as one reproducible zip and one SAM template, in build/package.

Chalice makes the raw package from a clean copy of the project (without front-end sources and their modules), the
template of infra/resources.json is merged into its own, `infra.slim` makes the zip small and quick. Then the result is
measured: its size, and the cold import of the API module from the unzipped package alone.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from infra.pythons import ROOT, environment, packaging_python, pinned

OUT = ROOT / "build" / "package"
MOST_MEGABYTES = 15
MOST_MILLISECONDS = 450
STAGE = "live"
_FRESH_PROCESSES = 7
_LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "node_modules", "*.po", "*.pot", "*.mjml")
_WEB_SOURCES = ("src", "build.mjs", "package.json", "package-lock.json", "tsconfig.json")
_MEASURE = """
import sys, time
sys.path.insert(0, sys.argv[1])
began, worked = time.perf_counter(), time.process_time()
import app
print((time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000)
"""


def venv() -> Path:
    """Return the Python that packages: 3.13 where it is installed, with Chalice and the runtime requirements only."""
    return environment(".venv-package", packaging_python(), [pinned("chalice"), "-r", "requirements.txt"])


def stage(folder: Path) -> Path:
    """Copy what belongs to the deployed project into `folder`: code, bundles, compiled letters, configuration."""
    project = folder / "showroom"
    shutil.copytree(ROOT / "showroom" / "chalicelib", project / "chalicelib", ignore=_LEFT_OUT)
    web = project / "chalicelib" / "web"
    for name in _WEB_SOURCES:
        path = web / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for missing in [path for path in (web / "bundles" / "manifest.json",) if not path.is_file()]:
        raise SystemExit(f"{missing.name} of the web bundles is missing: run `make build` first")
    shutil.copy(ROOT / "showroom" / "app.py", project / "app.py")
    shutil.copytree(ROOT / ".chalice", project / ".chalice", ignore=shutil.ignore_patterns("deploy*"))
    shutil.copy(ROOT / "requirements.txt", project / "requirements.txt")
    return project


def package(out: Path = OUT) -> None:
    """Write `deployment.zip` and `sam.json` to `out`. Raises CalledProcessError when a tool fails."""
    python = venv()
    settings = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "AWS_DEFAULT_REGION": "eu-west-1"}
    settings |= {name: value for name, value in os.environ.items() if name.lower().startswith(("pip_", "ssl_"))}
    with tempfile.TemporaryDirectory() as folder:
        project, raw = stage(Path(folder)), Path(folder, "raw")
        merged = ["--merge-template", str(ROOT / "infra" / "resources.json"), str(raw)]
        subprocess.run(
            [str(python.parent / "chalice"), "--project-dir", str(project), "package", "--stage", STAGE, *merged],
            check=True,
            env=settings,
            stdout=subprocess.DEVNULL,
        )
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True)
        slim = [str(python), str(ROOT / "infra" / "slim.py")]
        fixed = {**settings, "PYTHONHASHSEED": "0"}
        subprocess.run([*slim, str(raw / "deployment.zip"), str(out / "deployment.zip")], check=True, env=fixed)
        template = json.loads((raw / "sam.json").read_text())
        (out / "sam.json").write_text(json.dumps(template, indent=2, sort_keys=True) + "\n")


def cold_import(out: Path = OUT, processes: int = _FRESH_PROCESSES) -> tuple[float, float]:
    """Return the quickest of several fresh imports of the API module, with only the package on the path.

    In milliseconds: by the clock, and of processor time, which other work on this machine disturbs least.
    """
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(out / "deployment.zip") as archive:
            archive.extractall(folder)
        command = [str(venv()), "-I", "-S", "-c", _MEASURE, folder]
        environ = {"AWS_DEFAULT_REGION": "eu-west-1"}
        runs = [
            subprocess.run(command, check=True, capture_output=True, text=True, env=environ) for _ in range(processes)
        ]
    pairs = [tuple(map(float, run.stdout.split())) for run in runs]
    return min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)


def main() -> int:
    """Package, measure and say so; 1 when the package is too heavy. Time is told, not judged: machines are busy."""
    package()
    size = (OUT / "deployment.zip").stat().st_size / 1e6
    clock, processor = cold_import()
    print(f"build/package/deployment.zip  {size:.1f} MB (at most {MOST_MEGABYTES})")
    print(f"cold import of the API        {clock:.0f} ms, {processor:.0f} of processor (at most {MOST_MILLISECONDS})")
    if min(clock, processor) > MOST_MILLISECONDS:
        print("That is slower than it should be. Measure again when this machine has nothing else to do.")
    return 0 if size <= MOST_MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(main())

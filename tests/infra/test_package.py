"""The package: what is left out, what is the same every time, what the API does not import."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infra.slim import slim, wanted

ROOT = Path(__file__).parent.parent.parent
LATE = ("babel", "jinja2", "icalendar", "holidays", "phonenumbers", "yaml", "moto")


@pytest.mark.parametrize(
    "name",
    [
        "app.py",
        "chalicelib/web/bundles/widget.js",
        "chalicelib/messaging/letters/locale/it/LC_MESSAGES/letters.mo",
        "chalicelib/messaging/letters/compiled/letter.html",
        "botocore/data/dynamodb/2012-08-10/service-2.json.gz",
        "botocore/data/endpoints.json",
        "botocore/docs/docstring.py",
        "babel/locale-data/root.dat",
        "babel/locale-data/it_CH.dat",
        "tzdata/zoneinfo/Europe/Paris",
        "pydantic-2.14.3.dist-info/licenses/LICENSE",
        "tzdata-2026.6.dist-info/METADATA",
    ],
)
def test_what_the_house_needs_stays(name: str) -> None:
    """Code, bundles, compiled letters, the models of services that are called, locales that are spoken."""
    assert wanted(name)


@pytest.mark.parametrize(
    "name",
    [
        "botocore/data/ec2/2016-11-15/service-2.json.gz",
        "babel/locale-data/sw.dat",
        "pip/__init__.py",
        "dateutil/test/test_parser.py",
        "six-1.17.0.dist-info/RECORD",
        "jwt/__pycache__/api_jwt.cpython-311.pyc",
        "pydantic_core/_pydantic_core.pyi",
    ],
)
def test_what_nobody_needs_goes(name: str) -> None:
    """Models of other services, other locales, tests, stubs, installers' leftovers, bytecode of unknown origin."""
    assert not wanted(name)


def test_equal_sources_give_equal_bytes(tmp_path: Path) -> None:
    """Order and dates of the raw package leave no trace; bytecode is trusted, and third parties' is all there is."""
    contents = {"app.py": "VALUE = 1\n", "b/__init__.py": "", "tests/test_b.py": "", "lib.so": "x"}
    made = []
    for turn, names in enumerate((sorted(contents), sorted(contents, reverse=True))):
        raw, out = tmp_path / f"raw{turn}.zip", tmp_path / f"out{turn}.zip"
        with zipfile.ZipFile(raw, "w") as archive:
            for name in names:
                archive.writestr(zipfile.ZipInfo(name, (2020 + turn, 1, 1, 0, 0, 0)), contents[name])
        slim(raw, out)
        made.append(out.read_bytes())
    assert made[0] == made[1]
    with zipfile.ZipFile(tmp_path / "out0.zip") as archive:
        names = archive.namelist()
        tag = sys.implementation.cache_tag
        assert names == sorted(["app.py", f"__pycache__/app.{tag}.pyc", "b/__init__.pyc", "lib.so"])
        compiled = archive.read(f"__pycache__/app.{tag}.pyc")
    assert int.from_bytes(compiled[4:8], "little") == 0b01, "hash-based and unchecked"
    assert b"/var/task/app.py" in compiled


def test_the_api_imports_nothing_it_does_not_need_at_once() -> None:
    """A cold start pays for no babel, jinja2, icalendar, holidays or phonenumbers: those who need them import them."""
    program = f"import sys, app; print(*[name for name in {LATE!r} if name in sys.modules])"
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "showroom")}
    environ = {name: value for name, value in environ.items() if not name.startswith("SHOWROOM_")}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environ, cwd=ROOT)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")

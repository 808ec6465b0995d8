"""Make the package small, quick to import and the same every time: `python -m infra.slim RAW_ZIP OUT_ZIP`.

Run by the very Python minor version that Lambda will run, because it compiles. What goes: service models of AWS
services that are never called, locales that no maison speaks, tests, stubs, installers' leftovers, front-end sources.
What comes: bytecode that is trusted without looking at the source (unchecked hash), so that a cold start compiles
nothing. Entries are sorted and dated 1980, so equal inputs give equal bytes; compiled sets keep one order only under a
fixed PYTHONHASHSEED, which `infra.package` sets.
"""

from __future__ import annotations

import importlib.util
import py_compile
import re
import sys
import tempfile
import zipfile
from pathlib import Path

SERVICES = frozenset(
    {"chime-sdk-meetings", "dynamodb", "ivs", "secretsmanager", "sesv2", "sns", "socialmessaging", "sqs", "sts"}
)
"""AWS services whose botocore models stay in: those that `wiring` opens, and sts for credentials."""

LANGUAGES = frozenset({"ar", "en", "fr", "it", "ja", "zh"})
"""Languages whose Babel locale data stays in, with all their regions (of Chinese: those in simplified script)."""

_DATE = (1980, 1, 1, 0, 0, 0)
_MODEL = re.compile(r"(?:botocore|boto3)/data/([^/]+)/")
_LOCALE = re.compile(r"babel/locale-data/([a-z]+)(?:_\w+)?\.dat")
_UNWANTED = re.compile(
    r"(?:^|/)(?:tests?|testing|__pycache__|node_modules)/"
    r"|^(?:pip|setuptools|wheel|bin|_distutils_hack|boto3/examples|pycparser|cffi|click|dateutil/zoneinfo|pydantic/v1"
    r"|babel/messages|urllib3/contrib/emscripten"
    r"|aws_lambda_powertools/(?:event_handler|utilities/(?!jmespath_utils/)[^/]+))/"
    r"|^babel/locale-data/zh_Hant\w*\.dat$"
    r"|^phonenumbers/(?:shortdata|geodata|carrierdata|tzdata)/region_"
    r"|^pydantic/mypy\.py$"
    r"|\.(?:pyi|pyx|pxd|c|h)$"
    r"|(?:^|/)py\.typed$"
    r"|\.dist-info/(?:RECORD|INSTALLER|REQUESTED|WHEEL|direct_url\.json|top_level\.txt|entry_points\.txt|sboms/.*)$"
)

_ENTRANCE = "app.py"
"""The one module that keeps its source beside its bytecode. All others go as bytecode alone, where their source was: a
traceback still names file and line, and the source is what the release's tag, or requirements.txt, pins."""
_OURS = re.compile(r"^(?:app\.py$|chalicelib/)")
"""Modules that keep their docstrings: what the API tells of itself is read out of them."""


def wanted(name: str) -> bool:
    """Say whether the entry `name` of the raw package belongs on Lambda."""
    if name.endswith("/") or _UNWANTED.search(name):
        return False
    if model := _MODEL.match(name):
        return model.group(1) in SERVICES
    if locale := _LOCALE.fullmatch(name):
        return locale.group(1) in LANGUAGES | {"root"}
    return True


def bytecode(name: str, source: bytes) -> tuple[str, bytes] | None:
    """Compile one module for this interpreter; None where it does not compile (templates of later Pythons).

    Third parties go without docstrings and assertions (-OO): a cold start reads a tenth less.
    """
    with tempfile.TemporaryDirectory() as folder:
        written, compiled = Path(folder, "module.py"), Path(folder, "module.pyc")
        written.write_bytes(source)
        try:
            py_compile.compile(
                str(written),
                cfile=str(compiled),
                dfile=f"/var/task/{name}",
                doraise=True,
                optimize=0 if _OURS.match(name) else 2,
                invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
            )
        except py_compile.PyCompileError:
            return None
        return importlib.util.cache_from_source(name), compiled.read_bytes()


def shortened(name: str, content: bytes) -> bytes:
    """Return a distribution's metadata without its long description; its name and version are asked for at run time."""
    return content.partition(b"\n\n")[0] + b"\n" if name.endswith(".dist-info/METADATA") else content


def slim(raw: Path, out: Path) -> None:
    """Write the slim, reproducible form of the package `raw` to `out`."""
    entries: dict[str, bytes] = {}
    with zipfile.ZipFile(raw) as archive:
        for name in sorted(filter(wanted, archive.namelist())):
            entries[name] = shortened(name, archive.read(name))
            if name.endswith(".py") and (compiled := bytecode(name, entries[name])):
                entries[compiled[0] if name == _ENTRANCE else f"{name}c"] = compiled[1]
                if name != _ENTRANCE:
                    del entries[name]
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(entries):
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o755 if name.endswith(".so") else 0o644) << 16
            archive.writestr(info, entries[name], compresslevel=9)


if __name__ == "__main__":
    slim(Path(sys.argv[1]), Path(sys.argv[2]))

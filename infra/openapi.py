"""Writes docs/openapi.json out of the mounted routes: `python -m infra.openapi`. A test compares it with the code."""

from __future__ import annotations

import importlib
import json
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.http.declare import Route

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "openapi.json"


def mounted() -> tuple[Route, ...]:
    """Return every route the deployed application mounts; nothing is opened and no setting is read for it."""
    sys.path[:0] = [path for path in (str(ROOT / "showroom"),) if path not in sys.path]
    found: tuple[Route, ...] = importlib.import_module("app").api.declared
    return found


def written() -> str:
    """Return the document as it should stand in the repository."""
    routes = mounted()
    openapi = importlib.import_module("chalicelib.http.openapi")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    return json.dumps(openapi.document(routes, version), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    TARGET.write_text(written(), encoding="utf-8")
    print(f"Written: {TARGET.relative_to(ROOT)}")

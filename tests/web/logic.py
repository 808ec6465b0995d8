"""Rules of the pages, run as they are written: a source is bundled as the pages are, and node answers in JSON."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from infra.build import WEB, node_path


def run(source: str, script: str, about: Any, folder: Path) -> Any:
    """Return what `script` answers, a function's body in TypeScript's language with the source as `it`."""
    environ = {**os.environ, "PATH": node_path()}
    entry, made = folder / "entry.ts", folder / "made.mjs"
    path = json.dumps(str(WEB / "src" / source))
    entry.write_text(
        f'import * as it from {path};\nimport {{ readFileSync }} from "node:fs";\n'
        f'const about = JSON.parse(readFileSync(0, "utf8"));\n'
        f"console.log(JSON.stringify(((about) => {{ {script} }})(about)));\n"
    )
    esbuild = [WEB / "node_modules" / ".bin" / "esbuild", entry, "--bundle", "--format=esm", "--platform=node"]
    subprocess.run([*esbuild, f"--outfile={made}", "--log-level=error"], cwd=WEB, env=environ, check=True)
    sent = json.dumps(about)
    done = subprocess.run(["node", made], input=sent, env=environ, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)

"""`python -m infra.local --port 8000 --state .local`: opens the house and tells where everything is."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from contextlib import redirect_stdout
from pathlib import Path

ADDRESS = "address.json"
REQUESTS = "requests.log"
"""The application's own log, which on Lambda goes to CloudWatch; the terminal stays quiet."""


def main() -> int:
    """Run until interrupted; 1 when the port is taken or the maison's file is wrong."""
    parser = argparse.ArgumentParser(prog="python -m infra.local", description="The whole house on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="0 takes any free one")
    parser.add_argument("--maison", type=Path, help="a maison's YAML to open with, instead of the demo's")
    parser.add_argument("--allow", default="", help="further origins that may embed the widget, comma separated")
    parser.add_argument("--state", type=Path, default=Path(".local"), help="where the address is noted")
    chosen = parser.parse_args()
    leaving = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: leaving.set())

    maison = None
    if chosen.maison:
        from infra.import_maison import CannotImportError, checked

        try:
            maison = checked(chosen.maison)[0]
        except CannotImportError as error:
            print(error, file=sys.stderr)
            return 1

    from infra.local.house import LocalHouse  # a second of imports, interruptible from the start

    try:
        house = LocalHouse(chosen.port, maison, chosen.allow)
    except OSError as error:
        print(f"Port {chosen.port} is taken ({error.strerror}): try `make run PORT=8001`.", file=sys.stderr)
        return 1
    if leaving.is_set():
        return 0
    house.open()
    noted = _note(chosen.state, house.url)
    for label, path in (
        ("Maison", "/"),
        ("Console", "/console"),
        ("Launch night", "/demo/launch"),
        ("Mailbox", "/demo/mailbox"),
        ("API", "/demo/api"),
        ("Clock", "/demo/clock"),
    ):
        print(f"{label:12} {house.url}{path}", flush=True)
    with (chosen.state / REQUESTS).open("w", buffering=1) as log, redirect_stdout(log):
        leaving.wait()
        house.close()
    noted.unlink(missing_ok=True)
    return 0


def _note(folder: Path, url: str) -> Path:
    """Note where the house stands, so that `make advance` finds it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ADDRESS
    path.write_text(json.dumps({"url": url}))
    return path


if __name__ == "__main__":
    sys.exit(main())

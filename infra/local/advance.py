"""`make advance BY=1d`: moves the clock of the house that is running here."""

from __future__ import annotations

import argparse
import json
import sys
import urllib.error
import urllib.request
from pathlib import Path

from infra.local.__main__ import ADDRESS


def advance(url: str, span: str) -> dict[str, object]:
    """Ask the house at `url` to move its clock. Raises URLError when nobody answers, ValueError when it refuses."""
    request = urllib.request.Request(
        f"{url}/demo/clock", data=json.dumps({"advance": span}).encode(), headers={"Content-Type": "application/json"}
    )
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(request, timeout=600) as answer:
            found: dict[str, object] = json.load(answer)
            return found
    except urllib.error.HTTPError as error:
        raise ValueError(json.load(error)["error"]) from None


def main() -> int:
    """Move it and tell the new time; 1 when no house is running or the span is not understood."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.advance")
    parser.add_argument("span", help="30m, 2h or 1d")
    parser.add_argument("--state", type=Path, default=Path(".local"))
    chosen = parser.parse_args()
    try:
        url = json.loads((chosen.state / ADDRESS).read_text())["url"]
        told = advance(url, chosen.span)
    except (FileNotFoundError, urllib.error.URLError):
        print("No house is running here: start it with `make run`.", file=sys.stderr)
        return 1
    except ValueError as error:
        print(f"Not moved: {error}.", file=sys.stderr)
        return 1
    print(f"It is now {told['now']}; {told['messages']} messages in the mailbox.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Fetches and reads another's calendar in a process apart: it has no credentials, little memory and little time.

A calendar is a program in a small language; one line of it can ask for a million events. So what others wrote is never
parsed beside the house's keys. The process is told what to read on its standard input, where no list of processes shows
it, and answers with minutes, or with a code for why there are none.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECONDS = 20
_MEMORY = 768 << 20
_PASSED_ON = ("LD_LIBRARY_PATH",)
_ROOT = Path(__file__).parent.parent.parent
_CODES = frozenset({"unreachable", "redirect", "unavailable", "too_large", "slow", "not_a_calendar", "unreadable"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a calendar said: the taken minutes, or the code of why nothing is known."""

    spans: tuple[tuple[int, int], ...] = ()
    problem: str = ""


class ReaderApart:
    """Reads calendars, each in a process of its own."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Of our `environment` the process gets to know where libraries lie, and nothing else."""
        self._environment = {name: environment[name] for name in _PASSED_ON if name in environment}

    def __call__(self, url: str, zone: str, first: int, last: int) -> Reading:
        """Read one calendar between two minutes; whatever goes wrong is a code, never an error."""
        asked = json.dumps({"url": url, "zone": zone, "first": first, "last": last})
        try:
            done = subprocess.run(
                [sys.executable, "-s", "-m", "chalicelib.feeds.reader"],
                input=asked.encode(),
                capture_output=True,
                timeout=SECONDS,
                check=True,
                cwd=_ROOT,
                env=self._environment,
            )
            return _understood(json.loads(done.stdout))
        except subprocess.TimeoutExpired:
            return Reading(problem="slow")
        except (subprocess.CalledProcessError, OSError, ValueError, TypeError, KeyError):
            return Reading(problem="unreadable")


def _understood(said: Any) -> Reading:
    """Believe nothing but ascending minutes, or a code that is known."""
    if said.get("problem"):
        return Reading(problem=said["problem"] if said["problem"] in _CODES else "unreadable")
    spans = tuple((int(start), int(end)) for start, end in said["spans"])
    if any(start >= end for start, end in spans) or list(spans) != sorted(spans):
        raise ValueError("not spans")
    return Reading(spans)


def _limit() -> None:
    """Give this process no more memory and processor time than an honest calendar takes."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def main() -> None:
    """Read what standard input asks for; say it on standard output."""
    asked = json.load(sys.stdin)
    from chalicelib.feeds.fetch import Refused, fetch
    from chalicelib.feeds.reading import Unreadable, busy_spans

    _limit()
    try:
        body = fetch(asked["url"])
        answer: dict[str, Any] = {"spans": busy_spans(body, asked["zone"], asked["first"], asked["last"])}
    except Refused as refused:
        answer = {"problem": refused.code}
    except (Unreadable, MemoryError):
        answer = {"problem": "unreadable"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()

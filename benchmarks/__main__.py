"""`python -m benchmarks`: every benchmark, one after the other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SLOTS = "benchmarks/data/slots-10.json"
COMMANDS = (
    ("The engine, 10 hosts x 30 days", ["benchmarks.slots", SLOTS]),
    ("The engine, 400 hosts x 30 days (mark 100 ms)", ["benchmarks.slots", SLOTS, "--hosts", "400"]),
    ("What each use case costs on DynamoDB", ["benchmarks.round_trips"]),
    ("A boutique's week, 20 advisors and 200 appointments, over HTTP (mark 300 ms)", ["benchmarks.week"]),
    ("300 clients answer for 40 seats, 16 at once, over HTTP (mark: exactly 40)", ["benchmarks.rush"]),
    ("The same without the guard (it must oversell)", ["benchmarks.rush", "--no-guard"]),
)


def main() -> int:
    """Run each in a process of its own, so that none warms the next."""
    for title, command in COMMANDS:
        print(f"\n{title}", flush=True)
        subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

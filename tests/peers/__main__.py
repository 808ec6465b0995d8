"""Print each failing case with its reason, then how many of which policy, then `N passed, N failed`.

The exit status is 0 when every failure is a named policy (docs/time.md), 1 otherwise.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "showroom"))

from tests.peers.runner import DST, SLOTS, cases_of, run


def main(arguments: list[str]) -> int:
    """Run both files and report."""
    parser = argparse.ArgumentParser(prog="python -m tests.peers", description=__doc__)
    parser.add_argument("--slots", type=Path, default=SLOTS, help="cases in the form of tests/peers/slots.json")
    parser.add_argument("--dst", type=Path, default=DST, help="cases in the form of tests/peers/dst.json")
    files = parser.parse_args(arguments)
    outcomes = run([*cases_of(files.slots), *cases_of(files.dst, "dst")])
    failed = [outcome for outcome in outcomes if outcome.difference]
    for outcome in failed:
        print(f"{outcome.id} failed ({outcome.policy or 'unexplained'}): {outcome.name}\n    {outcome.difference}")
    policies = Counter(outcome.policy for outcome in failed if outcome.policy)
    if policies:
        print("of which policy: " + ", ".join(f"{name} {count}" for name, count in sorted(policies.items())))
    elsewhere = Counter(outcome.edition for outcome in outcomes if outcome.edition)
    for edition, count in sorted(elsewhere.items()):
        print(f"{count} passed under {edition}, the tz edition their file was worked out with; the house's is newer")
    print(f"{len(outcomes) - len(failed)} passed, {len(failed)} failed")
    return 0 if len(failed) == policies.total() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`python -m infra.verify [--rebuild]`: compare agendas, bookings and notices of a deployment, and print differences.

Reads the settings of the deployment from the environment (`SHOWROOM_*`), as its functions do. Exits with 1 when
anything differs. `--rebuild` first writes agendas anew from the bookings, each with its audit row.
"""

from __future__ import annotations

import argparse
import sys

from infra.pythons import ROOT

sys.path[:0] = [path for path in (str(ROOT / "showroom"),) if path not in sys.path]


def main() -> int:
    """Run the command."""
    from chalicelib.wiring import build

    parser = argparse.ArgumentParser(prog="python -m infra.verify", description=__doc__)
    parser.add_argument("--rebuild", action="store_true", help="write agendas anew from the bookings")
    asked = parser.parse_args()
    verifier = build().verifier
    if asked.rebuild:
        print(f"{verifier.rebuild()} agendas written")
    found = verifier.verify()
    for difference in found:
        print(difference)
    print(f"{len(found)} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

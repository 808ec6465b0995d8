"""`python -m infra.staff bind ID --email ADDRESS --role planner --boutique paris`: who may sign in beside the imported.

Advisors and managers come with the maison's YAML. Planners and administrators are bound here, and anybody's sign-in is
ended here, sessions and tokens at once (`dismiss ID`). The house is the one that the environment names.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping

from infra.pythons import ROOT

sys.path[:0] = [path for path in (str(ROOT / "showroom"),) if path not in sys.path]

from chalicelib.foundation.contacts import normalise_email  # noqa: E402
from chalicelib.foundation.errors import ShowroomError  # noqa: E402
from chalicelib.identity.model import Role  # noqa: E402
from chalicelib.signin.members import Wanted  # noqa: E402


def main(arguments: list[str] | None = None, environment: Mapping[str, str] | None = None) -> int:
    """Bind or dismiss; 0 when it is done or was so already, 2 when the house could not take it."""
    parser = argparse.ArgumentParser(prog="python -m infra.staff", description="Who may sign in.")
    parser.add_argument("act", choices=("bind", "dismiss"))
    parser.add_argument("staff", help="the id: lower-case letters, digits and hyphens")
    parser.add_argument("--email", help="the address by which the identity provider knows her")
    parser.add_argument("--role", choices=("planner", "admin", "associate", "manager"))
    parser.add_argument("--boutique", action="append", default=[], help="once for each boutique of hers")
    parser.add_argument("--actor", default="admin:operator", help="who does this, for the audit (an id, no name)")
    chosen = parser.parse_args(arguments)
    if chosen.act == "bind" and not (chosen.email and chosen.role):
        parser.error("to bind somebody takes --email and --role")
    from chalicelib.wiring import build

    given = os.environ if environment is None else environment
    try:
        silent = {"SHOWROOM_QUEUE_URL": "none", "SHOWROOM_PUBLIC_URL": "https://none.invalid"}
        members = build({**silent, **given}).signin.members
        if chosen.act == "dismiss":
            changed = members.dismiss(chosen.staff, chosen.actor)
        else:
            email, boutiques = normalise_email(chosen.email), frozenset(chosen.boutique)
            changed = members.bind(Wanted(chosen.staff, Role(chosen.role), boutiques, email), chosen.actor)
    except ShowroomError as error:
        print(error.detail or "The table could not answer.", file=sys.stderr)
        return 2
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print("Done." if changed else "It was so already.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

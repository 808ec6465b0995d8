"""Run the cases of a file and say of each whether the engine gives the expected answer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tests.peers.editions import machines_edition
from tests.peers.kinds import KINDS
from tests.peers.policies import policy_of
from tests.peers.reading import Case, NotOurs

HERE = Path(__file__).parent
SLOTS, DST = HERE / "slots.json", HERE / "dst.json"


class Outcome(NamedTuple):
    """What came of a case: `difference` is None when it passed; `policy` names why we differ, if we do on purpose."""

    id: str
    name: str
    difference: str | None
    policy: str | None
    edition: str | None = None
    """The edition of the tz database it passed under, where that is not the house's own."""


def cases_of(path: Path, kind: str | None = None) -> list[Case]:
    """Read a file of cases; cases without `kind` or `id` get the given kind, and a name made of what they ask."""
    found = []
    for place, case in enumerate(json.loads(path.read_text(encoding="utf-8"))["cases"]):
        rule = case.get("rule", {})
        fallback = (
            f"{case.get('timezone')} {case.get('transition_local_date', place)} {rule.get('start')}-{rule.get('end')}"
        )
        found.append({"kind": kind, "id": fallback, "name": "one rule around a day on which clocks may change", **case})
    return found


def run(cases: Iterable[Case]) -> list[Outcome]:
    """Return the outcome of each case, in order. A case that breaks the runner has failed."""
    return [_outcome(case) for case in cases]


def _outcome(case: Case) -> Outcome:
    difference: str | None
    edition = None
    try:
        difference = KINDS[case["kind"]](case)
        policy = policy_of(case) if difference else None
        if policy == "tz-edition":
            # A file worked out with another edition asks about rules, not about which edition is the newer one.
            with machines_edition() as name:
                if KINDS[case["kind"]](case) is None:
                    difference, policy, edition = None, None, name
    except NotOurs as unlike:
        difference, policy = "our house does not do this", unlike.policy
    except Exception as error:  # noqa: BLE001 whatever a stranger's file makes happen is that case's failure
        difference, policy = f"{type(error).__name__}: {error}", None
    return Outcome(case["id"], case.get("name", ""), difference, policy, edition)

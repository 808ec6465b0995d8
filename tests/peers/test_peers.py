"""What other schedulers expect, our engine gives, but for the policies named here."""

import subprocess
import sys
from pathlib import Path

from tests.peers.runner import DST, SLOTS, cases_of, run

POLICIES = {
    "P013": "viewer-grid",
    "P018": "packed-grid",
    "P021": "packed-grid",
    "P023": "packed-grid",
    "P025": "packed-grid",
    "P027": "packed-grid",
    "P028": "packed-grid",
    "P029": "viewer-grid",
    "P067": "grid-moved-by-bookings + requests-hold-time",
    "P068": "grid-moved-by-bookings",
    "P070": "grid-moved-by-bookings",
    "P123": "no-recurrence",
}
ROOT = Path(__file__).parents[2]


def test_slot_cases_differ_only_in_named_policies() -> None:
    """Exactly these cases of slots.json differ, each for exactly this reason."""
    failed = {outcome.id: outcome.policy for outcome in run(cases_of(SLOTS)) if outcome.difference}
    assert failed == POLICIES


def test_every_daylight_saving_case_is_exact() -> None:
    """All 102 spans around clock changes are exact, unless this machine has a newer edition of a zone than the file."""
    failed = [outcome for outcome in run(cases_of(DST, "dst")) if outcome.difference]
    assert [outcome.id for outcome in failed if outcome.policy != "tz-edition"] == []
    assert all(outcome.id.startswith("Africa/Casablanca") for outcome in failed)


def test_every_policy_is_told_in_the_docs() -> None:
    """docs/time.md gives the reason of each policy by its name."""
    told = (ROOT / "docs" / "time.md").read_text(encoding="utf-8")
    names = {name for policy in POLICIES.values() for name in policy.split(" + ")} | {"tz-edition"}
    assert [name for name in sorted(names) if f"`{name}`" not in told] == []


def test_an_unexplained_difference_is_not_called_policy(tmp_path: Path) -> None:
    """A wrong expectation is an unexplained failure, and the command says so with its exit status and last line."""
    file = tmp_path / "slots.json"
    file.write_text(
        """{"cases": [{"id": "X1", "kind": "slots", "timezone": "UTC", "viewer_timezone": "UTC",
        "windows": [["2027-01-04T09:00:00Z", "2027-01-04T11:00:00Z"]], "duration": 60, "step": 60,
        "expected_slots": ["2027-01-04T11:00:00Z"]}, {"id": "X2", "kind": "unheard-of"}]}""",
        encoding="utf-8",
    )
    (tmp_path / "dst.json").write_text('{"cases": []}', encoding="utf-8")
    command = [sys.executable, "-m", "tests.peers", "--slots", str(file), "--dst", str(tmp_path / "dst.json")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "0 passed, 2 failed"
    assert "X1 failed (unexplained)" in done.stdout

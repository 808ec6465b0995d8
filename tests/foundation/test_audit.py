"""Audit rows say who, what and when, and prove what a document was without telling it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.foundation.audit import Audit, AuditItem, audit_key
from chalicelib.foundation.clock import second_of
from chalicelib.foundation.table import Table, Verb
from chalicelib.foundation.vault import LocalKeyRing, Vault
from tests.harness.moto_world import Aws, ClockAt

CANARY = "Zdeňka Šćepanović-山田"


def written(aws: Aws, names: dict[str, str]) -> list[dict[str, Any]]:
    """Return every raw audit row."""
    return [item for item in aws.scan(names["main"]) if item["pk"]["S"].startswith("AUDIT#")]


def test_one_change_leaves_one_row(
    aws: Aws, table: Table, table_names: dict[str, str], audit: Audit, clock: ClockAt
) -> None:
    """The row holds codes and hashes; nothing of the document itself (rule I1)."""
    before, after = {"name": CANARY, "state": "held"}, {"name": CANARY, "state": "confirmed"}
    step = audit.of("booking.confirm", "booking#a", "guest:a", clock(), before=before, after=after, reason="link")
    assert (step.name, step.verb, step.is_audit) == ("audit", Verb.PUT, True)
    table.commit([step])
    (row,) = written(aws, table_names)
    assert CANARY not in str(row)
    assert {name: value for name, value in row.items() if name not in {"sk", "before", "after"}} == {
        "pk": {"S": "AUDIT#booking#a"},
        "action": {"S": "booking.confirm"},
        "actor": {"S": "guest:a"},
        "at": {"N": str(second_of(clock()))},
        "reason": {"S": "link"},
    }
    assert len({row["before"]["S"], row["after"]["S"]}) == 2


def test_a_document_can_be_proven_and_not_guessed(vault: Vault, table: Table, clock: ClockAt) -> None:
    """Equal documents have equal hashes whatever the order; without the key nobody can make one."""
    other = Vault(table, LocalKeyRing(bytes(32)), b"another index key", clock)
    assert vault.fingerprint({"a": 1, "b": [2]}) == vault.fingerprint({"b": [2], "a": 1})
    assert vault.fingerprint({"a": 1}) != vault.fingerprint({"a": "1"})
    assert vault.fingerprint({"a": 1}) != other.fingerprint({"a": 1})


def test_rows_of_one_second_do_not_meet(table: Table, audit: Audit, clock: ClockAt) -> None:
    """Twenty changes of one subject in one second are twenty rows, in the order of time."""
    for number in range(20):
        clock.forward(seconds=number // 10)
        table.commit([audit.of("test", "subject", "system", clock())])
    rows = list(table.query(AuditItem, "AUDIT#subject"))
    assert len(rows) == 20
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    assert all(row.before is None and row.after is None and row.reason is None for row in rows)


@given(st.integers(0, 10**11), st.integers(0, 10**11))
def test_text_order_is_time_order(one: int, other: int) -> None:
    """The second is padded."""
    assert (one < other) == (audit_key("s", one, "").sk < audit_key("s", other, "").sk)

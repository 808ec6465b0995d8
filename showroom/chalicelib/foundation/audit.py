"""Audit: each committed change leaves one row that says who, what and when, and keyed hashes of before and after.

Rows are only ever created. They hold no personal value: an actor and a subject are ids, and before and after are keyed
hashes, so a row can prove what a document was without telling it (rule I1).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.foundation.clock import second_of
from chalicelib.foundation.ids import new_id
from chalicelib.foundation.table import Item, Key, Page, Step, Table, create
from chalicelib.foundation.vault import Vault


class AuditItem(Item):
    """One committed change."""

    action = UnicodeAttribute()
    actor = UnicodeAttribute()
    at = NumberAttribute()
    """Whole seconds since the epoch."""
    before = UnicodeAttribute(null=True)
    after = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    """A code, never free text."""


def audit_key(subject: str, second: int, row_id: str) -> Key:
    """Rows of one subject in the order of time; the second is padded so that text order is time order."""
    return Key(f"AUDIT#{subject}", f"{second:012d}#{row_id}")


class Audit:
    """Makes audit steps."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def of(
        self,
        action: str,
        subject: str,
        actor: str,
        now: datetime,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        reason: str | None = None,
    ) -> Step:
        """Return the step that records `action` on `subject` (e.g. `booking#<id>`) by `actor` at `now`."""
        second = second_of(now)
        item = AuditItem(
            *audit_key(subject, second, new_id()[:10]),
            action=action,
            actor=actor,
            at=second,
            before=self._vault.fingerprint(before) if before is not None else None,
            after=self._vault.fingerprint(after) if after is not None else None,
            reason=reason,
        )
        return create("audit", item, is_audit=True)


class AuditLog:
    """Reads audit rows."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def page(self, subject: str, limit: int, start: Mapping[str, Any] | None) -> Page:
        """Return one page of a subject's rows, latest first. Whoever continues names the same subject."""
        partition = audit_key(subject, 0, "").pk
        if start is not None and start.get("pk") != {"S": partition}:
            start = None
        return self._table.query_page(AuditItem, partition, descending=True, limit=limit, start=start)

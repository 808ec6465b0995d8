"""Calendars of staff, imported busy times and closures in DynamoDB: items beside the boutique's document.

One Query of the boutique's partition reads all of it together (`parted`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.boutiques.model import Boutique
from chalicelib.boutiques.staffing.calendar import Closures, Leaving, MemberCalendar, Reason, merged
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.table import Item, Key, Step, Table, create, delete, put
from chalicelib.foundation.vault import Place, Vault

MOST_BUSY = 2000
"""Busy spans kept of one member, the soonest first: a calendar of years is not needed to offer sixty days."""


class RowItem(Item):
    """Any row of a boutique's partition: a document, and the version or revision at which it was written."""

    document = UnicodeAttribute()
    version = NumberAttribute(null=True)
    revision = NumberAttribute(null=True)
    fetched_at = NumberAttribute(null=True)
    """Of busy times: the minute at which the other calendar was read."""


def calendar_key(boutique_id: str, staff_id: str) -> Key:
    """Where a member's own calendar lives."""
    return Key(f"BOUTIQUE#{boutique_id}", f"CALENDAR#{staff_id}")


def busy_key(boutique_id: str, staff_id: str) -> Key:
    """Where the busy times lie that another calendar of a member gave."""
    return Key(f"BOUTIQUE#{boutique_id}", f"BUSY#{staff_id}")


def closures_key(boutique_id: str) -> Key:
    """Where the manager's closures of a boutique live."""
    return Key(f"BOUTIQUE#{boutique_id}", "CLOSURES")


def leaving_key(boutique_id: str, staff_id: str) -> Key:
    """Where it is kept that a member of staff leaves the house, or has left it."""
    return Key(f"BOUTIQUE#{boutique_id}", f"LEAVING#{staff_id}")


def read_boutique(table: Table, boutique_id: str) -> Boutique | None:
    """Return a boutique with what its people changed, by one Query; None where there is none."""
    boutique: Boutique | None = None
    calendars: dict[str, MemberCalendar] = {}
    busy: dict[str, tuple[tuple[int, int], ...]] = {}
    closures, leavings = Closures(), {}
    for row in table.query(RowItem, closures_key(boutique_id).pk):
        kind, _, staff_id = row.sk.partition("#")
        match kind:
            case "PROFILE":
                found = Boutique.model_validate_json(row.document)
                boutique = found.model_copy(update={"revision": int(row.revision or 0)})
            case "CALENDAR":
                calendars[staff_id] = _calendar(row)
            case "BUSY":
                busy[staff_id] = tuple((start, end) for start, end in json.loads(row.document))
            case "CLOSURES":
                closures = _closures(row)
            case "LEAVING":
                leavings[staff_id] = _leaving(row)
    return merged(boutique, calendars, busy, closures, leavings) if boutique else None


def _calendar(row: RowItem) -> MemberCalendar:
    return MemberCalendar.model_validate_json(row.document).model_copy(update={"version": int(row.version or 0)})


def _closures(row: RowItem) -> Closures:
    return Closures.model_validate_json(row.document).model_copy(update={"version": int(row.version or 0)})


def _leaving(row: RowItem) -> Leaving:
    return Leaving.model_validate_json(row.document).model_copy(update={"version": int(row.version or 0)})


class StaffingStore:
    """Reads and writes what stands beside a boutique."""

    def __init__(self, table: Table, vault: Vault) -> None:
        self._table, self._vault = table, vault

    # ── calendars and closures ───────────────────────────────────────────────────────────────────────────────

    def calendar(self, boutique_id: str, staff_id: str) -> MemberCalendar:
        """Return a member's calendar as it is now; one that was never written is empty, of version 0."""
        row = self._table.get(RowItem, calendar_key(boutique_id, staff_id), consistent=True)
        return _calendar(row) if row else MemberCalendar()

    def calendars(self, boutique_id: str) -> dict[str, MemberCalendar]:
        """Return the calendars of a boutique that were ever written, by staff id."""
        partition, prefix = calendar_key(boutique_id, "").pk, calendar_key(boutique_id, "").sk
        rows = self._table.query(RowItem, partition, RowItem.sk.startswith(prefix))
        return {row.sk.removeprefix(prefix): _calendar(row) for row in rows}

    def closures(self, boutique_id: str) -> Closures:
        """Return a boutique's closures as they are now."""
        row = self._table.get(RowItem, closures_key(boutique_id), consistent=True)
        return _closures(row) if row else Closures()

    def put_calendar(self, boutique_id: str, staff_id: str, before: MemberCalendar, after: MemberCalendar) -> Step:
        """The step that writes a calendar over the version it was read at (`calendar.put`)."""
        return self._put("calendar.put", calendar_key(boutique_id, staff_id), before.version, after)

    def put_closures(self, boutique_id: str, before: Closures, after: Closures) -> Step:
        """The step that writes closures over the version they were read at (`closures.put`)."""
        return self._put("closures.put", closures_key(boutique_id), before.version, after)

    @staticmethod
    def _put(name: str, key: Key, version: int, after: MemberCalendar | Closures | Leaving) -> Step:
        item = RowItem(*key, document=after.model_dump_json(exclude_defaults=True), version=version + 1)
        return put(name, item, RowItem.version == version) if version else create(name, item)

    # ── why somebody is away ─────────────────────────────────────────────────────────────────────────────────

    def seal_reason(self, subject: str, boutique_id: str, staff_id: str, absence_id: str, reason: Reason) -> bytes:
        """Return a reason sealed for one absence, under the key of whose it is."""
        return self._vault.seal(subject, _place(boutique_id, staff_id, absence_id), reason.model_dump())

    def open_reason(
        self, subject: str, boutique_id: str, staff_id: str, absence_id: str, sealed: bytes | None
    ) -> Reason | None:
        """Return a reason; None where none was given, or the key of whose it is was shredded."""
        if sealed is None:
            return None
        try:
            found = self._vault.open(subject, _place(boutique_id, staff_id, absence_id), sealed)
        except NotFound:
            return None
        return Reason.model_validate(found)

    # ── busy times of other calendars ────────────────────────────────────────────────────────────────────────

    def write_busy(self, boutique_id: str, staff_id: str, spans: Iterable[tuple[int, int]], minute: int) -> None:
        """Keep what another calendar said at `minute`, in place of what it said before: spans in ascending order.

        The last writer wins, as the last reading does. Raises Contended and Busy.
        """
        document = json.dumps([list(span) for span in list(spans)[:MOST_BUSY]], separators=(",", ":"))
        item = RowItem(*busy_key(boutique_id, staff_id), document=document, fetched_at=minute)
        self._table.write(put("busy.put", item))

    def drop_busy(self, boutique_id: str, staff_id: str) -> None:
        """Forget what another calendar said. Raises Contended and Busy."""
        self._table.write(self.dropping_busy(boutique_id, staff_id))

    def dropping_busy(self, boutique_id: str, staff_id: str) -> Step:
        """The step that forgets what another calendar said (`busy.drop`)."""
        return delete("busy.drop", RowItem, busy_key(boutique_id, staff_id))

    # ── those who leave ──────────────────────────────────────────────────────────────────────────────────────

    def leaving(self, boutique_id: str, staff_id: str) -> Leaving | None:
        """Return how far a member's leaving has come, as it is now; None for one who stays."""
        row = self._table.get(RowItem, leaving_key(boutique_id, staff_id), consistent=True)
        return _leaving(row) if row else None

    def put_leaving(self, boutique_id: str, staff_id: str, after: Leaving) -> Step:
        """The step that keeps how far it has come, over the version that was read (`leaving.put`)."""
        return self._put("leaving.put", leaving_key(boutique_id, staff_id), after.version, after)

    def drop_leaving(self, boutique_id: str, staff_id: str, before: Leaving) -> Step:
        """The step by which a member stays after all (`leaving.drop`)."""
        unchanged = RowItem.version == before.version
        return delete("leaving.drop", RowItem, leaving_key(boutique_id, staff_id), unchanged)

    # ── those who left ───────────────────────────────────────────────────────────────────────────────────────

    def left_over(self, boutique_id: str, staff: set[str]) -> list[Step]:
        """The steps that remove calendars and busy times of everybody but `staff`; of nobody, closures too."""
        rows = self._table.query(RowItem, closures_key(boutique_id).pk, consistent=True)
        return [
            delete(f"staffing.drop {row.key.pk} {row.key.sk}", RowItem, row.key)
            for row in rows
            if row.sk != "PROFILE" and (not staff or row.sk.partition("#")[2] not in {"", *staff})
        ]


def _place(boutique_id: str, staff_id: str, absence_id: str) -> Place:
    return Place(calendar_key(boutique_id, staff_id), f"reason {absence_id}")

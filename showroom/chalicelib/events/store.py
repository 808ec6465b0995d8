"""Events in DynamoDB: one item each, its people in the same partition, so that one Query reads a whole evening."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple
from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.bookings.store import JsonAttribute
from chalicelib.events.model import Event, EventKind, EventReceipt, EventState
from chalicelib.events.partition import partition_key
from chalicelib.events.presence.model import NOT_OVERBOOKED, Overbooking
from chalicelib.events.sittings import Sitting
from chalicelib.foundation.table import DUE_INDEX, OWNER_INDEX, Item, Key, Step, Table, check, create, put


def _sitting_rows(sittings: tuple[Sitting, ...]) -> list[Any]:
    return [list(astuple(one)) for one in sittings]


def _sittings(rows: Any) -> tuple[Sitting, ...]:
    return tuple(Sitting(*row[:5], *([tuple((one, n) for one, n in row[5])] if row[5:] else [])) for row in rows)


def _receipt_rows(receipts: tuple[EventReceipt, ...]) -> list[Any]:
    return [[one.key, one.body, one.at, one.version, one.state] for one in receipts]


def _receipts(rows: Any) -> tuple[EventReceipt, ...]:
    return tuple(EventReceipt(key, body, at, version, EventState(state)) for key, body, at, version, state in rows)


class EventItem(Item):
    """One event."""

    event_id = UnicodeAttribute(attr_name="id")
    version = NumberAttribute(attr_name="v")
    kind = UnicodeAttribute(attr_name="k")
    state = UnicodeAttribute(attr_name="st")
    boutique = UnicodeAttribute(attr_name="bq")
    zone = UnicodeAttribute(attr_name="z")
    title = JSONAttribute(attr_name="ti")
    description = JSONAttribute(attr_name="de")
    hosts = JSONAttribute(attr_name="ho")
    sittings = JsonAttribute[tuple[Sitting, ...]](_sitting_rows, _sittings, attr_name="si")
    cutoff = NumberAttribute(attr_name="cu")
    freeze = NumberAttribute(attr_name="fr")
    created_at = NumberAttribute(attr_name="ca")
    offer_minutes = NumberAttribute(attr_name="om")
    strict_order = BooleanAttribute(attr_name="so", null=True)
    offer_in_hours = BooleanAttribute(attr_name="oh", null=True)
    overbooking = JSONAttribute(attr_name="ob", null=True)
    grace_minutes = NumberAttribute(attr_name="gm")
    previous_start = NumberAttribute(attr_name="ps", null=True)
    schedule = NumberAttribute(attr_name="sc", null=True)
    reason = UnicodeAttribute(attr_name="re", null=True)
    receipts = JsonAttribute[tuple[EventReceipt, ...]](_receipt_rows, _receipts, attr_name="rc")
    owner = UnicodeAttribute()
    owner_at = UnicodeAttribute()
    due_shard = UnicodeAttribute(null=True)
    due_at = NumberAttribute(null=True)


def event_key(event_id: str) -> Key:
    """Where an event lives."""
    return Key(partition_key(event_id), "EVENT")


def events_key(boutique_id: str) -> str:
    """The owner index's partition of a boutique's events, by start."""
    return f"EVENTS#{boutique_id}"


def attention_key() -> str:
    """The due index's partition of events that the sweep must look at, by minute."""
    return "EVENTS#DUE"


_SAME = (
    *("version", "boutique", "zone", "sittings", "cutoff", "freeze", "created_at", "offer_minutes", "grace_minutes"),
    *("previous_start", "receipts"),
)


def event_of(raw: Mapping[str, Any]) -> Event | None:
    """Return the event of a raw item, or None for an item that is none."""
    return EventStore.decode(EventItem.from_raw_data(dict(raw))) if raw["sk"]["S"] == "EVENT" else None


class EventStore:
    """Reads events, and makes the steps that change them."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, event_id: str) -> Event | None:
        """Return an event, or None; always a consistent read."""
        item = self._table.get(EventItem, event_key(event_id), consistent=True)
        return self.decode(item) if item else None

    def key(self, event_id: str) -> tuple[type[Item], Key]:
        """What `Table.get_many` is asked for; several rooms share one call."""
        return EventItem, event_key(event_id)

    def found(self, event_id: str, found: Mapping[Key, Any]) -> Event | None:
        """Return an event from what a `get_many` found."""
        item = found.get(event_key(event_id))
        return self.decode(item) if item else None

    def of_boutique(self, boutique_id: str, start: int, end: int) -> list[Event]:
        """Return a boutique's events that begin between two minutes, soonest first: one Query and a BatchGet."""
        between = EventItem.owner_at.between(f"{start:010d}", f"{end - 1:010d}")
        items = list(self._table.query(Item, events_key(boutique_id), between, index=OWNER_INDEX))
        found = self._table.get_many((EventItem, item.key) for item in items)
        return [self.decode(found[item.key]) for item in items if item.key in found]

    def due(self, now: int) -> list[str]:
        """Return the ids of events that need a look at minute `now`, longest waiting first."""
        ripe = EventItem.due_at <= now
        listed = self._table.query(Item, attention_key(), ripe, index=DUE_INDEX)
        return [item.pk.removeprefix(partition_key("")) for item in listed]

    def create(self, event: Event) -> Step:
        """Step that writes a new event where none is (`event.create`)."""
        return create("event.create", self._item(event))

    def change(self, before: Event, after: Event) -> Step:
        """Step that writes an event over the version it was read at (`event.change`)."""
        return put("event.change", self._item(after), EventItem.version == before.version)

    def unchanged(self, event: Event) -> Step:
        """Step that requires an event still to be what was read (`event.unchanged`)."""
        return check("event.unchanged", EventItem, event_key(event.id), EventItem.version == event.version)

    @staticmethod
    def decode(item: EventItem) -> Event:
        """Return the event of an item."""
        return Event(
            id=item.event_id,
            version=int(item.version),
            kind=EventKind(item.kind),
            state=EventState(item.state),
            boutique=item.boutique,
            zone=item.zone,
            title=item.title,
            description=item.description,
            hosts=tuple(item.hosts),
            sittings=item.sittings,
            cutoff=int(item.cutoff),
            freeze=int(item.freeze),
            created_at=int(item.created_at),
            offer_minutes=int(item.offer_minutes),
            strict_order=bool(item.strict_order),
            offer_in_hours=bool(item.offer_in_hours),
            overbooking=Overbooking.of(item.overbooking),
            grace_minutes=int(item.grace_minutes),
            previous_start=None if item.previous_start is None else int(item.previous_start),
            schedule=int(item.schedule or 0),
            attention=None if item.due_at is None else int(item.due_at),
            reason=item.reason or "",
            receipts=item.receipts,
        )

    @staticmethod
    def _item(event: Event) -> EventItem:
        return EventItem(
            *event_key(event.id),
            **{name: getattr(event, name) for name in _SAME},
            event_id=event.id,
            kind=event.kind.value,
            state=event.state.value,
            title=dict(event.title),
            description=dict(event.description),
            hosts=list(event.hosts),
            strict_order=event.strict_order or None,
            offer_in_hours=event.offer_in_hours or None,
            overbooking=None if event.overbooking == NOT_OVERBOOKED else list(event.overbooking.row),
            schedule=event.schedule or None,
            due_shard=attention_key() if event.attention is not None else None,
            due_at=event.attention,
            reason=event.reason or None,
            owner=events_key(event.boutique),
            owner_at=f"{event.start:010d}",
        )

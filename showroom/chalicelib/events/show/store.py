"""The run of show in DynamoDB: one item beside its event."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute

from chalicelib.bookings.store import JsonAttribute
from chalicelib.events.partition import partition_key
from chalicelib.events.show.model import Cue, Hold, Rehearsal, Show, Taken, Waiver
from chalicelib.foundation.table import Item, Key, Step, Table, create, put


def _cue_rows(cues: tuple[Cue, ...]) -> list[Any]:
    return [astuple(one) for one in cues]


def _cues(rows: Any) -> tuple[Cue, ...]:
    return tuple(Cue(*row) for row in rows)


class ShowItem(Item):
    """One run of show."""

    version = NumberAttribute(attr_name="v")
    cues = JsonAttribute[tuple[Cue, ...]](_cue_rows, _cues, attr_name="cu")
    taken = JSONAttribute(attr_name="tk")
    rehearsal = JSONAttribute(attr_name="rh", null=True)
    threshold = NumberAttribute(attr_name="th")
    hold = JSONAttribute(attr_name="ho", null=True)
    waiver = JSONAttribute(attr_name="wa", null=True)
    freed_at = NumberAttribute(attr_name="fa", null=True)


def show_key(event_id: str) -> Key:
    """Where an event's run of show lives: beside the event."""
    return Key(partition_key(event_id), "SHOW")


class ShowStore:
    """Reads runs of show, and makes the steps that change them."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, event_id: str) -> Show:
        """Return an event's run of show, an empty one of version 0 where none was written; a consistent read."""
        item = self._table.get(ShowItem, show_key(event_id), consistent=True)
        return Show(event_id) if item is None else self._decode(event_id, item)

    def write(self, before: Show, after: Show) -> Step:
        """Step that writes a run of show over the version it was read at, or where none was (`show.write`)."""
        if not before.version:
            return create("show.write", self._item(after))
        return put("show.write", self._item(after), ShowItem.version == before.version)

    @staticmethod
    def _decode(event_id: str, item: ShowItem) -> Show:
        return Show(
            event=event_id,
            version=int(item.version),
            cues=item.cues,
            taken={cue: Taken(*row) for cue, row in item.taken.items()},
            rehearsal=Rehearsal(*item.rehearsal) if item.rehearsal else None,
            threshold=int(item.threshold),
            hold=Hold(*item.hold) if item.hold else None,
            waiver=Waiver(*item.waiver) if item.waiver else None,
            freed_at=None if item.freed_at is None else int(item.freed_at),
        )

    @staticmethod
    def _item(show: Show) -> ShowItem:
        return ShowItem(
            *show_key(show.event),
            version=show.version,
            cues=show.cues,
            taken={cue: astuple(took) for cue, took in show.taken.items()},
            rehearsal=astuple(show.rehearsal) if show.rehearsal else None,
            threshold=show.threshold,
            hold=astuple(show.hold) if show.hold else None,
            waiver=astuple(show.waiver) if show.waiver else None,
            freed_at=show.freed_at,
        )

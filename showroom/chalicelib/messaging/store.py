"""The notices' row in DynamoDB: one item per subject, in the sparse `due` index by its next minute of attention.

A row with three notices is about half a kilobyte, so that writing it inside a booking's transaction costs two units and
one for the index. Every write names the revision it read: that condition is the only lock.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeAttribute,
)

from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import Contended, StepRefused
from chalicelib.foundation.ids import new_id
from chalicelib.foundation.table import DUE_INDEX, Item, Key, Step, Table, create, put
from chalicelib.messaging.model import Notice, NoticeRow, State, attend, next_attention, replaced

SHARDS = 8
_PREFIX = "NOTICES#"


class NoticeMap(MapAttribute):  # type: ignore[type-arg]
    """One notice inside its row. Names are short because they are paid for in every write."""

    key = UnicodeAttribute(attr_name="k")
    kind = UnicodeAttribute(attr_name="i")
    to = UnicodeAttribute(attr_name="o")
    channel = UnicodeAttribute(attr_name="c")
    due = NumberAttribute(attr_name="d")
    version = NumberAttribute(attr_name="v")
    state = UnicodeAttribute(attr_name="s")
    fence = NumberAttribute(attr_name="f", null=True)
    lease = NumberAttribute(attr_name="l", null=True)
    tries = NumberAttribute(attr_name="t", null=True)
    provider_id = UnicodeAttribute(attr_name="p", null=True)
    leave = BooleanAttribute(attr_name="u", null=True)
    doubtful = BooleanAttribute(attr_name="q", null=True)
    fell = UnicodeAttribute(attr_name="b", null=True)
    about = UnicodeAttribute(attr_name="a", null=True)


class NoticesItem(Item):
    """All notices of one subject."""

    version = NumberAttribute(attr_name="v")
    revision = NumberAttribute(attr_name="r")
    notices: ListAttribute[NoticeMap] = ListAttribute(of=NoticeMap, attr_name="n")
    stamp = UnicodeAttribute(attr_name="w", null=True)
    """Random, of the last lone write: by it a write whose answer was lost is known again."""
    due_shard = UnicodeAttribute(null=True)
    due_at = NumberAttribute(null=True)


def notices_key(subject: str) -> Key:
    """Where the notices of a subject live."""
    return Key(f"{_PREFIX}{subject}", "NOTICES")


def due_key(shard: int) -> str:
    """The due index's partition of one shard."""
    return f"DUE#{shard}"


def shard_of(subject: str) -> int:
    """Which shard of the due index a subject belongs to, always the same one."""
    return zlib.crc32(subject.encode()) % SHARDS


def row_of(raw: Mapping[str, Any]) -> NoticeRow | None:
    """Return the notices of a raw item, or None for an item that is none."""
    return _row(NoticesItem.from_raw_data(dict(raw))) if raw["pk"]["S"].startswith(_PREFIX) else None


class NoticeStore:
    """Reads and writes notice rows; steps for other rooms' transactions, single conditional writes for its own."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def read(self, subject: str, consistent: bool = True) -> NoticeRow | None:
        """Return the row of a subject, or None."""
        item = self._table.get(NoticesItem, notices_key(subject), consistent=consistent)
        return _row(item) if item is not None else None

    def read_many(self, subjects: Iterable[str]) -> list[NoticeRow]:
        """Return the rows that there are of several subjects, in few calls; eventually consistent, for showing."""
        keys = [notices_key(subject) for subject in subjects]
        found = self._table.get_many((NoticesItem, key) for key in keys)
        return [_row(found[key]) for key in keys if key in found]

    def create(self, subject: str, version: int, notices: Sequence[Notice], now: datetime) -> Step:
        """Return the step that begins a subject's row. What is already due is born CLAIMED: nudge after the commit."""
        row = NoticeRow(subject, version, 1, replaced((), notices, 1, minute_of(now)))
        return create("notices.create", _item(row))

    def rewrite(self, row: NoticeRow, version: int, notices: Sequence[Notice], now: datetime) -> Step:
        """Return the step that replaces what was still to be said, if nothing has been written since `row` was read."""
        fence = row.revision + 1
        row_after = NoticeRow(row.subject, version, fence, replaced(row.notices, notices, fence, minute_of(now)))
        return self._step("notices.rewrite", row_after)

    def attend(self, row: NoticeRow, now: datetime) -> NoticeRow | None:
        """Claim what is due and judge what is overdue; return the row as written, or None when a rival was first."""
        fence, minute = row.revision + 1, minute_of(now)
        notices = tuple(attend(notice, fence, minute) for notice in row.notices)
        if notices == row.notices:
            return None
        return self._write("notices.attend", replace(row, revision=fence, notices=notices))

    def mark(self, row: NoticeRow, notice: Notice) -> NoticeRow | None:
        """Put one notice in its new state; return the row as written, or None when it is no longer the row read."""
        notices = tuple(notice if old.key == notice.key else old for old in row.notices)
        return self._write(f"notices.{notice.state}", replace(row, revision=row.revision + 1, notices=notices))

    def amend(self, row: NoticeRow, notices: Sequence[Notice]) -> NoticeRow | None:
        """Put these notices in the row's place; return it as written, or None when it is no longer the row read."""
        return self._write("notices.amend", replace(row, revision=row.revision + 1, notices=tuple(notices)))

    def due(self, shard: int, now: datetime) -> Iterator[str]:
        """Yield the subjects of one shard that need a look, longest waiting first, page after page."""
        ripe = NoticesItem.due_at <= minute_of(now)
        for item in self._table.query(NoticesItem, due_key(shard), ripe, index=DUE_INDEX):
            yield item.pk.removeprefix(_PREFIX)

    def _write(self, name: str, after: NoticeRow) -> NoticeRow | None:
        """Write a row over the revision it came from.

        Two senders may want to write the very same row, so a refused write is known for our own (botocore retries one
        whose answer was lost, and the retry meets it) by a random stamp, never by what the row says.
        """
        stamp = new_id()[:8]
        try:
            self._table.write(self._step(name, after, stamp))
        except StepRefused as refused:
            found = (refused.current or {}).get("w", {}).get("S")
            return after if found == stamp else None
        except Contended:
            return None
        return after

    @staticmethod
    def _step(name: str, after: NoticeRow, stamp: str | None = None) -> Step:
        return put(name, _item(after, stamp), NoticesItem.revision == after.revision - 1)


def _item(row: NoticeRow, stamp: str | None = None) -> NoticesItem:
    attention = next_attention(row.notices)
    return NoticesItem(
        *notices_key(row.subject),
        version=row.version,
        revision=row.revision,
        notices=_maps(row.notices),
        stamp=stamp,
        due_shard=due_key(shard_of(row.subject)) if attention is not None else None,
        due_at=attention,
    )


def _maps(notices: Iterable[Notice]) -> list[NoticeMap]:
    return [
        NoticeMap(  # type: ignore[no-untyped-call]
            key=notice.key,
            kind=notice.kind,
            to=notice.to,
            channel=notice.channel,
            due=notice.due,
            version=notice.version,
            state=notice.state.value,
            fence=notice.fence or None,
            lease=notice.lease,
            tries=notice.tries or None,
            provider_id=notice.provider_id,
            leave=True if notice.on_unknown == "leave" else None,
            doubtful=notice.doubtful or None,
            fell=",".join(notice.fell) or None,
            about=json.dumps(notice.about) if notice.about else None,
        )
        for notice in notices
    ]


def _row(item: NoticesItem) -> NoticeRow:
    notices = tuple(
        Notice(
            key=found.key,
            kind=found.kind,
            to=found.to,  # type: ignore[arg-type]
            channel=found.channel,  # type: ignore[arg-type]
            due=int(found.due),
            version=int(found.version),
            state=State(found.state),
            fence=int(found.fence or 0),
            lease=int(found.lease) if found.lease is not None else None,
            tries=int(found.tries or 0),
            provider_id=found.provider_id,
            on_unknown="leave" if found.leave else "resend",
            doubtful=bool(found.doubtful),
            fell=tuple(found.fell.split(",")) if found.fell else (),  # type: ignore[arg-type]
            about=tuple(tuple(part) for part in json.loads(found.about)) if found.about else (),
        )
        for found in item.notices
    )
    return NoticeRow(item.pk.removeprefix(_PREFIX), int(item.version), int(item.revision), notices)

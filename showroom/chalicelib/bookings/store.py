"""Bookings in DynamoDB: one item each, its personal details sealed under the client's key."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from pynamodb.attributes import Attribute, BinaryAttribute, BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.constants import STRING
from pynamodb.expressions.condition import Condition

from chalicelib.bookings.codes.model import Code, Try
from chalicelib.bookings.details import Details
from chalicelib.bookings.model import Booking, Proposal, Receipt, State
from chalicelib.bookings.receipts import proposal_row, proposals_of, receipt_of, receipt_row
from chalicelib.bookings.standing import waits_until
from chalicelib.clients.model import subject_of
from chalicelib.foundation.table import DUE_INDEX, OWNER_INDEX, Item, Key, Page, Step, Table, create, put
from chalicelib.foundation.vault import Admission, Place, Vault

T = TypeVar("T")


class JsonAttribute(Attribute[T]):
    """Values as one compact JSON string, written and read by a pair of functions; equal values are equal strings."""

    attr_type = STRING

    def __init__(self, write: Callable[[T], Any], read: Callable[[Any], T], **about: Any) -> None:
        super().__init__(**about)
        self._write, self._read = write, read

    def serialize(self, value: T) -> str:
        """Write values."""
        return json.dumps(self._write(value), separators=(",", ":"))

    def deserialize(self, value: str) -> T:
        """Read values back."""
        return self._read(json.loads(value))


def _receipt_rows(receipts: tuple[Receipt, ...]) -> list[Any]:
    return [receipt_row(one) for one in receipts]


def _proposal_rows(proposals: tuple[Proposal, ...]) -> list[Any]:
    return [proposal_row(one) for one in proposals]


def _receipts(rows: Any) -> tuple[Receipt, ...]:
    return tuple(receipt_of(*row) for row in rows)


def _code_row(code: Code) -> list[Any]:
    """A code's serial, second of issue and wrong tries: none of its digits."""
    return [code.serial, code.issued_at, [[one.key, one.body] for one in code.tries]]


def _code(row: Any) -> Code:
    serial, issued_at, tries = row
    return Code(serial, issued_at, tuple(Try(*one) for one in tries))


class BookingItem(Item):
    """One booking. Attribute names are short because every started kilobyte is paid twice in a transaction."""

    booking_id = UnicodeAttribute(attr_name="id")
    version = NumberAttribute(attr_name="v")
    state = UnicodeAttribute(attr_name="st")
    boutique = UnicodeAttribute(attr_name="bq")
    experience = UnicodeAttribute(attr_name="ex")
    start = NumberAttribute(attr_name="s")
    end = NumberAttribute(attr_name="e")
    before = NumberAttribute(attr_name="bf")
    after = NumberAttribute(attr_name="af")
    zone = UnicodeAttribute(attr_name="z")
    wall = UnicodeAttribute(attr_name="w")
    offset = NumberAttribute(attr_name="wo")
    tzdata = UnicodeAttribute(attr_name="tz")
    advisor = UnicodeAttribute(attr_name="ad")
    room = UnicodeAttribute(attr_name="rm", null=True)
    client = UnicodeAttribute(attr_name="cl")
    visitor = UnicodeAttribute(attr_name="vi", null=True)
    contact = UnicodeAttribute(attr_name="co", null=True)
    code = JsonAttribute[Code](_code_row, _code, attr_name="cd", null=True)
    language = UnicodeAttribute(attr_name="la")
    client_zone = UnicodeAttribute(attr_name="cz", null=True)
    adults = NumberAttribute(attr_name="pa")
    children = NumberAttribute(attr_name="pc", null=True)
    created_at = NumberAttribute(attr_name="ca")
    expires_at = NumberAttribute(attr_name="xa", null=True)
    link_version = NumberAttribute(attr_name="lv")
    limited = BooleanAttribute(attr_name="li", null=True)
    late = BooleanAttribute(attr_name="lt", null=True)
    previous_start = NumberAttribute(attr_name="ps", null=True)
    proposals = JsonAttribute[tuple[Proposal, ...]](_proposal_rows, proposals_of, attr_name="pr", null=True)
    to_be_moved = BooleanAttribute(attr_name="tm", null=True)
    late_by = NumberAttribute(attr_name="lb", null=True)
    outside = BooleanAttribute(attr_name="oh", null=True)
    walk_in = BooleanAttribute(attr_name="wi", null=True)
    series = UnicodeAttribute(attr_name="se", null=True)
    receipts = JsonAttribute[tuple[Receipt, ...]](_receipt_rows, _receipts, attr_name="rc")
    details = BinaryAttribute(attr_name="d", legacy_encoding=False, null=True)
    owner = UnicodeAttribute()
    owner_at = UnicodeAttribute()
    due_shard = UnicodeAttribute(null=True)
    due_at = NumberAttribute(null=True)


_SAME = (
    *("version", "boutique", "experience", "start", "end", "before", "after", "zone", "tzdata", "advisor", "room"),
    *("client", "visitor", "contact", "code", "language", "client_zone", "adults", "created_at", "expires_at"),
    *("link_version", "previous_start", "late_by", "series", "receipts"),
)
"""What an item has just as the booking has it."""
_WHERE_TOLD = ("children", "limited", "late", "proposals", "to_be_moved", "outside", "walk_in")
"""What an item leaves out where there is nothing of it."""


def booking_key(booking_id: str) -> Key:
    """Where a booking lives."""
    return Key(f"BOOKING#{booking_id}", "BOOKING")


def owner_key(client_id: str) -> str:
    """The owner index's partition of a client: her bookings by start."""
    return f"CLIENT#{client_id}"


def waiting_key(boutique_id: str) -> str:
    """The due index's partition of what waits for an answer in a boutique, by the minute until which it does."""
    return f"WAITING#{boutique_id}"


def is_listed(raw: Mapping[str, Any], booking: Booking) -> bool:
    """Say whether the raw item of a booking stands among what waits just as the booking says."""
    until = waits_until(booking)
    wanted = {"due_shard": {"S": waiting_key(booking.boutique)}, "due_at": {"N": str(until)}} if until else {}
    return {name: raw[name] for name in ("due_shard", "due_at") if name in raw} == wanted


def booking_of(raw: Mapping[str, Any]) -> Booking | None:
    """Return the booking of a raw item, or None for an item that is none."""
    if not raw["pk"]["S"].startswith("BOOKING#"):
        return None
    return BookingStore.decode(BookingItem.from_raw_data(dict(raw)))


class BookingStore:
    """Reads bookings, and makes the steps that change them."""

    def __init__(self, table: Table, vault: Vault) -> None:
        self._table, self._vault = table, vault

    def get(self, booking_id: str) -> Booking | None:
        """Return a booking, or None; always a consistent read."""
        item = self._table.get(BookingItem, booking_key(booking_id), consistent=True)
        return self.decode(item) if item else None

    def get_many(self, booking_ids: Iterable[str]) -> dict[str, Booking]:
        """Return those of these bookings that are there, by id, read consistently."""
        found = self._table.get_many((self.key(each) for each in dict.fromkeys(booking_ids)), consistent=True)
        return {booking.id: booking for booking in map(self.decode, found.values())}

    def key(self, booking_id: str) -> tuple[type[Item], Key]:
        """What `Table.get_many` is asked for; several rooms share one call."""
        return BookingItem, booking_key(booking_id)

    def found(self, booking_id: str, found: Mapping[Key, Any]) -> Booking | None:
        """Return a booking from what a `get_many` found."""
        item = found.get(booking_key(booking_id))
        return self.decode(item) if item else None

    def of_client(self, client_id: str, limit: int, start: Mapping[str, Any] | None) -> Page:
        """Return one page of a client's bookings, latest start first. The page's items are bookings."""
        page = self._table.query_page(
            Item, owner_key(client_id), index=OWNER_INDEX, descending=True, limit=limit, start=start
        )
        return Page(self._read(page.items), page.next_start)

    def waiting(self, boutique_id: str, now: int) -> list[Booking]:
        """Return what waits for an answer in a boutique and has not lapsed, for showing: a Query and a BatchGet."""
        ahead = BookingItem.due_at > now
        waiting = self._read(self._table.query(Item, waiting_key(boutique_id), ahead, index=DUE_INDEX))
        return [one for one in waiting if one.boutique == boutique_id and (waits_until(one) or 0) > now]

    def _read(self, listed: Iterable[Item]) -> list[Booking]:
        keys = [item.key for item in listed]
        found = self._table.get_many((BookingItem, key) for key in keys)
        return [self.decode(found[key]) for key in keys if key in found]

    def create(self, booking: Booking) -> Step:
        """Step that writes a new booking where none is (`booking.create`)."""
        return create("booking.create", self._item(booking))

    def change(self, before: Booking, after: Booking) -> Step:
        """Step that writes a booking over the version it was read at (`booking.change`), and over its code as read:
        a wrong try raises no version, and whoever writes over one would give it back."""
        return put("booking.change", self._item(after), _unchanged(before))

    @classmethod
    def relist(cls, booking: Booking) -> Step:
        """Step that writes a booking as it is, so that it stands among what waits as it should (`booking.relist`)."""
        return put("booking.relist", cls._item(booking), _unchanged(booking))

    def seal(
        self, client_id: str, booking_id: str, details: Details, admission: Admission | None = None
    ) -> bytes | None:
        """Return details sealed under their client's key (a new client's `admission`), None when there are none."""
        document = details.document()
        if not document:
            return None
        place = Place(booking_key(booking_id), "details")
        return (
            admission.seal(place, document) if admission else self._vault.seal(subject_of(client_id), place, document)
        )

    def open(self, booking: Booking) -> Details:
        """Return a booking's details. Raises NotFound when the client's key is shredded."""
        if booking.sealed is None:
            return Details()
        place = Place(booking_key(booking.id), "details")
        return Details.from_document(self._vault.open(subject_of(booking.client), place, booking.sealed))

    @staticmethod
    def decode(item: BookingItem) -> Booking:
        """Return the booking of an item."""
        return Booking(
            id=item.booking_id,
            version=int(item.version),
            state=State(item.state),
            boutique=item.boutique,
            experience=item.experience,
            start=int(item.start),
            end=int(item.end),
            before=int(item.before),
            after=int(item.after),
            zone=item.zone,
            tzdata=item.tzdata,
            advisor=item.advisor,
            client=item.client,
            language=item.language,
            created_at=int(item.created_at),
            room=item.room,
            visitor=item.visitor,
            contact=item.contact,
            code=item.code,
            client_zone=item.client_zone,
            adults=int(item.adults),
            children=int(item.children or 0),
            expires_at=None if item.expires_at is None else int(item.expires_at),
            link_version=int(item.link_version),
            limited=bool(item.limited),
            late=bool(item.late),
            previous_start=None if item.previous_start is None else int(item.previous_start),
            proposals=item.proposals or (),
            to_be_moved=bool(item.to_be_moved),
            late_by=None if item.late_by is None else int(item.late_by),
            outside=bool(item.outside),
            walk_in=bool(item.walk_in),
            series=item.series,
            receipts=item.receipts,
            sealed=item.details,
        )

    @staticmethod
    def _item(booking: Booking) -> BookingItem:
        until = waits_until(booking)
        plain: dict[str, Any] = {name: getattr(booking, name) for name in _SAME}
        plain |= {name: getattr(booking, name) or None for name in _WHERE_TOLD}
        key = booking_key(booking.id)
        return BookingItem(
            key.pk,
            key.sk,
            **plain,
            booking_id=booking.id,
            state=booking.state.value,
            wall=booking.wall_start,
            offset=booking.wall_offset,
            details=booking.sealed,
            owner=owner_key(booking.client),
            owner_at=f"{booking.start:010d}",
            due_shard=waiting_key(booking.boutique) if until is not None else None,
            due_at=until,
        )


def _unchanged(before: Booking) -> Condition:
    unchanged = BookingItem.version == before.version
    return unchanged if before.code is None else unchanged & (BookingItem.code == before.code)

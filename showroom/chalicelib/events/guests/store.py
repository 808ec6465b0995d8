"""Guests in DynamoDB, in their event's partition; what they told us is sealed under the client's key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.bookings.store import JsonAttribute
from chalicelib.clients.model import subject_of
from chalicelib.events.guests.details import GuestDetails
from chalicelib.events.guests.model import Guest, GuestReceipt, GuestState, Skip
from chalicelib.events.guests.requests import ChangeRequest, RequestState
from chalicelib.events.partition import partition_key
from chalicelib.foundation.table import OWNER_INDEX, Item, Key, Step, Table, create, put
from chalicelib.foundation.vault import Place, Vault


def _skip_rows(skips: tuple[Skip, ...]) -> list[Any]:
    return [[one.at, one.reason] for one in skips]


def _skips(rows: Any) -> tuple[Skip, ...]:
    return tuple(Skip(*row) for row in rows)


def _receipt_rows(receipts: tuple[GuestReceipt, ...]) -> list[Any]:
    return [
        [one.key, one.body, one.at, one.version, one.state, one.sitting, one.party, one.offer_expires_at]
        for one in receipts
    ]


def _receipts(rows: Any) -> tuple[GuestReceipt, ...]:
    return tuple(GuestReceipt(k, b, at, v, GuestState(state), *rest) for k, b, at, v, state, *rest in rows)


def _request_row(request: ChangeRequest) -> list[Any]:
    return [request.at, request.party, request.schedule, request.state, request.answered_at]


def _request(row: Any) -> ChangeRequest:
    at, party, schedule, state, answered_at = row
    return ChangeRequest(at, party, schedule, RequestState(state), answered_at)


class GuestItem(Item):
    """One client at one event."""

    guest_id = UnicodeAttribute(attr_name="id")
    event = UnicodeAttribute(attr_name="ev")
    client = UnicodeAttribute(attr_name="cl")
    version = NumberAttribute(attr_name="v")
    state = UnicodeAttribute(attr_name="st")
    language = UnicodeAttribute(attr_name="la")
    invited_at = NumberAttribute(attr_name="ia")
    sitting = UnicodeAttribute(attr_name="si", null=True)
    allotment = UnicodeAttribute(attr_name="al", null=True)
    party = NumberAttribute(attr_name="pa")
    max_plus_ones = NumberAttribute(attr_name="mp")
    tier = NumberAttribute(attr_name="ti", null=True)
    release_at = NumberAttribute(attr_name="ra", null=True)
    expires_at = NumberAttribute(attr_name="xa", null=True)
    priority = NumberAttribute(attr_name="pr", null=True)
    advisor = UnicodeAttribute(attr_name="ad", null=True)
    joined_at = NumberAttribute(attr_name="ja", null=True)
    offer_expires_at = NumberAttribute(attr_name="ox", null=True)
    skips = JsonAttribute[tuple[Skip, ...]](_skip_rows, _skips, attr_name="sp", null=True)
    link_version = NumberAttribute(attr_name="lv")
    stands_at = NumberAttribute(attr_name="ss", null=True)
    schedule = NumberAttribute(attr_name="sc", null=True)
    sent_at = NumberAttribute(attr_name="sa", null=True)
    accepted_at = NumberAttribute(attr_name="aa", null=True)
    nonce = UnicodeAttribute(attr_name="no", null=True)
    checked_in_at = NumberAttribute(attr_name="ci", null=True)
    place = UnicodeAttribute(attr_name="pl", null=True)
    promoted = BooleanAttribute(attr_name="up", null=True)
    forced = UnicodeAttribute(attr_name="fo", null=True)
    request = JsonAttribute[ChangeRequest](_request_row, _request, attr_name="rq", null=True)
    asked = BinaryAttribute(attr_name="rd", legacy_encoding=False, null=True)
    receipts = JsonAttribute[tuple[GuestReceipt, ...]](_receipt_rows, _receipts, attr_name="rc")
    sealed = BinaryAttribute(attr_name="d", legacy_encoding=False, null=True)
    owner = UnicodeAttribute()
    owner_at = UnicodeAttribute()


def guest_key(event_id: str, guest_id: str) -> Key:
    """Where a guest lives: beside her event."""
    return Key(partition_key(event_id), f"GUEST#{guest_id}")


def invited_key(client_id: str) -> str:
    """The owner index's partition of what a client is or was invited to, by start."""
    return f"INVITED#{client_id}"


_SAME = (
    *("event", "client", "version", "language", "invited_at", "party", "max_plus_ones", "expires_at", "advisor"),
    *(
        "joined_at",
        "offer_expires_at",
        "link_version",
        "stands_at",
        "sent_at",
        "accepted_at",
        "nonce",
        "checked_in_at",
        "receipts",
        "sealed",
    ),
)
_WHERE_TOLD = (
    *("sitting", "allotment", "tier", "release_at", "priority", "skips"),
    *("promoted", "schedule", "place", "forced"),
)
_WHOLE = ("stands_at", "joined_at", "offer_expires_at", "sent_at", "accepted_at", "checked_in_at", "expires_at")


def guest_of(raw: Mapping[str, Any]) -> Guest | None:
    """Return the guest of a raw item, or None for an item that is none."""
    return GuestStore.decode(GuestItem.from_raw_data(dict(raw))) if raw["sk"]["S"].startswith("GUEST#") else None


class GuestStore:
    """Reads guests, and makes the steps that change them."""

    def __init__(self, table: Table, vault: Vault) -> None:
        self._table, self._vault = table, vault

    def get(self, event_id: str, guest_id: str) -> Guest | None:
        """Return a guest, or None; always a consistent read."""
        item = self._table.get(GuestItem, guest_key(event_id, guest_id), consistent=True)
        return self.decode(item) if item else None

    def key(self, event_id: str, guest_id: str) -> tuple[type[Item], Key]:
        """What `Table.get_many` is asked for; several rooms share one call."""
        return GuestItem, guest_key(event_id, guest_id)

    def found(self, event_id: str, guest_id: str, found: Mapping[Key, Any]) -> Guest | None:
        """Return a guest from what a `get_many` found."""
        item = found.get(guest_key(event_id, guest_id))
        return self.decode(item) if item else None

    def of_event(self, event_id: str) -> list[Guest]:
        """Return every guest of an event, read consistently: one Query, page after page."""
        hers = GuestItem.sk.startswith("GUEST#")
        items = self._table.query(GuestItem, partition_key(event_id), hers, consistent=True)
        return [self.decode(item) for item in items]

    def of_client(self, client_id: str) -> list[Guest]:
        """Return every event that a client is or was a guest of, for showing: one Query and a BatchGet."""
        listed = self._table.query(Item, invited_key(client_id), index=OWNER_INDEX)
        return [self.decode(one) for one in self._table.get_many((GuestItem, item.key) for item in listed).values()]

    def create(self, guest: Guest, start: int) -> Step:
        """Step that writes a new guest of an event that begins at minute `start` (`guest.create`)."""
        return create("guest.create", self._item(guest, start))

    def change(self, before: Guest, after: Guest, start: int, condition: Condition | None = None) -> Step:
        """Step that writes a guest over the version it was read at (`guest.change`)."""
        unchanged = GuestItem.version == before.version
        return put("guest.change", self._item(after, start), unchanged if condition is None else unchanged & condition)

    def seal(self, guest: Guest, details: GuestDetails) -> bytes | None:
        """Return details sealed under their client's key, None when there are none."""
        document = details.document()
        if not document:
            return None
        return self._vault.seal(subject_of(guest.client), Place(guest_key(guest.event, guest.id), "details"), document)

    def open(self, guest: Guest) -> GuestDetails:
        """Return what a guest told us. Raises NotFound when her key is shredded."""
        if guest.sealed is None:
            return GuestDetails()
        place = Place(guest_key(guest.event, guest.id), "details")
        return GuestDetails.of(self._vault.open(subject_of(guest.client), place, guest.sealed))

    def seal_request(self, guest: Guest, details: GuestDetails, word: str = "") -> bytes | None:
        """Return what she asks for, with the house's word, sealed under her client's key; None if nothing."""
        document = details.document() | ({"word": word} if word else {})
        if not document:
            return None
        return self._vault.seal(subject_of(guest.client), Place(guest_key(guest.event, guest.id), "request"), document)

    def open_request(self, guest: Guest) -> tuple[GuestDetails, str]:
        """Return what she asks for and the house's word. Raises NotFound when her key is shredded."""
        if guest.request is None or guest.request.sealed is None:
            return GuestDetails(), ""
        place = Place(guest_key(guest.event, guest.id), "request")
        document = self._vault.open(subject_of(guest.client), place, guest.request.sealed)
        return GuestDetails.of(document), document.get("word", "")

    @staticmethod
    def decode(item: GuestItem) -> Guest:
        """Return the guest of an item."""
        same: dict[str, Any] = {name: getattr(item, name) for name in _SAME}
        for name in _WHOLE:
            same[name] = None if same[name] is None else int(same[name])
        for name in ("version", "invited_at", "party", "max_plus_ones", "link_version"):
            same[name] = int(same[name])
        return Guest(
            **same,
            id=item.guest_id,
            state=GuestState(item.state),
            sitting=item.sitting or "",
            allotment=item.allotment or "",
            tier=int(item.tier or 0),
            release_at=int(item.release_at or 0),
            priority=int(item.priority or 0),
            skips=item.skips or (),
            schedule=int(item.schedule or 0),
            promoted=bool(item.promoted),
            place=item.place or "",
            forced=item.forced or "",
            request=replace(item.request, sealed=item.asked) if item.request else None,
        )

    @staticmethod
    def _item(guest: Guest, start: int) -> GuestItem:
        plain: dict[str, Any] = {name: getattr(guest, name) for name in _SAME}
        plain |= {name: getattr(guest, name) or None for name in _WHERE_TOLD}
        return GuestItem(
            *guest_key(guest.event, guest.id),
            **plain,
            guest_id=guest.id,
            state=guest.state.value,
            request=guest.request,
            asked=guest.request.sealed if guest.request else None,
            owner=invited_key(guest.client),
            owner_at=f"{start:010d}",
        )

"""Seats in DynamoDB: one item for each sitting; a claim is one conditional UpdateItem (rule H2).

    SET parties.#guest = :party  ADD free :minus_n
    IF free >= :n AND public_open AND attribute_not_exists(parties.#guest)

DynamoDB orders the writes of one item, so of two claims on the last seat one is refused, and is answered with the item
that refused it: what has ended there is removed by one more update that names exactly what it removes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pynamodb.attributes import BooleanAttribute, MapAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.events.seats.model import Claimed, Outcome, Party, PartyKind, Seats
from chalicelib.foundation.errors import NotFound, StepRefused
from chalicelib.foundation.table import DUE_INDEX, Item, Key, Step, Table, create, update

_TRIES = 3


class SeatsItem(Item):
    """The seats of one sitting."""

    event = UnicodeAttribute(attr_name="ev")
    sitting = UnicodeAttribute(attr_name="si")
    capacity = NumberAttribute(attr_name="ca")
    free = NumberAttribute(attr_name="f")
    public_open = BooleanAttribute(attr_name="po")
    parties: MapAttribute[str, Any] = MapAttribute(attr_name="p")  # type: ignore[no-untyped-call]
    joining_until = NumberAttribute(attr_name="j", null=True)
    revision = NumberAttribute(attr_name="r")
    due_shard = UnicodeAttribute(null=True)
    due_at = NumberAttribute(null=True)


def seats_key(event_id: str, sitting: str) -> Key:
    """Where the seats of a sitting are counted."""
    return Key(f"SEATS#{event_id}#{sitting}", "BUCKET#0")


def pending_key() -> str:
    """The due index's partition of sittings in which a claim or an offer is open."""
    return "SEATS#PENDING"


class SeatStore:
    """Counts seats."""

    def __init__(self, table: Table) -> None:
        self._table = table

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

    def read(self, event_id: str, sitting: str, *, consistent: bool = True) -> Seats | None:
        """Return a sitting's seats, or None before its event is published."""
        item = self._table.get(SeatsItem, seats_key(event_id, sitting), consistent=consistent)
        return _seats(item) if item else None

    def read_many(self, sittings: list[tuple[str, str]]) -> dict[tuple[str, str], Seats]:
        """Return by event and sitting the seats that there are, for showing."""
        keys = {seats_key(*one): one for one in sittings}
        found = self._table.get_many((SeatsItem, key) for key in keys)
        return {keys[key]: _seats(item) for key, item in found.items()}

    def pending(self) -> Iterator[tuple[str, str]]:
        """Yield event and sitting of every sitting in which a claim or an offer may have ended."""
        for item in self._table.query(Item, pending_key(), index=DUE_INDEX):
            _, event_id, sitting = item.pk.split("#")
            yield event_id, sitting

    # ── claims ───────────────────────────────────────────────────────────────────────────────────────────────

    def claim(self, event_id: str, sitting: str, guest: str, n: int, now: int, until: int, *, first: bool) -> Claimed:
        """Claim seats for a whole party until a minute; `first`: past those who wait (rule W9).

        The same guest claiming again has what she had, or, with another number of people, has that instead (rule H5).
        Raises NotFound before the event is published, Contended and Busy.
        """
        return self._take(event_id, sitting, guest, Party(n, PartyKind.CLAIM, until), now, first=first)

    def offer(self, event_id: str, sitting: str, guest: str, n: int, now: int, until: int) -> Claimed:
        """Keep seats for a party that waits, until a minute (rule W4)."""
        return self._take(event_id, sitting, guest, Party(n, PartyKind.OFFER, until), now, first=True)

    def _take(self, event_id: str, sitting: str, guest: str, party: Party, now: int, *, first: bool) -> Claimed:
        path = SeatsItem.parties[guest]
        wanted = (SeatsItem.free >= party.n) & path.does_not_exist()
        if not first:
            wanted &= SeatsItem.public_open == True  # noqa: E712 - a condition, not a comparison
        step = self._step("seats.claim", event_id, sitting, [path.set(party.text)], -party.n, wanted, pending=True)
        for _ in range(_TRIES):
            try:
                self._table.write(step)
            except StepRefused as refused:
                if refused.current is None:
                    raise NotFound("This event takes no guests.") from None
                found = _seats(SeatsItem.from_raw_data(dict(refused.current)))
                answer = self._second(found, guest, party, now, first=first)
                if isinstance(answer, Claimed):
                    return answer
                step = answer
            else:
                return Claimed(Outcome.CLAIMED, party)
        return Claimed(Outcome.FULL)

    def _second(self, found: Seats, guest: str, party: Party, now: int, *, first: bool) -> Claimed | Step:
        """Judge a refused claim by the item that refused it; return the update that may succeed where one may."""
        mine = found.parties.get(guest)
        if mine is not None and mine.kind is PartyKind.SEAT:
            return Claimed(Outcome.SEATED, mine)
        if mine is not None and not mine.has_ended(now) and mine.n == party.n and mine.kind is party.kind:
            return Claimed(Outcome.CLAIMED, mine)
        gone = found.ended(now) | ({guest: mine} if mine else {})
        freed = sum(one.n for one in gone.values())
        if found.free + freed < party.n:
            return Claimed(Outcome.FULL, seats=found)
        kept = mine is not None and not mine.has_ended(now)
        if not (first or kept or found.public_open):
            return Claimed(Outcome.CLOSED, seats=found)
        wanted: Condition = SeatsItem.free >= party.n - freed
        for other, was in gone.items():
            wanted &= SeatsItem.parties[other] == was.text
        if mine is None:
            wanted &= SeatsItem.parties[guest].does_not_exist()
        if not (first or kept):
            wanted &= SeatsItem.public_open == True  # noqa: E712
        actions: list[Action] = [SeatsItem.parties[other].remove() for other in gone if other != guest]
        actions.append(SeatsItem.parties[guest].set(party.text))
        return self._step("seats.claim", found.event, found.sitting, actions, freed - party.n, wanted, pending=True)

    # ── steps for a registration's transaction ───────────────────────────────────────────────────────────────

    def create(self, event_id: str, sitting: str, capacity: int) -> list[Step]:
        """Steps that begin to count the seats of a sitting (`seats.create`)."""
        item = SeatsItem(
            *seats_key(event_id, sitting),
            event=event_id,
            sitting=sitting,
            capacity=capacity,
            free=capacity,
            public_open=True,
            parties={},
            revision=1,
        )
        return [create("seats.create", item)]

    def settle(self, event_id: str, sitting: str, guest: str, party: Party) -> Step:
        """Step by which a claim or an offer, as it was read, becomes seats (`seats.settle`)."""
        path = SeatsItem.parties[guest]
        seat = Party(party.n, PartyKind.SEAT)
        return self._step("seats.settle", event_id, sitting, [path.set(seat.text)], 0, path == party.text)

    def release(self, event_id: str, sitting: str, guest: str, party: Party) -> Step:
        """Step by which a party gives back what it has, once (`seats.release`, rule H8)."""
        path = SeatsItem.parties[guest]
        return self._step(
            "seats.release", event_id, sitting, [path.remove()], party.n, path == party.text, pending=True
        )

    def change(self, event_id: str, sitting: str, guest: str, before: Party, n: int) -> Step:
        """Step by which a seated party becomes another number of people, if there is room (`seats.change`)."""
        path = SeatsItem.parties[guest]
        wanted = path == before.text
        if n > before.n:
            wanted &= SeatsItem.free >= n - before.n
        seat = Party(n, PartyKind.SEAT)
        return self._step("seats.change", event_id, sitting, [path.set(seat.text)], before.n - n, wanted, pending=True)

    def resized(self, event_id: str, sitting: str, before: int, after: int) -> list[Step]:
        """Steps by which a sitting has more or fewer seats: never fewer than are taken (`seats.resize`, rule H9)."""
        wanted: Condition = SeatsItem.capacity == before
        if after < before:
            wanted &= SeatsItem.free >= before - after
        return [
            self._step(
                "seats.resize", event_id, sitting, [SeatsItem.capacity.set(after)], after - before, wanted, pending=True
            )
        ]

    # ── single writes ────────────────────────────────────────────────────────────────────────────────────────

    def give_back(self, event_id: str, sitting: str, guest: str, party: Party) -> bool:
        """Give back what a party has, outside a transaction; say whether it was still there."""
        try:
            self._table.write(self.release(event_id, sitting, guest, party))
        except StepRefused:
            return False
        return True

    def close_public(self, event_id: str, sitting: str, until: int, seen: Seats | None = None) -> None:
        """From now on nobody goes past those who wait (rule W9): the first thing that joining the waiting list does.

        It holds until minute `until` at least, by when whoever joins is on the list. `seen`, which refused her, may say
        so already.
        """
        if seen is not None and not seen.public_open and seen.joining_until >= until:
            return
        shut = [SeatsItem.public_open.set(False), SeatsItem.joining_until.set(until)]
        self._table.write(self._step("seats.close", event_id, sitting, shut, 0, SeatsItem.pk.exists(), pending=True))

    def open_public(self, seats: Seats) -> bool:
        """Nobody waits any more: seats may be claimed directly again, if nothing happened since they were read."""
        try:
            self._table.write(
                self._step(
                    "seats.open",
                    seats.event,
                    seats.sitting,
                    [SeatsItem.public_open.set(True)],
                    0,
                    SeatsItem.revision == seats.revision,
                )
            )
        except StepRefused:
            return False
        return True

    def rest(self, seats: Seats) -> None:
        """Nothing is open in this sitting: the sweep need not look, unless something happened since it was read."""
        actions = [SeatsItem.due_shard.remove(), SeatsItem.due_at.remove()]
        unchanged = SeatsItem.revision == seats.revision
        try:
            self._table.write(self._step("seats.rest", seats.event, seats.sitting, actions, 0, unchanged))
        except StepRefused:
            return

    @staticmethod
    def _step(
        name: str,
        event_id: str,
        sitting: str,
        actions: Sequence[Action],
        freed: int,
        condition: Condition,
        *,
        pending: bool = False,
    ) -> Step:
        more: list[Action] = [SeatsItem.revision.add(1)]
        if freed:
            more.append(SeatsItem.free.add(freed))
        if pending:
            more += [SeatsItem.due_shard.set(pending_key()), SeatsItem.due_at.set(0)]
        return update(name, SeatsItem, seats_key(event_id, sitting), [*actions, *more], condition)


def _seats(item: SeatsItem) -> Seats:
    raw: Mapping[str, str] = item.parties.as_dict()  # type: ignore[no-untyped-call]
    return Seats(
        event=item.event,
        sitting=item.sitting,
        capacity=int(item.capacity),
        free=int(item.free),
        public_open=bool(item.public_open),
        parties={guest: Party.of(text) for guest, text in raw.items()},
        revision=int(item.revision),
        joining_until=int(item.joining_until or 0),
    )

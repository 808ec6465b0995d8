"""A bucket of seats in DynamoDB; a claim is one conditional UpdateItem (rule H2).

    SET parties.#guest = :party  ADD free :minus_n
    IF free >= :n AND public_open AND attribute_not_exists(parties.#guest)

DynamoDB orders the writes of one item, so of two claims on the last seat one is refused, and is answered with the item
that refused it: what has ended there is removed by one more update that names exactly what it removes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from pynamodb.attributes import Attribute, BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.constants import MAP
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.events.seats.model import Bucket, Claimed, Outcome, Party, PartyKind, Seats
from chalicelib.foundation.errors import NotFound, StepRefused
from chalicelib.foundation.table import Item, Key, Step, Table, update

_TRIES = 3
_MOST_REMOVED = 25
"""How many ended parties one update removes: what an expression may be long is limited."""


class PartiesAttribute(Attribute[dict[str, str]]):
    """What each guest has, as text; hundreds are read at a time."""

    attr_type = MAP

    def serialize(self, value: dict[str, str]) -> dict[str, dict[str, str]]:
        """As DynamoDB keeps it."""
        return {guest: {"S": text} for guest, text in value.items()}

    def deserialize(self, value: dict[str, dict[str, str]]) -> dict[str, str]:
        """The reverse."""
        return {guest: text["S"] for guest, text in value.items()}


class SeatsItem(Item):
    """A bucket of the seats of one sitting."""

    event = UnicodeAttribute(attr_name="ev")
    sitting = UnicodeAttribute(attr_name="si")
    capacity = NumberAttribute(attr_name="ca")
    free = NumberAttribute(attr_name="f")
    public_open = BooleanAttribute(attr_name="po")
    parties = PartiesAttribute(attr_name="p")
    revision = NumberAttribute(attr_name="r")
    followed_by = NumberAttribute(attr_name="fb", null=True)
    joining_until = NumberAttribute(attr_name="j", null=True)
    due_shard = UnicodeAttribute(null=True)
    due_at = NumberAttribute(null=True)


class Place(NamedTuple):
    """A bucket of a sitting."""

    event: str
    sitting: str
    number: int


class Taken(NamedTuple):
    """What became of a claim in one bucket, and the bucket as it was where it refused."""

    claimed: Claimed
    seen: Bucket | None = None


def seats_key(event_id: str, sitting: str, number: int = 0) -> Key:
    """Where a bucket of the seats of a sitting is counted."""
    return Key(f"SEATS#{event_id}#{sitting}", f"BUCKET#{number}")


def pending_key() -> str:
    """The due index's partition of buckets in which a claim or an offer is open."""
    return "SEATS#PENDING"


def bucket_of(item: SeatsItem) -> Bucket:
    """Return a bucket as it was read."""
    number = int(item.sk.removeprefix("BUCKET#"))
    return Bucket(
        event=item.event,
        sitting=item.sitting,
        number=number,
        capacity=int(item.capacity),
        free=int(item.free),
        public_open=bool(item.public_open),
        parties={guest: Party.of(text, number) for guest, text in item.parties.items()},
        revision=int(item.revision),
        followed_by=int(item.followed_by or 0),
        joining_until=int(item.joining_until or 0),
    )


def step_at(
    name: str, place: Place, actions: Sequence[Action], freed: int, condition: Condition, *, pending: bool = False
) -> Step:
    """Return a step that changes a bucket; `pending`: the sweep is to look at it."""
    more: list[Action] = [SeatsItem.revision.add(1)]
    if freed:
        more.append(SeatsItem.free.add(freed))
    if pending:
        more += [SeatsItem.due_shard.set(pending_key()), SeatsItem.due_at.set(0)]
    return update(name, SeatsItem, seats_key(*place), [*actions, *more], condition)


def shift_at(name: str, place: Place, by: int) -> Step:
    """Return a step that gives a bucket more seats that nobody has, or takes some of them away."""
    wanted = SeatsItem.pk.exists() if by > 0 else SeatsItem.free >= -by
    return step_at(name, place, [SeatsItem.capacity.add(by)], by, wanted, pending=True)


def take_at(
    table: Table, place: Place, guest: str, party: Party, now: int, *, first: bool, despite_pointer: bool = False
) -> Taken:
    """Claim seats for a whole party in one bucket; what ended there at minute `now` is free (rules H1, H2, H5).

    `first`: past those who wait. `despite_pointer`: even where she was sent to another bucket. Raises NotFound where
    there is no such bucket, Contended and Busy.
    """
    path = SeatsItem.parties[guest]
    party = replace(party, bucket=place.number)
    wanted = (SeatsItem.free >= party.n) & path.does_not_exist()
    if not first:
        wanted &= SeatsItem.public_open == True  # noqa: E712 - a condition, not a comparison
    step = step_at("seats.claim", place, [path.set(party.text)], -party.n, wanted, pending=True)
    seen: Bucket | None = None
    for _ in range(_TRIES):
        try:
            table.write(step)
        except StepRefused as refused:
            if refused.current is None:
                raise NotFound("This event takes no guests.") from None
            seen = bucket_of(SeatsItem.from_raw_data(dict(refused.current)))
            answer = _second(seen, place, guest, party, now, first=first, despite_pointer=despite_pointer)
            if isinstance(answer, Claimed):
                return Taken(answer, seen)
            step = answer
        else:
            return Taken(Claimed(Outcome.CLAIMED, party))
    return Taken(Claimed(Outcome.FULL), seen)


def _second(
    found: Bucket, place: Place, guest: str, party: Party, now: int, *, first: bool, despite_pointer: bool
) -> Claimed | Step:
    """Judge a refused claim by the item that refused it; return the update that may succeed where one may."""
    mine = found.parties.get(guest)
    live = mine is not None and not mine.has_ended(now)
    pointed = mine is not None and mine.kind is PartyKind.POINTER
    kept = live and not pointed
    if mine is not None and mine.kind is PartyKind.SEAT:
        return Claimed(Outcome.SEATED, mine)
    if mine is not None and kept and mine.n == party.n and mine.kind is party.kind:
        return Claimed(Outcome.CLAIMED, mine)
    if live and pointed and not despite_pointer:
        return Claimed(Outcome.FULL)
    ended = sorted(found.ended(now).items(), key=lambda it: -it[1].n)[:_MOST_REMOVED]
    gone = dict(ended) | ({guest: mine} if mine else {})
    freed = sum(one.n for one in gone.values())
    if not (first or kept or found.public_open):
        return Claimed(Outcome.CLOSED, seats=Seats((found,)))
    if found.free + freed < party.n:
        return Claimed(Outcome.FULL, seats=Seats((found,)))
    wanted: Condition = SeatsItem.free >= party.n - freed
    for other, was in gone.items():
        wanted &= SeatsItem.parties[other] == was.text
    if mine is None:
        wanted &= SeatsItem.parties[guest].does_not_exist()
    if not (first or kept):
        wanted &= SeatsItem.public_open == True  # noqa: E712
    actions: list[Action] = [SeatsItem.parties[other].remove() for other in gone if other != guest]
    actions.append(SeatsItem.parties[guest].set(party.text))
    return step_at("seats.claim", place, actions, freed - party.n, wanted, pending=True)


def point_at(table: Table, place: Place, guest: str, pointer: Party, before: Party | None) -> bool:
    """Write into a guest's own bucket where her seats are sought; say whether nobody else wrote hers meanwhile."""
    path = SeatsItem.parties[guest]
    wanted = path.does_not_exist() if before is None else path == before.text
    try:
        table.write(
            step_at("seats.point", place, [path.set(pointer.text)], before.n if before else 0, wanted, pending=True)
        )
    except StepRefused:
        return False
    return True

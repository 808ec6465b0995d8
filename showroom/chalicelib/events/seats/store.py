"""Seats in DynamoDB: one bucket for each sitting, or a gate and several for a large one (`model`, `buckets`).

Nothing is read to claim a seat in a small sitting, and a refused write to its gate tells that a sitting is large.
"""

from __future__ import annotations

from pynamodb.expressions.condition import Condition

from chalicelib.events.seats.buckets.store import (
    Place,
    SeatsItem,
    point_at,
    seats_key,
    shift_at,
    step_at,
    take_at,
)
from chalicelib.events.seats.model import Claimed, Outcome, Party, PartyKind, Seats, evenly, home_of, shared_out
from chalicelib.events.seats.reading import SeatReading
from chalicelib.foundation.errors import Contended, NotFound, StateConflict, StepRefused
from chalicelib.foundation.table import Step, create

_LOOKS = 6
"""How often a large sitting is looked through for a party before it is told to try again."""


class SeatStore(SeatReading):
    """Counts seats."""

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
        home = Place(event_id, sitting, home_of(guest, self._known.get((event_id, sitting), 0)))
        taken = take_at(self._table, home, guest, party, now, first=first)
        if taken.seen is not None and taken.seen.followed_by:
            self._learn(event_id, sitting, taken.seen.followed_by)
            home = Place(event_id, sitting, home_of(guest, taken.seen.followed_by))
            taken = take_at(self._table, home, guest, party, now, first=first)
        elif not home.number:
            self._learn(event_id, sitting, 0)
        if not home.number or taken.claimed.outcome is not Outcome.FULL:
            return taken.claimed
        return self._elsewhere(home, guest, party, now, first=first)

    def _elsewhere(self, home: Place, guest: str, party: Party, now: int, *, first: bool) -> Claimed:
        """Seek seats in all buckets: those her own bucket points to before any others, so that she never has two."""
        for _ in range(_LOOKS):
            seats = self.read(home.event, home.sitting)
            if seats is None:
                raise NotFound("This event takes no guests.")
            hers = seats.party_of(guest)
            if hers is not None and hers.bucket != home.number and not hers.has_ended(now):
                if hers.kind is PartyKind.SEAT:
                    return Claimed(Outcome.SEATED, hers)
                if (hers.n, hers.kind) == (party.n, party.kind):
                    return Claimed(Outcome.CLAIMED, hers)
                self.give_back(home.event, home.sitting, guest, hers)
                continue
            rooms = seats.with_room(guest, party.n, now)
            if not rooms:
                return Claimed(Outcome.FULL, scattered=seats.free_at(now) >= party.n)
            here = next(one for one in seats.buckets if one.number == home.number).parties.get(guest)
            pointed = here is not None and here.kind is PartyKind.POINTER and not here.has_ended(now)
            to = here.bucket if here is not None and pointed and here.bucket in rooms else rooms[0]
            if to != home.number and not (pointed and here is not None and here.bucket == to):
                pointer = Party(0, PartyKind.POINTER, party.until, to)
                if not point_at(self._table, home, guest, pointer, here):
                    continue
            there = home._replace(number=to or 0)
            claimed = take_at(self._table, there, guest, party, now, first=first, despite_pointer=True).claimed
            if claimed.outcome is not Outcome.FULL:
                return claimed
        raise Contended("every bucket with room was taken meanwhile")

    # ── steps for a transaction ──────────────────────────────────────────────────────────────────────────────

    def create(self, event_id: str, sitting: str, capacity: int) -> list[Step]:
        """Steps that begin to count the seats of a sitting (`seats.create`)."""
        shares = shared_out(capacity)
        return [
            create(
                "seats.create",
                SeatsItem(
                    *seats_key(event_id, sitting, number),
                    event=event_id,
                    sitting=sitting,
                    capacity=share,
                    free=share,
                    public_open=True,
                    parties={},
                    revision=1,
                    followed_by=len(shares) - 1 if number == 0 and len(shares) > 1 else None,
                ),
            )
            for number, share in enumerate(shares)
        ]

    def settle(self, event_id: str, sitting: str, guest: str, party: Party) -> Step:
        """Step by which a claim or an offer, as it was read, becomes seats (`seats.settle`)."""
        path = SeatsItem.parties[guest]
        seat = Party(party.n, PartyKind.SEAT)
        place = self._place(event_id, sitting, guest, party)
        return step_at("seats.settle", place, [path.set(seat.text)], 0, path == party.text)

    def release(self, event_id: str, sitting: str, guest: str, party: Party) -> Step:
        """Step by which a party gives back what it has, once (`seats.release`, rule H8)."""
        path = SeatsItem.parties[guest]
        place = self._place(event_id, sitting, guest, party)
        return step_at("seats.release", place, [path.remove()], party.n, path == party.text, pending=True)

    def change(self, event_id: str, sitting: str, guest: str, before: Party, n: int) -> list[Step]:
        """Steps by which a seated party becomes another number of people, if there is room (`seats.change`).

        In a large sitting her bucket is lent what it lacks by others.
        """
        path, more = SeatsItem.parties[guest], n - before.n
        place = self._place(event_id, sitting, guest, before)
        lent = self._lent(place, more) if place.number and more > 0 else {}
        lacking = sum(lent.values())
        wanted = path == before.text
        if more > lacking:
            wanted &= SeatsItem.free >= more - lacking
        actions = [path.set(Party(n, PartyKind.SEAT).text), *([SeatsItem.capacity.add(lacking)] if lacking else [])]
        return [
            step_at("seats.change", place, actions, lacking - more, wanted, pending=True),
            *(shift_at("seats.lend", place._replace(number=number), -by) for number, by in lent.items()),
        ]

    def forced(self, event_id: str, sitting: str, guest: str, n: int) -> Step:
        """Step by which a party has seats whether they are free or not (`seats.force`, rule H11).

        What a claim or an offer of hers still holds is part of them. Raises StateConflict in a sitting of several
        buckets: what one of them lacks would be claimed in another.
        """
        seats = self.read(event_id, sitting)
        if seats is None:
            raise NotFound("This event takes no guests.")
        if len(seats.buckets) > 1:
            raise StateConflict("So large a sitting is given more seats instead.")
        path, hers = SeatsItem.parties[guest], seats.parties.get(guest)
        unchanged = path.does_not_exist() if hers is None else path == hers.text
        freed = (hers.n if hers else 0) - n
        place = Place(event_id, sitting, 0)
        return step_at("seats.force", place, [path.set(Party(n, PartyKind.SEAT).text)], freed, unchanged, pending=True)

    def gathered(self, event_id: str, sitting: str, n: int) -> list[Step]:
        """Steps by which one bucket of a large sitting has `n` seats free that were scattered; [] if there are none."""
        seats = self.read(event_id, sitting)
        if seats is None or len(seats.buckets) == 1:
            return []
        fullest = max(seats.buckets, key=lambda one: one.free)
        lent = seats.lent(fullest.number, n - fullest.free)
        place = Place(event_id, sitting, fullest.number)
        shifts = [shift_at("seats.lend", place._replace(number=number), -by) for number, by in lent.items()]
        return [shift_at("seats.gather", place, sum(lent.values())), *shifts] if lent else []

    def resized(self, event_id: str, sitting: str, before: int, after: int) -> list[Step]:
        """Steps by which a sitting has more or fewer seats (`seats.resize`).

        Raises StateConflict when more are taken than would be left (rule H9).
        """
        seats = self.read(event_id, sitting)
        if seats is None or (after < before and seats.free < before - after):
            raise StateConflict("More seats are taken than there would be.")
        if len(seats.buckets) == 1:
            shares = {0: after - before}
        elif after > before:
            numbers = [one.number for one in seats.buckets if one.number]
            shares = dict(zip(numbers, evenly(after - before, len(numbers)), strict=True))
        else:
            shares = {number: -by for number, by in seats.lent(None, before - after).items()}
        return [shift_at("seats.resize", Place(event_id, sitting, at), by) for at, by in shares.items() if by]

    def opened(self, seats: Seats) -> list[Step]:
        """Steps by which seats may be claimed directly again (`seats.open`): nobody waited when they were read.

        Refused where anything happened at the gate since then.
        """
        return [
            step_at(
                "seats.open",
                Place(one.event, one.sitting, one.number),
                [SeatsItem.public_open.set(True)],
                0,
                SeatsItem.pk.exists() if one.number else SeatsItem.revision == one.revision,
            )
            for one in seats.buckets
            if not one.number or not one.public_open
        ]

    # ── single writes ────────────────────────────────────────────────────────────────────────────────────────

    def give_back(self, event_id: str, sitting: str, guest: str, party: Party) -> bool:
        """Give back what a party has, outside a transaction; say whether it was still there."""
        return self._written(self.release(event_id, sitting, guest, party))

    def close_public(self, event_id: str, sitting: str, until: int, seen: Seats | None = None) -> None:
        """From now on nobody goes past those who wait (rule W9): the first thing that joining the waiting list does.

        It holds until minute `until` at least, by when whoever joins is on the list. `seen`, which refused her, may say
        so already. Whoever closes a gate closes what is behind it; cut short in between, that is left to the sweep.
        """
        if seen is not None and not seen.public_open and seen.joining_until >= until:
            return
        gate, longer = Place(event_id, sitting, 0), SeatsItem.joining_until.set(until)
        shut = SeatsItem.public_open == False  # noqa: E712 - a condition, not a comparison
        if not self._written(step_at("seats.close", gate, [longer], 0, shut, pending=True)):
            closing = [SeatsItem.public_open.set(False), longer]
            self._table.write(step_at("seats.close", gate, closing, 0, SeatsItem.pk.exists(), pending=True))
            behind = self.read(event_id, sitting) if self._known.get((event_id, sitting), 1) else None
            if behind is not None:
                self.close_all(behind)

    def close_all(self, seats: Seats) -> None:
        """Close whatever bucket of a sitting is open: somebody waits."""
        for one in seats.buckets:
            if one.public_open:
                place = Place(one.event, one.sitting, one.number)
                closing = [SeatsItem.public_open.set(False)]
                self._table.write(step_at("seats.close", place, closing, 0, SeatsItem.pk.exists(), pending=True))

    def rest(self, seats: Seats) -> None:
        """Nothing is open in this sitting: the sweep need not look, unless something happened since it was read."""
        actions = [SeatsItem.due_shard.remove(), SeatsItem.due_at.remove()]
        for one in seats.buckets:
            unchanged: Condition = (SeatsItem.revision == one.revision) & SeatsItem.due_shard.exists()
            self._written(step_at("seats.rest", Place(one.event, one.sitting, one.number), actions, 0, unchanged))

    # ── how ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _written(self, step: Step) -> bool:
        try:
            self._table.write(step)
        except StepRefused:
            return False
        return True

    def _place(self, event_id: str, sitting: str, guest: str, party: Party) -> Place:
        """Return where a party's seats are: looked for only where a sitting is large and nobody says."""
        if party.bucket is not None:
            return Place(event_id, sitting, party.bucket)
        if (event_id, sitting) not in self._known or self._known[event_id, sitting]:
            seats = self.read(event_id, sitting)
            for other, found in seats.standing if seats else ():
                if other == guest and found == party and found.bucket is not None:
                    return Place(event_id, sitting, found.bucket)
        return Place(event_id, sitting, home_of(guest, self._known.get((event_id, sitting), 0)))

    def _lent(self, place: Place, more: int) -> dict[int, int]:
        seats = self.read(place.event, place.sitting)
        here = next((one for one in seats.buckets if one.number == place.number), None) if seats else None
        return seats.lent(place.number, more - here.free) if seats is not None and here is not None else {}

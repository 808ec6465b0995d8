"""Which appointments an absence or a closure touches, and what can be offered for each, in the order of least change.

    a colleague at the same hour · video at the same hour · a sister boutique at the same hour · up to three new times

The boutique is looked at as it will be once the absence is kept. Everything is for showing: whoever then acts decides
anew, by what is read consistently.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from chalicelib.bookings.hosted import Hosting
from chalicelib.bookings.model import LIVE, Booking
from chalicelib.bookings.occasions import Occasions
from chalicelib.bookings.reading import Reading
from chalicelib.bookings.store import BookingItem, BookingStore, booking_key
from chalicelib.boutiques.away import Away
from chalicelib.boutiques.model import ADVISOR, Boutique, Experience, Staff
from chalicelib.boutiques.service import Catalogue
from chalicelib.calendars.agenda import is_quiet, owner_of
from chalicelib.calendars.service import Availability, Wanted
from chalicelib.calendars.store import AgendaStore, RememberedAgendas
from chalicelib.foundation.clock import MINUTES_A_DAY
from chalicelib.foundation.table import Table

MOST_COLLEAGUES = 5
MOST_TIMES = 3
_ATTENDED_LATE = 31
"""Days beyond the longest window in which an appointment may still stand: windows were longer once."""

Way = Literal["colleague", "video", "sister", "time"]


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that an appointment could become."""

    way: Way
    start: int
    boutique: str
    experience: str
    advisor: str | None = None
    """Who would receive her; None for new times, where whoever is free will."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A live appointment that is touched; `proposed` when it only holds a proposed time there."""

    booking: Booking
    advisor: str
    proposed: bool
    offers: tuple[Offer, ...]


def with_absence(boutique: Boutique, staff_id: str, away: Away) -> Boutique:
    """Return a boutique in which a member is away."""

    def told(member: Staff) -> Staff:
        return member.model_copy(update={"away": (*member.away, away)}) if member.id == staff_id else member

    return boutique.model_copy(update={"staff": tuple(told(member) for member in boutique.staff)})


def with_closure(boutique: Boutique, away: Away) -> Boutique:
    """Return a boutique that is closed then."""
    return boutique.model_copy(update={"closed": (*boutique.closed, away)})


class Conflicts:
    """Lists what is touched."""

    def __init__(self, table: Table, catalogue: Catalogue, bookings: Reading, occasions: Occasions) -> None:
        self._table, self._catalogue, self._bookings, self._occasions = table, catalogue, bookings, occasions

    def of_absence(self, boutique_id: str, staff_id: str, away: Away, now: int) -> list[Conflict]:
        """Return what an absence touches, by start."""
        after = with_absence(self._catalogue.boutique(boutique_id), staff_id, away)
        return self._listed(after, [after.member(staff_id)], away, now)

    def of_closure(self, boutique_id: str, away: Away, now: int) -> list[Conflict]:
        """Return what a closure touches, by start."""
        after = with_closure(self._catalogue.boutique(boutique_id), away)
        return self._listed(after, after.staff, away, now)

    def hosted(self, boutique_id: str, staff_id: str | None, away: Away, now: int) -> list[Hosting]:
        """Return what somebody, or anybody of a boutique, hosts in that time, by start.

        Nothing is offered for it: who else hosts is for whoever plans it. What stops some kinds of appointment alone
        touches no occasion.
        """
        if away.kinds is not None:
            return []
        boutique = self._catalogue.boutique(boutique_id)
        staff = [member for member in boutique.staff if staff_id in {None, member.id}]
        taken = self._taken(boutique, staff, away, now, RememberedAgendas(self._table))
        refs = {ref for _, ref, _ in taken}
        found = self._table.get_many(self._occasions.keys(refs))
        known = {ref: one for ref in refs if (one := self._occasions.found(ref, found)) is not None}
        return [Hosting(known[ref], host) for _, ref, host in taken if ref in known]

    def colleagues(self, appointments: Iterable[Booking], now: int) -> Iterator[tuple[str, ...]]:
        """Yield for each appointment who could receive it at its hour, the deputy of whoever does now first."""
        agendas = RememberedAgendas(self._table)
        for one in appointments:
            house = self._catalogue.boutique(one.boutique)
            look = _Look(house, self._catalogue, self._bookings, Availability(agendas), now)
            yield tuple(offer.advisor or "" for offer in look.colleagues(one))

    def _listed(self, after: Boutique, staff: Sequence[Staff], away: Away, now: int) -> list[Conflict]:
        agendas = RememberedAgendas(self._table)
        look = _Look(after, self._catalogue, self._bookings, Availability(agendas), now)
        return [
            Conflict(booking, advisor, proposed, () if proposed else tuple(look.offers(booking)))
            for booking, advisor, proposed in self._touched(after, staff, away, now, agendas)
        ]

    def _touched(
        self, after: Boutique, staff: Sequence[Staff], away: Away, now: int, agendas: AgendaStore
    ) -> Iterator[tuple[Booking, str, bool]]:
        taken = self._taken(after, staff, away, now, agendas)
        keys = {ref: booking_key(owner_of(ref)) for _, ref, _ in taken}
        found = self._table.get_many((BookingItem, key) for key in keys.values())
        for _, ref, advisor in taken:
            item = found.get(keys[ref])
            if item is None:
                continue
            booking = BookingStore.decode(item)
            kind = self._catalogue.experience(booking.experience).kind
            if booking.state_at(now) in LIVE and away.stops(kind):
                yield booking, advisor, ref != owner_of(ref)

    def _taken(
        self, after: Boutique, staff: Sequence[Staff], away: Away, now: int, agendas: AgendaStore
    ) -> list[tuple[int, str, str]]:
        """Return what stands in agendas in that time, by start: when, its ref, in whose."""
        windows = [experience.window_days for experience in self._catalogue.maison().experiences]
        start = max(away.start, now)
        end = min(away.end, now + (max(windows) + _ATTENDED_LATE) * MINUTES_A_DAY)
        if start >= end:
            return []
        pool = agendas.pool(after.id, start - MINUTES_A_DAY, end)
        return sorted(
            {
                (entry.start, entry.ref, member.id)
                for member in staff
                for entry in pool.get(member.id, ())
                if entry.ref and not is_quiet(entry.ref) and entry.is_live(now)
                if entry.start < end and start < entry.end
            }
        )


@dataclass(frozen=True)
class _Look:
    """One house as it will be, at one minute, and what it could offer."""

    after: Boutique
    catalogue: Catalogue
    bookings: Reading
    availability: Availability
    now: int

    def offers(self, booking: Booking) -> Iterator[Offer]:
        wanted = self._wanted(booking)
        yield from self._colleagues(booking, wanted)
        yield from self._by_video(booking, wanted)
        yield from self._sisters(booking, wanted)
        yield from self._times(booking, wanted)

    def colleagues(self, booking: Booking) -> Iterator[Offer]:
        yield from self._colleagues(booking, self._wanted(booking))

    def _wanted(self, booking: Booking) -> Wanted:
        """What she looks for in this house, in her language where whoever receives her now speaks it."""
        hers = next((member for member in self.after.staff if member.id == booking.advisor), None)
        language = booking.language if hers and booking.language in hers.languages else None
        wanted = self.bookings.wanted(booking, by_staff=True)
        return replace(wanted, boutique=self.after, language=language)

    def _free(self, wanted: Wanted, start: int) -> tuple[str, ...]:
        return self.availability.shown_free(wanted, start, self.now).get(ADVISOR, ())

    def _colleagues(self, booking: Booking, wanted: Wanted) -> Iterator[Offer]:
        hers = next((member for member in self.after.staff if member.id == booking.advisor), None)
        deputy = hers.deputy if hers else None
        free = [each for each in self._free(wanted, booking.start) if each != booking.advisor]
        for advisor in sorted(free, key=lambda each: (each != deputy, each))[:MOST_COLLEAGUES]:
            yield Offer("colleague", booking.start, self.after.id, booking.experience, advisor)

    def _by_video(self, booking: Booking, wanted: Wanted) -> Iterator[Offer]:
        if wanted.experience.form.place == "video":
            return
        for experience in self._experiences():
            if self.after.id not in experience.boutiques:
                continue
            free = self._free(replace(wanted, experience=experience), booking.start)
            if free:
                advisor = booking.advisor if booking.advisor in free else free[0]
                yield Offer("video", booking.start, self.after.id, experience.id, advisor)
                return

    def _sisters(self, booking: Booking, wanted: Wanted) -> Iterator[Offer]:
        """Another boutique that gives the same: to a client who comes, one of her country; to her home, none."""
        place = wanted.experience.form.place
        if place == "client":
            return
        for card in self.catalogue.maison().boutiques:
            near = place != "boutique" or card.country == self.after.country
            if card.id == self.after.id or card.id not in wanted.experience.boutiques or not near:
                continue
            free = self._free(replace(wanted, boutique=self.catalogue.boutique(card.id)), booking.start)
            if free:
                yield Offer("sister", booking.start, card.id, booking.experience, free[0])

    def _times(self, booking: Booking, wanted: Wanted) -> Iterator[Offer]:
        near = self.availability.near(wanted, booking.start, self.now, most=MOST_TIMES + 1)
        others = sorted((start for start in near if start != booking.start), key=lambda each: abs(each - booking.start))
        for start in sorted(others[:MOST_TIMES]):
            yield Offer("time", start, self.after.id, booking.experience)

    def _experiences(self) -> Iterable[Experience]:
        return (each for each in self.catalogue.maison().experiences if each.form.place == "video")

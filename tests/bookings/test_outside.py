"""Outside hours with a reason: hours and limits give way, whatever is taken does not; the reason stays in the house."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.bookings.details import Details
from chalicelib.bookings.model import Booking, State
from chalicelib.bookings.verify import Verifier
from chalicelib.boutiques.away import Away, Travel
from chalicelib.calendars.agenda import limit_resource, staff_resource
from chalicelib.calendars.service import Availability, Wanted
from chalicelib.calendars.spans import Taken
from chalicelib.foundation.clock import parse_rfc3339
from chalicelib.foundation.errors import Forbidden, InvalidInput, SlotTaken
from chalicelib.identity.model import Role
from tests.world.browser import Browser
from tests.world.house import House, keyed
from tests.world.maisons import advisor, boutique, experience
from tests.world.people import BOUTIQUE, CAMILLE, MARGAUX, associate, client, guest

NIGHT = parse_rfc3339("2027-01-15T21:05:00+01:00")
AFTERNOON = parse_rfc3339("2027-01-15T15:00:00+01:00")
WHY = "She flies at ten tomorrow."


def late(house: House, start: int = NIGHT, key: str = "late", why: str = WHY, **order: object) -> Booking:
    """An evening appointment of Margaux's with advisor-1, for which there is a reason."""
    wanted: dict[str, object] = {"client_id": MARGAUX, "advisor": "advisor-1", "details": Details(outside=why), **order}
    return house.book(associate(), start, key, "visit", **wanted).booking


def in_order(house: House) -> None:
    """Nothing overlaps, and agendas, bookings and notices agree."""
    assert house.violations() == []
    assert Verifier(house.table, house.agendas, house.audit, house.clock).verify() == []


def refused(house: House, **order: object) -> SlotTaken:
    """How an appointment is refused."""
    with pytest.raises(SlotTaken) as found:
        late(house, **order)  # type: ignore[arg-type]
    return found.value


def test_a_reason_opens_the_evening_and_nothing_that_is_taken(house: House) -> None:
    """Without it: which rules, and that it would help. With it: done. Over an overlap: never, and other times."""
    plain = refused(house, why="", key="plain")
    assert (plain.because, plain.with_reason) == (("closed", "not_working"), True)
    assert plain.alternatives
    booking = late(house)
    assert (booking.state, booking.outside, booking.advisor) == (State.CONFIRMED, True, "advisor-1")
    assert booking == late(house)
    in_order(house)
    taken = refused(house, start=NIGHT + 30, key="over", client_id=CAMILLE)
    assert (taken.because, taken.with_reason) == (("booked",), False)
    assert taken.alternatives
    assert refused(house, start=NIGHT + 60, key="buffer", client_id=CAMILLE).because == ("buffer",)
    assert refused(house, start=NIGHT, key="hers", advisor="advisor-2").because == ("client_engaged",)
    far = refused(house, start=AFTERNOON + 200 * 1440, key="far", why="")
    assert "too_far" in far.because
    assert far.with_reason
    assert late(house, start=AFTERNOON + 200 * 1440, key="far").outside
    gone = refused(house, start=house.now - 10, key="past")
    assert (gone.because, gone.with_reason) == (("too_soon",), False)
    in_order(house)


def test_absences_closures_and_busy_times_hold() -> None:
    """Limits give way; who is away, travelling or busy elsewhere is not called in, nor a closed house open."""
    span, day = (NIGHT - 60, NIGHT + 200), date(2027, 1, 15)
    people = [
        advisor(1, away=(Away(*span),)),
        advisor(2, away=(Away(*span, imported=True),)),
        advisor(3, travels=(Travel(day, day, "Asia/Tokyo"),)),
        advisor(4, daily_maximum=1),
    ]
    place = boutique(people, closed=(Away(NIGHT + 1400, NIGHT + 1700),))
    visit = experience(id="visit", kind="boutique_visit", bookable_by="anyone", confirmation="instant", day_limit=1)
    availability, noon = Availability(None), AFTERNOON - 180  # type: ignore[arg-type]
    entry = Taken(noon, noon + 45, ref="another")
    taken = {staff_resource(BOUTIQUE, "advisor-4"): [entry], limit_resource(BOUTIQUE, "visit"): [entry]}

    def why(who: str, start: int = NIGHT, outside: bool = True) -> tuple[tuple[str, ...], bool]:
        wanted = Wanted(place, visit, by_staff=True, only=who, outside=outside)
        found = availability.why(wanted, start, noon - 1440, taken)
        assert bool(availability.free(wanted, start, noon - 1440, taken)) == (not found.rules)
        return found.rules, found.with_reason

    assert why("advisor-1") == (("away",), False)
    assert why("advisor-2") == (("busy",), False)
    assert why("advisor-3") == (("travelling",), False)
    assert why("advisor-4", NIGHT + 1440) == (("closed",), False)
    assert why("advisor-4", AFTERNOON, outside=False) == (("day_limit", "daily_maximum"), True)
    assert why("advisor-4", AFTERNOON) == why("advisor-4") == ((), False)


def test_moved_and_handed_over_with_a_reason(house: House) -> None:
    """The advisor she has comes along, nobody else is called in; an ordinary move ends it. The reason is in the audit
    as a code, and its words are with the booking."""
    booking = late(house, AFTERNOON, why="")
    moved = house.bookings.reschedule(associate(), booking.id, keyed("m", "m"), 1, NIGHT, WHY).booking
    assert (moved.start, moved.outside, moved.advisor) == (NIGHT, True, "advisor-1")
    stored = house.stored(booking.id)
    assert stored is not None
    assert house.booking_store.open(stored).outside == WHY
    with pytest.raises(SlotTaken) as found:
        house.handing.hand_over(associate(), booking.id, keyed("h", "h"), 2, "advisor-2")
    assert (found.value.because, found.value.with_reason) == (("closed", "not_working"), True)
    handed = house.handing.hand_over(associate(), booking.id, keyed("h", "i"), 2, "advisor-2", "She stays.").booking
    assert (handed.advisor, handed.outside) == ("advisor-2", True)
    back = house.bookings.reschedule(guest(booking.id), booking.id, keyed("b", "b"), 3, AFTERNOON).booking
    assert (back.outside, back.advisor) == (False, "advisor-2")
    rows = [row for row in house.rows() if row["pk"]["S"] == f"AUDIT#booking#{booking.id}"]
    assert sorted(row.get("reason", {}).get("S", "") for row in rows) == ["", "", "outside_hours", "outside_hours"]
    assert WHY not in house.everything()
    in_order(house)


def test_who_may(house: House) -> None:
    """Staff of the boutique alone, who name somebody; a client is told neither why nor that a reason would help."""
    with pytest.raises(Forbidden):
        house.book(client(MARGAUX), NIGHT, "x", "visit", details=Details(outside=WHY), own=True)
    with pytest.raises(InvalidInput):
        house.book(client(MARGAUX), AFTERNOON, "x", "visit", advisor="advisor-1")
    for wrong in (None, "nobody"):
        with pytest.raises(InvalidInput):
            late(house, advisor=wrong)
    booking = late(house, AFTERNOON, why="")
    with pytest.raises(Forbidden):
        house.bookings.reschedule(client(MARGAUX), booking.id, keyed("m", "m"), 1, NIGHT, WHY)
    with pytest.raises(SlotTaken) as found:
        house.bookings.reschedule(client(MARGAUX), booking.id, keyed("m", "m"), 1, NIGHT)
    assert found.value.because == ()


def test_over_http(house: House) -> None:
    """The refusal names the rules and offers the reason; the reason is shown to the house and to nobody else."""
    with Browser(house) as browser:
        token = house.tokens.access(Role.ASSOCIATE, "advisor-1", frozenset({BOUTIQUE}))
        body = {"boutique": BOUTIQUE, "experience": "visit", "start": "2027-01-15T21:05:00+01:00", "language": "en"}
        body |= {"client_id": MARGAUX, "advisor": "advisor-2"}
        refused = browser.send("POST", "/v1/bookings", body, token=token, key="one")
        assert (refused.status, refused.json["type"]) == (409, "/docs/problems#slot-taken")
        assert (refused.json["because"], refused.json["with_reason"]) == (["closed", "not_working"], True)
        path = f"/v1/boutiques/{BOUTIQUE}/availability/explain?experience=visit&start=2027-01-15T20:05:00Z"
        assert browser.get(path, token).json["with_reason"] is True
        made = browser.send("POST", "/v1/bookings", {**body, "outside": WHY}, token=token, key="two")
        assert (made.status, made.json["house"]) == (201, {"outside": WHY, "walk_in": False, "series": None})
        hers = browser.get(f"/v1/bookings/{made.json['id']}", house.tokens.access(Role.CLIENT, MARGAUX))
        assert hers.json["house"] is None
        assert WHY not in hers.text

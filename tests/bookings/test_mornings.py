"""The morning's letter: once a day, at its hour, to whoever has something to be told, and to nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.bookings.details import Details
from chalicelib.bookings.mornings.plan import next_morning
from chalicelib.bookings.mornings.planner import morning_subject
from chalicelib.bookings.proposals import Time
from chalicelib.boutiques.staffing.calendar import MemberCalendar
from chalicelib.foundation.clock import minute_of, parse_rfc3339, rfc3339
from chalicelib.messaging.model import Message
from tests.harness.faults import Fault, Wire, every
from tests.world.house import House, keyed
from tests.world.people import BOUTIQUE, CAMILLE, MARGAUX, associate, client, contact, visitor

FRIDAY = parse_rfc3339("2027-01-15T15:00:00+01:00")
KEY = "k" * 24
ADDRESS = Details(address={"country": "FR", "postal_code": "75002", "city": "Paris", "lines": ["1 rue"]})


def at(house: House, moment: str) -> None:
    """Move the clock to an instant, planning and sending on the way as every minute does."""
    until = datetime.fromisoformat(moment).astimezone(UTC)
    while house.clock() < until:
        house.mornings.plan(house.clock())
        house.clock.forward(minutes=min(30, (until - house.clock()) / timedelta(minutes=1)))
        house.tick()


def mornings(house: House) -> list[Message]:
    """The morning's letters that were sent."""
    return [message for _, message in house.mailbox.taken if message.template == "host.morning"]


@pytest.mark.parametrize(
    ("zone", "wall", "now", "due"),
    [
        ("Europe/Paris", "07:30", "2027-01-15T07:29:00+01:00", "2027-01-15T07:30:00+01:00"),
        ("Europe/Paris", "07:30", "2027-01-15T07:30:00+01:00", "2027-01-16T07:30:00+01:00"),
        ("Europe/Paris", "07:30", "2027-03-27T12:00:00+01:00", "2027-03-28T07:30:00+02:00"),
        ("Europe/Paris", "02:30", "2027-03-28T00:00:00+01:00", "2027-03-28T03:00:00+02:00"),
        ("Europe/Paris", "02:30", "2027-10-31T00:00:00+02:00", "2027-10-31T02:30:00+02:00"),
        ("Europe/Paris", "02:30", "2027-10-31T02:30:00+01:00", "2027-11-01T02:30:00+01:00"),
        ("Pacific/Apia", "07:30", "2027-01-15T20:00:00+13:00", "2027-01-16T07:30:00+13:00"),
    ],
)
def test_the_hour_is_the_boutique_s_on_every_day(zone: str, wall: str, now: str, due: str) -> None:
    """Moved past a gap, at the first of two, and never twice on one day."""
    hour, minute = map(int, wall.split(":"))
    assert rfc3339(next_morning(zone, hour * 60 + minute, parse_rfc3339(now)).due, zone) == due


def test_each_is_told_her_own_day_once(house: House) -> None:
    """Her clients by the hour, who asks and who is to be moved; not a colleague's, not again, not tomorrow."""
    first = house.book(client(MARGAUX), FRIDAY, KEY, details=Details(note="A ring")).booking
    other = house.book(client(CAMILLE), FRIDAY, KEY + "2").booking
    assert first.advisor != other.advisor
    asked = house.book(visitor(), FRIDAY + 1440, KEY + "3", "at-home", contact=contact("Ada"), details=ADDRESS).booking
    at(house, "2027-01-12T09:00:00+01:00")
    (early,) = mornings(house)
    assert early.to.email == f"{asked.advisor}@maison.example"
    assert [[one["client_name"] for one in early.values[part]] for part in ("received", "asking")] == [
        [],
        ["Ada Essai"],
    ]
    house.mailbox.taken.clear()
    at(house, "2027-01-15T07:29:00+01:00")
    assert mornings(house) == []
    at(house, "2027-01-15T12:00:00+01:00")
    assert len(mornings(house)) == 2
    told = {one.to.email: one.values for one in mornings(house)}
    hers = told[f"{first.advisor}@maison.example"]["received"]
    assert [(one["client_name"], one["note"], one["start"]) for one in hers] == [("Margaux Essai", "A ring", FRIDAY)]


def test_it_tells_what_holds_when_it_is_sent(house: House) -> None:
    """Cancelled in the night: nothing is left to tell, and no letter goes."""
    booking = house.book(client(MARGAUX), FRIDAY, KEY).booking
    at(house, "2027-01-15T07:00:00+01:00")
    house.bookings.cancel(client(MARGAUX), booking.id, keyed("cancel", KEY), 1)
    at(house, "2027-01-15T09:00:00+01:00")
    assert mornings(house) == []


def test_whoever_wants_none_or_has_the_day_off_has_none(house: House) -> None:
    """One has said so in her calendar; the other does not work, and only a proposal waits."""
    booking = house.book(client(MARGAUX), FRIDAY, KEY).booking
    off = house.book(client(CAMILLE), FRIDAY + 1440, KEY + "2").booking
    house.proposals.propose(associate(off.advisor), off.id, keyed("propose", KEY), 1, [Time(FRIDAY + 1440 + 60)])
    store, before = house.staffing.calendars._store, MemberCalendar()
    wants_none = MemberCalendar(morning_letter=False)
    house.table.write(store.put_calendar(BOUTIQUE, booking.advisor, before, wants_none))
    house.catalogue.forget(BOUTIQUE)
    at(house, "2027-01-15T09:00:00+01:00")
    assert booking.advisor not in {str(one.to.email).partition("@")[0] for one in mornings(house)}


def test_never_for_another_day_nor_twice(house: House) -> None:
    """A house that slept through the morning tells nothing of yesterday; planned by many at once, it is one letter."""
    house.book(client(MARGAUX), FRIDAY, KEY)
    at(house, "2027-01-14T20:00:00+01:00")
    for _ in range(3):
        house.mornings._next_look.clear()
        house.mornings.plan(house.clock())
    house.mailbox.taken.clear()
    house.clock.forward(days=2)
    house.settle()
    assert mornings(house) == []
    assert house.violations() == []


def test_what_is_to_be_sent_is_not_planned_away(house: House) -> None:
    """While today's letter has not left, tomorrow's waits."""
    booking = house.book(client(MARGAUX), FRIDAY, KEY).booking
    at(house, "2027-01-15T07:00:00+01:00")
    subject = morning_subject(BOUTIQUE, booking.advisor)
    before = house.notices.read(subject)
    house.clock.forward(minutes=40)
    with Wire(every(Fault.THROTTLE, "SendMessageBatch")):
        house.mornings.plan(house.clock())
    assert house.notices.read(subject) == before
    house.settle()
    house.mornings.plan(house.clock())
    after = house.notices.read(subject)
    assert before is not None
    assert after is not None
    assert after.version == before.version + 1
    assert minute_of(house.clock()) < min(one.due for one in after.notices if one.is_waiting)
    assert [one.to.email for one in mornings(house)].count(f"{booking.advisor}@maison.example") == 1

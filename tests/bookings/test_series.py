"""Recurring appointments: separate bookings at one hour of the wall clock; what is refused is told."""

from __future__ import annotations

import pytest

from chalicelib.bookings.model import State
from chalicelib.bookings.order import Order
from chalicelib.bookings.series import Made, dates
from chalicelib.bookings.verify import Verifier
from chalicelib.foundation.clock import parse_rfc3339, rfc3339
from chalicelib.foundation.errors import Forbidden, KeyReused, NotFound
from chalicelib.identity.model import Principal, Role
from tests.harness.faults import Fault
from tests.harness.schedules import CRASHES, crash_everywhere
from tests.world.browser import Browser
from tests.world.house import House, Houses, keyed
from tests.world.people import BOUTIQUE, CAMILLE, MARGAUX, associate, client

FRIDAY = parse_rfc3339("2027-01-15T15:00:00+01:00")
WEEK = 7 * 1440


def series(house: House, count: int = 3, who: Principal | None = None, body: str = "body", **order: object) -> Made:
    """Fittings of Margaux's, each week from Friday on."""
    about: dict[str, object] = {"client_id": MARGAUX, "advisor": "advisor-1", **order}
    wanted = Order(boutique=BOUTIQUE, experience="visit", start=FRIDAY, language="en", **about)  # type: ignore[arg-type]
    return house.series.make(who or associate(), wanted, 7, count, keyed("series", "s", body))


def in_order(house: House) -> None:
    """Nothing overlaps, and agendas, bookings and notices agree."""
    assert house.violations() == []
    assert Verifier(house.table, house.agendas, house.audit, house.clock).verify() == []


def test_the_clock_on_the_wall_is_the_promise() -> None:
    """The same hour in summer and in winter; where the clock skips it, the first minute after."""
    start = parse_rfc3339("2027-03-14T15:00:00+01:00")
    shown = [rfc3339(minute, "Europe/Paris") for minute in dates(start, "Europe/Paris", 14, range(3))]
    assert shown == ["2027-03-14T15:00:00+01:00", "2027-03-28T15:00:00+02:00", "2027-04-11T15:00:00+02:00"]
    night = parse_rfc3339("2027-03-27T02:30:00+01:00")
    (skipped,) = dates(night, "Europe/Paris", 1, range(1, 2))
    assert rfc3339(skipped, "Europe/Paris") == "2027-03-28T03:00:00+02:00"


def test_what_is_refused_is_told_and_the_others_are_made(house: House) -> None:
    """Sent again, the same ones; another body under the key is refused; each has its own letters."""
    house.book(associate(), FRIDAY + WEEK, "other", "visit", client_id=CAMILLE, advisor="advisor-1")
    house.deliver()
    house.mailbox.taken.clear()
    made = series(house)
    assert [one.booking.start for one in made.booked] == [FRIDAY, FRIDAY + 2 * WEEK]
    assert {one.booking.series for one in made.booked} == {made.series}
    ((start, why),) = made.refused
    assert (start, why.because, why.with_reason) == (FRIDAY + WEEK, ("booked",), False)
    assert why.alternatives
    again = series(house)
    assert [one.booking.id for one in again.booked] == [one.booking.id for one in made.booked]
    assert all(one.replayed for one in again.booked)
    with pytest.raises(KeyReused):
        series(house, body="another")
    in_order(house)
    house.deliver()
    assert [m.template for _, m in house.mailbox.taken].count("booking.confirmed") == 2


def test_more_like_one_there_is_and_the_rest_cancelled(house: House) -> None:
    """The same advisor and length; from one of them on they are cancelled, and what was before stays."""
    first = house.book(associate(), FRIDAY, "one", "visit", client_id=MARGAUX, advisor="advisor-2", minutes=60).booking
    made = house.series.repeat(associate(), BOUTIQUE, first.id, 7, 3, "Hem.", keyed("series", "r"))
    assert made.series == first.id
    found = [one.booking for one in made.booked]
    assert [(one.start - FRIDAY, one.end - one.start, one.advisor) for one in found] == [
        (n * WEEK, 60, "advisor-2") for n in (1, 2, 3)
    ]
    with pytest.raises(NotFound):
        house.series.repeat(associate(), "milan", first.id, 7, 1, "", keyed("series", "x"))
    key = keyed("rest", "c")
    house.bookings.cancel(associate(), found[2].id, keyed("c", "c"), 1)
    rest = house.series.cancel_rest(associate(), found[1].id, key)
    assert [one.booking.id for one in rest.cancelled] == [found[1].id]
    assert [one.replayed for one in house.series.cancel_rest(associate(), found[1].id, key).cancelled] == [True]
    states = [house.booking_store.get(one.id) for one in (first, *found)]
    assert [one.state for one in states if one] == [State.CONFIRMED] * 2 + [State.CANCELLED] * 2
    house.clock.to(FRIDAY + 5)
    rest = house.series.cancel_rest(associate(), first.id, keyed("rest", "d"))
    assert [one.id for one in rest.left] == [first.id]
    assert [one.booking.id for one in rest.cancelled] == [found[0].id]
    in_order(house)


def test_over_http(house: House) -> None:
    """From a form and from a booking; for staff of the boutique alone."""
    with pytest.raises(Forbidden):
        series(house, who=client(MARGAUX))
    with pytest.raises(NotFound):
        series(house, who=associate(boutique="milan"))
    path = f"/v1/boutiques/{BOUTIQUE}/series"
    with Browser(house) as browser:
        token = house.tokens.access(Role.ASSOCIATE, "advisor-1", frozenset({BOUTIQUE}))
        body = {"experience": "visit", "start": "2027-01-15T15:00:00+01:00", "language": "en", "client_id": MARGAUX}
        body |= {"every_days": 7, "count": 2, "advisor": "advisor-1"}  # type: ignore[dict-item]
        made = browser.send("POST", path, body, token=token, key="series")
        assert (made.status, len(made.json["booked"]), made.json["refused"]) == (200, 2, [])
        first = made.json["booked"][0]
        assert first["house"]["series"] == made.json["series"]
        more = {"booking": first["id"], "every_days": 7, "count": 2}
        further = browser.send("POST", path, more, token=token, key="more").json
        assert [one["because"] for one in further["refused"]] == [["client_engaged", "booked"]]
        assert [one["start"] for one in further["booked"]] == ["2027-01-29T15:00:00+01:00"]
        for wrong in ({"count": 13}, {"experience": None}, {"booking": first["id"]}):
            assert browser.send("POST", path, {**body, **wrong}, token=token, key="w").status == 422
        rest = browser.send("POST", f"/v1/bookings/{first['id']}/cancel-rest", {}, token=token, key="rest")
        assert (rest.status, {one["state"] for one in rest.json["cancelled"]}) == (200, {"cancelled"})
    in_order(house)


@pytest.mark.proof
@pytest.mark.parametrize("faults", [CRASHES, [Fault.TIMEOUT_AFTER]], ids=["crash", "lost"])
def test_a_retry_goes_on(houses: Houses, faults: list[Fault]) -> None:
    """Wherever it dies, and when the answer is lost: sent again, each date is booked once."""

    def check(house: House, where: str) -> None:
        found = [row for row in house.rows() if row["pk"]["S"].startswith("BOOKING#")]
        assert sorted(int(row["s"]["N"]) for row in found) == [FRIDAY, FRIDAY + WEEK], where
        in_order(house)

    def make(house: House) -> object:
        return series(house, 2)

    assert crash_everywhere(houses.fresh, make, make, check, faults) >= 6

"""A household watches: two screens, leases, what is told to the carrier, and what is kept."""

from __future__ import annotations

from datetime import datetime

import pytest

from chalicelib.events.film.carriers import LocalCarrier
from chalicelib.events.film.model import FilmTimes, Phase, Playback, Ticket, Tracks
from chalicelib.events.film.service import Films
from chalicelib.events.film.store import FilmStore, film_key
from chalicelib.events.guests.model import GuestState
from chalicelib.foundation.clock import minute_of, second_of
from chalicelib.foundation.errors import Busy, Forbidden, StateConflict
from tests.harness.moto_world import MONDAY
from tests.world.house import House

FILM, HER = "e" * 26, "h" * 26
SITE = "https://book.maison.example"
NOW = minute_of(MONDAY)
TIMES = FilmTimes(NOW, NOW + 90, 30)
SEATED = GuestState.ACCEPTED
PHONE, TV, TABLET = "phone" * 5, "telly" * 5, "table" * 5


class Deaf(LocalCarrier):
    """A carrier that hears nothing while it is told not to."""

    is_deaf = False

    def revoke(self, viewer: str, version: int) -> None:
        """Hear of it, or not."""
        if self.is_deaf:
            raise Busy
        super().revoke(viewer, version)


class Once(LocalCarrier):
    """A carrier that looks at a ticket only when a picture begins."""

    renews = False


@pytest.fixture
def carrier() -> Deaf:
    """A carrier of the test's own."""
    return Deaf()


@pytest.fixture
def films(house: House, carrier: Deaf) -> Films:
    """Films over the house's table."""
    return of(house, carrier)


def of(house: House, carrier: LocalCarrier) -> Films:
    """Films that this carrier plays."""
    tracks = Tracks(("en",), ("fr",))
    return Films(
        table=house.table, store=FilmStore(house.table), carrier=lambda: carrier, origins=(SITE,), tracks=tracks,
        audit=house.audit,
    )  # fmt: skip


def token(playback: Playback | None) -> str:
    """Return the token of a playback."""
    assert playback is not None
    return playback.query.removeprefix("token=")


def admitted(carrier: LocalCarrier, playback: Playback | None, moment: datetime) -> bool:
    """Say whether the carrier lets a playback in."""
    try:
        carrier.admit(FILM, token(playback), SITE, second_of(moment))
    except Forbidden:
        return False
    return True


def test_a_third_screen_stops_the_first(house: House, films: Films, carrier: Deaf) -> None:
    """The carrier refuses it at once, its next beat says so, and it may come back in its turn (rules S2, S3)."""
    phone = films.open(FILM, TIMES, HER, SEATED, PHONE, house.clock())
    house.clock.forward(seconds=5)
    television = films.open(FILM, TIMES, HER, SEATED, TV, house.clock())
    assert (phone.phase, phone.tracks, television.screens) == (Phase.OPEN, Tracks(("en",), ("fr",)), 2)
    house.clock.forward(seconds=5)
    tablet = films.open(FILM, TIMES, HER, SEATED, TABLET, house.clock())
    assert [admitted(carrier, one.playback, house.clock()) for one in (phone, television, tablet)] == [
        False, True, True,
    ]  # fmt: skip
    beat = films.beat(FILM, TIMES, HER, SEATED, PHONE, house.clock())
    assert (beat.is_elsewhere, beat.playback, beat.screens) == (True, None, 2)
    assert admitted(carrier, films.beat(FILM, TIMES, HER, SEATED, TV, house.clock()).playback, house.clock())
    again = films.open(FILM, TIMES, HER, SEATED, PHONE, house.clock())
    assert again.screens == 2
    assert films.beat(FILM, TIMES, HER, SEATED, TV, house.clock()).is_elsewhere


@pytest.mark.parametrize("state", sorted(set(GuestState) - {SEATED, GuestState.ATTENDED, GuestState.NO_SHOW}))
def test_without_a_seat_there_is_no_ticket_and_what_plays_ends(
    house: House, films: Films, carrier: Deaf, state: GuestState
) -> None:
    """Declined, cancelled, waiting: refused; her last ticket dies with the next beat of any screen (rules S2, S3)."""
    with pytest.raises(StateConflict, match="said yes"):
        films.open(FILM, TIMES, HER, state, PHONE, house.clock())
    assert FilmStore(house.table).read(FILM, HER).revision == 0, "nothing is written for whoever never watched"
    watching = films.open(FILM, TIMES, HER, SEATED, PHONE, house.clock())
    with pytest.raises(StateConflict, match="said yes"):
        films.beat(FILM, TIMES, HER, state, PHONE, house.clock())
    assert not admitted(carrier, watching.playback, house.clock())


def test_revoking_refuses_what_was_given_and_not_what_is_given_next(house: House, films: Films, carrier: Deaf) -> None:
    """The version rises; repeating it changes nothing more; it is audited (rule S2)."""
    old = films.open(FILM, TIMES, HER, SEATED, PHONE, house.clock())
    for _ in range(2):
        films.revoke(FILM, TIMES, HER, "planner:p", house.clock())
    rows = [row for row in house.aws.scan(house.names["main"]) if row["pk"]["S"].startswith("AUDIT#film#")]
    assert [row["action"]["S"] for row in rows] == ["film.revoke"]
    assert not admitted(carrier, old.playback, house.clock())
    assert films.beat(FILM, TIMES, HER, SEATED, PHONE, house.clock()).is_elsewhere
    fresh = films.open(FILM, TIMES, HER, SEATED, PHONE, house.clock())
    assert old.ticket is not None
    assert fresh.ticket is not None
    assert fresh.ticket.version > old.ticket.version
    assert admitted(carrier, fresh.playback, house.clock())


def test_what_the_carrier_did_not_hear_it_is_told_again(house: House, films: Films, carrier: Deaf) -> None:
    """A revocation fails aloud and is owed until it is heard; nobody is kept from the film by it (rule S2)."""
    phone = films.open(FILM, TIMES, HER, SEATED, PHONE, house.clock())
    carrier.is_deaf = True
    with pytest.raises(Busy):
        films.revoke(FILM, TIMES, HER, "planner:p", house.clock())
    television = films.open(FILM, TIMES, HER, SEATED, TV, house.clock())
    assert television.playback is not None
    carrier.is_deaf = False
    films.beat(FILM, TIMES, HER, SEATED, TV, house.clock())
    assert not admitted(carrier, phone.playback, house.clock())
    assert admitted(carrier, television.playback, house.clock())
    assert FilmStore(house.table).read(FILM, HER).ending == ()


def test_before_and_after_its_hours_there_is_no_ticket(house: House, films: Films) -> None:
    """Thirty-one minutes before, and two days after, the answer has hours and nothing to play (rule S1)."""
    for start, phase in ((NOW + 31, Phase.EARLY), (NOW - 90 - 48 * 60, Phase.OVER)):
        answer = films.open(FILM, FilmTimes(start, start + 90, 30), HER, SEATED, PHONE, house.clock())
        assert (answer.phase, answer.playback, answer.ticket) == (phase, None, None)
    assert FilmStore(house.table).read(FILM, HER).revision == 0
    replay = films.open(FILM, FilmTimes(NOW - 200, NOW - 110, 30), HER, SEATED, PHONE, house.clock())
    assert (replay.phase, replay.playback is None) == (Phase.REPLAY, False)


def test_a_beat_renews_only_where_tickets_run_out_underway(house: House, films: Films) -> None:
    """A carrier that looks at the beginning only is given one ticket for one picture (rule S3)."""
    films.open(FILM, TIMES, HER, SEATED, PHONE, house.clock())
    house.clock.forward(seconds=45)
    renewed = films.beat(FILM, TIMES, HER, SEATED, PHONE, house.clock())
    assert renewed.ticket is not None
    assert renewed.ticket.valid_until == second_of(house.clock()) + 300
    once = of(house, Once())
    assert once.open(FILM, TIMES, HER, SEATED, TV, house.clock()).playback is not None
    beat = once.beat(FILM, TIMES, HER, SEATED, TV, house.clock())
    assert (beat.playback, beat.is_elsewhere) == (None, False)


def test_nothing_that_opens_the_film_is_kept(house: House, films: Films) -> None:
    """Neither the page's word nor a token stands in the table; the row goes by itself (rule S3)."""
    watching = films.open(FILM, TIMES, HER, SEATED, PHONE, house.clock())
    stored = str(house.aws.scan(house.names["main"]))
    assert PHONE not in stored
    assert token(watching.playback) not in stored
    key = film_key(FILM, HER)
    (row,) = [row for row in house.aws.scan(house.names["main"]) if row["pk"]["S"] == key.pk]
    assert int(row["rubbish_after"]["N"]) > TIMES.forgotten * 60


def test_rivals_never_make_three(house: House, carrier: Deaf) -> None:
    """A write of another process in between is seen: the loser reads again, and two places stay two (rule S3)."""

    class Late(FilmStore):
        """Lets a rival write between the reading and the writing, once."""

        def read(self, event_id: str, household: str):  # type: ignore[no-untyped-def]
            """Read, and then come late."""
            found = super().read(event_id, household)
            if rivals:
                films.open(FILM, TIMES, HER, SEATED, rivals.pop(), house.clock())
            return found

    rivals: list[str] = []
    films = of(house, carrier)
    slow = Films(
        table=house.table, store=Late(house.table), carrier=lambda: carrier, origins=(SITE,), tracks=Tracks(),
        audit=house.audit,
    )  # fmt: skip
    films.open(FILM, TIMES, HER, SEATED, PHONE, house.clock())
    house.clock.forward(seconds=1)
    rivals.append(TV)
    slow.open(FILM, TIMES, HER, SEATED, TABLET, house.clock())
    kept = FilmStore(house.table).read(FILM, HER)
    assert len(kept.screens) == 2
    assert kept.live(second_of(house.clock())) == 2
    assert films.beat(FILM, TIMES, HER, SEATED, PHONE, house.clock()).is_elsewhere


def test_a_ticket_is_refused_by_no_one_else(carrier: Deaf) -> None:
    """Two households' screens are two viewers."""
    one, other = Ticket(FILM, "a" * 26, 5, 0, 2**31, (SITE,)), Ticket(FILM, "b" * 26, 5, 0, 2**31, (SITE,))
    carrier.revoke("a" * 26, 5)
    assert not admitted(carrier, carrier.play(one), MONDAY)
    assert admitted(carrier, carrier.play(other), MONDAY)

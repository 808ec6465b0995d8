"""Sending: who is released and has not had it, once each; her wishes asked again; a tier at its hour; never again."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from chalicelib.clients.consent import Level
from chalicelib.events.guests.details import GuestDetails
from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.invitations.model import Wanted
from chalicelib.events.invitations.sending import Sent
from chalicelib.events.model import Event
from chalicelib.events.registering.answering import Reply
from chalicelib.foundation.errors import InvalidInput, NotFound, StateConflict
from tests.events.conftest import Evening
from tests.events.invitations.test_inviting import enrolled, guests, objects, sheet, take_in, told, wishes
from tests.harness.schedules import crash_everywhere, interleave
from tests.world.evenings import invited, planner, press, published
from tests.world.house import House, Houses
from tests.world.people import BOUTIQUE

PLANNER = planner(BOUTIQUE)


def bid(house: House, event: Event, name: str, **wanted: int) -> Guest:
    """A client who is invited, to whom nothing was sent."""
    return house.inviting.invite(PLANNER, event.id, enrolled(house, name), Wanted(**wanted), press("invite")).guest


def send(house: House, event: Event, tier: int | None = None) -> Sent:
    """The planner presses Send."""
    return house.sending.send(PLANNER, event.id, tier)


def letters(house: House, event: Event) -> list[tuple[str, str, int]]:
    """Every letter that is planned: to whom, of what kind, when."""
    rows = [house.notices.read(one.subject) for one in house.guest_store.of_event(event.id)]
    return sorted((row.subject, one.kind, one.due) for row in rows if row for one in row.notices)


def test_each_is_written_to_once(house: House, evening: Evening) -> None:
    """Her row, her letter and the audit together; pressed again, nobody hears twice (rules G1, H6)."""
    event = evening()
    ada, zoe = bid(house, event, "Ada"), bid(house, event, "Zoe")
    assert letters(house, event) == []
    assert send(house, event) == Sent(2, 0, ())
    found = letters(house, event)
    assert [(subject, kind) for subject, kind, _ in found] == sorted(
        (one.subject, "event.invited") for one in (ada, zoe)
    )
    assert all(one.sent_at == house.now for one in guests(house, event).values())
    house.clock.forward(minutes=1)
    assert send(house, event) == Sent(0, 0, ())
    assert letters(house, event) == found
    house.clock.to(max(due for *_, due in found))
    house.settle()
    house.deliver()
    assert [one.template for _, one in house.mailbox.taken].count("event.invited") == 2
    assert house.violations() == []


def test_her_wishes_are_asked_again_when_it_is_sent(house: House, evening: Evening) -> None:
    """Between the list and the press she objects, or asks for quiet: nothing is sent, and the report says by which rule
    (rules C2, C3). Who has answered to the house already is not written to either."""
    event = evening()
    ada, zoe, eve = bid(house, event, "Ada"), bid(house, event, "Zoe"), bid(house, event, "Eve")
    objects(house, ada.client)
    wishes(house, zoe.client, Level.ON_REQUEST)
    house.registering.accept(PLANNER, event.id, eve.id, press("accept"), Reply(1, GuestDetails()))
    found = send(house, event)
    assert (found.sent, found.waiting) == (0, 0)
    assert {(one.guest, one.rule) for one in found.refused} == {(ada.id, "C2"), (zoe.id, "C3")}
    assert [one for one in letters(house, event) if one[1] == "event.invited"] == []
    assert house.violations() == []


def test_a_tier_is_sent_at_its_hour_and_not_before(house: House, evening: Evening) -> None:
    """The planner's press leaves it waiting; the sweep sends it at its minute, once; another tier is not held up."""
    event = evening()
    house.clock.to(house.now // 1440 * 1440 + 10 * 60)
    release = house.now + 120
    first, second = bid(house, event, "Ada", tier=1), bid(house, event, "Zoe", tier=2)
    house.sending.keep_tiers(PLANNER, event.id, {2: release})
    assert send(house, event, 2) == Sent(0, 1, ())
    assert send(house, event) == Sent(1, 1, ())
    assert guests(house, event)[first.client].sent_at == house.now
    house.clock.to(release - 1)
    house.sending.sweep(house.clock())
    assert guests(house, event)[second.client].sent_at is None
    house.clock.to(release)
    house.sending.sweep(house.clock())
    sent = guests(house, event)[second.client]
    assert (sent.sent_at, sent.release_at) == (release, release)
    after = house.everything()
    house.sending.sweep(house.clock())
    assert house.everything() == after
    assert house.violations() == []


def test_tiers_are_kept_whole(house: House, evening: Evening) -> None:
    """Said again they are the same; an hour after the last minute for answers is none; a stranger's are not hers."""
    event = evening()
    house.sending.keep_tiers(PLANNER, event.id, {1: house.now + 10, 2: house.now + 20})
    _, kept = house.sending.keep_tiers(PLANNER, event.id, {1: house.now + 10, 2: house.now + 20})
    assert kept.version == 1
    with pytest.raises(InvalidInput):
        house.sending.keep_tiers(PLANNER, event.id, {1: event.cutoff})
    with pytest.raises(NotFound):
        house.sending.tiers(planner("milan"), event.id)
    assert house.sending.tiers(PLANNER, event.id)[1] == kept


def test_a_tier_of_an_evening_called_off_is_not_sent(house: House, evening: Evening) -> None:
    """Its hour passes in silence."""
    event = evening()
    bid(house, event, "Ada", tier=1)
    house.sending.keep_tiers(PLANNER, event.id, {1: house.now + 10})
    house.events.call_off(PLANNER, event.id, press("cancel"), event.version, "other")
    house.clock.forward(minutes=10)
    house.settle()
    assert [one for one in letters(house, event) if one[1] == "event.invited"] == []
    with pytest.raises(StateConflict):
        send(house, event)


def test_a_revoked_invitation_is_dead(house: House, evening: Evening) -> None:
    """Her link opens nothing; a seat she had is free; what was still to be sent is not (rule G1)."""
    event = evening(capacity=1)
    ada, zoe = bid(house, event, "Ada"), bid(house, event, "Zoe")
    send(house, event)
    house.registering.accept(invited(ada), event.id, ada.id, press("accept"), Reply(1, GuestDetails()))
    house.registering.revoke(PLANNER, event.id, ada.id, press("revoke"))
    with pytest.raises(NotFound):
        house.registering.read(invited(ada), event.id, ada.id)
    assert (
        house.registering.accept(invited(zoe), event.id, zoe.id, press("accept"), Reply(1, GuestDetails())).guest.state
        is GuestState.ACCEPTED
    )
    assert house.violations() == []


def test_please_do_not_invite_me(house: House, evening: Evening) -> None:
    """Her no and her objection, one transaction; the next list refuses her by rule C2, on every address, and only she
    herself lifts it. Said twice it is said once (rule H6)."""
    event = evening()
    ada = bid(house, event, "Ada")
    send(house, event)
    key = press("decline")
    answered = house.objecting.never_again(invited(ada), event.id, ada.id, key)
    assert answered.guest.state is GuestState.DECLINED
    assert house.objecting.never_again(invited(ada), event.id, ada.id, key).replayed
    other = published(house, BOUTIQUE, start=event.start + 1440, hosts=("advisor-2",))
    assert told(take_in(house, other, sheet("Ada"))) == [(2, "refused", "C2", "suppressed")]
    assert told(take_in(house, event, sheet("Ada"))) == [(2, "already", "", "")]
    again = house.clients.card(ada.client)
    assert {(one.purpose, one.state) for one in again.preferences.consents if one.purpose == "marketing"} == {
        ("marketing", "withdrawn")
    }
    assert again.channels == ("email",)
    assert house.violations() == []


def test_who_has_a_seat_and_wishes_no_more_invitations_keeps_it(house: House, evening: Evening) -> None:
    """Rule C2 holds in every state; her evening, and what she is still to be told of it, stays as it is."""
    event = evening()
    ada = bid(house, event, "Ada")
    send(house, event)
    house.registering.accept(invited(ada), event.id, ada.id, press("accept"), Reply(1, GuestDetails()))
    before = {kind for _, kind, _ in letters(house, event)}
    answered = house.objecting.never_again(invited(ada), event.id, ada.id, press("decline"))
    assert answered.guest.state is GuestState.ACCEPTED
    assert {kind for _, kind, _ in letters(house, event)} == before
    other = published(house, BOUTIQUE, start=event.start + 1440, hosts=("advisor-2",))
    assert told(take_in(house, other, sheet("Ada")))[0][2] == "C2"
    assert house.violations() == []


def test_an_objection_beside_a_press_is_never_gone_past(houses: Houses) -> None:
    """Whoever is first: nobody who has objected is written to afterwards, and each at most once (rule C2)."""
    for seed in range(4):
        with houses.fresh() as house:
            event, ada = _one(house)
            press_send = partial(send, house, event)
            ended = interleave([press_send, press_send, partial(objects, house, ada.client)], seed)
            assert not [one for one in ended if isinstance(one, Exception)], ended
            found = guests(house, event)[ada.client]
            sent = [one.sent for one in ended if isinstance(one, Sent)]
            written = [kind for _, kind, _ in letters(house, event)]
            assert len(written) == (found.sent_at is not None)
            assert sum(sent) >= len(written)
            assert house.violations() == []


@pytest.mark.proof
def test_killed_anywhere_a_press_is_gone_on_with(houses: Houses) -> None:
    """At every AWS request: pressed again, each has had one letter, with one audit row for each change (rule H5)."""
    there: dict[int, Event] = {}

    def prepare(house: House) -> None:
        there[id(house)], _ = _one(house)
        bid(house, there[id(house)], "Zoe")

    def operation(house: House) -> None:
        send(house, there[id(house)])

    def check(house: House, where: str) -> None:
        event = there[id(house)]
        assert all(one.sent_at is not None for one in guests(house, event).values()), where
        assert [kind for _, kind, _ in letters(house, event)] == ["event.invited"] * 2, where
        assert house.violations() == [], where

    assert crash_everywhere(houses.fresh, operation, operation, check, prepare=prepare) > 4


@pytest.mark.proof
def test_killed_anywhere_her_objection_holds_with_her_no(houses: Houses) -> None:
    """Neither without the other (rule C2): after any crash, said again, both stand."""
    there: dict[int, tuple[Event, Guest]] = {}
    key = press("decline")

    def prepare(house: House) -> None:
        there[id(house)] = _one(house)
        send(house, there[id(house)][0])

    def operation(house: House) -> None:
        event, ada = there[id(house)]
        house.objecting.never_again(invited(ada), event.id, ada.id, key)

    def check(house: House, where: str) -> None:
        event, ada = there[id(house)]
        declined = guests(house, event)[ada.client].state is GuestState.DECLINED
        assert declined, where
        words = house.clients.card(ada.client).preferences.consents
        assert {one.state for one in words if one.purpose == "marketing"} == {"withdrawn"}, where
        assert house.violations() == [], where

    assert crash_everywhere(houses.fresh, operation, operation, check, prepare=prepare) > 2


def _one(house: House) -> tuple[Event, Guest]:
    start = minute_after(house, 7)
    event = published(house, BOUTIQUE, start=start, hosts=("advisor-1",))
    return event, bid(house, event, "Ada")


def minute_after(house: House, days: int) -> int:
    """Seven in the evening, so many days from now."""
    return house.now // 1440 * 1440 + int(timedelta(days=days).total_seconds() // 60) + 19 * 60

"""When guests and hosts are told what: in waking hours unless it cannot wait, and nothing that no longer holds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.events import plan
from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.model import Event, EventKind, EventState
from chalicelib.events.sittings import Sitting
from chalicelib.foundation.clock import local_of, parse_rfc3339
from chalicelib.messaging.model import Notice
from chalicelib.messaging.model import State as NoticeState
from chalicelib.messaging.plan import Quiet

NOON = parse_rfc3339("2027-01-14T12:00:00+01:00")
NIGHT = parse_rfc3339("2027-01-14T02:00:00+01:00")
WEEK = 7 * 1440
ZONES = ("Europe/Paris", "America/New_York", "Asia/Tokyo", "Pacific/Auckland", "Asia/Kolkata")


def event(start: int = NOON + WEEK, **about: object) -> Event:
    """A published presentation of an hour."""
    plain = Event(
        id="e", version=3, kind=EventKind.PRESENTATION, state=EventState.PUBLISHED, boutique="paris",
        zone="Europe/Paris", title={"en": "An evening"}, description={}, hosts=("giulia", "marco"),
        sittings=(Sitting("s1", start, start + 60, "en", 4),), cutoff=start - 60, freeze=start - 60, created_at=0,
    )  # fmt: skip
    return replace(plain, **about)  # type: ignore[arg-type]


def guest(state: GuestState = GuestState.INVITED, **about: object) -> Guest:
    """One client at it."""
    plain = Guest("g", "e", "c", 5, state, "en", NOON - WEEK, sitting="s1", sent_at=NOON - WEEK)
    return replace(plain, **about)  # type: ignore[arg-type]


def setting(start: int = NOON + WEEK, zone: str = "Europe/Paris", *channels: str) -> plan.Setting:
    """Her clock and channels; quiet from nine to eight."""
    return plan.Setting(channels or ("email",), zone, Quiet(), start)


def is_quiet(minute: int, zone: str) -> bool:
    """Say whether nobody is written to then."""
    local = local_of(minute, zone)
    return Quiet().holds(local.hour * 60 + local.minute)


def dues(notices: tuple[Notice, ...]) -> dict[str, int]:
    """Each notice's minute by its key."""
    return {one.key: one.due for one in notices}


minutes = st.integers(0, 3 * WEEK)


@given(st.sampled_from(ZONES), minutes, st.integers(-120, 3 * WEEK), st.integers(0, WEEK), st.integers(16, 1440))
@example("Europe/Paris", 0, 60, 0, 720)
def test_nothing_is_said_in_her_quiet_hours_that_can_wait(
    zone: str, after: int, ahead: int, tier: int, kept: int
) -> None:
    """Rules C5 and C7, for any hour of hers, any start and any tier: what is due in quiet hours answers an act of hers,
    would come too late in the morning, or calls her in to something that begins in them; nothing is due after it."""
    now = NIGHT + after
    start = now + ahead
    held, hers = event(start), setting(start, zone)
    invited = guest(release_at=now + tier)
    seated, offered = guest(GuestState.ACCEPTED), guest(GuestState.OFFERED, offer_expires_at=now + kept)

    for told in plan.guest_invited(held, invited, hers, now):
        assert not is_quiet(told.due, zone)
        assert now <= told.due < held.cutoff
        assert told.due >= invited.release_at
    for told in plan.guest_let_go(held, guest(GuestState.OFFER_EXPIRED), hers, now):
        assert not is_quiet(told.due, zone)
        assert told.due < start
    news = [
        *plan.guest_moved(held, guest(GuestState.WAITLISTED), hers, now),
        *plan.guest_called_off(held, seated, seated, hers, now),
        *plan.guest_revoked(held, seated, guest(GuestState.REVOKED), hers, now),
    ]
    assert len(news) == 3
    for told in news:
        assert not is_quiet(told.due, zone) or (told.due == now and plan.Setting.morning(hers, now) >= start)
        assert told.due < start or told.due == now
    (told,) = plan.guest_offered(held, offered, hers, now)
    assert not is_quiet(told.due, zone) or (told.due == now and hers.morning(now) > now + kept // 2)
    assert told.due <= now + kept // 2
    answers, reminders = (
        plan.guest_accepted(held, seated, hers, now)[:1],
        plan.guest_accepted(held, seated, hers, now)[1:],
    )
    assert [one.due for one in answers] == [now]
    assert len({one.due for one in reminders}) == len(reminders) <= 2
    for told in reminders:
        assert now < told.due < start
        assert not is_quiet(told.due, zone) or (is_quiet(start, zone) and told.due == start - 60)


def test_she_is_reminded_a_day_and_an_hour_before() -> None:
    """Her sitting's hour counts; who accepts within the hour is not reminded of what she has just been told."""
    seated = guest(GuestState.ACCEPTED)
    start = NOON + WEEK
    assert dues(plan.guest_accepted(event(), seated, setting(), NOON)) == {
        "event.accepted": NOON, "reminder-1440": start - 1440, "reminder-60": start - 60,
    }  # fmt: skip
    assert dues(plan.guest_accepted(event(), seated, setting(), start - 200)) == {
        "event.accepted": start - 200, "reminder-60": start - 60,
    }  # fmt: skip
    assert list(dues(plan.guest_accepted(event(), seated, setting(), start - 30))) == ["event.accepted"]


def test_an_hour_before_breakfast_is_the_evening_before() -> None:
    """Rule C7: at half past eight it begins, and nobody is woken before; at ten in the evening she is up."""
    early, late = NIGHT + WEEK + 390, NIGHT + WEEK + 1200
    told = dues(plan.guest_accepted(event(early), guest(GuestState.ACCEPTED), setting(early), NIGHT))
    assert told["reminder-60"] == NIGHT + WEEK - 360
    told = dues(plan.guest_accepted(event(late), guest(GuestState.ACCEPTED), setting(late), NIGHT))
    assert told["reminder-60"] == late - 60


@pytest.mark.parametrize("state", [GuestState.DECLINED, GuestState.CANCELLED, GuestState.REVOKED])
def test_who_is_not_coming_hears_no_more(state: GuestState) -> None:
    """Neither that it is moved nor that it is called off; and no plan after a no reminds her (rule C2)."""
    out = guest(state)
    assert plan.guest_moved(event(), out, setting(), NOON) == ()
    assert plan.guest_called_off(event(), out, out, setting(), NOON) == ()
    for told in (
        plan.guest_declined(event(), out, setting(), NOON),
        plan.guest_cancelled(event(), out, setting(), NOON),
    ):
        assert not [one for one in told if one.kind == "event.reminder"]


def test_a_move_leaves_no_reminder_of_the_old_hour() -> None:
    """Every plan is whole: what is not in it is not sent."""
    later = event(NOON + 2 * WEEK)
    told = plan.guest_moved(later, guest(GuestState.ACCEPTED), setting(later.start), NOON)
    assert dues(told) == {
        "event.moved": NOON, "reminder-1440": later.start - 1440, "reminder-60": later.start - 60,
    }  # fmt: skip
    assert {one.version for one in told} == {5}


def test_an_invitation_that_has_not_gone_says_the_new_time_itself() -> None:
    """Nobody is told that something moved of which she has not heard; called off before, she hears nothing at all."""
    waiting = plan.guest_invited(event(), guest(release_at=NOON + 2000), setting(), NOON)
    later, unsent = event(NOON + 2 * WEEK), guest(release_at=NOON + 2000, version=6)
    told = plan.guest_moved(later, unsent, setting(later.start), NOON, waiting)
    assert [(one.kind, one.due, one.version) for one in told] == [("event.invited", waiting[0].due, 6)]
    assert plan.guest_called_off(later, unsent, unsent, setting(), NOON, waiting) == ()
    gone = tuple(replace(one, state=NoticeState.SENT) for one in waiting)
    assert [one.kind for one in plan.guest_moved(later, unsent, setting(later.start), NOON, gone)] == ["event.moved"]
    assert [one.kind for one in plan.guest_called_off(later, unsent, unsent, setting(), NOON, gone)] == [
        "event.called_off"
    ]
    listed = guest(sent_at=None)
    assert plan.guest_moved(later, listed, setting(later.start), NOON) == ()
    assert plan.guest_called_off(later, listed, listed, setting(), NOON) == ()


def test_no_invitation_goes_out_that_cannot_be_answered() -> None:
    """Not after the cutoff, nor after her own last hour; in the night it waits for her morning, not ours."""
    hers = setting(NOON + WEEK, "America/New_York")
    (told,) = plan.guest_invited(event(), guest(), hers, NOON)
    assert local_of(told.due, "America/New_York").strftime("%H:%M") == "08:00"
    assert plan.guest_invited(event(), guest(expires_at=told.due), hers, NOON) == ()
    assert plan.guest_invited(event(), guest(release_at=NOON + WEEK), hers, NOON) == ()


def test_an_offer_in_the_night_waits_while_half_of_it_is_left() -> None:
    """Rules W4 and C5: twelve hours from two in the morning wait for eight, eleven do not."""
    for kept, due in ((720, NIGHT + 360), (660, NIGHT), (120, NIGHT)):
        offered = guest(GuestState.OFFERED, offer_expires_at=NIGHT + kept)
        assert [one.due for one in plan.guest_offered(event(), offered, setting(), NIGHT)] == [due]


def test_hosts_are_told_each_what_concerns_her() -> None:
    """A new host, a former one, all of them; of a draft nobody, and of a closing nobody (rule G9)."""
    before, after = event(), event(version=4, hosts=("giulia", "hana"))
    assert [(one.kind, plan.host_of(one)) for one in plan.after_change(before, after, NOON)] == [
        ("host.event_published", "hana"),
        ("host.event_called_off", "marco"),
    ]
    assert [plan.host_of(one) for one in plan.after_moving(before, after, NOON)] == ["giulia", "hana"]
    draft = event(state=EventState.DRAFT)
    assert plan.after_change(draft, replace(draft, hosts=("hana",)), NOON) == ()
    assert plan.after_calling_off(draft, replace(draft, state=EventState.CANCELLED), NOON) == ()
    assert plan.nothing(before, after, NOON) == ()


def test_a_host_s_letter_outlives_the_next_change() -> None:
    """What has not gone yet is said of the present version, unless she is told something newer."""
    first = plan.after_publishing(event(), event(), NOON)
    closed = event(version=4, state=EventState.CLOSED)
    assert plan.still_to_hosts(first, (), closed) == tuple(replace(one, version=4) for one in first)
    moved = event(version=4)
    told = plan.still_to_hosts(first, plan.after_moving(event(), moved, NOON)[:1], moved)
    assert [one.key for one in told] == ["host.event_moved~giulia", "host.event_published~marco"]
    sent = [replace(one, state=NoticeState.SENT) for one in first]
    assert plan.still_to_hosts(sent, (), closed) == ()


def test_who_brings_others_is_asked_for_their_names_once_before_the_freeze() -> None:
    """Rule G2: two days before it, in her waking hours; not who comes alone, nor once it is too late to ask."""
    held, seated = event(), guest(GuestState.ACCEPTED, party=3)
    due = held.freeze - plan.NAMES_BEFORE
    for told in (
        plan.guest_accepted(held, seated, setting(), NOON),
        plan.guest_changed(held, seated, setting(), NOON),
        plan.guest_moved(held, seated, setting(), NOON),
    ):
        (asked,) = [one for one in told if one.kind == "event.names_asked"]
        assert asked.due == setting().morning(due)
        assert (asked.channel, asked.version) == ("email", seated.version)
    for alone, now in ((guest(GuestState.ACCEPTED), NOON), (seated, held.freeze - 60), (seated, asked.due)):
        told = plan.guest_accepted(held, alone, setting(), now)
        assert "event.names_asked" not in [one.kind for one in told]


class TestDinners:
    """Said beside what is still to be said."""

    def test_a_question_leaves_the_reminders_in_place(self) -> None:
        """Rules D1, D2 and D6: asked in her morning, again by the same key, and not once the kitchen has begun."""
        seated = guest(GuestState.ACCEPTED, version=6)
        standing = plan.guest_accepted(event(), guest(GuestState.ACCEPTED), setting(), NOON)[1:]
        told = plan.guest_asked(standing, seated, setting(), NIGHT, NIGHT + 2000)
        assert dues(told) == {**dues(standing), "event.diets_asked": NIGHT + 360}
        assert {one.version for one in told} == {6}
        assert dues(plan.guest_asked(told, seated, setting(), NOON, NIGHT + 2000))["event.diets_asked"] == NOON
        late = plan.guest_asked(standing, seated, setting(), NIGHT, NIGHT + 300)
        assert dues(late) == dues(standing)

    def test_a_window_that_changes_before_the_letter_has_gone_is_told_once(self) -> None:
        """Rule D5: the first letter says the present hours; after it the second says what was; none about the past."""
        seated, opens = guest(GuestState.ACCEPTED), NOON + 3000
        first = plan.guest_awaits((), seated, setting(), NOON, opens, again=False)
        assert [one.kind for one in first] == ["event.window"]
        changed = plan.guest_awaits(first, seated, setting(), NOON, opens + 60, again=True)
        assert [one.kind for one in changed] == ["event.window"]
        gone = [replace(one, state=NoticeState.SENT) for one in first]
        told = plan.guest_awaits(gone, seated, setting(), NOON, opens + 60, again=True)
        assert [one.kind for one in told] == ["event.window_moved"]
        assert plan.guest_awaits(first, seated, setting(), opens, opens, again=True) == ()

    def test_what_cannot_wait_goes_by_the_channel_she_prefers(self) -> None:
        """Rule D8: at once, also in the evening; a letter with a link stays a letter."""
        hers = setting(NIGHT + 60, "Europe/Paris", "whatsapp", "email")
        (late,) = plan.guest_delayed((), guest(GuestState.ACCEPTED), hers, NIGHT)
        assert (late.channel, late.due, late.on_unknown) == ("whatsapp", NIGHT, "leave")
        assert {one.channel for one in plan.guest_accepted(event(), guest(), hers, NIGHT)} == {"email"}

    def test_whoever_knows_her_window_is_told_of_a_moved_film_with_it(self) -> None:
        """Rule D5: one letter for both; a later window changes what that letter says, and is no letter of its own."""
        seated = guest(GuestState.ACCEPTED)
        told = plan.guest_moved(event(), seated, setting(), NOON, carried=True)
        kinds = [one.kind for one in told if one.kind != "event.reminder"]
        assert kinds == ["event.film_moved"]
        again = plan.guest_awaits(told, seated, setting(), NOON, NOON + 3000, again=True)
        assert dues(again) == dues(told)
        gone = [replace(one, state=NoticeState.SENT) for one in told if one.kind == "event.film_moved"]
        later = plan.guest_awaits(gone, seated, setting(), NOON, NOON + 3000, again=True)
        assert [one.kind for one in later] == ["event.window_moved"]
        for state in (GuestState.INVITED, GuestState.WAITLISTED):
            waiting = plan.guest_moved(event(), guest(state, sent_at=1), setting(), NOON, carried=True)
            assert [one.kind for one in waiting] == ["event.moved"]

    def test_a_host_is_told_twice_at_once_of_one_door(self) -> None:
        """Rule D8: a letter that says whom to call, and a short message that says that there is one; per household."""
        seated = guest(GuestState.ACCEPTED)
        one = plan.host_of_late((), seated, "first", NIGHT)
        assert [(each.channel, each.due, each.to) for each in one] == [("email", NIGHT, "host"), ("sms", NIGHT, "host")]
        both = plan.host_of_late(one, seated, "second", NIGHT)
        assert [plan.household_of(each) for each in both] == ["first", "first", "second", "second"]
        assert len(plan.host_of_late(both, seated, "first", NIGHT)) == 4

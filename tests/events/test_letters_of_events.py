"""What guests and hosts of an evening read, from the event and the guest as they are when it is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.bookings.hosted import Occasion
from chalicelib.clients.consent import Channel, Level, Purpose, Wanted, Word
from chalicelib.clients.model import Client
from chalicelib.events import plan
from chalicelib.events.calendar_file import calendar_file
from chalicelib.events.composer import GuestComposer
from chalicelib.events.guests.details import Companion, GuestDetails
from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.model import Event, EventKind
from chalicelib.events.occasions import HostedEvents
from chalicelib.events.reach import Evenings, her_zone, ids_of
from chalicelib.events.registering.answering import Reply
from chalicelib.feeds.model import Discretion, hosting
from chalicelib.foundation.errors import NotFound
from chalicelib.identity.model import Role
from chalicelib.messaging.letters import Letters
from chalicelib.messaging.model import Message, Notice
from infra.letters import build
from tests.events.conftest import Evening, guests
from tests.world.evenings import bidden, invited, planner, press
from tests.world.house import House
from tests.world.people import BOUTIQUE, MARGAUX, client


@pytest.fixture(scope="module")
def letters() -> Letters:
    """The house's words."""
    build()
    return Letters()


def now(house: House, guest: Guest) -> Guest:
    """Her row as it stands."""
    found = house.guest_store.get(guest.event, guest.id)
    assert found is not None
    return found


def sent(house: House, guest: Guest, **about: Any) -> Guest:
    """Give her invitation to the post."""
    found = house.guest_ground.found(guest.event, guest.id)
    assert found is not None
    after = found.guest.after(sent_at=house.now, **about)
    told = plan.guest_invited(
        found.event, after, house.guest_ground.setting(found.event, after, house.clients.card(after.client)), house.now
    )
    house.guest_ground.write("guest.send", "test", found.event, found.guest, after, [], told, house.clock())
    return after


def accepts(house: House, guest: Guest, party: int = 1, *names: str) -> Guest:
    """She says yes."""
    reply = Reply(party, GuestDetails(tuple(Companion(name, "Essai") for name in names)))
    return house.registering.accept(invited(guest), guest.event, guest.id, press("accept"), reply).guest


def told(house: House, *kinds: str) -> list[Message]:
    """Every letter of these kinds that was sent, in order."""
    house.tick()
    return [message for _, message in house.mailbox.taken if message.template in kinds]


def line(message: Message, name: str) -> str:
    """A line of a letter's calendar file."""
    (found,) = re.findall(rf"^{name}[:;](.*?)\r$", (message.calendar or "").replace("\r\n ", ""), re.MULTILINE)
    return str(found)


def test_an_invitation_opens_her_page_and_nothing_else(house: House, evening: Evening, letters: Letters) -> None:
    """The link is minted at sending, is hers alone, and stands nowhere in the table or the queue."""
    wishes(house, Level.OPEN, given())
    event = evening(description={"en": "An hour of drawings."}, title={"en": "An evening"})
    guest = sent(house, bidden(house, event, MARGAUX, plus_ones=1, advisor="advisor-1"))
    (found,) = told(house, "event.invited")
    link = found.values["link"]
    token = link.partition("/event#")[2]
    reader = house.tokens.verify(token)
    assert (reader.role, reader.subject, reader.event) == (Role.INVITED, guest.id, event.id)
    assert token not in house.everything()
    assert found.values["yes_url"].startswith(link)
    assert found.values["never_again_url"] == f"{link}&no=1"
    text = letters.write(found).text
    for said in ("An evening", "An hour of drawings.", "For you and 1 guest", "Essai", link):
        assert said in text
    assert found.calendar is None


def test_all_that_follows_a_yes(house: House, evening: Evening, letters: Letters) -> None:
    """The date with a calendar file, then the evening at another hour in the same file's next sequence, then none."""
    event = evening()
    guest = accepts(house, sent(house, bidden(house, event, MARGAUX, plus_ones=1)), 2, "Ada")
    (accepted,) = told(house, "event.accepted")
    assert "For you, with Ada Essai" in letters.write(accepted).text
    assert (line(accepted, "METHOD"), line(accepted, "UID")) == ("REQUEST", f"{guest.id}@showroom")
    house.events.move(planner(BOUTIQUE), event.id, press("move"), event.version, event.start + 1440)
    (moved,) = told(house, "event.moved")
    assert moved.values["old_start"] == event.start
    assert moved.values["start"] == event.start + 1440
    assert line(moved, "UID") == line(accepted, "UID")
    assert int(line(moved, "SEQUENCE")) > int(line(accepted, "SEQUENCE"))
    house.registering.cancel(invited(guest), event.id, guest.id, press("cancel"))
    (cancelled,) = told(house, "event.cancelled")
    assert line(cancelled, "METHOD") == "CANCEL"
    assert "/event#" not in (cancelled.calendar or "").replace("\r\n ", "")
    assert int(line(cancelled, "SEQUENCE")) > int(line(moved, "SEQUENCE"))
    house.clock.forward(minutes=9 * 1440)
    assert told(house, "event.reminder") == []
    assert house.violations() == []


def test_reminders_come_a_day_and_an_hour_before_the_present_hour(house: House, evening: Evening) -> None:
    """Of an evening that has moved nobody is reminded at its old hour, not even before she was told."""
    event = evening()
    accepts(house, sent(house, bidden(house, event, MARGAUX)))
    moved = house.events.move(planner(BOUTIQUE), event.id, press("move"), event.version, event.start + 2880).event
    house.clock.to(event.start - 1440)
    assert told(house, "event.reminder") == []
    house.clock.to(moved.start - 1440)
    assert [one.values["start"] for one in told(house, "event.reminder")] == [moved.start]
    house.clock.to(moved.start - 60)
    assert len(told(house, "event.reminder")) == 2
    house.clock.to(moved.start - 30)
    assert len(told(house, "event.reminder")) == 2


def test_the_waiting_list_s_letters(house: House, evening: Evening, letters: Letters) -> None:
    """Waits, is offered until an hour of hers, lets it go by, and is told each (rules W4, W5)."""
    event = evening(capacity=1)
    first, second = guests(house, event, 2)
    first, second = accepts(house, first), accepts(house, second)
    (waits,) = told(house, "event.waitlisted")
    assert "We cannot promise you a place." in letters.write(waits).text
    house.registering.cancel(invited(first), event.id, first.id, press("cancel"))
    (offered,) = told(house, "event.offered")
    until = now(house, second).offer_expires_at
    assert offered.values["offer_until"] == until
    assert offered.calendar is None
    house.clock.to(until or 0)
    house.tick()
    house.clock.forward(minutes=720)
    (lapsed,) = told(house, "event.offer_lapsed")
    assert lapsed.to.email == offered.to.email
    assert len(told(house, "event.offered")) == 1


def test_called_off_is_told_once_to_who_had_heard_of_it(house: House, evening: Evening) -> None:
    """Her file is withdrawn; who was not invited yet, or has said no, hears nothing."""
    event = evening(capacity=4)
    comes, declined, unsent = guests(house, event, 3)
    accepts(house, comes)
    house.registering.decline(invited(declined), event.id, declined.id, press("decline"))
    sent(house, unsent, release_at=house.now + 2000)
    house.events.call_off(planner(BOUTIQUE), event.id, press("off"), event.version, "weather")
    (off,) = told(house, "event.called_off")
    assert off.calendar_method == "CANCEL"
    house.clock.forward(minutes=3000)
    assert len(told(house, "event.called_off")) == 1
    assert told(house, "event.invited", "event.reminder") == []


def test_a_revoked_guest_reads_that_it_was_the_house(house: House, evening: Evening, letters: Letters) -> None:
    """And is given somebody to ask."""
    event = evening()
    guest = accepts(house, sent(house, bidden(house, event, MARGAUX)))
    house.registering.revoke(planner(BOUTIQUE), event.id, guest.id, press("revoke"))
    (found,) = told(house, "event.cancelled")
    assert "We are sorry: we cannot have you with us" in letters.write(found).text
    assert found.values["link"] not in letters.write(found).text


def test_who_wishes_for_no_invitations_gets_none(house: House, evening: Evening) -> None:
    """Rule C2, C3: what she says between planning and sending counts."""
    event = evening()
    guest = sent(house, bidden(house, event, MARGAUX), release_at=house.now + 1440)
    wishes(house, Level.OPEN, given())
    wishes(house, Level.ON_REQUEST)
    house.clock.forward(minutes=3000)
    assert told(house, "event.invited") == []
    row = house.notices.read(guest.subject)
    assert row is not None
    assert [one.state for one in row.notices] == ["dropped"]


def wishes(house: House, level: Level, *words: Word) -> None:
    """What Margaux says on her own page."""
    herself = client(MARGAUX)
    house.own_page.change(herself, house.own_page.read(herself).version, "en", Wanted(level, None, words))


def given(channel: Channel = Channel.EMAIL) -> Word:
    """Her word that she may be invited by a channel."""
    return Word(channel, Purpose.MARKETING, True, "marketing-1.en")


def test_another_channel_needs_a_word_of_its_own(house: House, evening: Evening) -> None:
    """Rule C1: an invitation that came back by e-mail goes by SMS only where she gave a consent for that."""
    event = evening()
    guest = sent(house, bidden(house, event, MARGAUX))
    led = plan.at_once("event.invited+sms", "event.invited", "client", guest.version, house.now, "sms")
    led = replace(led, fell=("email",))
    assert house.guest_composer.compose(guest.subject, led, house.clock()) is None
    wishes(house, Level.OPEN, given(Channel.SMS))
    assert house.guest_composer.compose(guest.subject, led, house.clock()) is not None


def test_hosts_have_it_in_their_calendars(house: House, evening: Evening, letters: Letters) -> None:
    """Published, moved, handed on, called off: each with a file of the same name and a later sequence."""
    event = evening(hosts=("advisor-1", "advisor-2"))
    one, other = told(house, "host.event_published")
    assert one.to.email != other.to.email
    assert one.calendar_method == "REQUEST"
    handed = house.events.change(
        planner(BOUTIQUE), event.id, press("c"), event.version, {"hosts": ("advisor-1",)}
    ).event
    (gone,) = told(house, "host.event_called_off")
    assert "passed to a colleague" in letters.write(gone).text
    moved = house.events.move(planner(BOUTIQUE), event.id, press("move"), handed.version, event.start + 60).event
    (again,) = told(house, "host.event_moved")
    before = next(each for each in (one, other) if each.to.email == again.to.email)
    assert line(again, "UID") == line(before, "UID")
    assert int(line(again, "SEQUENCE")) > int(line(before, "SEQUENCE"))
    house.events.call_off(planner(BOUTIQUE), event.id, press("off"), moved.version, "weather")
    off = told(house, "host.event_called_off")[1:]
    assert [message.calendar_method for message in off] == ["CANCEL"]
    assert "will not take place" in letters.write(off[0]).text


def test_an_invitation_to_several_sittings_leaves_her_the_choice(
    house: House, evening: Evening, letters: Letters
) -> None:
    """All of them, each with its language, until she has chosen; then hers alone."""
    one = evening()
    later = replace(one.sittings[0], id="s2", start=one.start + 120, end=one.start + 180, language="it")
    event = replace(one, sittings=(*one.sittings, later))
    wishes(house, Level.OPEN, given())
    guest = bidden(house, event, MARGAUX)

    def card(kind: str, about: Guest) -> str:
        composer = GuestComposer(house.letters, Fixed(event, about, house), house.client_store)
        notice = plan.at_once(kind, kind, "client", about.version, house.now)
        message = composer.compose(about.subject, notice, house.clock())
        assert message is not None
        return letters.write(message).text

    assert "    20:00, Paris time · In English\n    22:00, Paris time · In Italian\n" in card("event.invited", guest)
    chosen = replace(guest, sitting="s2", state=GuestState.ACCEPTED)
    assert "    22:00, Paris time\n    By video\n    In Italian\n" in card("event.accepted", chosen)
    assert "In English" not in card("event.accepted", chosen)


def test_letters_page_and_subscription_name_an_evening_alike(house: House, evening: Evening) -> None:
    """Whatever comes later in a calendar replaces what came before, wherever it came from: same UID, same SEQUENCE."""
    event = evening()
    (published,) = told(house, "host.event_published")
    shown = hosting(occasion_of(house, event), Discretion.NAMES, "en", "en")
    assert (line(published, "UID"), int(line(published, "SEQUENCE"))) == (shown.uid, shown.sequence)
    guest = accepts(house, bidden(house, event, MARGAUX))
    (accepted,) = told(house, "event.accepted")
    page = calendar_file(event, guest, house.event_viewer.invitation(event, guest, house.now), house.now)
    for name in ("UID", "SEQUENCE", "DTEND", "SUMMARY", "STATUS", "DESCRIPTION"):
        assert line(accepted, name) == line(replace(accepted, calendar=page), name)


def occasion_of(house: House, event: Event) -> Occasion:
    """What an advisor's day knows of an evening."""
    hosted = HostedEvents(house.event_store)
    found = house.table.get_many(hosted.keys([event.ref("s1")]))
    occasion = hosted.found(event.ref("s1"), found)
    assert occasion is not None
    return occasion


def test_a_letter_to_a_host_outlives_a_closing(house: House, evening: Evening) -> None:
    """The event changes right after it is published, before the letter has gone: it goes all the same, once."""
    event = evening()
    house.mailbox.taken.clear()
    house.events.close(planner(BOUTIQUE), event.id, press("close"), event.version)
    assert len(told(house, "host.event_published")) == 1


def test_every_letter_of_a_guest_can_be_written_in_her_language(
    house: House, evening: Evening, letters: Letters
) -> None:
    """What the composer hands over is all that the words need, by letter, short message and WhatsApp template."""
    event = evening(title={"en": "An evening", "it": "Una serata"}, capacity=1)
    guest = bidden(house, event, MARGAUX, plus_ones=1)
    found = house.guest_ground.found(event.id, guest.id)
    assert found is not None
    states = {
        "event.invited": GuestState.INVITED,
        "event.accepted": GuestState.ACCEPTED,
        "event.changed": GuestState.ACCEPTED,
        "event.waitlisted": GuestState.WAITLISTED,
        "event.offered": GuestState.OFFERED,
        "event.offer_lapsed": GuestState.OFFER_EXPIRED,
        "event.declined": GuestState.DECLINED,
        "event.cancelled": GuestState.CANCELLED,
        "event.moved": GuestState.VIEWED,
        "event.reminder": GuestState.ACCEPTED,
        "host.bounced": GuestState.ACCEPTED,
    }
    wishes(house, Level.OPEN, given())
    for kind, state in states.items():
        as_is = replace(found.guest, state=state, offer_expires_at=house.now + 60, language="it")
        composer = GuestComposer(house.letters, Fixed(event, as_is, house), house.client_store)
        to = "host" if kind.startswith("host.") else "client"
        notice = plan.at_once(kind, kind, to, guest.version, house.now)  # type: ignore[arg-type]
        message = composer.compose(guest.subject, notice, house.clock())
        assert message is not None, kind
        letter = letters.write(message)
        if to == "client":
            assert "Una serata" in letter.subject
            assert letters.sms(message)
            assert letters.whatsapp(message).language == "it"
        assert composer.compose(guest.subject, replace(notice, version=99), house.clock()) is None
        if to == "client":
            over = Fixed(event, replace(as_is, state=GuestState.NO_SHOW), house)
            stale = GuestComposer(house.letters, over, house.client_store)
            assert stale.compose(guest.subject, notice, house.clock()) is None, kind


class Fixed(Evenings):
    """An evening and its guest as a test wants them."""

    def __init__(self, event: Event, guest: Guest, house: House) -> None:
        super().__init__(house.event_store, house.guest_store)
        self._found = event, guest

    def of(self, subject: str) -> tuple[Event, Guest] | None:
        """The same, whatever the subject."""
        return self._found if subject else None


class Dinner:
    """A dinner whose facts are known."""

    def __init__(self, facts: Mapping[str, Any] | None) -> None:
        self._facts = facts

    def facts(self, event: Event, guest: Guest, notice: Notice, language: str, now: int) -> Mapping[str, Any] | None:
        """The facts, of whichever letter."""
        assert (event.kind, guest.event, language) == (EventKind.DINNER, event.id, "en")
        assert notice.kind.startswith("event.")
        assert now > 0
        return self._facts


def test_letters_of_a_dinner_ask_the_dinner(house: House, evening: Evening, letters: Letters) -> None:
    """What is not known is not said; a film that waits is told at its new hour."""
    event = replace(evening(), kind=EventKind.DINNER)
    guest = replace(bidden(house, event, MARGAUX), state=GuestState.ACCEPTED)
    here = Fixed(event, guest, house)
    window = {"start": event.start - 90, "end": event.start - 60, "zone": "Europe/Paris", "city": "Paris"}
    facts = {
        "window": window, "unanswered": [], "diets_until": event.start - 2880, "kept_days": 30, "expected_at": None,
        "replay_minutes": 2880, "start": event.start + 15, "old_start": event.start, "waits": True, "delivered": False,
        "delivery": "planned", "attempts": [], "begun": False,
    }  # fmt: skip
    for kind in ("event.diets_asked", "event.window", "event.window_moved", "event.delivered_late", "event.film_moved"):
        notice = plan.at_once(kind, kind, "client", guest.version, house.now)
        knows = GuestComposer(house.letters, here, house.client_store, Dinner(facts))
        message = knows.compose(guest.subject, notice, house.clock())
        assert message is not None
        assert letters.write(message).text
        for table in (Dinner(None), None):
            silent = GuestComposer(house.letters, here, house.client_store, table)
            assert silent.compose(guest.subject, notice, house.clock()) is None
    assert message.values["start"] == event.start + 15


def test_her_clock_is_her_own_boutique_s() -> None:
    """Rule C7: a client of New York is not written to on the clock of Paris; one of nowhere is on the event's."""
    known = {"new-york": "America/New_York"}

    def card(boutique: str) -> SimpleNamespace:
        if boutique not in known:
            raise NotFound("none")
        return SimpleNamespace(zone=known[boutique])

    catalogue: Any = SimpleNamespace(maison=lambda: SimpleNamespace(card=card))
    event: Any = SimpleNamespace(zone="Europe/Paris")
    for boutique, zone in (("new-york", "America/New_York"), ("gone", "Europe/Paris"), (None, "Europe/Paris")):
        assert her_zone(catalogue, Client("c", "known", "en", (), boutique=boutique), event) == zone


def test_how_a_guest_is_reached(house: House, evening: Evening) -> None:
    """By the channels of her card just now; nobody, once she or her evening is gone."""
    event = evening()
    guest = bidden(house, event, MARGAUX)
    reached = house.reaches["guest"].reach(guest.subject)
    assert reached is not None
    assert (reached.client, reached.zone) == (MARGAUX, "Europe/Paris")
    assert "email" in reached.channels
    assert house.reaches["guest"].reach(f"guest#{event.id}.nobody") is None
    assert ids_of(guest.subject) == (event.id, guest.id)

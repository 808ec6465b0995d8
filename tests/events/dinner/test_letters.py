"""What a dinner's letters say, at every door, from the table as it is when they are sent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.events import plan
from chalicelib.events.dinner.deliveries import Failed
from chalicelib.events.dinner.windows import Terms
from chalicelib.events.guests.details import Companion, GuestDetails
from chalicelib.events.guests.model import Guest
from chalicelib.events.model import Event
from chalicelib.events.registering.answering import Reply
from chalicelib.foundation.errors import NotFound
from chalicelib.identity.model import Principal, Role
from chalicelib.messaging.letters import Letters
from chalicelib.messaging.model import Message, Notice
from infra.letters import build
from tests.world.dinners import (
    CITIES,
    KITCHENS,
    MENUS,
    answers,
    comes,
    companion,
    courier,
    dinner,
    own_door,
    release,
    whole,
)
from tests.world.evenings import bidden, invited, planner, press
from tests.world.house import House
from tests.world.people import BOUTIQUE, MARGAUX

ADA = "ada@example.org"


@pytest.fixture(scope="module")
def letters() -> Letters:
    """The house's words."""
    build()
    return Letters()


@pytest.fixture
def event(house: House) -> Event:
    """A dinner in a week's time at eight in the evening."""
    start = house.now // 1440 * 1440 + 7 * 1440 + 19 * 60
    return dinner(house, BOUTIQUE, start=start, hosts=("advisor-1",))


def told(house: House, *kinds: str) -> list[Message]:
    """Every letter of these kinds that was sent by now, after the sweeps had time for it."""
    for _ in range(2):
        house.dining.sweep(house.clock())
        house.tick()
        house.clock.forward(minutes=3)
        house.tick()
    return [message for _, message in house.mailbox.taken if message.template in kinds]


def two_doors(house: House, event: Event) -> tuple[Guest, Principal]:
    """Margaux comes with Ada, who dines at a door of her own in London."""
    guest = bidden(house, event, MARGAUX, plus_ones=1, advisor="advisor-1")
    comes(house, guest, "Ada")
    return guest, own_door(house, guest, ADA)


def about(house: House, who: Principal, guest: Guest, kind: str) -> Message | None:
    """What a companion would be sent just now."""
    notice = plan.at_once(kind, kind, "client", who.link_version or 0, house.now)
    return house.door_composer.compose(f"door#{guest.event}.{guest.id}.{who.subject}", notice, house.clock())


def hers(house: House, guest: Guest, kind: str, key: str = "") -> Message | None:
    """What the client, or her advisor, would be sent just now."""
    row = house.guest_store.get(guest.event, guest.id)
    assert row is not None
    notice = plan.at_once(key or kind, kind, "host" if kind.startswith("host.") else "client", row.version, house.now)
    return house.guest_composer.compose(guest.subject, notice, house.clock())


def test_a_companion_is_asked_at_her_own_door(house: House, event: Event, letters: Letters) -> None:
    """By a link that opens hers alone and stands nowhere, from whoever invites her, and by when (rules D1, D4)."""
    guest, ada = two_doors(house, event)
    (message,) = told(house, "door.invited")
    assert (message.to.email, message.to.name) == (ADA, "Ada Essai")
    text = letters.write(message).text
    token = message.values["link"].partition("/door#")[2]
    reader = house.tokens.verify(token)
    assert (reader.role, reader.subject, reader.event, reader.guest) == (
        Role.COMPANION, ada.subject, event.id, guest.id,
    )  # fmt: skip
    assert token not in house.everything()
    assert message.values["inviter"]["display"] in text
    assert message.values["diets_until"] == event.cutoff
    assert "sees neither your address" in text
    again = own_door(house, guest, ADA)
    assert about(house, ada, guest, "door.invited") is None, "the first link is dead"
    assert about(house, again, guest, "door.invited") is not None


def test_each_door_is_told_its_own_window_on_its_own_clock(house: House, event: Event, letters: Letters) -> None:
    """Rule D5: neither letter knows the other's address or hour; nothing of what they eat is in either (rule D4)."""
    guest, ada = two_doors(house, event)
    answers(house, invited(guest), "milan", ["peanuts"])
    answers(house, ada, "london", ["milk"])
    release(house, event)
    house.clock.to(house.now // 1440 * 1440 + 1440 + 12 * 60)
    client, companion = (*told(house, "event.window"), *told(house, "door.window"))
    assert (client.values["window"]["zone"], companion.values["window"]["zone"]) == ("Europe/Rome", "Europe/London")
    assert companion.values["zone"] == "Europe/London"
    first, second = letters.write(client).text, letters.write(companion).text
    assert "Milan time" in first
    assert "London time" in second
    assert "London" not in first
    assert "Milan" not in second.partition("Open your page")[0]
    for letter in (first, second):
        assert not [code for code in ("peanut", "milk") if code in letter.lower()]
    assert about(house, ada, guest, "door.window") is not None
    line = whole(house, event).lines[ada.subject]
    house.clock.to(line.end)
    assert about(house, ada, guest, "door.window") is None, "nothing is said of a window that is over"


def test_a_moved_film_is_told_once_at_each_door_with_its_new_window(
    house: House, event: Event, letters: Letters
) -> None:
    """Rule D5: when the film begins and when the dinner comes, in one letter, with the date for her calendar."""
    guest, ada = two_doors(house, event)
    answers(house, invited(guest))
    answers(house, ada, "london")
    release(house, event)
    house.clock.to(house.now // 1440 * 1440 + 1440 + 12 * 60)
    assert len(told(house, "event.window", "door.window")) == 2
    standing = house.events.get(planner(BOUTIQUE), event.id)
    house.events.move(planner(BOUTIQUE), event.id, press("move"), standing.version, event.start + 60)
    found = told(house, "event.moved", "event.film_moved", "event.window_moved", "door.film_moved", "door.window_moved")
    assert sorted(one.template for one in found) == ["door.film_moved", "event.film_moved"]
    lines = whole(house, event).lines
    for message in found:
        home = ada.subject if message.template.startswith("door") else next(n for n in lines if n != ada.subject)
        assert message.values["window"]["start"] == lines[home].start
        assert (message.values["start"], message.values["old_start"]) == (event.start + 60, event.start)
        assert "Your dinner comes on" in letters.write(message).text
        assert (message.calendar is not None) == message.template.startswith("event.")
    assert house.violations() == []


def test_other_hours_are_told_beside_those_that_she_was_told(house: House, event: Event, letters: Letters) -> None:
    """Rule D5: at each door what was told, and not what was only planned; back to it, there is nothing to say."""
    guest, ada = two_doors(house, event)
    answers(house, invited(guest))
    answers(house, ada, "london")
    release(house, event)
    house.clock.to(house.now // 1440 * 1440 + 1440 + 12 * 60)
    assert len(told(house, "event.window", "door.window")) == 2
    first = whole(house, event).lines

    def width(minutes: int, buffer: int = 30) -> None:
        version = whole(house, event).plan.version
        terms = Terms(buffer=buffer, width=minutes)
        house.dinners.write(planner(BOUTIQUE), event.id, press("plan"), version, MENUS, KITCHENS, CITIES, terms)
        house.dining.sweep(house.clock())

    width(20)
    width(30, 40)  # before anybody could be told of the twenty minutes
    found = told(house, "event.window_moved", "door.window_moved")
    assert sorted(one.template for one in found) == ["door.window_moved", "event.window_moved"]
    for message in found:
        home = ada.subject if message.template.startswith("door") else next(n for n in first if n != ada.subject)
        line = whole(house, event).lines[home]
        assert message.values["window"]["start"] == line.start != first[home].start
        assert message.values["old_window"] == {"start": first[home].start, "end": first[home].end}
        assert "Until now it was to come" in letters.write(message).text
    table = house.dinner_ground.tables.get(event.id, guest.id)
    assert table is not None
    back = table.telling({ada.subject: table.earlier[ada.subject]}, ())
    house.table.write(house.dinner_ground.tables.write(table, replace(back, earlier=back.told)))
    assert about(house, ada, guest, "door.window") is not None
    now = whole(house, event).lines[ada.subject]
    same = replace(back, version=back.version + 1, earlier={ada.subject: (now.start, now.end)})
    house.table.write(house.dinner_ground.tables.write(replace(back, earlier=back.told), same))
    assert about(house, ada, guest, "door.window_moved") is None


def test_a_film_that_waits_for_its_tables_says_so(house: House, event: Event, letters: Letters) -> None:
    """Rule D9: on the night, by a little, and later; not days before."""
    guest, _ = two_doors(house, event)
    answers(house, invited(guest))
    house.clock.to(event.start - 40)
    house.events.move(
        planner(BOUTIQUE),
        event.id,
        press("move"),
        house.events.get(planner(BOUTIQUE), event.id).version,
        event.start + 15,
    )
    message = hers(house, guest, "event.film_moved")
    assert message is not None
    assert (message.values["waits"], message.values["window"]) == (True, None)
    assert "The film waits until every table is laid" in letters.write(message).text


def test_a_door_that_is_no_more_is_told_why(house: House, event: Event, letters: Letters) -> None:
    """Taken back to the client's table, given up, or called off with all of it; then her link is dead."""
    guest, ada = two_doors(house, event)
    it = house.tables.read(invited(guest))
    house.tables.gathered(invited(guest), press("gather"), it.edition, ada.subject)
    (gathered,) = told(house, "door.called_off")
    assert (gathered.to.email, gathered.values["why"], gathered.values["link"]) == (ADA, "gathered", "")
    assert "nothing comes to your own door" in letters.write(gathered).text
    assert about(house, ada, guest, "door.window") is None
    again = own_door(house, guest, ADA)
    assert about(house, again, guest, "door.called_off") is None, "she has a door again"
    house.registering.cancel(invited(guest), event.id, guest.id, press("cancel"))
    assert [one.values["why"] for one in told(house, "door.called_off")] == ["gathered", "given_back"]


def test_whoever_is_replaced_takes_her_door_with_her(house: House, event: Event) -> None:
    """She is told; the other is asked anew at the client's table, and no link of the one opens anything of hers."""
    guest, ada = two_doors(house, event)
    answers(house, ada, "london")
    standing = house.guest_store.get(event.id, guest.id)
    assert standing is not None
    other = Reply(2, GuestDetails((Companion("Zoe", "Essai"),)))
    house.registering.change(invited(guest), event.id, guest.id, press("change"), standing.version, other)
    (message,) = told(house, "door.called_off")
    assert (message.to.email, message.values["why"]) == (ADA, "given_back")
    it = house.tables.read(invited(guest))
    assert [one.name for one in it.home.persons][1:] == ["Zoe Essai"]
    with pytest.raises(NotFound):
        house.tables.read(ada)


def test_a_place_given_back_late_leaves_the_others_their_dinner(house: House, event: Event) -> None:
    """After the cutoff the boxes go where they went; the link of who left is dead, and she is told."""
    guest = bidden(house, event, MARGAUX, plus_ones=2)
    comes(house, guest, "Ada", "Zoe")
    it = house.tables.read(invited(guest))
    codes = [one.code for one in it.table.registration.companions]
    it = house.tables.shared(invited(guest), press("door"), it.edition, codes, ADA)
    home = it.table.registration.household_of(codes[0])
    ada = companion(guest, home.id, home.link)
    answers(house, ada, "london")
    house.clock.to(event.cutoff)
    standing = house.guest_store.get(event.id, guest.id)
    assert standing is not None
    fewer = Reply(2, GuestDetails((Companion("Zoe", "Essai"),)))
    house.registering.change(planner(BOUTIQUE), event.id, guest.id, press("fewer"), standing.version, fewer)
    stays = house.tables.read(invited(guest)).table.registration.home(home.id)
    assert [one.name for one in stays.persons] == ["Zoe Essai"]
    assert stays.address is not None
    (message,) = told(house, "door.called_off")
    assert (message.to.email, message.values["why"]) == (ADA, "given_back")
    with pytest.raises(NotFound):
        house.tables.read(ada)
    assert about(house, ada, guest, "door.film_moved") is None


def test_a_dinner_called_off_is_told_at_every_door(house: House, event: Event) -> None:
    """To the client by her own letter, to a companion by hers, once."""
    two_doors(house, event)
    standing = house.events.get(planner(BOUTIQUE), event.id)
    house.events.call_off(planner(BOUTIQUE), event.id, press("off"), standing.version, "weather")
    house.clock.forward(minutes=1440)
    found = told(house, "event.called_off", "door.called_off")
    assert sorted(one.template for one in found) == ["door.called_off", "event.called_off"]
    assert [one.values["why"] for one in found if one.template.startswith("door")] == ["called_off"]


def test_a_host_calls_before_the_film(house: House, event: Event, letters: Letters) -> None:
    """Rule D8: whose dinner, since when, what was tried, whom to call; not before it is due, nor once it has come."""
    guest, ada = two_doors(house, event)
    answers(house, invited(guest))
    answers(house, ada, "london")
    release(house, event)
    lines = whole(house, event).lines
    mine = next(name for name in lines if name != ada.subject)
    assert hers(house, guest, plan.HOST_LATE, f"late-{mine}") is None
    house.clock.to(lines[mine].departs)
    carrier = courier(event, lines[mine].round)
    house.carrying.depart(carrier, press("depart"), house.now)
    house.clock.to(lines[mine].end)
    house.carrying.failed(carrier, press("failed"), mine, house.now, Failed.NOBODY_THERE)
    message = hers(house, guest, plan.HOST_LATE, f"late-{mine}")
    assert message is not None
    text = letters.write(message).text
    assert (message.values["delivery"], message.values["client_telephone"]) == ("attempted", "+390212345678")
    assert "nobody opened" in text
    assert "before then" in text
    assert message.values["console_url"].endswith("/console")
    house.clock.to(max(lines[ada.subject].end, house.now))
    other = hers(house, guest, plan.HOST_LATE, f"late-{ada.subject}+sms")
    assert other is not None
    assert other.values["recipient"] == "Ada Essai"
    sorry = hers(house, guest, "event.delivered_late")
    assert sorry is not None
    assert sorry.values["visit_address"] == ["Via Prova 1", "Milan"]
    house.carrying.act(planner(BOUTIQUE), event.id, mine, press("again"), "dispatch", "")
    house.carrying.act(planner(BOUTIQUE), event.id, mine, press("there"), "deliver", "")
    assert hers(house, guest, plan.HOST_LATE, f"late-{mine}") is None
    assert hers(house, guest, "event.delivered_late") is None, "it is with her by now"
    house.carrying.apologise(planner(BOUTIQUE), event.id, ada.subject, press("sorry"), event.start - 5)
    house.deliver()
    late = next(one for _, one in house.mailbox.taken if one.template == "door.late")
    assert late.values["advisor"]
    assert late.values["expected_at"] == event.start - 5
    assert "We expect it at" in letters.write(late).text


def test_a_question_names_whom_nothing_is_known_of(house: House, event: Event, letters: Letters) -> None:
    """Rule D2: companions once she has answered herself, where to come while nobody knows, and nothing once all is."""
    guest = bidden(house, event, MARGAUX, plus_ones=1)
    comes(house, guest, "Ada")
    first = hers(house, guest, "event.diets_asked")
    assert first is not None
    assert (first.values["unanswered"], first.values["unaddressed"]) == ([], True)
    assert "where we may bring your dinner" in letters.write(first).text
    answers(house, invited(guest))
    assert hers(house, guest, "event.diets_asked") is None


def test_a_letter_to_a_companion_that_came_back_is_said_to_an_advisor(
    house: House, event: Event, letters: Letters
) -> None:
    """Nobody else can ask for another address; it names the companion, and rings nobody else's telephone."""
    guest, ada = two_doors(house, event)
    notice = plan.at_once("host.bounced", "host.bounced", "host", ada.link_version, house.now)
    subject = f"door#{event.id}.{guest.id}.{ada.subject}"
    message = house.door_composer.compose(subject, notice, house.clock())
    assert message is not None
    assert "Ada Essai" in letters.write(message).text
    assert message.to.email != ADA
    assert house.reaches["door"].reach(subject) is None
    stale = replace(notice, version=7)
    assert house.door_composer.compose(subject, stale, house.clock()) is None


def test_names_are_asked_for_only_while_some_are_lacking(house: House, event: Event, letters: Letters) -> None:
    """Rule G2: once, before the freeze, and not of whoever has named everybody meanwhile."""
    guest = bidden(house, event, MARGAUX, plus_ones=2)
    reply = Reply(3, GuestDetails((Companion("Ada", "Essai"),)))
    house.registering.accept(invited(guest), event.id, guest.id, press("accept"), reply)
    house.clock.to(event.freeze - plan.NAMES_BEFORE + 720)
    (message,) = told(house, "event.names_asked")
    assert message.values["unnamed"] == 1
    assert "the name of 1 guest of yours" in letters.write(message).text
    standing = house.guest_store.get(event.id, guest.id)
    assert standing is not None
    named = Reply(3, GuestDetails((Companion("Ada", "Essai"), Companion("Zoe", "Essai"))))
    house.registering.change(invited(guest), event.id, guest.id, press("change"), standing.version, named)
    assert hers(house, guest, "event.names_asked") is None
    assert len(told(house, "event.names_asked")) == 1


def test_one_line_of_a_manifest_is_opened_for_one_letter(house: House, event: Event) -> None:
    """A window of another door is never opened to write to this one."""
    guest, ada = two_doors(house, event)
    answers(house, invited(guest))
    answers(house, ada, "london")
    plan_ = release(house, event).plan
    film, line = house.dinner_ground.plans.line(plan_, ada.subject) or (0, None)
    assert film == event.start
    assert line == whole(house, event).lines[ada.subject]
    assert house.dinner_ground.plans.line(plan_, "nobody") is None


def test_a_notice_of_nobody_is_nothing(house: House, event: Event) -> None:
    """A guest, a door or a kind that is not there."""
    guest, ada = two_doors(house, event)
    notice = Notice("k", "door.window", "client", "email", house.now, 1)
    assert house.door_composer.compose(f"door#{event.id}.nobody.{ada.subject}", notice, house.clock()) is None
    assert house.door_composer.compose(f"door#{event.id}.{guest.id}.nowhere", notice, house.clock()) is None
    assert about(house, ada, guest, "door.unheard_of") is None

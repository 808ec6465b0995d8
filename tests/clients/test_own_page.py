"""A client's own page over the table: her word is kept with its proof, and an objection outlives what others do."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.clients.consent import Channel, Consent, Level, Mechanism, Purpose, State, Wanted, Word, may_contact
from chalicelib.clients.model import Client, Contact, Name
from chalicelib.clients.texts import version_of
from chalicelib.foundation.errors import InvalidInput, NotFound, PreconditionFailed
from chalicelib.foundation.ids import derived_id
from tests.harness.faults import Fault, Wire, every
from tests.world.house import House
from tests.world.people import CAMILLE, MARGAUX, client, contact

EMAIL, SMS, WHATSAPP = Channel.EMAIL, Channel.SMS, Channel.WHATSAPP
MARKETING, SERVICE = Purpose.MARKETING, Purpose.SERVICE


def word(channel: Channel, given: bool, purpose: Purpose = MARKETING) -> Word:
    """Her word, over the text that is shown."""
    return Word(channel, purpose, given, version_of(purpose, "en"))


def say(house: House, who: str, *words: Word, level: Level = Level.OPEN, preferred: Channel | None = None) -> Client:
    """Let a client say this on her own page, over the version there is."""
    version = house.own_page.read(client(who)).version
    return house.own_page.change(client(who), version, "en", Wanted(level, preferred, words))[0]


def decided(card: Client, channel: Channel, house: House, purpose: Purpose = MARKETING) -> tuple[bool, str]:
    """Whether she may be written to, and by which rule."""
    decision = may_contact(card, channel, purpose, house.now)
    return decision.allowed, decision.rule


def given(house: House, *channels: Channel) -> list[Consent]:
    """Marketing consents as an old list of the house has them."""
    return [Consent(channel, MARKETING, State.GIVEN, house.now, Mechanism.HOUSE, "card-2019") for channel in channels]


def listed(house: House) -> list[dict[str, Any]]:
    """The suppression list, raw."""
    return [row for row in house.rows() if row["pk"]["S"].startswith("SUPPRESSED#")]


def audits(house: House, who: str) -> list[dict[str, Any]]:
    """The audit of a client's own changes, raw."""
    rows = [row for row in house.rows() if row["pk"]["S"] == f"AUDIT#client#{who}"]
    return [row for row in rows if row["action"]["S"] == "client.change_own"]


def test_a_consent_is_kept_with_its_proof(house: House) -> None:
    """State, time, mechanism and text version (C1), one audit row, the next version."""
    card = say(house, CAMILLE, word(EMAIL, True), level=Level.EVENTS_ONLY)
    consent = card.preferences.consent(EMAIL, MARKETING)
    assert consent == Consent(EMAIL, MARKETING, State.GIVEN, house.now, Mechanism.OWN_PAGE, "marketing-1.en")
    assert (card.version, card.preferences.level) == (2, Level.EVENTS_ONLY)
    (row,) = audits(house, CAMILLE)
    assert (row["actor"]["S"], row["reason"]["S"]) == (f"client:{CAMILLE}", "subscribed")
    assert house.own_page.read(client(CAMILLE)) == card


def test_her_letters_follow_her_preference(house: House) -> None:
    """The preferred channel comes first for the next appointment; one refused is not used at all."""
    assert say(house, MARGAUX, preferred=SMS).channels == ("sms", "email")
    start = (house.now // 1440 + 3) * 1440 + 14 * 60
    booked = house.book(client(MARGAUX), start, "one").booking
    row = house.notices.read(booked.subject)
    assert row is not None
    assert {one.channel for one in row.notices if one.to == "client"} == {"sms", "email"}
    assert next(one for one in row.notices if one.kind == "booking.confirmed").channel == "sms"
    assert say(house, MARGAUX, word(SMS, False, SERVICE)).channels == ("email",)


def test_the_same_wish_again_is_answered_without_a_write(house: House) -> None:
    """Also over the version that was true before: a retry after a lost answer."""
    wanted = Wanted(Level.ON_REQUEST, EMAIL, (word(EMAIL, True),))
    first, replayed = house.own_page.change(client(CAMILLE), 1, "en", wanted)
    assert not replayed
    house.clock.forward(minutes=5)
    with Wire() as wire:
        again, replayed = house.own_page.change(client(CAMILLE), 1, "en", wanted)
    assert (again, replayed, wire.writes) == (first, True, [])
    with pytest.raises(PreconditionFailed):
        house.own_page.change(client(CAMILLE), 1, "en", Wanted(Level.OPEN, EMAIL))


@pytest.mark.parametrize("fault", [Fault.TIMEOUT_AFTER, Fault.CONFLICT, Fault.TIMEOUT_BEFORE, Fault.THROTTLE])
def test_a_lost_answer_leaves_one_change(house: House, fault: Fault) -> None:
    """One version more, one audit row, one entry of the list, whatever befell the first attempt."""
    say(house, CAMILLE, word(EMAIL, True))
    with Wire(every(fault, "TransactWriteItems", times=1)):
        card, _ = house.own_page.change(client(CAMILLE), 2, "en", Wanted(Level.OPEN, None, (word(EMAIL, False),)))
    assert card.version == 3
    assert len(audits(house, CAMILLE)) == 2
    assert len(listed(house)) == 1


def test_an_objection_outlives_card_and_enrolment(house: House) -> None:
    """C2: the old list of another card with her number says yes, and she is not written to; other people are."""
    say(house, MARGAUX, level=Level.NONE)
    assert len(listed(house)) == 3  # e-mail, and her number for SMS and WhatsApp
    number = house.clients.get(MARGAUX).contact
    assert number is not None
    again = Contact(Name(family="Essai"), "second@client.example", number.telephone)
    card = house.clients.enrol(again, "en", "associate:advisor-1", consents=given(house, EMAIL, SMS))
    kept = card.preferences.consent(SMS, MARKETING)
    assert kept is not None
    assert (kept.state, kept.mechanism) == (State.WITHDRAWN, Mechanism.SUPPRESSION)
    read = house.own_page.read(client(card.id))
    assert decided(read, SMS, house) == (False, "C2")
    assert decided(read, EMAIL, house) == (True, "C1")
    assert len(listed(house)) == 3


def test_only_she_herself_subscribes_again(house: House) -> None:
    """Neither time nor another level lifts the objection: her consent, given by her, does."""
    say(house, MARGAUX, level=Level.NONE)
    house.clock.forward(days=900)
    assert decided(say(house, MARGAUX, level=Level.OPEN), EMAIL, house) == (False, "C2")
    card = say(house, MARGAUX, word(EMAIL, True))
    assert decided(card, EMAIL, house) == (True, "C1")
    assert decided(card, SMS, house) == (False, "C2")
    assert len(listed(house)) == 2


def test_nobody_lifts_anothers_objection_by_typing_her_number(house: House) -> None:
    """A number is not proven: on it, a yes of one client does not speak for the other who objected."""
    say(house, MARGAUX, level=Level.NONE)
    hers = house.clients.get(MARGAUX).contact
    assert hers is not None
    other = house.clients.enrol(Contact(Name(full="Other"), "o@client.example", hers.telephone), "en", "test")
    card = say(house, other.id, word(SMS, True))
    assert decided(card, SMS, house) == (False, "C2")
    assert len(listed(house)) == 3
    say(house, other.id, level=Level.NONE)
    say(house, other.id, level=Level.OPEN)
    card = say(house, other.id, word(SMS, True))  # her own objection goes, the other's stays
    assert decided(card, SMS, house) == (False, "C2")
    assert decided(say(house, MARGAUX, word(SMS, True)), SMS, house) == (True, "C1")


def test_the_list_holds_no_address(house: House) -> None:
    """Keyed hashes only; another key, another hash (rule C2: erased clients keep nothing else)."""
    say(house, MARGAUX, level=Level.NONE)
    hers = house.clients.get(MARGAUX).contact
    assert hers is not None
    raw = str(listed(house))
    assert hers.email not in raw
    assert hers.telephone not in raw
    assert MARGAUX not in raw


@pytest.mark.parametrize(
    ("wanted", "pointers"),
    [
        (Wanted(Level.NONE, None, (word(EMAIL, True),)), ["/consents/0/given"]),
        (Wanted(Level.OPEN, None, (word(SMS, True),)), ["/consents/0/channel"]),
        (Wanted(Level.OPEN, None, (word(EMAIL, True), word(EMAIL, False))), ["/consents/1"]),
        (Wanted(Level.OPEN, None, (Word(EMAIL, MARKETING, True, "marketing-9.en"),)), ["/consents/0/text_version"]),
        (Wanted(Level.OPEN, None, (word(EMAIL, False, SERVICE),)), ["/consents"]),
        (Wanted(Level.OPEN, SMS), ["/preferred_channel"]),
    ],
)
def test_what_cannot_be_is_refused(house: House, wanted: Wanted, pointers: list[str]) -> None:
    """Contradictions, channels without an address, texts nobody shows, silence about her own appointments."""
    with pytest.raises(InvalidInput) as refused:
        house.own_page.change(client(CAMILLE), 1, "en", wanted)
    assert [problem.pointer for problem in refused.value.fields] == pointers
    assert audits(house, CAMILLE) == []


def test_a_stranger_has_no_page(house: House) -> None:
    """A provisional card is nobody's to read; it permits the answer and nothing else."""
    ada = derived_id("client", "Ada")
    card, steps, _ = house.clients.provisional(ada, contact("Ada", "+33199000009"), "en")
    house.table.commit([*steps, house.audit.of("t", "t", "t", house.clock())])
    assert card.channels == ("email", "sms")
    assert [one.purpose for one in card.preferences.consents] == [SERVICE, SERVICE]
    with pytest.raises(NotFound):
        house.own_page.read(client(ada))
    assert house.clients.get(ada) == card

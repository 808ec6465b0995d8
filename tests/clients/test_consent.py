"""Who may be written to, decided by rules alone (C1-C3, C6, C9), and what a client's own word makes of her card."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace

import pytest

from chalicelib.clients.consent import (
    Channel,
    Consent,
    Decision,
    Level,
    Mechanism,
    Preferences,
    Purpose,
    State,
    Wanted,
    Word,
    changed,
    enrolled,
    first_words,
    may_contact,
    service_channels,
)
from chalicelib.clients.model import Contact, Name
from chalicelib.clients.texts import EDITION, is_shown, shown, version_of
from chalicelib.foundation.ids import derived_id

NOW = 30_000_000
BOTH = ("email", "telephone")
EMAIL, SMS, WHATSAPP = Channel.EMAIL, Channel.SMS, Channel.WHATSAPP
SERVICE, INVITATION, MARKETING = Purpose.SERVICE, Purpose.INVITATION, Purpose.MARKETING


@dataclass(frozen=True)
class Someone:
    """A card as the rules see it."""

    preferences: Preferences = field(default_factory=lambda: first_words(BOTH, Mechanism.BOOKING, NOW))
    addresses: tuple[str, ...] = BOTH
    suppressed: frozenset[str] = frozenset()


def yes(channel: Channel, purpose: Purpose = MARKETING, at: int = NOW) -> Consent:
    """A consent that was given."""
    return Consent(channel, purpose, State.GIVEN, at, Mechanism.OWN_PAGE, version_of(purpose, "en"))


def someone(*consents: Consent, level: Level = Level.OPEN, suppressed: frozenset[str] = frozenset()) -> Someone:
    """Somebody who has said these things."""
    said = Someone().preferences.saying(consents)
    return Someone(replace(said, level=level), suppressed=suppressed)


def said(channel: Channel, given: bool, purpose: Purpose = MARKETING) -> Word:
    """Her word on a page that shows the present text."""
    return Word(channel, purpose, given, version_of(purpose, "en"))


# ── decisions ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("purpose", [INVITATION, MARKETING])
def test_nothing_but_service_is_permitted_to_begin_with(channel: Channel, purpose: Purpose) -> None:
    """Marketing is never assumed, on any channel (C1); WhatsApp needs an opt-in of its own (C6)."""
    rule = "C6" if channel is WHATSAPP else "C1"
    assert may_contact(Someone(), channel, purpose, NOW) == Decision(False, rule, "not_given")


def test_who_gave_an_address_is_answered_there_and_not_on_whatsapp() -> None:
    """Typing an address in order to be answered permits the answer, by e-mail and SMS."""
    assert service_channels(Someone(), NOW) == ("email", "sms")
    assert may_contact(Someone(), WHATSAPP, SERVICE, NOW) == Decision(False, "C6", "not_given")
    assert may_contact(someone(yes(WHATSAPP, SERVICE)), WHATSAPP, SERVICE, NOW).allowed


@pytest.mark.parametrize(
    ("level", "invitation", "marketing"),
    [
        (Level.OPEN, True, True),
        (Level.EVENTS_ONLY, True, False),
        (Level.ON_REQUEST, False, False),
        (Level.NONE, False, False),
    ],
)
def test_the_level_bounds_what_consent_permits(level: Level, invitation: bool, marketing: bool) -> None:
    """C3: OPEN all, EVENTS_ONLY invitations, ON_REQUEST and NONE neither; service always."""
    card = someone(yes(EMAIL), level=level)
    assert may_contact(card, EMAIL, SERVICE, NOW).allowed
    for purpose, allowed in ((INVITATION, invitation), (MARKETING, marketing)):
        wanted = Decision(True, "C1", "given") if allowed else Decision(False, "C3", "level")
        assert may_contact(card, EMAIL, purpose, NOW) == wanted


def test_objection_is_stronger_than_a_consent_on_the_card() -> None:
    """C2: a suppressed channel stays silent whatever the card says; other channels and service do not."""
    card = someone(yes(EMAIL), yes(SMS), suppressed=frozenset({"email"}))
    assert may_contact(card, EMAIL, MARKETING, NOW) == Decision(False, "C2", "suppressed")
    assert may_contact(card, EMAIL, INVITATION, NOW) == Decision(False, "C2", "suppressed")
    assert may_contact(card, SMS, MARKETING, NOW).allowed
    assert may_contact(card, EMAIL, SERVICE, NOW).allowed


def test_a_consent_permits_nothing_before_it_was_given() -> None:
    """What was permitted at a moment can be asked afterwards."""
    card = someone(yes(EMAIL, at=NOW))
    assert not may_contact(card, EMAIL, MARKETING, NOW - 1).allowed
    assert may_contact(card, EMAIL, MARKETING, NOW).allowed


def test_no_address_no_message() -> None:
    """A consent for a channel whose address is gone is of no use."""
    card = replace(someone(yes(SMS), yes(WHATSAPP)), addresses=("email",))
    for channel, purpose in itertools.product((SMS, WHATSAPP), Purpose):
        assert may_contact(card, channel, purpose, NOW) == Decision(False, "C1", "no_address")


def test_every_decision_names_its_rule() -> None:
    """C9, over every card there can be: a rule, a reason, and marketing only with a consent and nothing against it."""
    words = (None, State.GIVEN, State.WITHDRAWN)
    for level, service, marketing, listed, addresses, channel, purpose in itertools.product(
        Level, words, words, (False, True), ((), ("email",), BOTH), Channel, Purpose
    ):
        spoken = [
            replace(yes(channel, about), state=state)
            for about, state in ((SERVICE, service), (MARKETING, marketing))
            if state
        ]
        card = Someone(Preferences(level).saying(spoken), addresses, frozenset({channel}) if listed else frozenset())
        decision = may_contact(card, channel, purpose, NOW)
        assert decision.rule in {"C1", "C2", "C3", "C6"}
        assert decision.reason
        if decision.allowed:
            assert channel.address in addresses
            assert (service if purpose is SERVICE else marketing) is State.GIVEN
            assert purpose is SERVICE or (not listed and level in {Level.OPEN, Level.EVENTS_ONLY})


# ── her own word ─────────────────────────────────────────────────────────────────────────────────────────────


def test_an_empty_box_is_no_objection() -> None:
    """Who never said yes and leaves the box empty has said nothing."""
    card = Someone()
    change = changed(card, Wanted(Level.OPEN, None, (said(EMAIL, False), said(SMS, False))), NOW + 1)
    assert change.preferences == card.preferences
    assert not change.objected


def test_taking_back_a_consent_is_an_objection_on_that_channel() -> None:
    """C2: from that minute, on that channel, with the text and the means kept."""
    card = someone(yes(EMAIL), yes(SMS))
    change = changed(card, Wanted(Level.OPEN, None, (said(EMAIL, False),)), NOW + 9)
    assert change.objected == {EMAIL}
    kept = change.preferences.consent(EMAIL, MARKETING)
    assert kept == Consent(EMAIL, MARKETING, State.WITHDRAWN, NOW + 9, Mechanism.OWN_PAGE, "marketing-1.en")
    assert change.preferences.consent(SMS, MARKETING) == yes(SMS)


def test_the_level_none_takes_back_everything_and_objects_everywhere() -> None:
    """On each channel that an address of hers serves; her appointments go on."""
    change = changed(someone(yes(SMS)), Wanted(Level.NONE, None), NOW + 1)
    assert change.objected == {EMAIL, SMS, WHATSAPP}
    card = Someone(change.preferences)
    assert not any(may_contact(card, channel, MARKETING, NOW + 1).allowed for channel in Channel)
    assert service_channels(card, NOW + 1) == ("email", "sms")


def test_the_same_word_again_keeps_its_time() -> None:
    """Saving the page twice makes no consent younger than it is; a new text does."""
    card = someone(yes(EMAIL))
    again = changed(card, Wanted(Level.OPEN, None, (said(EMAIL, True),)), NOW + 50)
    assert again.preferences == card.preferences
    newer = Word(EMAIL, MARKETING, True, "marketing-2.en")
    kept = changed(card, Wanted(Level.OPEN, None, (newer,)), NOW + 50).preferences.consent(EMAIL, MARKETING)
    assert kept is not None
    assert (kept.at, kept.text) == (NOW + 50, "marketing-2.en")


def test_the_channel_she_prefers_comes_first_and_one_she_refuses_not_at_all() -> None:
    """Letters about her appointments follow it."""
    card = someone(yes(WHATSAPP, SERVICE))
    change = changed(card, Wanted(Level.OPEN, SMS, (said(EMAIL, False, SERVICE),)), NOW)
    assert service_channels(Someone(change.preferences), NOW) == ("sms", "whatsapp")
    assert not change.objected


def test_the_house_cannot_bring_back_what_the_list_holds() -> None:
    """C2: an old list that says yes becomes a no on a suppressed channel, and stays a yes elsewhere."""
    old = Preferences().saying([yes(EMAIL), yes(SMS), yes(EMAIL, SERVICE)])
    kept = enrolled(old, frozenset({"email"}), NOW)
    withdrawn = kept.consent(EMAIL, MARKETING)
    assert withdrawn is not None
    assert (withdrawn.state, withdrawn.mechanism) == (State.WITHDRAWN, Mechanism.SUPPRESSION)
    assert kept.consent(SMS, MARKETING) == yes(SMS)
    assert kept.consent(EMAIL, SERVICE) == yes(EMAIL, SERVICE)


def test_preferences_are_written_and_read_back() -> None:
    """Every field, as JSON."""
    said_ = replace(
        someone(yes(EMAIL), yes(WHATSAPP, SERVICE), level=Level.EVENTS_ONLY).preferences, preferred=WHATSAPP
    )
    assert Preferences.from_document(said_.document()) == said_


# ── texts and names ──────────────────────────────────────────────────────────────────────────────────────────

WRITTEN = {
    "service-1": "4czkrn67cuhypr66zouk6s7bos",
    "marketing-1": "t2qws6573rdq3u6vg52e6mrazw",
}
"""A hash of what each edition says in all languages; a word changed needs a new edition beside the old."""


def test_a_text_keeps_its_words_as_long_as_it_keeps_its_version() -> None:
    """Otherwise nobody could say afterwards what somebody agreed to (C1)."""
    for purpose, edition in EDITION.items():
        texts = [
            one.text
            for tag in ("en", "it", "fr", "zh", "ja", "ar")
            for one in shown("X", tag)
            if one.purpose is purpose
        ]
        assert derived_id(*texts) == WRITTEN[f"{purpose}-{edition}"], derived_id(*texts)


def test_a_text_names_its_language_and_the_house() -> None:
    """English where hers is not written."""
    french, german = shown("Maison d'Essai", "fr"), shown("Maison d'Essai", "de")
    assert [one.version for one in french] == ["service-1.fr", "marketing-1.fr"]
    assert [one.version for one in german] == ["service-1.en", "marketing-1.en"]
    assert all("Maison d'Essai" in one.text for one in (*french, *german))
    assert is_shown(MARKETING, "marketing-1.ar")
    assert not is_shown(MARKETING, "service-1.en")
    assert not is_shown(MARKETING, "marketing-0.en")


@pytest.mark.parametrize(
    ("name", "addressed"),
    [
        (Name("Ms", "Misaki", "Sato", called="Sato-sama"), "Sato-sama"),
        (Name("Madame", "Camille", "de la Tour"), "Madame de la Tour"),
        (Name("様", "美咲", "佐藤", family_first=True), "佐藤様"),
        (Name("", "美咲", "佐藤", family_first=True), "佐藤 美咲"),
        (Name(full="Suharto"), "Suharto"),
    ],
)
def test_how_she_is_addressed(name: Name, addressed: str) -> None:
    """As she said, else title and family name, else the whole; never the given name alone."""
    assert name.addressed == addressed
    assert Contact(name, "a@b.example").addresses == ("email",)

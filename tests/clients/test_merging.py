"""Two cards of one person become one: nothing of hers is lost, her stricter word stands, and it survives any crash."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from chalicelib.clients.consent import Channel, Consent, Level, Mechanism, Preferences, Purpose, State, Wanted, Word
from chalicelib.clients.merging.pair import State as Stage
from chalicelib.clients.merging.strict import stricter
from chalicelib.clients.model import KNOWN, Client, Contact, Name
from chalicelib.clients.texts import version_of
from chalicelib.foundation.errors import InvalidInput, NotFound, PreconditionFailed, StateConflict, Unauthenticated
from chalicelib.foundation.ids import derived_id
from chalicelib.identity.model import Principal, Role
from chalicelib.signin.model import client_person
from tests.clients.test_erasure import CANARIES, HER, MANAGER, lived, opened
from tests.harness.faults import Crash, Fault, Request, Wire
from tests.harness.schedules import crash_everywhere
from tests.world.browser import Browser
from tests.world.house import House, Houses
from tests.world.maisons import furnish
from tests.world.people import BOUTIQUE, associate, client

THIS = derived_id("client", "the card that remains")
MARKETING = version_of(Purpose.MARKETING, "en")


def enrolled(house: House, client_id: str = THIS, boutique: str = BOUTIQUE, email: str = "z@home.example") -> None:
    """The card that remains: the same person by her other name, open to everything."""
    words = [
        Consent(channel, Purpose.MARKETING, State.GIVEN, house.now, Mechanism.HOUSE)
        for channel in (Channel.EMAIL, Channel.SMS)
    ]
    hers = Contact(Name("", "Zdeňka", "Nováková"), email)
    house.clients.enrol(hers, "en", "test", client_id=client_id, boutique=boutique, consents=words)


def taken_in(house: House, *take: str) -> Any:
    """Preview, and merge what was shown."""
    shown = house.merges.preview(MANAGER, THIS, HER, frozenset(take))
    return house.merges.merge(MANAGER, THIS, HER, shown.versions, frozenset(take)).merge


def later(house: House) -> None:
    """Minutes go by, with the sweep alone."""
    for _ in range(4):
        house.settle(times=1)
        house.merges.resume(house.clock())


def whole(house: House, where: str = "") -> None:
    """Everything of both is under one card, and what was sent to her still opens."""
    merge = house.merges.preview(MANAGER, THIS, HER, frozenset()).merge
    assert merge is not None, where
    assert merge.state is Stage.DONE, where
    card = house.cards.read(MANAGER, HER)
    assert card.client.id == THIS, where
    assert {one.client for one in house.booking_store.of_client(THIS, 100, None).items} == {THIS}, where
    assert len(house.booking_store.of_client(THIS, 100, None).items) == 4, where
    assert house.booking_store.of_client(HER, 100, None).items == [], where
    assert len(house.purchases.of_client(MANAGER, THIS, 10, None).items) == 1, where
    assert [one.contact.name.display for one in house.delegates.of_client(client(THIS))] == ["Delegata"], where
    record = house.record_desk.records.own(client(THIS))
    assert sorted(details.note for _, details in record.bookings) == ["", "", "Anniversary", "Anniversary"], where
    assert [one.words for one in record.wishes] == ["In the evening"], where
    assert card.profile.tastes == "Ruby", where
    for name in ("Kanari", "Nováková", "Kanarienvogel"):
        assert [one.id for one in house.cards.find(MANAGER, name, None).items] == [THIS], (where, name)
    assert not [row for row in house.rows() if row["pk"]["S"].startswith("NAME#") and row["sk"]["S"] == HER], where
    assert house.clients.holder_of("zdenka@canary.example") == THIS, where
    assert house.violations() == [], where


def ready(house: House) -> None:
    """Both cards have lived; she signed in by the other one."""
    lived(house)
    enrolled(house)
    noon = (house.now // 1440 + 1) * 1440 + 12 * 60
    house.book(client(THIS), noon + 6 * 1440, "this")


def test_nothing_of_hers_is_lost_and_what_was_sent_still_opens(house: House) -> None:
    """Bookings with their notes, the wish, the delegate's link, her session, her purchases, both names."""
    ready(house)
    hers = house.tokens.access(Role.CLIENT, HER)
    token = house.tokens.delegate(derived_id(HER, "delegate", "d" * 22), 1, house.now + 9999)
    merge = taken_in(house)
    assert (merge.state, merge.moved) == (Stage.MOVING, (3, 1, 1))
    assert house.verified(hers).subject == THIS
    assert house.verified(token).subject == THIS
    assert house.own_page.read(house.verified(hers)).id == THIS
    again = house.merges.merge(MANAGER, THIS, HER, (1, 1), frozenset()).merge
    assert again == merge
    later(house)
    whole(house)
    start = (house.now // 1440 + 9) * 1440 + 12 * 60
    assert house.book(associate(), start, "by the other id", client_id=HER).booking.client == THIS
    contact = house.cards.read(MANAGER, THIS).client.contact
    assert contact is not None
    assert (contact.email, contact.telephone) == ("z@home.example", "+33612345679")
    assert contact.also == ("zdenka@canary.example",)
    actions = {row["action"]["S"] for row in house.rows() if row["pk"]["S"] == f"AUDIT#client#{HER}"}
    assert {"client.merged", "client.merge_move"} <= actions
    told = [m.template for _, m in house.mailbox.taken]
    assert not [one for one in told if "cancelled" in one or "rescheduled" in one]


def test_her_erasure_takes_both(house: House) -> None:
    """Neither key opens anything any more; her session on the other card has ended; both addresses are remembered."""
    ready(house)
    taken_in(house)
    later(house)
    assert house.verified(house.tokens.access(Role.CLIENT, HER)).subject == THIS
    assert all(word in opened(house, house.rows()) for word in (*CANARIES, "Nováková"))
    house.erasures.erase(MANAGER, HER)  # by whichever id
    house.deliver()
    for _ in range(3):
        house.settle(times=1)
        house.erasures.resume(house.clock())
    clear = opened(house, house.rows())
    assert [word for word in (*CANARIES, "Nováková") if word in clear] == []
    assert not [row for row in house.aws.scan(house.names["keys"]) if HER in row["pk"]["S"] or THIS in row["pk"]["S"]]
    with pytest.raises(Unauthenticated):
        house.verified(house.tokens.access(Role.CLIENT, HER))
    with pytest.raises(NotFound):
        house.cards.read(MANAGER, HER)
    for email in ("zdenka@canary.example", "z@home.example"):
        assert house.clients.holder_of(email) is None
        fresh = house.clients.enrol(Contact(Name(full="Again"), email), "en", "test", boutique=BOUTIQUE)
        assert Channel.EMAIL in house.own_page.read(client(fresh.id)).suppressed


def test_who_is_signed_in_by_the_other_card_stays_so(house: House) -> None:
    """Her refresh token gives one of the remaining card; leaving everywhere ends both."""
    ready(house)
    sessions = house.signin.sessions
    signed, steps = sessions.begin(client_person(HER), derived_id("session"), "proof")
    house.table.commit([*steps, house.audit.of("test", "test#1", "test", house.clock())])
    taken_in(house)
    after = sessions.refresh(signed.refresh, "r" * 22)
    assert house.verified(after.access).subject == THIS
    assert house.tokens.verify(after.access).subject == THIS
    sessions.leave(after.refresh, everywhere=True)
    for token in (after.access, signed.access):
        with pytest.raises(Unauthenticated):
            house.verified(token)


def test_an_erasure_that_begins_meanwhile_takes_both(house: House) -> None:
    """What has not moved yet is cancelled where it stands; the merging closes, and nothing of either opens."""
    ready(house)
    writes = count()

    def second_write(request: Request) -> Fault | None:
        return Fault.CRASH_BEFORE if request.operation == "TransactWriteItems" and next(writes) == 1 else None

    with Wire(second_write), suppress(Crash):
        taken_in(house)
    assert house.booking_store.of_client(HER, 9, None).items
    assert house.erasures.outlook(MANAGER, THIS).ended.appointments == 3
    house.erasures.erase(MANAGER, THIS)
    later(house)
    for _ in range(3):
        house.settle(times=1)
        house.erasures.resume(house.clock())
    assert [word for word in (*CANARIES, "Nováková") if word in opened(house, house.rows())] == []
    assert {one.state for one in house.booking_store.of_client(HER, 9, None).items} == {"done", "cancelled"}
    assert "DUE#mergings" not in {row["due_shard"]["S"] for row in house.rows() if "due_shard" in row}


def test_one_card_after_another(house: House) -> None:
    """A card that has taken one in is taken in itself: every id and session leads to the last one, and stays there."""
    ready(house)
    taken_in(house)
    later(house)
    last = derived_id("client", "the last card")
    enrolled(house, last, email="last@home.example")
    shown = house.merges.preview(MANAGER, last, THIS, frozenset())
    house.merges.merge(MANAGER, last, THIS, shown.versions, frozenset())
    later(house)
    assert house.verified(house.tokens.access(Role.CLIENT, THIS)).subject == last
    assert house.cards.read(MANAGER, HER).client.id == last
    assert house.cards.read(MANAGER, last).client.merged == (HER, THIS)
    assert house.clients.holder_of("zdenka@canary.example") == last
    assert len(house.booking_store.of_client(last, 100, None).items) == 4
    assert [one.words for one in house.record_desk.records.own(client(last)).wishes] == ["In the evening"]
    with pytest.raises(NotFound):
        house.merges.preview(MANAGER, THIS, HER, frozenset())
    assert house.verified(house.tokens.access(Role.CLIENT, HER)).subject == last


def test_an_objection_is_never_undone(house: House) -> None:
    """What the other card objected to stands against every address that she keeps, and on the list."""
    ready(house)
    wanted = Wanted(Level.ON_REQUEST, None, (Word(Channel.EMAIL, Purpose.MARKETING, True, MARKETING),))
    item = house.own_page.read(client(HER))
    house.own_page.change(client(HER), item.version, "en", wanted)
    no = replace(wanted, words=(Word(Channel.EMAIL, Purpose.MARKETING, False, MARKETING),))
    house.own_page.change(client(HER), item.version + 1, "en", no)
    outlook = house.merges.preview(MANAGER, THIS, HER, frozenset())
    said = {field.name: field.outcome for field in outlook.fields}
    assert said["level"] == ("on_request",)
    assert "email marketing withdrawn" in said["consents"]
    taken_in(house)
    after = house.own_page.read(client(THIS))
    assert after.preferences.level is Level.ON_REQUEST
    assert Channel.EMAIL in after.suppressed
    word = after.preferences.consent(Channel.EMAIL, Purpose.MARKETING)
    assert word is not None
    assert word.state is State.WITHDRAWN


def test_the_stricter_of_two_words() -> None:
    """Withdrawn beats given; silence of a card that has the address beats given; without an address it says nothing."""

    def card(addresses: tuple[str, ...], *words: Consent, level: Level = Level.OPEN) -> Client:
        preferences = Preferences(level).saying(words)
        return Client("c" * 26, KNOWN, "en", (), addresses=addresses, preferences=preferences)

    def word(channel: Channel, purpose: Purpose, state: State = State.GIVEN, at: int = 1) -> Consent:
        return Consent(channel, purpose, state, at, Mechanism.HOUSE)

    email, both = ("email",), ("email", "telephone")
    mail = word(Channel.EMAIL, Purpose.MARKETING)
    no = word(Channel.EMAIL, Purpose.MARKETING, State.WITHDRAWN, 2)
    sms = word(Channel.SMS, Purpose.SERVICE)
    assert stricter(card(email, mail), card(email, no), 9).consents == (no,)
    assert stricter(card(email, mail), card(email), 9).consents == ()
    assert stricter(card(email), card(both, sms), 9).consents == (sms,)
    assert stricter(card(both), card(both, sms), 9).consents == ()
    assert stricter(card(email, level=Level.NONE), card(email), 9).level is Level.NONE
    silenced = replace(card(email, mail), suppressed=frozenset({"email"}))
    assert [one.state for one in stricter(silenced, card(email, mail), 9).consents] == [State.WITHDRAWN]


def test_what_cannot_be_merged(house: House) -> None:
    """Herself, nobody, who was erased or is elsewhere; a card that changed meanwhile; two places at one time."""
    ready(house)
    elsewhere = Principal(Role.MANAGER, "manager-2", frozenset({"milan"}))
    enrolled(house, derived_id("milan"), "milan", "m@home.example")
    for other in (THIS, derived_id("nobody"), derived_id("milan")):
        with pytest.raises(InvalidInput):
            house.merges.preview(MANAGER, THIS, other, frozenset())
    with pytest.raises(NotFound):
        house.merges.preview(elsewhere, THIS, HER, frozenset())
    with pytest.raises(PreconditionFailed):
        house.merges.merge(MANAGER, THIS, HER, (9, 9), frozenset())
    start = next(one.start for one in house.booking_store.of_client(HER, 9, None).items if one.state == "confirmed")
    house.book(client(THIS), start, "same")
    shown = house.merges.preview(MANAGER, THIS, HER, frozenset())
    assert shown.at_once == ((start, start),)
    with pytest.raises(StateConflict):
        house.merges.merge(MANAGER, THIS, HER, shown.versions, frozenset())
    house.erasures.erase(MANAGER, HER)
    with pytest.raises(InvalidInput):
        house.merges.preview(MANAGER, THIS, HER, frozenset())


def test_over_http(house: House) -> None:
    """The preview writes nothing and says what stands; what is taken from the other card stands instead."""
    ready(house)
    manager = house.tokens.access(Role.MANAGER, "manager-1", frozenset({BOUTIQUE}))
    path = f"/v1/clients/{THIS}/merge"
    with Browser(house) as browser:
        before = house.rows()
        shown = browser.send("POST", f"{path}/preview", {"other": HER, "take": ["email", "name"]}, token=manager)
        assert shown.status == 200, shown.text
        assert house.rows() == before
        field = {one["name"]: one for one in shown.json["fields"]}
        assert field["email"]["outcome"] == ["zdenka@canary.example"]
        assert field["email"]["differs"]
        assert shown.json["moves"] == {"bookings": 3, "delegates": 1, "purchases": 1}
        body = {"other": HER, "take": ["email", "name"], "version": shown.json["version"]}
        done = browser.send("POST", path, {**body, "other_version": shown.json["other_version"]}, token=manager)
        assert (done.status, done.json["state"]) == (200, "moving"), done.text
        card = browser.get(f"/v1/clients/{HER}", manager)
        assert (card.json["id"], card.json["email"]) == (THIS, "zdenka@canary.example")
        assert card.json["also"] == ["z@home.example"]
        assert browser.send("POST", path, {**body, "other": THIS, "other_version": 1}, token=manager).status == 422


@pytest.mark.proof
def test_a_crash_anywhere_is_gone_on_with(houses: Houses) -> None:
    """Died at any call to AWS: pressed again, or by the sweep alone, she is one, and no letter went twice."""
    times: list[int] = []

    def prepare(house: House) -> None:
        furnish(house)
        ready(house)
        times.append(house.now)

    prepared = Houses(houses.aws, prepare)

    def finish(house: House) -> None:
        if house.merges.preview(MANAGER, THIS, HER, frozenset()).merge is None:
            taken_in(house)
        later(house)

    def work(house: House) -> None:
        taken_in(house)
        house.clock.forward(minutes=3)
        house.merges.resume(house.clock())

    @contextmanager
    def fresh() -> Iterator[House]:
        with prepared.fresh() as house:
            house.clock.to(times[0])
            yield house

    try:
        assert crash_everywhere(fresh, work, finish, whole) > 20
    finally:
        prepared.close()

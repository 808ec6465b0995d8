"""Erasure: after it nothing of her opens, not even from an old copy of the table; and it survives any crash."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chalicelib.bookings.details import Details
from chalicelib.bookings.model import State as BookingState
from chalicelib.bookings.wishes.model import Wish
from chalicelib.clients.cards.bodies import CardBody
from chalicelib.clients.consent import Channel
from chalicelib.clients.erasure.model import LETTERS_MINUTES, State
from chalicelib.clients.model import Contact, Name
from chalicelib.foundation.errors import NotFound, Unauthenticated
from chalicelib.foundation.ids import derived_id
from chalicelib.foundation.table import KEYS, MAIN, Key
from chalicelib.foundation.vault import LocalKeyRing, Place
from chalicelib.identity.model import Principal, Role
from tests.harness.schedules import crash_everywhere
from tests.world.browser import Browser
from tests.world.house import SECRETS, House, Houses, keyed
from tests.world.maisons import furnish
from tests.world.people import BOUTIQUE, CAMILLE, associate, client

HER = derived_id("client", "canary")
MANAGER = Principal(Role.MANAGER, "manager-1", frozenset({BOUTIQUE}))
CANARIES = (
    "Kanarienvogel",
    "zdenka@canary.example",
    "+33612345679",
    "Anniversary",
    "Ruby",
    "Delegata",
    "In the evening",
    "Collier Kanarien",
)
PLACES = ("contact", "details", "profile", "person", "words", "bought")


def opened(house: House, rows: list[dict[str, Any]]) -> str:
    """All that opens of these rows with any key there is: what a thief with both tables and the master key reads."""
    ring = LocalKeyRing(SECRETS.master)
    keys = [
        ring.unwrap(row["pk"]["S"].removeprefix("KEY#"), row["wrapped"]["B"])
        for row in house.aws.scan(house.names[KEYS])
    ]

    def tried() -> Iterator[str]:
        for row in rows:
            at = Key(row["pk"]["S"], row["sk"]["S"])
            for sealed in [value["B"] for value in row.values() if "B" in value]:
                for key in keys:
                    for place in PLACES:
                        try:
                            clear = AESGCM(key).decrypt(sealed[:12], sealed[12:], Place(at, place).aad)
                        except InvalidTag:
                            continue
                        yield json.dumps(json.loads(clear), ensure_ascii=False)

    return "\n".join(tried())


def lived(house: House) -> None:
    """She was received once, is expected twice, has an hour kept, a wish, a delegate, notes; and was written to."""
    contact = Contact(Name("Komtesse", "Zdeňka", "Kanarienvogel"), "zdenka@canary.example", "+33612345679")
    house.clients.enrol(contact, "en", "test", client_id=HER, boutique=BOUTIQUE, advisor="advisor-1")
    noon = (house.now // 1440 + 1) * 1440 + 12 * 60
    note = Details(note="Anniversary")
    past = house.book(client(HER), noon, "past", details=note).booking
    house.clock.to(past.end + 60)
    house.bookings.attend(associate(past.advisor), past.id, keyed("attend", "a"), 1, BookingState.DONE)
    house.book(client(HER), noon + 2 * 1440, "first", details=note)
    house.book(client(HER), noon + 3 * 1440, "second")
    house.book(client(CAMILLE), noon + 4 * 1440, "another's")
    card = CardBody.model_validate({"name": {"full": "Kanarienvogel"}, "language": "en", "boutique": BOUTIQUE,
                                    "tastes": "Ruby", "readings": ("Kanari",)})  # fmt: skip
    house.cards.change(MANAGER, HER, 1, replace(card.wish(), name=contact.name))
    wish = Wish("", BOUTIQUE, "video", HER, "en", 0, words="In the evening")
    house.wishes.leave(client(HER), wish, None, keyed("wish", "w"))
    sold = f"client,date,reference,description,amount,currency\n{HER},2024-05-02,A1,Collier Kanarien,12,EUR\n"
    house.purchases.begin(MANAGER, BOUTIQUE, sold.encode(), "f" * 22, "hash")
    delegate = Contact(Name(full="Delegata"), "d@canary.example")
    house.delegates.grant(client(HER), delegate, "en", "d" * 22, "hash")
    house.deliver()
    house.hold(client(HER), noon + 5 * 1440, "quietly")


def coming(house: House, client_id: str = HER) -> Counter[str]:
    """How many bookings of a client are in which state."""
    return Counter(one.state for one in house.booking_store.of_client(client_id, 100, None).items)


def gone(house: House, where: str = "") -> None:
    """She is out of the house, whatever happened meanwhile."""
    rows = house.rows()
    assert house.erasures.outlook(MANAGER, HER).erasure.state is State.DONE, where  # type: ignore[union-attr]
    clear = opened(house, rows)
    assert [word for word in CANARIES if word in clear] == [], where
    assert coming(house) == {"done": 1, "cancelled": 2}, where
    assert coming(house, CAMILLE) == {"confirmed": 1}, where
    assert not [row for row in rows if row["pk"]["S"].startswith("NAME#") and row["sk"]["S"] == HER], where
    assert [m.template for _, m in house.mailbox.taken].count("client.erased") == 1, where
    assert not [m for _, m in house.mailbox.taken if m.template == "booking.cancelled"], where
    assert house.violations() == [], where


def finish(house: House) -> None:
    """Minutes go by; whatever was left half done is finished by the sweep alone, if it was begun at all."""
    try:
        house.erasures.erase(MANAGER, HER) if not house.erasures.outlook(MANAGER, HER).erasure else None
    except NotFound:
        return
    for _ in range(4):
        house.settle(times=1)
        house.erasures.resume(house.clock())


def test_after_erasure_no_canary_opens_anywhere(house: House) -> None:
    """Nor from the table as it was before; her bookings are counted as before, under an id that leads nowhere."""
    lived(house)
    before = house.rows()
    assert all(word in opened(house, before) for word in CANARIES)  # the negative control: it does find them
    outlook = house.erasures.outlook(MANAGER, HER)
    assert (outlook.erasure, outlook.ended.appointments, outlook.ended.delegates) == (None, 2, 1)
    assert ("email", "host") in {(sent.channel, sent.to) for sent in outlook.left}
    hers = house.tokens.access(Role.CLIENT, HER)
    assert house.verified(hers).subject == HER
    token = house.tokens.delegate(derived_id(HER, "delegate", "d" * 22), 1, house.now + 9999)
    assert house.erasures.erase(MANAGER, HER).erasure.state is State.CLOSING  # type: ignore[union-attr]
    for ended in (token, hers):
        with pytest.raises(Unauthenticated):
            house.verified(ended)
    with pytest.raises(NotFound):
        house.book(client(HER), house.now // 1440 * 1440 + 8 * 1440 + 720, "late")
    with pytest.raises(NotFound):
        house.cards.read(MANAGER, HER)
    house.deliver()
    receipt = house.erasures.erase(MANAGER, HER)
    gone(house)
    assert receipt.erasure is not None
    assert receipt.erasure.done_at == house.now
    assert house.erasures.erase(MANAGER, HER) == receipt
    told = Counter(m.template for _, m in house.mailbox.taken if m.template.endswith(".cancelled"))
    assert told == {"host.cancelled": 2}
    places = {(row["pk"]["S"], row["sk"]["S"]) for row in house.rows()}
    bookings = {(row["pk"]["S"], row["sk"]["S"]) for row in before if row["pk"]["S"].startswith("BOOKING#")}
    assert bookings <= places
    assert (f"CLIENT#{HER}", "PROFILE") in {(row["pk"]["S"], row["sk"]["S"]) for row in before} - places
    dynamodb = house.aws.client("dynamodb")
    for row in before:  # an old copy of the main table is restored over it
        dynamodb.put_item(TableName=house.names[MAIN], Item=row)
    assert [word for word in CANARIES if word in opened(house, house.rows())] == []
    assert house.cards.find(MANAGER, "Kanari", None).items == []
    with pytest.raises(NotFound):
        house.clients.get(HER)
    assert len(house.wishes.of_boutique(associate(), BOUTIQUE, 10, None)[0].items) == 0


def test_the_house_remembers_not_to_write_to_her_again(house: House) -> None:
    """A later enrolment with the same address is a new card, on which marketing counts as refused."""
    lived(house)
    house.erasures.erase(MANAGER, HER)
    finish(house)
    again = Contact(Name(full="Kanarienvogel"), "ZDENKA@canary.example")
    fresh = house.clients.enrol(again, "en", "test", boutique=BOUTIQUE)
    item = house.own_page.read(client(fresh.id))
    assert Channel.EMAIL in item.suppressed


def test_a_provider_that_is_down_does_not_keep_her_here(house: House) -> None:
    """An hour after it was begun the key is shredded, though her last letter never left."""
    lived(house)
    house.erasures.erase(MANAGER, HER)
    assert house.erasures.resume(house.clock()) == 0
    house.clock.forward(minutes=LETTERS_MINUTES)
    assert house.erasures.resume(house.clock()) == 1
    house.tick()
    assert [m.template for _, m in house.mailbox.taken if m.template == "client.erased"] == []
    assert [word for word in CANARIES if word in opened(house, house.rows())] == []


def test_who_may_erase_and_who_reads_the_receipt(house: House) -> None:
    """A manager of her boutique; the receipt is told after she is gone, and names nobody."""
    lived(house)
    path = f"/v1/clients/{HER}/erasure"
    elsewhere = house.tokens.access(Role.MANAGER, "manager-2", frozenset({"milan"}))
    manager = house.tokens.access(Role.MANAGER, "manager-1", frozenset({BOUTIQUE}))
    with Browser(house) as browser:
        assert browser.send("POST", path, token=elsewhere).status == 404
        assert browser.get(path, house.tokens.access(Role.ASSOCIATE, "advisor-1", frozenset({BOUTIQUE}))).status == 403
        assert browser.get(path, manager).json["state"] == "none"
        assert browser.send("POST", path, token=manager).json["state"] == "closing"
        house.deliver()
        done = browser.send("POST", path, token=manager)
        assert (done.status, done.json["state"], done.json["appointments"]) == (200, "done", 2)
        assert {"channel": "email", "to": "client", "count": 3} in done.json["left"], done.text
        assert browser.get(path, manager).text == done.text
        assert not [word for word in CANARIES if word in done.text]


@pytest.mark.proof
def test_a_crash_anywhere_is_gone_on_with_by_the_sweep(houses: Houses) -> None:
    """Died at any call to AWS: minutes later she is out of the house, told once, and everybody else untouched."""

    def ready(house: House) -> None:
        furnish(house)
        lived(house)
        times.append(house.now)

    times: list[int] = []
    prepared = Houses(houses.aws, ready)

    def erase(house: House) -> None:
        house.erasures.erase(MANAGER, HER)
        house.deliver()
        house.erasures.erase(MANAGER, HER)

    def check(house: House, where: str) -> None:
        gone(house, where)

    @contextmanager
    def fresh() -> Iterator[House]:
        with prepared.fresh() as house:
            house.clock.to(times[0])
            yield house

    try:
        assert crash_everywhere(fresh, erase, finish, check) > 20
    finally:
        prepared.close()

"""Cards for staff: who reads and writes which part, who is found by which name, and that no letter of it is stored."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.bookings.model import State
from chalicelib.clients.cards.bodies import CardBody
from chalicelib.clients.cards.profile import Wish
from chalicelib.clients.model import Contact, Name
from chalicelib.foundation.errors import (
    InvalidInput,
    KeyReused,
    NotFound,
    PreconditionFailed,
    StateConflict,
)
from chalicelib.foundation.ids import derived_id
from chalicelib.identity.model import Principal, Role
from tests.harness.faults import Fault, Wire, every
from tests.world.browser import Browser
from tests.world.house import House, Houses, keyed
from tests.world.maisons import EXPERIENCES, advisor, boutique, install
from tests.world.people import BOUTIQUE, associate, client, contact, guest, visitor

ADA = derived_id("client", "Ada")
MANAGER = Principal(Role.MANAGER, "manager-1", frozenset({BOUTIQUE}))
ELSEWHERE = Principal(Role.MANAGER, "manager-2", frozenset({"milan"}))
KEY = "k" * 22
BODY: dict[str, Any] = {
    "name": {"title": "夫人", "given": "小明", "family": "王", "family_first": True},
    "language": "en",
    "boutique": BOUTIQUE,
    "advisor": "advisor-2",
    "languages": ["zh", "en"],
    "readings": ["Wáng Xiǎomíng"],
    "sizes": [{"label": "ring", "value": "52"}],
    "tastes": "White gold\nno diamonds",
    "note": "Prefers the garden salon",
}


def wish(**changes: Any) -> Wish:
    """What a card is to say."""
    return CardBody.model_validate_json(
        CardBody.model_validate({**BODY, **changes}, strict=False).model_dump_json()
    ).wish()


def take(house: House, key: str = KEY, **changes: Any) -> str:
    """Take in a client on the telephone, and return her id."""
    hers = Contact(wish(**changes).name, "xm@client.example", "+33612345678")
    card, _ = house.cards.take(associate(), hers, wish(**changes), key, "hash")
    return card.client.id


def found(house: House, name: str, by: Principal | None = None) -> list[str]:
    """Ids of whom a name finds."""
    return [one.id for one in house.cards.find(by or associate(), name, None).items]


def test_a_card_is_read_and_written_by_role(house: House) -> None:
    """The managers' note is neither shown to an advisor nor hers to write, and stays when she writes the rest."""
    her = take(house)
    managers = house.cards.change(MANAGER, her, 2, wish(manager_note="Discretion: two addresses"))[0]
    assert (managers.version, managers.profile.manager_note) == (3, "Discretion: two addresses")
    with pytest.raises(InvalidInput) as refused:
        house.cards.change(associate(), her, 3, wish(manager_note="x", boutique="paris"))
    assert [problem.pointer for problem in refused.value.fields] == ["/manager_note"]
    card, replayed = house.cards.change(associate(), her, 3, wish(note="Brings her sister"))
    assert (card.version, replayed, card.sees_all) == (4, False, False)
    assert house.cards.read(MANAGER, her).profile.manager_note == "Discretion: two addresses"
    again, replayed = house.cards.change(associate(), her, 3, wish(note="Brings her sister"))
    assert (again.version, replayed) == (4, True)
    with pytest.raises(PreconditionFailed):
        house.cards.change(associate(), her, 3, wish(note="Another"))


def test_whoever_receives_her_elsewhere_reads_her_card_until_seven_days_after(house: House) -> None:
    """The booking opens it, to read; its cancelling, or the eighth day, closes it; a colleague never sees it."""
    house.clients.enrol(contact("Ada"), "en", "test", client_id=ADA, boutique="milan", advisor="giulia")
    start = (house.now // 1440 + 3) * 1440 + 14 * 60
    with pytest.raises(NotFound):
        house.cards.read(associate("advisor-1"), ADA)
    booking = house.book(client(ADA), start, "book").booking
    host = associate(booking.advisor)
    colleague = associate("advisor-2" if booking.advisor == "advisor-1" else "advisor-1")
    assert not house.cards.read(host, ADA).may_change
    for principal, act in ((colleague, house.cards.read), (MANAGER, house.cards.read)):
        with pytest.raises(NotFound):
            act(principal, ADA)
    with pytest.raises(NotFound):
        house.cards.change(host, ADA, 1, wish())
    house.clock.to(booking.end + 7 * 1440 - 1)
    assert house.cards.read(host, ADA).client.id == ADA
    house.clock.to(booking.end + 7 * 1440)
    with pytest.raises(NotFound):
        house.cards.read(host, ADA)


def test_her_own_advisor_is_told_of_a_visit_elsewhere(houses: Houses) -> None:
    """Once it is an appointment, by letter to her own boutique's advisor; not of one at home."""

    def furnish(house: House) -> None:
        offered = [{**one, "boutiques": (BOUTIQUE, "milan")} for one in EXPERIENCES]
        milan = boutique([advisor(3)], id="milan", name="Milano", city={"en": "Milan"}, country="IT")
        install(house.table, house.vault, house.clock(), boutique([advisor(1)]), milan, experiences=offered)
        house.clients.enrol(contact("Ada"), "en", "test", client_id=ADA, boutique="milan", advisor="advisor-3")

    with houses.fresh(furnish) as house:
        booking = house.book(client(ADA), (house.now // 1440 + 3) * 1440 + 14 * 60, "book").booking
        house.deliver()
        told = {m.template: m for _, m in house.mailbox.taken}
        assert set(told) == {"booking.confirmed", "host.booked", "host.elsewhere"}
        assert told["host.elsewhere"].to.email == "advisor-3@maison.example"
        assert told["host.booked"].to.email == f"{booking.advisor}@maison.example"
        house.cards.change(Principal(Role.ADMIN, "admin"), ADA, 1, wish(advisor="advisor-1"))
        house.book(client(ADA), booking.start + 120, "again")
        house.deliver()
        assert [m.template for _, m in house.mailbox.taken].count("host.elsewhere") == 1


def test_a_cancelled_visit_opens_nothing(house: House) -> None:
    """Neither does a hold that has lapsed."""
    house.clients.enrol(contact("Ada"), "en", "test", client_id=ADA, boutique="milan")
    booking = house.book(client(ADA), (house.now // 1440 + 3) * 1440 + 14 * 60, "book").booking
    house.bookings.cancel(client(ADA), booking.id, keyed("cancel", "c"), 1)
    stored = house.stored(booking.id)
    assert stored is not None
    assert stored.state is State.CANCELLED
    with pytest.raises(NotFound):
        house.cards.read(associate(booking.advisor), ADA)


def test_a_name_is_found_within_ones_own_boutiques(house: House) -> None:
    """Two Chinese characters, one, a reading; not by another boutique, and no more once the name is another."""
    her = take(house)
    for question in ("王小", "王", "wang", "Xiaom", "小明 王"):
        assert found(house, question) == [her], question
    assert found(house, "王小", ELSEWHERE) == []
    assert found(house, "wan rossi") == []
    house.cards.change(associate(), her, 2, wish(name={"full": "李小龙"}, readings=[]))
    assert found(house, "李小") == [her]
    assert found(house, "王小") == found(house, "wang") == []
    names = [row for row in house.rows() if row["pk"]["S"].startswith("NAME#") and row["sk"]["S"] == her]
    assert len(names) == 2
    with pytest.raises(InvalidInput):
        found(house, "Li")
    with pytest.raises(NotFound):
        house.cards.find(associate(), "王小", "milan")


def test_at_most_ten_are_shown_and_ones_own_come_first(house: House) -> None:
    """And it is said that there may be more."""
    for number in range(12):
        person = Contact(Name(full=f"Tanaka {chr(65 + number)}name"), f"t{number}@client.example")
        advisor = "advisor-1" if number == 9 else None
        house.clients.enrol(person, "en", "test", boutique=BOUTIQUE, advisor=advisor)
    hits = house.cards.find(associate("advisor-1"), "Tanaka", None)
    assert (len(hits.items), hits.more) == (10, True)
    assert not house.cards.find(associate("advisor-1"), "Tanaka Aname", None).more


def test_who_proves_her_address_is_found_where_she_has_booked(house: House) -> None:
    """A stranger is in no list; the link makes her a client of that boutique."""
    held = house.book(visitor(), (house.now // 1440 + 3) * 1440 + 14 * 60, "hold", "visit", contact=contact("Zoë"))
    assert found(house, "zoe") == []
    house.bookings.confirm(guest(held.booking.id), held.booking.id, keyed("confirm", "c"))
    assert found(house, "zoe") == [held.booking.client]


def test_a_client_is_taken_in_once(house: House) -> None:
    """The same request is answered again, a lost answer too; the same address, or the same telephone alone, is not."""
    with Wire(every(Fault.TIMEOUT_AFTER, "TransactWriteItems")):
        her = take(house)
    with pytest.raises(KeyReused):
        house.cards.take(associate(), Contact(wish().name, "xm@client.example"), wish(), KEY, "other")
    with pytest.raises(StateConflict):
        take(house, "another" * 4)
    alone = Contact(Name(full="Aya"), "", "+33612345679")
    house.cards.take(associate(), alone, wish(), "alone" * 5, "hash")
    with pytest.raises(StateConflict):
        house.cards.take(associate(), alone, wish(), "twice" * 5, "hash")
    assert house.clients.holder_of("xm@client.example") == her
    with pytest.raises(InvalidInput) as refused:
        house.cards.take(associate(), alone, wish(language="xx", advisor="giulia"), "wrong" * 5, "hash")
    assert [problem.pointer for problem in refused.value.fields] == ["/language", "/advisor"]


def test_over_http_no_name_is_stored_logged_or_stands_in_an_address(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    """Taken in, found, read, written; then every table, queue and log line is searched for what was said."""
    token = house.tokens.access(Role.ASSOCIATE, "advisor-1", frozenset({BOUTIQUE}))
    with Browser(house) as browser:
        new = {**BODY, "email": "xm@client.example", "telephone": "06 12 34 56 78"}
        taken = browser.send("POST", "/v1/clients", new, token=token, key="take")
        assert (taken.status, taken.headers["etag"]) == (201, '"2"'), taken.text
        path = taken.headers["location"].removeprefix(house.settings.api_path)
        hits = browser.send("POST", "/v1/clients/search", {"name": "王小"}, token=token)
        assert [(hit["addressed"], hit["hint"]) for hit in hits.json["items"]] == [("王夫人", "x…@client.example")]
        read = browser.get(path, token)
        assert (read.status, read.json["telephone"], read.json["manager_note"]) == (200, "+33612345678", None)
        changed = browser.send("PUT", path, {**BODY, "tastes": "Ruby"}, token=token, version=2)
        assert (changed.status, changed.headers["etag"]) == (200, '"3"'), changed.text
        assert browser.send("PUT", path, BODY, token=token).status == 428
        assert browser.send("POST", "/v1/clients/search", {"name": "Wa"}, token=token).status == 422
        assert browser.send("PUT", path, {**BODY, "email": "thief@x.example"}, token=token, version=3).status == 422
    said, kept = capsys.readouterr(), house.everything()
    for word in ("王", "小明", "Xiǎo", "xiaom", "wang", "xm@client", "612345678", "Ruby", "garden salon", "White gold"):
        assert word not in kept, word
        assert word not in said.out + said.err, word

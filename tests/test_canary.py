"""Nothing personal is anywhere it should not be: a whole journey with marked words, and then a search for them.

The words are in several scripts, so that no encoding hides one. Searched are both tables (raw), every request to AWS
(queue bodies among them), every log line and metric, every answer to somebody who may not see them, every URL.
"""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterable
from typing import Any

import pytest

from chalicelib.bookings.details import Details
from chalicelib.clients.model import Contact, Name
from chalicelib.identity.model import Role
from tests.harness.faults import Fault, Wire, every
from tests.world.browser import Browser, Said
from tests.world.house import House
from tests.world.people import BOUTIQUE, MARGAUX, visitor

NAME = {"title": "Komtesse", "given": "Zdeňka", "family": "Šćepanović-Kanarienvogel"}
EMAIL = "zdenka.kanarie@canary.example"
TELEPHONE = "+33612345679"
ADDRESS = {
    "lines": ["17 rue du Canari", "שרה האוזר בית"],
    "postal_code": "75002",
    "city": "Kanariënstad",
    "country": "FR",
    "kind": "home",
    "entry_notes": "Code 47B9, การิน ชั้นสาม",
}
NOTE = "Bague d'anniversaire pour عائشة الكناري"
NEEDS = "Кресло-каталка, канарейка"
BEHALF = "山田カナリア 太郎"
WORDS = "लाल कैनरी, सोमवार को"
NAMES = ["Nguyễn Thị Ánh Kim", "O'Neil-Šćepanović", "김카나리 Kim", "de la Rochefoucauld-Canari"]


def marked() -> list[str]:
    """Every marked word, and the telltale parts of each."""
    whole = [*NAME.values(), EMAIL, "canary.example", TELEPHONE, "612345679", NOTE, NEEDS, BEHALF, WORDS, *NAMES]
    whole += [*ADDRESS["lines"], str(ADDRESS["city"]), str(ADDRESS["entry_notes"]), "47B9"]
    return whole + [part for text in whole for part in text.split() if len(part) >= 5 and part not in {"rue", "Code"}]


def spellings(word: str) -> set[bytes]:
    """How a word may be written down."""
    forms = {word, word.lower(), word.casefold(), word.upper(), json.dumps(word)[1:-1], json.dumps(word.lower())[1:-1]}
    raw = {form.encode() for form in forms} | {word.encode("utf-16-le")}
    return raw | {base64.b64encode(word.encode())[:-4]} if len(word) > 8 else raw


def found(places: Iterable[bytes]) -> list[str]:
    """Return the marked words that stand somewhere in these places."""
    everything = b"\n".join(places)
    return sorted({word for word in marked() if any(spelling in everything for spelling in spellings(word))})


def flat(value: Any) -> Iterable[bytes]:
    """Yield every text and every piece of binary in a value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key).encode()
            yield from flat(inner)
    elif isinstance(value, (list, tuple, set)):
        for inner in value:
            yield from flat(inner)
    elif isinstance(value, bytes):
        yield value
    else:
        yield str(value).encode()


class Journey:
    """What happens to a stranger between her first click and the day after, and what is said to others meanwhile."""

    def __init__(self, browser: Browser) -> None:
        self.browser, self.house = browser, browser.house
        self.others: list[Said] = []
        """Answers to people who may not see what is hers."""
        self.start = (self.house.now // 1440 + 3) * 1440 + 14 * 60

    def stranger(self, **more: Any) -> dict[str, Any]:
        """What the widget sends of her."""
        return {
            "client": {"name": NAME, "email": EMAIL, "telephone": TELEPHONE},
            "note": NOTE,
            "access_needs": NEEDS,
            "on_behalf_of": BEHALF,
            **more,
        }

    def link(self, booking: str, who: Any = "guest", subject: str = "") -> str:
        """The token in a letter."""
        return self.house.tokens.manage(booking, 1, who, subject, self.start + 2880)

    def walk(self) -> None:
        """Book, confirm, move, cancel; ask for a visit at home and be answered; leave a wish; err; be refused."""
        browser = self.browser
        token = browser.visitor()
        held = browser.book(self.start, "hold", token, "visit", **self.stranger())
        assert held.status == 201, held.text
        self.others += [held, browser.book(self.start, "hold", token, "visit", **self.stranger())]
        booking = held.json["id"]
        self.house.deliver()
        confirmed = browser.send("POST", f"/v1/bookings/{booking}/confirm", {}, token=self.link(booking), key="confirm")
        assert confirmed.status == 200, confirmed.text
        self.house.deliver()
        self.change(booking)
        self.sold()
        self.at_home(token)
        self.wish(token)
        self.errors(token)
        self.house.settle(times=2)
        self.house.clock.forward(days=3)
        self.house.tick()
        assert len(self.house.mailbox.taken) >= 6

    def change(self, booking: str) -> None:
        """Look at it from the link and as somebody else, move it, cancel it."""
        browser, path, link = self.browser, f"/v1/bookings/{booking}", self.link(booking)
        seen = browser.get(path, link)
        assert seen.json["first_name"] == NAME["given"]
        seen.json.pop("first_name")
        self.others += [
            Said(seen.status, seen.headers, json.dumps({k: v for k, v in seen.json.items() if k != "first_name"})),
            browser.get(path, browser.client(MARGAUX)),
            browser.get(path, browser.visitor()),
            browser.get(path),
            browser.get(f"{path}/availability?from=2027-01-14&days=3", browser.visitor()),
        ]
        later = {"start": "2027-01-15T15:00:00+01:00"}
        moved = browser.send("POST", f"{path}/reschedule", later, token=link, key="move", version=2)
        assert moved.status == 200, moved.text
        stale = browser.send("POST", f"{path}/cancel", {}, token=browser.visitor(), key="cancel", version=3)
        assert stale.status == 404
        self.others.append(stale)
        cancelled = browser.send("POST", f"{path}/cancel", {}, token=link, key="cancel", version=3)
        assert cancelled.status == 200, cancelled.text

    def sold(self) -> None:
        """A till's file names her, well and badly; some of its lines still wait when the search is made."""
        line = f'{EMAIL},2026-05-02,{{}},"{NOTE}",12,EUR\n'
        wrong = (
            f"{NAME['family']},{WORDS},{NOTE},{BEHALF},{TELEPHONE},{NEEDS}\nnobody.{EMAIL},2026-05-02,1,{NOTE},1,EUR\n"
        )
        raw = "email,date,reference,description,amount,currency\n" + wrong + "".join(map(line.format, range(220)))
        manager = self.house.tokens.access(Role.MANAGER, "manager-1", frozenset({BOUTIQUE}))
        path = f"/v1/boutiques/{BOUTIQUE}/purchase-imports"
        report = self.browser.send("POST", path, raw.encode(), token=manager, key="sold")
        assert (report.status, report.json["state"], report.json["kept"]) == (201, "running", 199), report.text
        unreadable = self.browser.send("POST", path, f'{EMAIL},"{NOTE}'.encode(), token=manager, key="unreadable")
        assert unreadable.status == 422
        self.others += [report, unreadable]

    def at_home(self, token: str) -> None:
        """Ask for a visit at home; the advisor looks at it and says yes."""
        browser = self.browser
        asked = browser.book(self.start, "ask", token, "at-home", **self.stranger(address=ADDRESS))
        assert asked.status == 201, asked.text
        path = f"/v1/bookings/{asked.json['id']}"
        advisor = self.house.tokens.access(Role.ASSOCIATE, "advisor-1", frozenset({BOUTIQUE}))
        private = browser.get(path, advisor)
        assert NAME["family"] in private.text  # she may see it: the words are really there
        assert browser.get(f"/v1/boutiques/{BOUTIQUE}/day?date=2027-01-14", advisor).status == 200
        assert browser.send("POST", f"{path}/accept", {}, token=advisor, key="accept").status == 200
        for number, name in enumerate(NAMES):
            stranger = self.stranger(client={"name": {"full": name}, "email": f"kanari{number}@canary.example"})
            order = browser.book(self.start + 1440 * (2 + number), "more", browser.visitor(), "first-video", **stranger)
            assert order.status == 201, order.text
            self.others.append(order)

    def wish(self, token: str) -> None:
        """Leave a wish without a time."""
        stranger = {"name": NAME, "email": EMAIL}
        body = {
            "boutique": BOUTIQUE,
            "experience": "visit",
            "part": "morning",
            "words": WORDS,
            "language": "en",
            "client": stranger,
        }
        left = self.browser.send("POST", "/v1/wishes", body, token=token, key="wish")
        assert left.status == 201, left.text
        self.others.append(left)

    def errors(self, token: str) -> None:
        """Send what is wrong, in every way in which an answer or a log line could repeat it."""
        browser, start = self.browser, self.start + 4320
        wrong = [
            self.stranger(note=NOTE + "\0"),
            self.stranger(surname=NAME["family"]),
            self.stranger(client={"name": NAME, "email": NOTE}),
            self.stranger(client={"name": NAME, "email": EMAIL, "telephone": f"{TELEPHONE}{TELEPHONE}"}),
            self.stranger(client_zone=NOTE),
            self.stranger(party={"adults": NOTE}),
        ]
        refused = [browser.book(start, f"wrong-{n}", token, "visit", **body) for n, body in enumerate(wrong)]
        assert {answer.status for answer in refused} <= {400, 422}
        with Wire(every(Fault.TIMEOUT_BEFORE, "TransactWriteItems")):
            busy = browser.book(start, "busy", browser.visitor(), "visit", **self.stranger())
        with Wire(every(Fault.SERVER_ERROR)):
            down = browser.book(start, "down", browser.visitor(), "visit", **self.stranger())
        with Wire(lambda _: ("ValidationException", {"message": NOTE})):
            broken = browser.book(start, "broken", browser.visitor(), "visit", **self.stranger())
        assert (busy.status, down.status, broken.status) == (503, 503, 500)
        taken = [browser.book(start + 7, "odd", browser.visitor(), "visit", **self.stranger())]
        self.others += [*refused, busy, down, broken, *taken]


def test_no_marked_word_is_where_it_should_not_be(
    house: House, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tables, queue, logs, metrics, answers to others: none of them holds a name, an address or a word of hers."""
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.DEBUG, "chalicelib")
    caplog.set_level(logging.DEBUG, "showroom")
    with Browser(house) as browser:
        journey = Journey(browser)
        journey.walk()
    raw = [item for name in house.names.values() for item in house.aws.scan(name)]
    said = capsys.readouterr()
    assert '"route"' in said.out
    assert any(row["pk"]["S"].startswith("NOTICES#wish#") for row in raw)
    assert found(flat(raw)) == []
    assert found([said.out.encode(), said.err.encode(), caplog.text.encode()]) == []
    assert found(record.getMessage().encode() for record in caplog.records) == []
    answers = [f"{answer.text} {answer.headers}".encode() for answer in journey.others]
    assert len(answers) >= 15
    assert found(answers) == []


def test_no_marked_word_goes_over_the_wire_to_aws(house: House) -> None:
    """Not to DynamoDB, and not to the queue, whose bodies hold a subject and nothing else."""
    with Wire() as wire:
        held = house_books(house)
        house.deliver()
    assert found(flat([request.body for request in wire.requests])) == []
    bodies = [
        json.loads(entry["MessageBody"])
        for request in wire.requests
        if request.operation == "SendMessageBatch"
        for entry in request.body["Entries"]
    ]
    assert bodies == [{"subject": f"booking#{held}"}]


def house_books(house: House) -> str:
    """Book as the stranger, without HTTP."""
    details = Details(address=ADDRESS, note=NOTE, access_needs=NEEDS, on_behalf_of=BEHALF)
    start = (house.now // 1440 + 3) * 1440 + 14 * 60
    contact = Contact(Name(NAME["title"], NAME["given"], NAME["family"]), EMAIL, TELEPHONE)
    return house.book(visitor(), start, "hold", "at-home", contact=contact, details=details).booking.id


def test_the_search_finds_what_is_there() -> None:
    """The negative control: each spelling of a marked word is found."""
    for word in (NAME["family"], BEHALF, NOTE):
        for spelling in spellings(word):
            assert found([b"prefix " + spelling + b" suffix"])
    assert found([b"Fiona", b"Paris"]) == []


def test_an_error_in_a_view_tells_nothing(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """A 500 is logged by its kind and place, without the words that caused it, and answered without either."""
    with Browser(house) as browser, Wire(lambda _: ("ValidationException", {"message": NOTE})):
        answer = browser.book(house.now + 1440, "k", house.tokens.visitor()[0], "visit", name="Canary")
    assert answer.status == 500
    assert "ValidationException" not in answer.text
    assert found([capsys.readouterr().out.encode(), answer.text.encode()]) == []

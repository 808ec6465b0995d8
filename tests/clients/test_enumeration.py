"""Nobody learns whether an address is known here: known or not, the answers and the work are the same.

Each journey is played in two copies of one house, with addresses of one length: one that a client of the house has, one
that nobody has. Answers are compared but for the ids and tokens in them, AWS requests by operation, by the kinds of
items they touch and by what they cost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.clients.model import Contact, Name
from tests.harness.faults import Request, Wire
from tests.world.browser import Browser, Said
from tests.world.house import House, Houses
from tests.world.people import BOUTIQUE, MARGAUX

KNOWN = "margaux@client.example"
UNKNOWN = "ghislai@client.example"
SUPPRESSED = "camille@client.example"
OF_ONE_LENGTH = len({len(KNOWN), len(UNKNOWN), len(SUPPRESSED)}) == 1
_RANDOM = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+|\b[a-z2-7]{26}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
_VARYING = {"date", "x-request-id"}

KNOWN_MOBILE, UNKNOWN_MOBILE = "+33639980011", "+33639980022"
"""Lucie is known by a telephone; nobody has the other."""

Journey = Callable[[Browser, str, str], list[Said]]
"""From a browser, a visitor's token and the address she types to what she was answered."""


def client(email: str, **more: str) -> dict[str, Any]:
    """A stranger who types this address."""
    return {"name": {"title": "Ms", "given": "Ada", "family": "Essai"}, "email": email, **more}


def start(browser: Browser, days: int = 3, hour: int = 14) -> int:
    """A minute some days ahead."""
    return (browser.house.now // 1440 + days) * 1440 + hour * 60


def book_and_cancel(browser: Browser, token: str, email: str) -> list[Said]:
    """Hold a visit, send it again, look at it, be told that two wait already, cancel one."""
    held = [
        browser.book(start(browser, day), f"hold-{day}", token, "first-video", client=client(email))
        for day in (3, 4, 5, 3)
    ]
    path = f"/v1/bookings/{held[0].json['id']}"
    seen = browser.get(path, token)
    return [*held, seen, browser.send("POST", f"{path}/cancel", {}, token=token, key="cancel", version=1)]


def ask_to_be_visited(browser: Browser, token: str, email: str) -> list[Said]:
    """Ask for what an associate answers, with a telephone."""
    address = {"lines": ["1 rue d'Essai"], "postal_code": "75001", "city": "Paris", "country": "FR"}
    stranger = client(email, telephone="+33199000099")
    return [browser.book(start(browser), "ask", token, "at-home", client=stranger, address=address)]


def be_refused(browser: Browser, token: str, email: str) -> list[Said]:
    """Ask for a time that is not offered, for what is for known clients, and with a field that is wrong."""
    return [
        browser.book(start(browser) + 7, "odd", token, "first-video", client=client(email)),
        browser.book(start(browser), "known", token, "video", client=client(email)),
        browser.book(start(browser), "wrong", token, "first-video", client=client(email, telephone="1")),
        browser.book(start(browser), "hers", token, "first-video", client=client(email), client_id=MARGAUX),
    ]


def wish(browser: Browser, token: str, email: str) -> list[Said]:
    """Leave a wish, and send it again."""
    body = {"boutique": BOUTIQUE, "experience": "visit", "language": "en", "client": client(email)}
    return [browser.send("POST", "/v1/wishes", body, token=token, key="wish") for _ in range(2)]


def confirm_by_code(browser: Browser, token: str, mobile: str) -> list[Said]:
    """Hold two visits, be refused a third, guess wrong, ask for another code too soon and in time, confirm."""
    stranger = {"name": {"full": "Ada Essai"}, "telephone": mobile}
    held = [
        browser.book(start(browser, day), f"hold-{day}", token, "first-video", client=stranger) for day in (3, 4, 5, 3)
    ]
    path = f"/v1/bookings/{held[0].json['id']}"

    def say(code: str, key: str) -> Said:
        return browser.send("POST", f"{path}/code", {"code": code}, token=token, key=key)

    answers = [say(wrong, f"wrong-{wrong}") for wrong in _not_hers(browser, held[0].json["id"])]
    answers += [browser.send("POST", f"{path}/code/another", {}, token=token, key=f"another-{n}") for n in (1, 2)]
    browser.house.clock.forward(minutes=1)
    answers.append(browser.send("POST", f"{path}/code/another", {}, token=token, key="another-3"))
    answers.append(say(_code_of(browser, held[0].json["id"]), "right"))
    return [*held, *answers, browser.get(path, token)]


def _code_of(browser: Browser, booking_id: str) -> str:
    booking = browser.house.stored(booking_id)
    assert booking is not None
    assert booking.code is not None
    return browser.house.codes.digits(booking_id, booking.code)


def _not_hers(browser: Browser, booking_id: str) -> list[str]:
    right = int(_code_of(browser, booking_id))
    return [f"{(right + by) % 1_000_000:06d}" for by in (1, 2)]


def told(said: Said) -> tuple[int, dict[str, str], str]:
    """An answer without what is new in every answer."""
    headers = {name: _RANDOM.sub("~", text) for name, text in said.headers.items() if name not in _VARYING}
    return said.status, headers, _RANDOM.sub("~", said.text)


def work(request: Request) -> tuple[Any, ...]:
    """What a request did: operation, the kind of each item it names in order, its conditions, what it cost."""
    body = json.dumps(request.body, default=lambda value: f"bytes {len(value)}" if isinstance(value, bytes) else "~")
    kinds = re.findall(r'"pk": \{"S": "([A-Z]+)', body)
    conditions = sorted(re.findall(r'"ConditionExpression": "([^"]+)"', body))
    return request.service, request.operation, kinds, conditions, request.write_units, request.read_units


def played(houses: Houses, journey: Journey, token: str, email: str) -> tuple[list[Any], list[Any], list[Any], str]:
    """Play a journey in a fresh house, then let the letters go; return answers, work, the work of letters, letters."""
    with houses.fresh() as house, Browser(house) as browser:
        objected(house)
        lucie = Contact(Name(given="Lucie", family="Essai"), "", KNOWN_MOBILE)
        house.clients.enrol(lucie, "en", "test", now=house.clock())
        house.warm()
        with Wire() as wire:
            answers = [told(said) for said in journey(browser, token, email)]
        with Wire() as later:
            house.tick()
        unfolded = repr(house.mailbox.taken).replace("\\r\\n ", "")
        letters = _RANDOM.sub("~", unfolded).replace(email, "<her address>")
        letters = re.sub(r"'code': '\d{6}'", "'code': '~'", letters)
        return answers, [work(one) for one in wire.requests], [work(one) for one in later.requests], letters


def objected(house: House) -> None:
    """Camille wants nothing of the house."""
    from chalicelib.clients.consent import Level, Wanted
    from tests.world.people import CAMILLE
    from tests.world.people import client as signed_in

    house.own_page.change(signed_in(CAMILLE), 1, "en", Wanted(Level.NONE, None))


@pytest.mark.parametrize("journey", [book_and_cancel, ask_to_be_visited, be_refused, wish])
def test_a_known_address_and_an_unknown_one_look_alike(houses: Houses, journey: Journey) -> None:
    """The same answers, the same requests to AWS at the same cost, the same letters, also where she objected."""
    assert OF_ONE_LENGTH
    with houses.fresh() as house:
        token = house.tokens.visitor()[0]  # the same in all: who asks decides which of the free advisors is drawn
    nobody = played(houses, journey, token, UNKNOWN)
    assert nobody[1], "the journey did no work"
    for email in (KNOWN, SUPPRESSED):
        somebody = played(houses, journey, token, email)
        for mine, theirs in zip(somebody, nobody, strict=True):
            assert mine == theirs


def test_a_known_telephone_and_an_unknown_one_look_alike(houses: Houses) -> None:
    """Also where a code is sent, guessed and said: nobody is ever looked up by a telephone."""
    with houses.fresh() as house:
        token = house.tokens.visitor()[0]
    nobody = played(houses, confirm_by_code, token, UNKNOWN_MOBILE)
    statuses = [status for status, _, _ in nobody[0]]
    assert statuses == [201, 201, 409, 201, 409, 409, 409, 409, 200, 200, 200]
    assert played(houses, confirm_by_code, token, KNOWN_MOBILE) == nobody


def test_the_addresses_are_what_they_are_taken_for(house: House) -> None:
    """The negative control: two are known here, and reading the one who has an address differs on the wire."""
    assert house.clients.holder_of(KNOWN) == MARGAUX
    assert house.clients.holder_of(SUPPRESSED)
    assert house.clients.holder_of(UNKNOWN) is None
    found = []
    for email in (KNOWN, UNKNOWN):
        with Wire() as wire:
            holder = house.clients.holder_of(email)
            if holder:
                house.clients.card(holder)
        found.append([work(one) for one in wire.requests])
    assert found[0] != found[1]

"""Purchases from a file: every mistake with its line, the same file twice adds nothing, a crash loses nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.clients.purchases.model import Refused, State
from chalicelib.clients.purchases.service import SLICE
from chalicelib.clients.purchases.sheet import Ground, read
from chalicelib.foundation.errors import InvalidInput, KeyReused, NotFound
from chalicelib.identity.model import Principal, Role
from tests.harness.faults import Fault, Wire, every
from tests.harness.schedules import crash_everywhere
from tests.world.browser import Browser
from tests.world.house import House, Houses
from tests.world.people import BOUTIQUE, CAMILLE, MARGAUX, associate

MANAGER = Principal(Role.MANAGER, "manager-1", frozenset({BOUTIQUE}))
ADMIN = Principal(Role.ADMIN, "administrator")
GROUND = Ground("paris", frozenset({"paris", "milan"}), "FR", date(2027, 3, 28))
HEAD = "email,date,reference,description,amount,currency\n"
KEY = "k" * 22


def lines(count: int, who: str = "camille@client.example", first: int = 0) -> str:
    """So many purchases, told apart by their references."""
    return "".join(f"{who},2025-01-02,R{number},Canarybird ring,12.50,EUR\n" for number in range(first, first + count))


def begun(house: House, text: str, key: str = KEY, by: Principal = ADMIN) -> str:
    """Send a file, and return the import's id."""
    return house.purchases.begin(by, BOUTIQUE, text.encode(), key, f"hash of {hash(text)}")[0].id


def references(house: House, client_id: str, by: Principal = ADMIN) -> list[str]:
    """References of what a client has bought, latest first."""
    return [one.reference for one in house.purchases.of_client(by, client_id, 100, None).items]


def test_a_file_is_read_as_spreadsheets_write_it() -> None:
    """With a byte-order mark, semicolons and decimal commas; or with commas, quoted newlines and another order."""
    european = (
        "\ufeffDate;Reference;Amount;Currency;Telephone;Boutique\r\n2027-03-28;A-1;-1250,5;eur;01 99 00 12 00;milan\r\n"
    )
    (line,) = read(european.encode(), GROUND).readable
    assert (line.by, line.who) == ("telephone", "+33199001200")
    assert (line.purchase.amount, line.purchase.boutique) == (-125050, "milan")
    assert line.purchase.decimal == "-1250.50"
    quoted = "description,email,date,reference,amount,currency\n"
    quoted += '"Ring, ""Ada""\nin gold",A@X.example,2027-01-02,7,1000,JPY\n'
    quoted += "\n,a@x.example,2027-01-02,8,1.2345,EUR\n"
    sheet = read(quoted.encode(), GROUND)
    assert sheet.readable[0].purchase.description == 'Ring, "Ada"\nin gold'
    assert sheet.readable[0].purchase.decimal == "1000"
    assert sheet.refused == (Refused(5, "amount", "amount"),)


def test_every_mistake_is_told_with_its_line() -> None:
    """All of a line's mistakes at once; what a spreadsheet would compute is never taken in."""
    text = "client,email,date,reference,description,amount,currency,boutique\n" + "\n".join(
        [
            ",nobody,2027-02-30,=1+1,＝x,1,EUR,",
            ",,2027-03-29,1,,1.250.00,EUR,lyon",
            "abc,,28/03/2027,,x,,EURO,",
            ",a@x.example,2027-01-02,1,\u202eabc,1,EUR",
            ",a@x.example,2027-01-02,1,\u202eabc,1,EUR,",
        ]
    )
    sheet = read(text.encode(), GROUND)
    assert (sheet.lines, sheet.readable, sheet.refused_lines) == (5, (), 5)
    assert set(sheet.refused) == {
        Refused(*one)
        for one in (
            (2, "date", "date"), (2, "description", "formula"), (2, "email", "form"), (2, "reference", "formula"),
            (3, "", "whose"), (3, "amount", "amount"), (3, "boutique", "boutique"), (3, "date", "future"),
            (4, "amount", "needed"), (4, "client", "form"), (4, "currency", "currency"), (4, "date", "date"),
            (4, "reference", "needed"), (5, "", "cells"), (6, "description", "text"),
        )
    }  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "pointers"),
    [
        (b"", [""]),
        (b"\xff\xfe", [""]),
        (HEAD.encode() + "Zoë".encode("latin-1"), [""]),
        (b"email,date,reference,amount,currency,colour,date", ["/1/6", "/1"]),
        (b"date,amount", ["/1", "/1", "/1"]),
        ((HEAD + '"a,b\n').encode(), ["/2"]),
        ((HEAD + lines(1) + '"x"y,b\n').encode(), ["/3"]),
        ((HEAD + lines(5001)).encode(), [""]),
    ],
)
def test_what_cannot_be_read_is_refused_whole(raw: bytes, pointers: list[str]) -> None:
    """With what is wrong with it, and nothing of what it says."""
    with pytest.raises(InvalidInput) as refused:
        read(raw, GROUND)
    assert [problem.pointer for problem in refused.value.fields] == pointers
    assert not any("colour" in problem.detail for problem in refused.value.fields)


def test_a_file_is_kept_once_and_shown_by_role(house: House) -> None:
    """Twice the same adds nothing; nothing of it stands anywhere in clear; her word on letters stays as it was."""
    before = house.clients.card(CAMILLE)
    text = HEAD + lines(SLICE + 2) + lines(1) + lines(1, "nobody@client.example")
    kept = house.purchases.read(ADMIN, BOUTIQUE, begun(house, text))
    assert (kept.state, kept.counts) == (State.DONE, (29, 27, 1, 1))
    assert kept.refused == (Refused(30, "email", "nobody"),)
    assert house.purchases.begin(ADMIN, BOUTIQUE, text.encode(), KEY, f"hash of {hash(text)}") == (kept, True)
    with pytest.raises(KeyReused):
        begun(house, HEAD)
    again = house.purchases.read(ADMIN, BOUTIQUE, begun(house, text, "another".ljust(22, "-")))
    assert (again.counts.kept, again.counts.known) == (0, 28)
    assert len(references(house, CAMILLE)) == 27
    assert "anarybird" not in house.everything()
    assert not any("PART#" in row["sk"]["S"] or "IMPORT#" in row["pk"]["S"] == "KEY" for row in house.rows())
    assert not [row for row in house.aws.scan(house.names["keys"]) if "import#" in row["pk"]["S"]]
    assert house.clients.card(CAMILLE) == before
    assert [one.id for one in house.purchases.latest(ADMIN, BOUTIQUE)] == sorted([kept.id, again.id], reverse=True)
    with pytest.raises(NotFound):
        house.purchases.of_client(associate(boutique="milan"), CAMILLE, 10, None)


def test_a_managers_file_reaches_her_own_clients_alone(house: House) -> None:
    """Another boutique's client is refused in the words for somebody who does not exist."""
    item = house.client_store.get(MARGAUX)
    assert item is not None
    moved = replace(house.client_store.opened(item), boutique="milan", version=2)
    house.table.commit(
        [house.client_store.change(item, moved), house.audit.of("test", "test#1", "test", house.clock())]
    )
    text = HEAD.replace("email", "client") + lines(1, MARGAUX) + lines(1, "a" * 26)
    found = house.purchases.read(MANAGER, BOUTIQUE, begun(house, text, by=MANAGER))
    assert found.refused == (Refused(2, "client", "nobody"), Refused(3, "client", "nobody"))
    assert house.purchases.read(ADMIN, BOUTIQUE, begun(house, text, "admin".ljust(22, "-"))).counts.kept == 1


def test_over_http(house: House) -> None:
    """The file as it is; progress by its id; a page of purchases after another; JSON or too much is refused."""
    manager = house.tokens.access(Role.ADMIN, "administrator")
    path = f"/v1/boutiques/{BOUTIQUE}/purchase-imports"
    with Browser(house) as browser:
        text = (HEAD + lines(3) + lines(1, "x@y.example")).encode()
        made = browser.send("POST", path, text, token=manager, key="file")
        assert (made.status, made.json["state"], made.json["kept"]) == (201, "done", 3), made.text
        assert made.json["refused"] == [{"line": 5, "column": "email", "reason": "nobody"}]
        assert browser.get(made.headers["location"].removeprefix("/api"), manager).json == made.json
        assert browser.send("POST", path, text, token=manager, key="file").headers["idempotent-replayed"] == "true"
        assert browser.get(path, manager).json["items"][0]["id"] == made.json["id"]
        page = browser.get(f"/v1/clients/{CAMILLE}/purchases?limit=2", manager).json
        more = browser.get(f"/v1/clients/{CAMILLE}/purchases?limit=2&after={page['after']}", manager).json
        assert len({one["reference"] for one in page["items"] + more["items"]}) == 3
        assert page["items"][0]["amount"] == "12.50"
        assert browser.send("POST", path, {}, token=manager, key="json").status == 415
        assert browser.send("POST", path, b"a" * (900 * 1024 + 1), token=manager, key="much").status == 400
        wrong = browser.send("POST", path, b"colour\n", token=manager, key="wrong")
        assert (wrong.status, wrong.json["errors"][0]["pointer"]) == (422, "/1/1")


@pytest.mark.proof
def test_a_crash_anywhere_loses_no_line_and_keeps_none_twice(houses: Houses) -> None:
    """Whatever died, the sweep finishes it: each line counted once, nothing left that waits."""
    text = HEAD + lines(SLICE + 5) + lines(2, "nobody@client.example")

    def work(house: House) -> None:
        begun(house, text)

    def finish(house: House) -> None:
        begun(house, text)
        house.clock.forward(minutes=2)
        house.purchases.resume(house.clock())

    def check(house: House, where: str) -> None:
        (made,) = house.purchases.latest(ADMIN, BOUTIQUE)
        assert (made.state, made.counts) == (State.DONE, (32, 30, 0, 2)), where
        assert len(references(house, CAMILLE)) == 30, where
        assert not any("PART#" in row["sk"]["S"] for row in house.rows()), where

    assert crash_everywhere(houses.fresh, work, finish, check) > 10


@pytest.mark.proof
@pytest.mark.parametrize("fault", [Fault.TIMEOUT_AFTER, Fault.CONFLICT])
def test_a_lost_answer_counts_once(house: House, fault: Fault) -> None:
    """The first writes are answered by silence, or refused: the report says what is there."""
    text = HEAD + lines(SLICE * 3)
    with Wire(every(fault, "TransactWriteItems", times=2)):
        made = begun(house, text)
    house.clock.forward(minutes=2)
    house.purchases.resume(house.clock())
    assert house.purchases.read(ADMIN, BOUTIQUE, made).counts == (75, 75, 0, 0)


def test_who_is_being_erased_gets_nothing_more(house: House) -> None:
    """An import that goes on after her erasure began refuses her lines, and adds nothing to what goes."""
    made = begun(house, HEAD + lines(SLICE * 8 + 1))
    assert house.purchases.read(ADMIN, BOUTIQUE, made).counts.done == SLICE * 8
    house.erasures.erase(ADMIN, CAMILLE)
    house.clock.forward(minutes=2)
    assert house.purchases.resume(house.clock()) == 1
    assert house.purchases.read(ADMIN, BOUTIQUE, made).counts == (201, 200, 0, 1)
    assert not [row for row in house.rows() if row["sk"]["S"].startswith("PURCHASE#")]

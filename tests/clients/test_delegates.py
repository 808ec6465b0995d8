"""Delegates over the table: how many, how long, by which letter, and that an end, or her client's erasure, ends it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.clients.delegates.delegation import (
    LIFE_MINUTES,
    MOST_LISTED,
    Delegate,
    Entry,
    Register,
    State,
    masked,
)
from chalicelib.clients.delegates.store import delegate_key
from chalicelib.clients.model import Contact, Name
from chalicelib.foundation.errors import (
    InvalidInput,
    KeyReused,
    NotFound,
    QuotaReached,
    StateConflict,
    Unauthenticated,
)
from chalicelib.foundation.vault import data_key_key
from chalicelib.messaging.model import State as NoticeState
from tests.harness.faults import Fault, Wire, every
from tests.world.house import House
from tests.world.people import CAMILLE, MARGAUX, client, contact

ADA = Contact(Name(title="Ms", given="Ada", family="Kanarienvogel"), "Ada.Kanari@canary.example")


def named(house: House, who: Contact = ADA, key: str = "key", hers: str = MARGAUX) -> Delegate:
    """Somebody whom a client has named."""
    return house.delegates.grant(client(hers), who, "en", key, "body")[0]


def link(house: House, delegate: Delegate) -> str:
    """The token of her letter."""
    return house.tokens.delegate(delegate.id, delegate.link_version, delegate.expires_at)


def refused(house: House, token: str) -> bool:
    """Whether the house takes a token for nobody's."""
    try:
        house.verified(token)
    except Unauthenticated:
        return True
    return False


def test_a_register_is_bounded_and_forgets_only_what_has_ended() -> None:
    """Pure: live ones stay, the oldest ended go; an end is never later than it would have been."""
    first = Register("c", 3, (Entry("live", 0, 900), *(Entry(f"e{n}", n, n + 1) for n in range(MOST_LISTED - 1))))
    new = Delegate("new", "c", "en", 100, 100 + LIFE_MINUTES, 100, "hash")
    after = first.naming(new)
    assert (after.version, len(after.entries)) == (4, MOST_LISTED)
    assert [entry.id for entry in after.entries][:2] == ["live", "e1"]
    assert {entry.id for entry in after.live(100)} == {"live", "new"}
    assert after.ending("live", 950).entries[0].until == 900
    assert after.ending("live", 100).live(100) == (Entry("new", 100, 100 + LIFE_MINUTES),)
    assert new.state_at(99 + LIFE_MINUTES) is State.ACTIVE
    assert new.state_at(100 + LIFE_MINUTES) is State.EXPIRED
    assert new.revoked(200).state_at(100 + LIFE_MINUTES) is State.REVOKED
    assert masked("ada@canary.example") == "a…@canary.example"


def test_a_delegate_acts_for_her_client_until_a_year_has_passed(house: House) -> None:
    """Named once for a key; her link opens for a year, to the minute; nothing of her is in the tables in clear."""
    delegate = named(house)
    assert house.delegates.grant(client(MARGAUX), ADA, "en", "key", "body") == (delegate, True)
    with pytest.raises(KeyReused):
        house.delegates.grant(client(MARGAUX), ADA, "en", "key", "another")
    principal = house.verified(link(house, delegate))
    assert (principal.subject, principal.actor) == (MARGAUX, f"delegate:{delegate.id}")
    assert not [word for word in ("Kanarienvogel", "Ada.Kanari", "canary.example") if word in house.everything()]
    house.clock.forward(minutes=LIFE_MINUTES - 1)
    assert house.verified(link(house, delegate)).subject == MARGAUX
    token = house.tokens.delegate(delegate.id, delegate.link_version, house.now + 10)
    house.clock.forward(minutes=1)
    assert refused(house, token)
    (found,) = house.delegates.of_client(client(MARGAUX))
    assert found.state_at(house.now) is State.EXPIRED


def test_five_at_a_time_each_address_once_and_never_her_own(house: House) -> None:
    """What stands against a sixth; an end makes room, and a circle of naming and ending sends ten letters a day."""
    people = [replace(ADA, email=f"a{number}@canary.example") for number in range(20)]
    delegates = [named(house, one, one.email) for one in people[:5]]
    with pytest.raises(QuotaReached):
        named(house, people[5], "sixth")
    with pytest.raises(StateConflict):
        named(house, replace(ADA, email="A0@canary.example"), "twice")
    with pytest.raises(InvalidInput):
        named(house, contact("MARGAUX"), "herself")
    with pytest.raises(InvalidInput):
        house.delegates.grant(client(MARGAUX), people[5], "xx", "tongue", "body")
    for number in range(5, 10):
        house.delegates.revoke(client(MARGAUX), delegates[number - 5].id)
        delegates.append(named(house, people[number], people[number].email))
    house.delegates.revoke(client(MARGAUX), delegates[9].id)
    with pytest.raises(QuotaReached):
        named(house, people[10], "eleventh")
    house.clock.forward(days=1)
    assert named(house, people[10], "eleventh").client == MARGAUX
    assert len(house.delegates.of_client(client(MARGAUX))) == 11
    assert house.delegates.of_client(client(CAMILLE)) == []


def test_another_letter_takes_the_place_of_the_one_before(house: House) -> None:
    """At most once an hour; only the latest link opens; the same key sends one letter."""
    delegate = named(house)
    with pytest.raises(QuotaReached):
        house.delegates.resend(client(MARGAUX), delegate.id, "again")
    house.clock.forward(minutes=60)
    again, replayed = house.delegates.resend(client(MARGAUX), delegate.id, "again")
    assert not replayed
    assert house.delegates.resend(client(MARGAUX), delegate.id, "again") == (again, True)
    assert refused(house, link(house, delegate))
    assert house.verified(link(house, again)).subject == MARGAUX
    house.deliver()
    assert [message.template for _, message in house.mailbox.taken] == ["delegate.invited"]
    house.delegates.revoke(client(MARGAUX), delegate.id)
    house.clock.forward(minutes=60)
    with pytest.raises(StateConflict):
        house.delegates.resend(client(MARGAUX), delegate.id, "once more")


def test_an_end_takes_effect_with_its_commit_and_nothing_is_sent_after_it(house: House) -> None:
    """Said twice it is written once; the letter still waiting is not sent; grant and end have their audit rows."""
    delegate = named(house)
    ended, replayed = house.delegates.revoke(client(MARGAUX), delegate.id)
    assert (ended.state_at(house.now), replayed) == (State.REVOKED, False)
    with Wire() as wire:
        assert house.delegates.revoke(client(MARGAUX), delegate.id) == (ended, True)
    assert wire.writes == []
    assert refused(house, link(house, delegate))
    assert refused(house, link(house, ended))
    house.deliver()
    house.settle()
    assert house.mailbox.taken == []
    row = house.notices.read(delegate.subject)
    assert row is not None
    assert not [notice for notice in row.notices if notice.state is not NoticeState.DROPPED]
    rows = [row for row in house.rows() if row["pk"]["S"] == f"AUDIT#{delegate.subject}"]
    assert {(row["action"]["S"], row["actor"]["S"]) for row in rows} == {
        ("delegate.grant", f"client:{MARGAUX}"),
        ("delegate.revoke", f"client:{MARGAUX}"),
    }


def test_what_is_another_clients_might_as_well_not_exist(house: House) -> None:
    """Neither ended nor written to by another, nor named by somebody whom the house does not know."""
    delegate = named(house)
    house.clock.forward(minutes=61)
    with pytest.raises(NotFound):
        house.delegates.revoke(client(CAMILLE), delegate.id)
    with pytest.raises(NotFound):
        house.delegates.resend(client(CAMILLE), delegate.id, "key")
    with pytest.raises(NotFound):
        named(house, hers="nobody")
    assert house.verified(link(house, delegate)).subject == MARGAUX


def test_her_clients_erasure_takes_her_along(house: House) -> None:
    """Name and address are sealed under the client's key: shredded with it, and the link opens nothing."""
    delegate = named(house)
    assert house.delegates.find(delegate.id) is not None
    key = data_key_key(f"client#{MARGAUX}")
    raw = {"pk": {"S": key.pk}, "sk": {"S": key.sk}}
    house.aws.client("dynamodb").delete_item(TableName=house.settings.keys_table, Key=raw)
    house.vault.forget(f"client#{MARGAUX}")
    assert house.delegates.find(delegate.id) is None
    assert refused(house, link(house, delegate))
    house.deliver()
    assert house.mailbox.taken == []


def test_each_request_costs_one_strong_read(house: House) -> None:
    """After the first, which also fetches the client's key."""
    token = link(house, named(house))
    house.verified(token)
    with Wire() as wire:
        house.verified(token)
    assert wire.operations() == ["GetItem"]
    assert delegate_key(house.tokens.verify(token).delegate or "").pk in house.everything()


@pytest.mark.parametrize("fault", [Fault.TIMEOUT_AFTER, Fault.CONFLICT, Fault.TIMEOUT_BEFORE, Fault.THROTTLE])
def test_a_lost_answer_leaves_one_delegate_one_letter_one_end(house: House, fault: Fault) -> None:
    """Whatever befell the first attempt at each of them."""
    with Wire(every(fault, "TransactWriteItems", times=1)):
        delegate = named(house)
    house.settle()
    assert [message.template for _, message in house.mailbox.taken] == ["delegate.invited"]
    house.clock.forward(hours=1)
    with Wire(every(fault, "TransactWriteItems", times=1)):
        again, _ = house.delegates.resend(client(MARGAUX), delegate.id, "again")
    assert again.link_version == delegate.link_version + 1
    with Wire(every(fault, "TransactWriteItems", times=1)):
        ended, _ = house.delegates.revoke(client(MARGAUX), delegate.id)
    assert ended.version == again.version + 1
    assert len(house.delegates.of_client(client(MARGAUX))) == 1

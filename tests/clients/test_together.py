"""What happens at the same time: an objection while the house enrols, and two changes of one card."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from chalicelib.clients.consent import Channel, Consent, Level, Mechanism, Purpose, State, Wanted, may_contact
from chalicelib.clients.model import Contact, Name
from chalicelib.foundation.errors import PreconditionFailed
from tests.harness.faults import Wire
from tests.harness.schedules import interleave
from tests.world.house import House, Houses
from tests.world.people import MARGAUX, client


def objection(house: House) -> None:
    """Margaux wants nothing of the house any more."""
    version = house.own_page.read(client(MARGAUX)).version
    house.own_page.change(client(MARGAUX), version, "en", Wanted(Level.NONE, None))


@dataclass
class Meanwhile:
    """Something that happens just before a certain request goes out."""

    number: int
    happens: Callable[[], None]
    came: int = 0

    def wait(self) -> None:
        """Count the requests up to that one; what happens there is not counted."""
        if self.came < self.number:
            self.came += 1
            if self.came == self.number:
                self.happens()


def test_an_objection_between_reading_the_list_and_the_enrolment_is_heard(house: House) -> None:
    """The enrolment's transaction requires the list it read; refused, it reads again and writes a no (rule C2)."""
    hers = house.clients.get(MARGAUX).contact
    assert hers is not None
    old = [Consent(Channel.SMS, Purpose.MARKETING, State.GIVEN, house.now, Mechanism.HOUSE, "card-2019")]
    second = Contact(Name(full="Essai"), "second@client.example", hers.telephone)
    turns = Meanwhile(2, lambda: objection(house))
    with Wire(turns=turns) as wire:
        card = house.clients.enrol(second, "en", "associate:advisor-1", consents=old)
    assert [one.operation for one in wire.requests][:1] == ["BatchGetItem"]
    assert turns.came == turns.number
    kept = house.clients.get(card.id).preferences.consent(Channel.SMS, Purpose.MARKETING)
    assert kept is not None
    assert (kept.state, kept.mechanism) == (State.WITHDRAWN, Mechanism.SUPPRESSION)


@pytest.mark.parametrize("seed", range(6))
def test_two_changes_over_one_version_are_one(houses: Houses, seed: int) -> None:
    """The other is told that there is a newer version; card, list and audit say what the winner said."""
    with houses.fresh() as house:
        house.warm()
        wishes = [Wanted(Level.NONE, None), Wanted(Level.EVENTS_ONLY, Channel.SMS)]
        ended = interleave([lambda w=w: house.own_page.change(client(MARGAUX), 1, "en", w) for w in wishes], seed)
        lost = [number for number, end in enumerate(ended) if isinstance(end, PreconditionFailed)]
        assert len(lost) == 1
        card = house.own_page.read(client(MARGAUX))
        assert (card.version, card.preferences.level) == (2, wishes[1 - lost[0]].level)
        rows = house.rows()
        assert sum(row["pk"]["S"].startswith("SUPPRESSED#") for row in rows) == (0 if lost[0] == 0 else 3)
        assert sum(row.get("action", {}).get("S") == "client.change_own" for row in rows) == 1
        assert not may_contact(card, Channel.EMAIL, Purpose.MARKETING, house.now).allowed


@pytest.mark.parametrize("seed", [4, 5, 9, 11])
def test_two_who_share_a_number_both_object(houses: Houses, seed: int) -> None:
    """Neither objection overwrites the other: the number stays silent until both have lifted theirs (rule C2).

    In these seeds both read the list before either has written it.
    """
    with houses.fresh() as house:
        house.warm()
        hers = house.clients.get(MARGAUX).contact
        assert hers is not None
        other = house.clients.enrol(Contact(Name(full="Essai"), "o@client.example", hers.telephone), "en", "test").id
        wanted = Wanted(Level.NONE, None)
        both = (MARGAUX, other)
        ended = interleave([lambda who=who: house.own_page.change(client(who), 1, "en", wanted) for who in both], seed)
        assert not [end for end in ended if isinstance(end, Exception)]
        found = [json.loads(row["objectors"]["S"]) for row in house.rows() if row["pk"]["S"].startswith("SUPPRESSED#")]
        assert sorted(map(len, found)) == [1, 1, 2, 2]

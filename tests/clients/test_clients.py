"""Client cards over the table."""

from __future__ import annotations

import pytest

from chalicelib.clients.model import KNOWN, PROVISIONAL, Contact, Name
from chalicelib.clients.store import ClientStore
from chalicelib.foundation.errors import NotFound, StepRefused
from chalicelib.foundation.ids import derived_id
from tests.world.house import House
from tests.world.people import CAMILLE, contact

ADA = derived_id("client", "Ada")


def test_a_card_opens_as_it_was_written(house: House) -> None:
    """Name with its order and how she is called, address and number."""
    name = Name("Ms", "Misaki", "Sato", family_first=True, called="Sato-sama")
    written = house.clients.enrol(Contact(name, "m@client.example", "+819012345678"), "en", "test", client_id=ADA)
    read = house.clients.get(ADA)
    assert read == written
    assert read.contact is not None
    assert read.contact.name.display == "Sato Misaki"
    assert read.channels == ("email", "sms")


def test_an_address_has_one_known_holder(house: House) -> None:
    """Whatever the spelling; the second enrolment writes nothing."""
    with pytest.raises(StepRefused) as refused:
        house.clients.enrol(Contact(Name(full="Someone"), "CAMILLE@client.example"), "en", "test", client_id=ADA)
    assert refused.value.step == "clients.claim"
    assert house.clients.holder_of("Camille@client.example") == CAMILLE
    with pytest.raises(NotFound):
        house.clients.get(ADA)


def test_a_provisional_card_holds_no_address_until_it_is_proven(house: House) -> None:
    """Typing somebody's address leads nobody to her card."""
    client, steps, _ = house.clients.provisional(ADA, contact("Ada"), "en")
    house.table.commit([*steps, house.audit.of("t", "t", "t", house.clock())])
    assert client.state == PROVISIONAL
    assert house.clients.holder_of("ada@client.example") is None
    card = ClientStore(house.table, house.vault).get(ADA)
    assert card is not None
    proven, steps = house.clients.prove(card, "paris")
    house.table.commit([*steps, house.audit.of("t", "t", "t", house.clock())])
    assert proven.state == house.clients.get(ADA).state == KNOWN
    assert house.clients.holder_of("ada@client.example") == ADA

"""The catalogue: one read per document and half a minute, whatever the number of threads, and never a stale id."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chalicelib.boutiques.importer import Importer
from chalicelib.boutiques.service import Catalogue
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.errors import Busy, NotFound
from chalicelib.foundation.table import Key, Table
from chalicelib.foundation.vault import Vault
from tests.boutiques.files import SMALL, changed
from tests.harness.moto_world import MONDAY, ClockAt


class Counted(Table):
    """A table that counts its reads by key, and can be made to fail."""

    def __init__(self, of: Table) -> None:
        self.__dict__.update(of.__dict__)
        self.reads: list[Key] = []
        self.down = False

    def get(self, kind: Any, key: Key, *, consistent: bool = False) -> Any:
        """Count, then read."""
        if self.down:
            raise Busy
        self.reads.append(key)
        return super().get(kind, key, consistent=consistent)

    def query(self, kind: Any, pk: str, *rest: Any, **about: Any) -> Any:
        """Count, then read."""
        self.reads.append(Key(pk, "*"))
        return super().query(kind, pk, *rest, **about)


@pytest.fixture
def counted(table: Table, vault: Vault, audit: Audit) -> Counted:
    """A counted table with the small maison in it."""
    Importer(table, vault, audit).import_maison(SMALL, MONDAY)
    return Counted(table)


MAISON, PARIS = Key("MAISON", "PROFILE"), Key("BOUTIQUE#paris", "*")


def test_each_document_is_read_once_in_half_a_minute(counted: Counted, vault: Vault, clock: ClockAt) -> None:
    """However often it is asked, within 30 seconds the maison is one GetItem and the boutique one Query."""
    catalogue = Catalogue(counted, vault, clock)
    for _ in range(5):
        catalogue.maison()
        catalogue.experience("visit")
        catalogue.boutique("paris")
        catalogue.serving("at-home", "FR", "75008")
        clock.forward(seconds=5.999)
    assert counted.reads == [MAISON, PARIS]
    clock.forward(seconds=1)
    catalogue.boutique("paris")
    assert counted.reads == [MAISON, PARIS, MAISON, PARIS]


def test_a_change_is_seen_after_half_a_minute_and_not_before(
    counted: Counted, vault: Vault, audit: Audit, clock: ClockAt
) -> None:
    """A process that has read goes on with what it read for 30 seconds, and then tells the new."""
    catalogue = Catalogue(counted, vault, clock)
    assert catalogue.boutique("paris").staff[0].name == "Anna"
    Importer(counted, vault, audit).import_maison(changed("name: Anna", "name: Anne"), MONDAY)
    clock.forward(seconds=29)
    assert catalogue.boutique("paris").staff[0].name == "Anna"
    clock.forward(seconds=1)
    assert catalogue.boutique("paris").staff[0].name == "Anne"


def test_many_threads_cause_one_read(counted: Counted, vault: Vault, clock: ClockAt) -> None:
    """Fifty threads that ask an empty cache at the same time wait for one read per document."""
    catalogue = Catalogue(counted, vault, clock)
    with ThreadPoolExecutor(50) as pool:
        found = list(pool.map(lambda _: catalogue.boutique("paris"), range(200)))
    assert all(each is found[0] for each in found)
    assert sorted(counted.reads) == [PARIS, MAISON]


def test_an_unknown_boutique_costs_no_read_of_its_own(counted: Counted, vault: Vault, clock: ClockAt) -> None:
    """Invented ids are refused by what the maison names: they are no way to make the house read or remember."""
    catalogue = Catalogue(counted, vault, clock)
    for number in range(100):
        with pytest.raises(NotFound):
            catalogue.boutique(f"invented-{number}")
    assert counted.reads == [MAISON]


def test_a_failure_is_not_remembered(counted: Counted, vault: Vault, clock: ClockAt) -> None:
    """A read that failed is tried again at the next question, not half a minute later."""
    catalogue = Catalogue(counted, vault, clock)
    counted.down = True
    with pytest.raises(Busy):
        catalogue.maison()
    counted.down = False
    assert catalogue.maison().name == "Petite"


def test_a_clock_that_was_set_back_does_not_keep_a_document_for_ever(
    counted: Counted, vault: Vault, clock: ClockAt
) -> None:
    """A document read in what is now the future is read again."""
    catalogue = Catalogue(counted, vault, clock)
    catalogue.maison()
    clock.forward(days=-1)
    catalogue.maison()
    assert counted.reads == [MAISON, MAISON]


def test_before_the_first_import_there_is_nothing(table: Table, vault: Vault, clock: ClockAt) -> None:
    """An empty house answers NotFound, and the import is seen at once: an absence is never kept."""
    catalogue = Catalogue(table, vault, clock)
    with pytest.raises(NotFound):
        catalogue.maison()
    Importer(table, vault, Audit(vault)).import_maison(SMALL, MONDAY)
    assert catalogue.maison().revision == 1


@pytest.mark.parametrize(("staff", "boutique"), [("nobody", "paris"), ("anna", "rome")])
def test_contacts_of_nobody_are_not_found(
    counted: Counted, vault: Vault, clock: ClockAt, staff: str, boutique: str
) -> None:
    """Contacts are those of somebody who works in that boutique."""
    with pytest.raises(NotFound):
        Catalogue(counted, vault, clock).contacts(boutique, staff)

"""The import: all of a file or nothing, nothing twice, nothing in clear, and nothing left of those who have gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import pytest

from chalicelib.boutiques.blueprint import ImportRefused, read_blueprint
from chalicelib.boutiques.importer import Importer
from chalicelib.boutiques.removals import Removal, StillInUse
from chalicelib.boutiques.service import Catalogue
from chalicelib.boutiques.store import BoutiqueStore
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.errors import Busy, NotFound, StateConflict
from chalicelib.foundation.table import Step, Table
from chalicelib.foundation.vault import Vault
from tests.boutiques.files import DEMO, SMALL, changed
from tests.harness.moto_world import MONDAY, Aws, ClockAt


@pytest.fixture
def importer(table: Table, vault: Vault, audit: Audit) -> Importer:
    """An importer of a house that keeps no appointments."""
    return Importer(table, vault, audit)


@pytest.fixture
def fresh(table: Table, vault: Vault, clock: ClockAt) -> Callable[[], Catalogue]:
    """Makes a catalogue that has read nothing yet."""
    return lambda: Catalogue(table, vault, clock)


@pytest.fixture
def rows(aws: Aws, table_names: dict[str, str]) -> Callable[[], list[dict[str, object]]]:
    """Reads every raw item of both tables."""
    return lambda: [row for name in table_names.values() for row in aws.scan(name)]


def without_audit(rows: Iterable[dict[str, object]]) -> list[str]:
    """Return the keys of what is kept, audit apart."""
    return sorted(f"{row['pk']} {row['sk']}" for row in rows if "AUDIT#" not in str(row["pk"]))


def test_the_demo_maison_comes_back_as_it_was_written(importer: Importer, fresh: Callable[[], Catalogue]) -> None:
    """Every model of the file is read back equal, but for its revision and where its contacts are kept."""
    text = DEMO.read_text()
    report = importer.import_maison(text, MONDAY)
    written, catalogue = read_blueprint(text), fresh()
    assert report.revision == 1
    assert report.written == ("paris", "milan", "new-york", "tokyo", "dubai")
    assert catalogue.maison() == written.maison.model_copy(update={"revision": 1})
    for house in written.houses:
        found = catalogue.boutique(house.boutique.id)
        staff = tuple(member.model_copy(update={"contact_id": ""}) for member in found.staff)
        assert found.model_copy(update={"revision": 0, "staff": staff}) == house.boutique
        for member in found.staff:
            assert catalogue.contacts(found.id, member.id) == house.contacts[member.id]


def test_contacts_of_staff_are_nowhere_in_clear(
    importer: Importer, rows: Callable[[], list[dict[str, object]]]
) -> None:
    """Neither an e-mail address nor a telephone number of a person stands in any raw item, key or audit row."""
    importer.import_maison(SMALL, MONDAY)
    raw = repr(rows())
    assert "CONTACT#" in raw
    for clear in ("anna@", "bruno@", "33199001201", "99 00 12 01"):
        assert clear not in raw


def test_the_same_file_again_writes_nothing(importer: Importer, rows: Callable[[], list[dict[str, object]]]) -> None:
    """An import of what is already true leaves every row as it is, and says so."""
    first = importer.import_maison(SMALL, MONDAY)
    before = sorted(map(repr, rows()))
    second = importer.import_maison(SMALL, MONDAY)
    assert first.changed
    assert not second.changed
    assert (second.revision, second.written, second.contacts) == (1, (), ())
    assert sorted(map(repr, rows())) == before


def test_a_wrong_file_changes_nothing(importer: Importer, rows: Callable[[], list[dict[str, object]]]) -> None:
    """One mistake anywhere, and not a row is written."""
    importer.import_maison(SMALL, MONDAY)
    before = sorted(map(repr, rows()))
    with pytest.raises(ImportRefused):
        importer.import_maison(changed("deputy: bruno", "deputy: nobody"), MONDAY)
    assert sorted(map(repr, rows())) == before


def test_only_what_changed_is_written(importer: Importer, fresh: Callable[[], Catalogue]) -> None:
    """A change in one boutique raises the revision of that boutique and of the maison, and of nothing else."""
    text = DEMO.read_text()
    importer.import_maison(text, MONDAY)
    report = importer.import_maison(changed("park-room: The Park Room", "park-room: The Park Salon", text), MONDAY)
    catalogue = fresh()
    assert report.written == ("new-york",)
    assert (catalogue.maison().revision, catalogue.boutique("new-york").revision) == (2, 2)
    assert catalogue.boutique("paris").revision == 1


def test_new_contacts_replace_the_old_ones(
    importer: Importer, fresh: Callable[[], Catalogue], rows: Callable[[], list[dict[str, object]]]
) -> None:
    """A new telephone is what is read from then on, and the old one is not kept."""
    importer.import_maison(SMALL, MONDAY)
    report = importer.import_maison(changed("+33 1 99 00 12 01", "+33 1 99 00 12 09"), MONDAY)
    assert report.contacts == ("anna",)
    assert fresh().contacts("paris", "anna").telephone == "+33199001209"
    assert sum("STAFF#anna" in key for key in without_audit(rows())) == 1


def test_a_process_that_read_earlier_still_finds_contacts(importer: Importer, fresh: Callable[[], Catalogue]) -> None:
    """A catalogue that holds the boutique of before the import looks again instead of finding nobody."""
    importer.import_maison(SMALL, MONDAY)
    early = fresh()
    early.boutique("paris")
    importer.import_maison(changed("+33 1 99 00 12 01", "+33 1 99 00 12 09"), MONDAY)
    assert early.contacts("paris", "anna").telephone == "+33199001209"


def test_who_leaves_is_shredded(
    importer: Importer, fresh: Callable[[], Catalogue], rows: Callable[[], list[dict[str, object]]]
) -> None:
    """Somebody whom the file no longer names has neither contacts nor a key any more; the others keep theirs."""
    importer.import_maison(SMALL, MONDAY)
    bruno = SMALL[SMALL.index("      bruno:\n") :]
    report = importer.import_maison(changed(bruno, "", changed("        deputy: bruno\n", "")), MONDAY)
    assert report.departed == ("bruno",)
    assert not any("bruno" in key for key in without_audit(rows()))
    assert fresh().contacts("paris", "anna").email == "anna@maison.example"
    with pytest.raises(NotFound):
        fresh().contacts("paris", "bruno")


def test_who_comes_back_is_reached_again(importer: Importer, fresh: Callable[[], Catalogue]) -> None:
    """Leaving and coming back gives a new key; nothing of the old one is needed."""
    importer.import_maison(SMALL, MONDAY)
    bruno = SMALL[SMALL.index("      bruno:\n") :]
    importer.import_maison(changed(bruno, "", changed("        deputy: bruno\n", "")), MONDAY)
    importer.import_maison(SMALL, MONDAY)
    assert fresh().contacts("paris", "bruno").email == "bruno@maison.example"


def test_a_boutique_that_is_no_longer_named_is_gone(importer: Importer, fresh: Callable[[], Catalogue]) -> None:
    """After the import nobody finds it, and its document is removed."""
    second = SMALL[SMALL.index("  paris:\n") :].replace("  paris:", "  lyon:").replace("@maison", "@lyon.maison")
    importer.import_maison(SMALL + second.replace("anna", "carla").replace("bruno", "dario"), MONDAY)
    assert fresh().boutique("lyon").staff[0].id == "carla"
    assert importer.import_maison(SMALL, MONDAY).removed == ("lyon",)
    with pytest.raises(NotFound):
        fresh().boutique("lyon")


def test_what_appointments_need_is_not_taken_away(
    table: Table, vault: Vault, audit: Audit, fresh: Callable[[], Catalogue]
) -> None:
    """The rooms that keep appointments are asked about all that would go, and may object to some of it."""
    asked: list[Removal] = []

    def in_use(removals: Sequence[Removal], _now: datetime) -> Iterable[Removal]:
        asked.extend(removals)
        return [each for each in removals if each.what == "staff"]

    importer = Importer(table, vault, audit, in_use)
    importer.import_maison(SMALL, MONDAY)
    assert asked == []
    bruno = SMALL[SMALL.index("      bruno:\n") :]
    text = changed(bruno, "", changed("        deputy: bruno\n", "")).replace(
        "{ salon: Salon }", "{ boudoir: Boudoir }"
    )
    with pytest.raises(StillInUse, match="staff bruno paris"):
        importer.import_maison(text, MONDAY)
    assert asked == [Removal("staff", "paris", "bruno"), Removal("room", "paris", "salon")]
    assert fresh().contacts("paris", "bruno").email == "bruno@maison.example"


class Rehearsed(Table):
    """A table that does something just before, or instead of, one of its commits."""

    def __init__(self, of: Table, at: Callable[[Sequence[Step]], None]) -> None:
        self.__dict__.update(of.__dict__)
        self._at = at

    def commit(self, steps: Sequence[Step]) -> None:
        """Commit, after or around `at`."""
        self._at(steps)
        super().commit(steps)


def test_of_two_imports_at_once_the_second_changes_nothing(
    table: Table, vault: Vault, audit: Audit, fresh: Callable[[], Catalogue]
) -> None:
    """An import that another one overtook is refused: it judged a configuration that is no longer true."""
    first = Importer(table, vault, audit)
    first.import_maison(SMALL, MONDAY)

    def overtaken(steps: Sequence[Step]) -> None:
        if steps[0].name == "maison.replace":
            first.import_maison(changed("{ salon: Salon }", "{ salon: Salon d'or }"), MONDAY)

    with pytest.raises(StateConflict):
        Importer(Rehearsed(table, overtaken), vault, audit).import_maison(changed("name: Anna", "name: Ann"), MONDAY)
    found = fresh().boutique("paris")
    assert (found.rooms[0].name, found.staff[0].name) == ("Salon d'or", "Anna")


def test_a_lost_answer_is_not_taken_for_another_import(
    table: Table, vault: Vault, audit: Audit, fresh: Callable[[], Catalogue]
) -> None:
    """When the transaction was written and its answer lost, the import finds its own work and says what it did."""

    def written_but_silent(steps: Sequence[Step]) -> None:
        if steps[0].name == "maison.replace":
            table.commit(steps)
            raise Busy()

    report = Importer(Rehearsed(table, written_but_silent), vault, audit).import_maison(SMALL, MONDAY)
    assert report.changed
    assert fresh().maison().revision == report.revision == 1


@pytest.mark.parametrize("calls", range(5))
def test_a_crash_anywhere_leaves_one_whole_maison_and_the_next_import_finishes(
    table: Table, vault: Vault, audit: Audit, fresh: Callable[[], Catalogue],
    rows: Callable[[], list[dict[str, object]]], calls: int,
) -> None:  # fmt: skip
    """Whichever commit never comes back, what is read is one whole file; importing again mends the rest."""
    old = SMALL
    bruno = SMALL[SMALL.index("      bruno:\n") :]
    new = changed(bruno, "", changed("        deputy: bruno\n", "")).replace("+33 1 99 00 12 01", "+33 1 99 00 12 09")
    Importer(table, vault, audit).import_maison(old, MONDAY)
    left = [calls]

    def crash(_steps: Sequence[Step]) -> None:
        if left[0] == 0:
            raise KeyboardInterrupt
        left[0] -= 1

    try:
        Importer(Rehearsed(table, crash), vault, audit).import_maison(new, MONDAY)
    except KeyboardInterrupt:
        staff = {member.id for member in fresh().boutique("paris").staff}
        assert fresh().contacts("paris", "anna").telephone in (
            {"+33199001201"} if "bruno" in staff else {"+33199001209"}
        )
    Importer(table, vault, audit).import_maison(new, MONDAY)
    assert fresh().contacts("paris", "anna").telephone == "+33199001209"
    assert not any("bruno" in key for key in without_audit(rows()))
    assert sum("STAFF#anna" in key for key in without_audit(rows())) == 1


def test_every_import_leaves_an_audit_row(
    importer: Importer, rows: Callable[[], list[dict[str, object]]], vault: Vault, table: Table
) -> None:
    """The flip is audited once per change, by whoever made it (rule I1)."""
    importer.import_maison(SMALL, MONDAY, actor="admin:somebody")
    importer.import_maison(changed("name: Anna", "name: Ann"), MONDAY, actor="admin:somebody")
    audited = [row for row in rows() if "AUDIT#maison" in str(row["pk"]) and "maison.import" in str(row)]
    assert len(audited) == 2
    assert all("admin:somebody" in str(row) for row in audited)


@pytest.mark.proof
def test_forty_boutiques_can_all_go_and_forty_others_come(importer: Importer, fresh: Callable[[], Catalogue]) -> None:
    """The largest change there can be still is one transaction: 40 removed, 40 written, the maison and its audit."""

    def maison_of(letter: str) -> str:
        head, boutique = SMALL[: SMALL.index("  paris:\n")], SMALL[SMALL.index("  paris:\n") :]
        text = head.replace("[paris]", f"[{letter}0]").replace("boutique: paris", f"boutique: {letter}0")
        for number in range(40):
            name = f"{letter}{number}"
            text += (
                boutique.replace("  paris:", f"  {name}:")
                .replace("anna", f"anna-{name}")
                .replace("bruno", f"bruno-{name}")
            )
        return text

    importer.import_maison(maison_of("a"), MONDAY)
    report = importer.import_maison(maison_of("b"), MONDAY)
    assert (len(report.written), len(report.removed), len(report.departed)) == (40, 40, 80)
    assert fresh().contacts("b39", "bruno-b39").email == "bruno-b39@maison.example"
    with pytest.raises(ImportRefused, match="at most 40"):
        importer.import_maison(
            maison_of("b") + SMALL[SMALL.index("  paris:\n") :].replace("anna", "x").replace("bruno", "y"), MONDAY
        )


def test_contacts_of_one_person_do_not_open_as_anothers(importer: Importer, table: Table, vault: Vault) -> None:
    """A contact document is named by what it says under a keyed hash, and opens only at its own place."""
    importer.import_maison(SMALL, MONDAY)
    store = BoutiqueStore(table, vault)
    (anna,) = store.contact_ids("anna")
    assert store.contacts("anna", anna) is not None
    assert store.contacts("bruno", anna) is None

"""What people change of their calendars stands beside the boutique, is read with it, and only ever adds to the file."""

from __future__ import annotations

import datetime as dt

from chalicelib.boutiques.away import Away, Travel
from chalicelib.boutiques.hours import DateOverride, WeeklyRange
from chalicelib.boutiques.importer import Importer
from chalicelib.boutiques.service import Catalogue
from chalicelib.boutiques.staffing.calendar import Absence, Closures, HoursChange, MemberCalendar, Reason, kept
from chalicelib.boutiques.staffing.store import StaffingStore
from chalicelib.boutiques.store import BoutiqueStore, boutique_key, document_of, staff_subject
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.table import Step, Table
from chalicelib.foundation.vault import Vault
from tests.boutiques.files import SMALL, changed
from tests.harness.moto_world import MONDAY, ClockAt

MORNINGS = WeeklyRange(frozenset({0, 1}), 540, 780)
CALENDAR = MemberCalendar(
    hours=HoursChange(weekly=(MORNINGS,), overrides=(DateOverride(dt.date(2027, 2, 1), ((600, 660),)),)),
    languages=("fr", "en"),
    skills=(),
    daily_maximum=(None,),
    deputy=(None,),
    absences=(Absence(id="a" * 26, start=100, end=200, kinds=frozenset({"boutique_visit"}), sealed=b"\x00sealed"),),
    travels=(Travel(dt.date(2027, 3, 1), dt.date(2027, 3, 4), "Asia/Tokyo"),),
)


def write(table: Table, audit: Audit, *steps: Step) -> None:
    """Commit, with the audit that a transaction needs."""
    table.commit([*steps, audit.of("test", "staff#anna", "test", MONDAY)])


def test_a_boutique_is_read_with_all_that_its_people_changed(
    table: Table, vault: Vault, audit: Audit, clock: ClockAt
) -> None:
    """One Query gives the file, calendars, busy times and closures; unnamed people count for nothing."""
    Importer(table, vault, audit).import_maison(SMALL, MONDAY)
    store = StaffingStore(table, vault)
    before = Catalogue(table, vault, clock).boutique("paris")
    closed = Closures(items=(Absence(id="c" * 26, start=5, end=9, name="Strike"),))
    write(
        table,
        audit,
        store.put_calendar("paris", "anna", MemberCalendar(), CALENDAR),
        store.put_calendar("paris", "stranger", MemberCalendar(), CALENDAR),
        store.put_closures("paris", Closures(), closed),
    )
    store.write_busy("paris", "bruno", [(300, 330), (400, 401)], 7)
    assert store.calendar("paris", "anna") == CALENDAR.model_copy(update={"version": 1})
    paris = Catalogue(table, vault, clock).boutique("paris")
    anna, bruno = paris.member("anna"), paris.member("bruno")
    assert [member.id for member in paris.staff] == ["anna", "bruno"]
    assert anna.hours.weekly == (MORNINGS,)
    assert anna.hours.closures == before.member("anna").hours.closures
    assert (anna.languages, anna.skills, anna.daily_maximum, anna.deputy) == (("fr", "en"), (), None, None)
    assert anna.away == (Away(100, 200, frozenset({"boutique_visit"})),)
    assert anna.travels == CALENDAR.travels
    assert bruno.away == (Away(300, 330, imported=True), Away(400, 401, imported=True))
    assert bruno.hours == before.member("bruno").hours
    assert paris.closed == (Away(5, 9),)
    assert paris.revision == before.revision == 1
    assert document_of(paris.model_copy(update={"staff": before.staff})) == document_of(before)
    store.drop_busy("paris", "bruno")
    assert Catalogue(table, vault, clock).boutique("paris").member("bruno").away == ()


def test_an_import_replaces_the_file_and_nothing_that_people_said(
    table: Table, vault: Vault, audit: Audit, clock: ClockAt
) -> None:
    """Where somebody has said nothing, the new file speaks; who leaves the file leaves no calendar behind."""
    importer, store = Importer(table, vault, audit), StaffingStore(table, vault)
    importer.import_maison(SMALL, MONDAY)
    only = MemberCalendar(languages=("ja",))
    write(table, audit, *(store.put_calendar("paris", each, MemberCalendar(), only) for each in ("anna", "bruno")))
    assert not importer.import_maison(SMALL, MONDAY).changed
    importer.import_maison(changed("name: Anna", "name: Anne"), MONDAY)
    anna = Catalogue(table, vault, clock).boutique("paris").member("anna")
    assert (anna.name, anna.languages, anna.deputy) == ("Anne", ("ja",), "bruno")
    without = SMALL[: SMALL.index("      bruno:\n")].replace("        deputy: bruno\n", "")
    importer.import_maison(without, MONDAY)
    assert store.calendar("paris", "bruno").version == 0
    assert store.calendar("paris", "anna").languages == ("ja",)
    item = BoutiqueStore(table, vault).item(boutique_key("paris"))
    assert item is not None
    assert "ja" not in item.document


def test_a_reason_opens_only_where_it_belongs(table: Table, vault: Vault, audit: Audit) -> None:
    """Sealed under her own key for one absence; with the key gone, nothing is told and nothing breaks."""
    Importer(table, vault, audit).import_maison(SMALL, MONDAY)
    store, subject = StaffingStore(table, vault), staff_subject("anna")
    sealed = store.seal_reason(subject, "paris", "anna", "a" * 26, Reason(code="ill", note="a canary"))
    assert b"canary" not in sealed
    assert store.open_reason(subject, "paris", "anna", "a" * 26, sealed) == Reason(code="ill", note="a canary")
    assert store.open_reason(subject, "paris", "anna", "b" * 26, sealed) is None
    assert store.open_reason(staff_subject("bruno"), "paris", "anna", "a" * 26, sealed) is None
    assert store.open_reason(subject, "paris", "anna", "a" * 26, None) is None


def test_absences_of_long_ago_are_dropped() -> None:
    """What ended more than three months ago is not carried along; the rest is in the order of time."""
    now = 400 * 1440
    old, late, soon = (Absence(id=each, start=at, end=at + 60) for each, at in (("o", 1), ("l", now + 9), ("s", now)))
    assert kept((late, old, soon), now) == (soon, late)

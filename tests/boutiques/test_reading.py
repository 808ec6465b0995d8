"""How a file is read: hours, days, zones, postal codes and holidays, and what the demo maison promises."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.boutiques.blueprint import Blueprint, read_blueprint
from chalicelib.boutiques.fields import Spot, Wrong, minutes_in, told
from chalicelib.boutiques.hours import format_time
from chalicelib.boutiques.kinds import KINDS
from chalicelib.boutiques.model import Boutique, Experience, Maison, ServiceArea, normal_postal
from chalicelib.boutiques.outline import Outline, outline
from chalicelib.boutiques.store import document_of
from chalicelib.boutiques.timetable import ranges_of, weekdays
from chalicelib.boutiques.zones import canonical_zone, tzdata_version
from tests.boutiques.files import DEMO, SMALL, changed


def spot(value: object) -> Spot:
    """A value that stands nowhere in particular."""
    return Spot(Outline(), (), value)


@pytest.fixture(scope="module")
def demo() -> Blueprint:
    """The demo maison as read."""
    return read_blueprint(DEMO.read_text())


def house_of(text: str) -> Boutique:
    """The one boutique of a small file."""
    return read_blueprint(text).houses[0].boutique


# ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.integers(0, 400 * 1440))
def test_a_duration_is_read_back_as_it_is_told(minutes: int) -> None:
    """Every duration has a way to be written that reads as the same."""
    assert minutes_in(told(minutes)) == minutes


@pytest.mark.parametrize("text", ["", " ", "5", "5min.", "1.5 h", "-1 h", "1 h 1 h", "min", "１ h", 5, None, True])
def test_what_has_no_unit_is_no_duration(text: object) -> None:
    """A number alone is not guessed to be minutes."""
    with pytest.raises(Wrong):
        minutes_in(text)


@given(st.lists(st.integers(0, 1439), min_size=2, max_size=8, unique=True).map(sorted))
def test_hours_are_read_as_they_are_printed_on_a_door(times: list[int]) -> None:
    """Any number of ranges, in any order, as one line or as a list."""
    ranges = list(zip(times[::2], times[1::2], strict=False))
    written = [f"{format_time(start)}-{format_time(end)}" for start, end in ranges]
    assert ranges_of(spot(", ".join(reversed(written)))) == tuple(ranges)
    assert ranges_of(spot(written)) == tuple(ranges)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("mon", {0}),
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("sun-thu", {6, 0, 1, 2, 3}),
        ("fri and sat", {4, 5}),
        ("tue, thu", {1, 3}),
        ("sat-mon and wed", {5, 6, 0, 2}),
        ("daily", {0, 1, 2, 3, 4, 5, 6}),
        ("mon-mon", {0}),
    ],
)
def test_days_of_the_week(written: str, days: set[int]) -> None:
    """Ranges may run over the end of the week, as in Dubai."""
    assert weekdays(spot(written)) == days


def test_midnight_and_after() -> None:
    """24:00 is the end of a day, and an evening may go on to 26:00."""
    assert ranges_of(spot("10:00-24:00")) == ((600, 1440),)
    assert ranges_of(spot("20:00-26:00")) == ((1200, 1560),)
    assert ranges_of(spot("closed")) == ()


def test_scalars_mean_what_is_written() -> None:
    """No sexagesimal numbers, no Norway problem, no dates, no lost noughts."""
    found = outline("{ a: 10:30, b: NO, c: 2026-12-25, d: 07, e: 7, f: yes, g: true, h: ~, i: 1_000, j: 0x1F, k: 1e3 }")
    assert not found.mistakes
    assert found.values == {
        "a": "10:30", "b": "NO", "c": "2026-12-25", "d": "07", "e": 7, "f": "yes",
        "g": True, "h": None, "i": "1_000", "j": "0x1F", "k": "1e3",
    }  # fmt: skip


# ── zones ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("US/Eastern", "America/New_York"),
        ("Europe/Oslo", "Europe/Oslo"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
    ],
)
def test_a_place_has_one_name(name: str, kept: str) -> None:
    """An older name becomes the present one; a place that shares another's clock keeps its own."""
    assert canonical_zone(name) == kept


@pytest.mark.parametrize(
    "name",
    [
        *("", "UTC", "UTC+2", "GMT", "EST", "EST5EDT", "Etc/GMT-5", "Etc/UTC", "Europe/paris", "europe/Paris"),
        *("Europe/Paris\n", " Europe/Paris", "../etc/passwd", "/etc/localtime", "Europe/../Europe/Paris"),
        *("Europe/Paris\0", "Europe", "x" * 5000, "Ｅurope/Paris", "right/Europe/Paris", "localtime", "Factory"),
    ],
)
def test_what_is_no_place_has_no_zone(name: str) -> None:
    """Names are looked up in a list and never become a path."""
    assert canonical_zone(name) is None


def test_every_zone_that_is_allowed_can_be_loaded() -> None:
    """The allow-list and the rules have the same date: each name it gives is one that zoneinfo knows."""
    places = {canonical_zone(name) for name in available_timezones()} - {None}
    assert len(places) > 400
    assert all(ZoneInfo(str(place)).key == place == canonical_zone(str(place)) for place in places)
    assert tzdata_version()[:4].isdigit()


# ── reach ────────────────────────────────────────────────────────────────────────────────────────────────────────


def reaching(*areas: ServiceArea) -> Experience:
    """An experience that goes to these areas."""
    home = next(each for each in read_blueprint(SMALL).maison.experiences if each.id == "at-home")
    return home.model_copy(update={"service_areas": areas})


def area(boutique: str, country: str, *prefixes: str) -> ServiceArea:
    """An area, briefly."""
    return ServiceArea(boutique=boutique, country=country, postal_prefixes=prefixes)


def test_the_longest_prefix_wins() -> None:
    """A boutique that names a quarter has it, though another one has the town."""
    home = reaching(area("paris", "FR", "75", "92"), area("vendome", "FR", "7500"), area("france", "FR"))
    assert home.serving("FR", "75116") == "paris"
    assert home.serving("FR", "75001") == "vendome"
    assert home.serving("FR", "06000") == "france"
    assert home.serving("IT", "75001") is None


def test_spelling_of_a_postal_code_does_not_matter() -> None:
    """Capitals, spaces and hyphens are how people differ, not where they live."""
    home = reaching(area("london", "GB", "SW1"), area("tokyo", "JP", "104"))
    assert home.serving("gb", "sw1a 1aa") == home.serving("GB", "SW1A1AA") == "london"
    assert home.serving("JP", "104-0061") == home.serving("JP", "1040061") == "tokyo"


def test_a_country_without_postal_codes_is_reached_as_a_whole() -> None:
    """In the Emirates there is no code to give, and none is needed; where codes count, an empty one reaches nobody."""
    home = reaching(area("dubai", "AE"), area("paris", "FR", "75"))
    assert home.serving("AE", "") == home.serving("AE", "00000") == "dubai"
    assert home.serving("FR", "") is None


@given(st.lists(st.tuples(st.sampled_from("abc"), st.text("123", max_size=4)), max_size=8), st.text("123", max_size=5))
def test_reach_is_the_longest_of_all_prefixes(areas: list[tuple[str, str]], code: str) -> None:
    """Compared with the plainest way to say it."""
    home = reaching(*(area(boutique, "FR", prefix) for boutique, prefix in areas if prefix))
    fitting = [(len(prefix), -at, boutique) for at, (boutique, prefix) in enumerate(areas) if prefix]
    fitting = [each for each in fitting if code.startswith(areas[-each[1]][1])]
    assert home.serving("FR", code) == (max(fitting)[2] if fitting else None)
    assert normal_postal(normal_postal(code)) == normal_postal(code)


# ── hours of people and boutiques ────────────────────────────────────────────────────────────────────────────────


def test_who_has_no_hours_has_those_of_the_boutique() -> None:
    """Anna works whenever it is open, exceptions included, and Bruno as he has said."""
    text = changed("    rooms: {", "    exceptions: { 2026-12-24: 10:00-16:00 }\n    rooms: {")
    found = house_of(text)
    anna, bruno = found.hours_of("anna"), found.hours_of("bruno")
    assert anna.weekly == found.hours.weekly
    assert anna.ranges_on(date(2026, 12, 24)) == (((600, 960),), ())
    assert bruno.ranges_on(date(2026, 12, 24)) == (((660, 1080),), ())
    assert bruno.ranges_on(date(2027, 2, 2)) == ((), ())


def test_days_away_carry_no_reason() -> None:
    """Why somebody is away is nobody's to keep."""
    assert [closure.reason for closure in house_of(SMALL).hours_of("bruno").closures] == [""]


def test_holidays_become_closures_and_can_be_excepted() -> None:
    """By name in every year, by date in one."""
    text = changed(
        "    closures: {",
        "    holidays: { from: 2026, to: 2027, except: [Victory Day, 2026-11-11] }\n    closures: {",
    )
    days = {closure.first for closure in house_of(text).closures if closure.first == closure.last}
    assert {date(2026, 12, 25), date(2027, 7, 14), date(2027, 11, 11)} <= days
    assert not {date(2026, 5, 8), date(2027, 5, 8), date(2026, 11, 11)} & days


def test_a_maison_of_one_language_needs_no_language_keys() -> None:
    """What can be said only once is written only once."""
    text = SMALL.replace("[en, it]\n  default", "[en]\n  default")
    for old, new in (
        ("{ en: Up to four hours before., it: Fino a quattro ore prima. }", "Up to four hours before."),
        ("{ en: A visit, it: Una visita }", "A visit"),
        ("{ en: Come and see., it: Venga a vedere. }", "Come and see."),
        ("{ en: At your home, it: A casa Sua }", "At your home"),
        ("{ en: We come to you., it: Veniamo da Lei. }", "We come to you."),
    ):
        text = changed(old, new, text)
    assert read_blueprint(text).maison.experience("visit").name == {"en": "A visit"}


# ── documents ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_document_reads_back_equal_and_has_one_etag(demo: Blueprint) -> None:
    """Model → JSON → model loses nothing, and equal models have equal etags, whatever their revision."""
    for value in (demo.maison, *(house.boutique for house in demo.houses)):
        text, etag = document_of(value)
        found = type(value).model_validate_json(text)
        assert found == value
        assert document_of(found.model_copy(update={"revision": 9})) == (text, etag)


def test_a_document_of_a_later_version_can_be_read(demo: Blueprint) -> None:
    """While one version replaces another, the old one meets keys that it does not know."""
    text = document_of(demo.maison)[0].replace('{"id":"orsiere"', '{"motto":"x","id":"orsiere"')
    assert Maison.model_validate_json(text) == demo.maison


# ── the demo maison ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_demo_maison_has_what_is_promised(demo: Blueprint) -> None:
    """Five boutiques on four continents, enough advisors in each, and an experience of every kind."""
    sizes = {house.boutique.id: len(house.boutique.staff) for house in demo.houses}
    assert sizes["paris"] == 8
    assert min(sizes.values()) >= 4
    assert {experience.kind for experience in demo.maison.experiences} == set(KINDS)
    ways = {(each.kind, each.bookable_by, each.confirmation) for each in demo.maison.experiences}
    assert {
        ("video_consultation", "known", "instant"),
        ("video_consultation", "anyone", "by_email_link"),
        ("telephone", "anyone", "by_email_link"),
        ("boutique_visit", "anyone", "by_email_link"),
        ("home_visit", "anyone", "by_associate"),
    } <= ways
    assert all(house.boutique.manager() for house in demo.houses)


def test_the_demo_maison_writes_to_nobody(demo: Blueprint) -> None:
    """Every address is in a reserved domain, and the texts use none of the words that are never shown."""
    for house in demo.houses:
        assert all(contacts.email.endswith("@maison.example") for contacts in house.contacts.values())
    for experience in demo.maison.experiences:
        said = " ".join([*experience.name.values(), *experience.summary.values(), *experience.policy.text.values()])
        assert not {"slot", "associate", "booking", "submit", "no-show", "!"} & set(
            said.lower().replace("!", " ! ").split()
        )


def test_what_an_experience_needs(demo: Blueprint) -> None:
    """A visit takes an advisor and a room; a private viewing only those who know high jewellery."""
    visit, viewing = demo.maison.experience("visit"), demo.maison.experience("private-viewing")
    assert visit.requires == {"advisor": 1, "room": 1}
    paris = demo.houses[0].boutique
    assert {each.id for each in paris.able(viewing, "it")} == {"giulia-conti", "edouard-vasseur"}
    assert len(paris.able(visit)) == 8
    assert visit.party.admits(2, 2)
    assert not visit.party.admits(3, 2)
    assert not visit.party.admits(0, 1)


def test_languages_fall_back_to_the_maisons_own(demo: Blueprint) -> None:
    """The first wished language that the maison writes, else its default."""
    assert demo.maison.speaks("de", "it", "en") == "it"
    assert demo.maison.speaks(None, "de") == "en"

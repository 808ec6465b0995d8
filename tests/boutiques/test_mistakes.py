"""What an import says about a file that is wrong: each mistake, with its line, and all of them at once."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.boutiques.blueprint import ImportRefused, read_blueprint
from chalicelib.boutiques.outline import Mistake, outline
from tests.boutiques.files import SMALL, changed, line_of


def mistakes_of(text: str) -> list[tuple[int, str, str]]:
    """Return the mistakes of a file, as (line, pointer, sentence)."""
    with pytest.raises(ImportRefused) as refused:
        read_blueprint(text)
    return [tuple(mistake) for mistake in refused.value.mistakes]  # type: ignore[misc]


VISIT, HOME = "/experiences/visit", "/experiences/at-home"
PARIS = "/boutiques/paris"
SUMMER, ROOMS = "2027-08-02/2027-08-15: Summer", "    rooms: {"
ANNA, BRUNO = f"{PARIS}/staff/anna", f"{PARIS}/staff/bruno"

TABLE = [
    # what stands there, what is written instead, where the mistake is told, a word of what is told
    ("  id: petite", "  id: Petite House", "/maison/id", "small letters"),
    ("  name: Petite\n", "  name: Petite\n  motto: x\n", "/maison/motto", "not known here"),
    ("  default_language: en", "  default_language: fr", "/maison/default_language", "no such language"),
    ("  languages: [en, it]\n", "  languages: [en, en, it]\n", "/maison/languages/1", "twice"),
    ("  default_language: en", "  default_language: en\n  quiet_hours: late", "/maison/quiet_hours", "21:00-08:00"),
    ("  visit:\n    change", "  Visit:\n    change", f"{VISIT}/policy", "no such policy"),
    ("    change_until: 4 h", "    change_until: 240", "/policies/visit/change_until", "with its unit"),
    ("it: Fino a quattro ore prima.", "de: Bis vier Stunden vorher.", "/policies/visit/text", "`it` is missing"),
    ("it: Fino a quattro ore prima.", "it: x, de: y", "/policies/visit/text/de", "not known here"),
    ("name: { en: A visit, it: Una visita }", "name: A visit", f"{VISIT}/name", "each language"),
    ("kind: boutique_visit", "kind: seance", f"{VISIT}/kind", "no such kind"),
    ("    duration: 1 h\n", "    duration: 0 min\n", f"{VISIT}/duration", "from 5 min"),
    ("    duration: 1 h\n", "    duration: one hour\n", f"{VISIT}/duration", "45 min"),
    ("    duration: 1 h\n", "", VISIT, "`duration` is missing"),
    ("    step: 30 min", "    step: 25 min", f"{VISIT}/step", "divide an hour"),
    ("    step: 30 min", "    step: 5 h", f"{VISIT}/step", "divide an hour"),
    ("    lead: 3 h", "    lead: 60 days", f"{VISIT}/lead", "shorter than `window`"),
    ("    window: 60 days", "    window: 36 h", f"{VISIT}/window", "whole days"),
    ("party: { max_guests: 4 }", "party: { min_adults: 5, max_guests: 4 }", f"{VISIT}/party", "less than"),
    ("party: { max_guests: 4 }", "party: { max_guests: yes }", f"{VISIT}/party/max_guests", "whole number"),
    ("    confirmation: by_email_link", "    confirmation: instant", f"{VISIT}/confirmation", "proven first"),
    ("    confirmation: by_email_link", "    confirmation: perhaps", f"{VISIT}/confirmation", "one of"),
    ("roles: [advisor, room]", "roles: [room]", f"{VISIT}/roles", "must be an advisor"),
    ("roles: [advisor, room]", "roles: [advisor, chef]", f"{VISIT}/roles/1", "one of"),
    ("    rooms: { salon: Salon }\n", "", f"{VISIT}/boutiques", "paris has no room"),
    ("reminders: [1 day before by email]", "reminders: [soon]", f"{VISIT}/reminders/0", "1 day before"),
    ("reminders: [1 day before by email]", "reminders: [1 min before by sms]", f"{VISIT}/reminders/0", "from 5 min"),
    ("reminders: [1 day before by email]", "skill: bridal, x", f"{VISIT}/skill", "no such skill"),
    ("skills: [bridal]\n        deputy", "skills: [music]\n        deputy", f"{ANNA}/skills/0", "no such skill"),
    (
        "reminders: [1 day before by email]\n    boutiques: [paris]",
        "boutiques: [rome]",
        f"{VISIT}/boutiques/0",
        "no such boutique",
    ),
    ("reminders: [1 day before by email]\n    boutiques: [paris]", "boutiques: []", f"{VISIT}/boutiques", "at least"),
    (
        "    boutiques: [paris]\n    areas:\n      - { boutique: paris",
        "    boutiques: [paris]\n    areas:\n      - { boutique: rome",
        f"{HOME}/areas/0/boutique",
        "no such boutique",
    ),
    ("country: FR, postal", "country: France, postal", f"{HOME}/areas/0/country", "two capital letters"),
    ('postal: [75, "92"]', 'postal: [75, "9 2", 92]', f"{HOME}/areas/0/postal/2", "twice"),
    ('postal: [75, "92"]', "postal: [7%]", f"{HOME}/areas/0/postal/0", "postal code"),
    ('    areas:\n      - { boutique: paris, country: FR, postal: [75, "92"] }\n', "", HOME, "`areas` is missing"),
    ("    roles: [advisor, room]\n", "    areas: [{ boutique: paris, country: FR }]\n", f"{VISIT}/areas", "only what"),
    ("zone: Europe/Paris", "zone: Europe/paris", f"{PARIS}/zone", "IANA zone"),
    ("zone: Europe/Paris", "zone: ../etc/passwd", f"{PARIS}/zone", "IANA zone"),
    ("zone: Europe/Paris", "zone: Etc/GMT-1", f"{PARIS}/zone", "IANA zone"),
    ("zone: Europe/Paris", "zone: EST5EDT", f"{PARIS}/zone", "IANA zone"),
    ("    country: FR\n", "    country: no\n", f"{PARIS}/country", "two capital letters"),
    ("telephone: +33 1 99 00 12 00", "telephone: 01 99 00 12 00", f"{PARIS}/telephone", "international"),
    ("telephone: +33 1 99 00 12 00", "telephone: +33 1 99 00 12 00 55 6", f"{PARIS}/telephone", "international"),
    ("email: paris@maison.example", "email: Paris <paris@maison.example>", f"{PARIS}/email", "e-mail"),
    ("email: paris@maison.example", "email: paris@[127.0.0.1]", f"{PARIS}/email", "e-mail"),
    ("languages: [fr]\n    hours", "languages: [french]\n    hours", f"{PARIS}/languages/0", "two small letters"),
    ("languages: [fr]\n    hours", "languages: [fr, ja]\n    hours", f"{PARIS}/languages", "nobody here speaks ja"),
    ("mon-fri: 10:00-19:00", "mon-fri: 19:00-10:00", f"{PARIS}/hours/mon-fri", "end after it starts"),
    ("mon-fri: 10:00-19:00", "mon-fri: 10:00-10:00", f"{PARIS}/hours/mon-fri", "end after it starts"),
    ("mon-fri: 10:00-19:00", "mon-fri: 10-19", f"{PARIS}/hours/mon-fri", "time of day"),
    ("mon-fri: 10:00-19:00", "mon-fri: 10:00-48:01", f"{PARIS}/hours/mon-fri", "time of day"),
    ("mon-fri: 10:00-19:00", 'mon-fri: "10:00-14:00, 13:00-19:00"', f"{PARIS}/hours/mon-fri", "overlap"),
    ("mon-fri: 10:00-19:00", "mon-fri: 10:00-19:00, fri: 10:00-21:00", f"{PARIS}/hours/fri", "already has its hours"),
    ("mon-fri: 10:00-19:00", "monday: 10:00-19:00", f"{PARIS}/hours/monday", "must be days"),
    (SUMMER, "2027-08-15/2027-08-02: Summer", f"{PARIS}/closures/2027-08-15~12027-08-02", "before"),
    (SUMMER, "2027-02-29: Never", f"{PARIS}/closures/2027-02-29", "must be a day"),
    (SUMMER, "2027-W31-1: Week", f"{PARIS}/closures/2027-W31-1", "must be a day"),
    (
        ROOMS,
        "    exceptions: { 2027-08-03: 10:00-12:00 }\n    rooms: {",
        f"{PARIS}/exceptions/2027-08-03",
        "closed wins",
    ),
    (
        ROOMS,
        "    exceptions: { 2027-01-01/2028-01-01: closed }\n    rooms: {",
        f"{PARIS}/exceptions/2027-01-01~12028-01-01",
        "at most",
    ),
    (ROOMS, "    holidays: { country: XX, from: 2026, to: 2027 }\n    rooms: {", f"{PARIS}/holidays", "no calendar"),
    (
        ROOMS,
        "    holidays: { subdivision: ZZ, from: 2026, to: 2027 }\n    rooms: {",
        f"{PARIS}/holidays",
        "subdivision",
    ),
    (ROOMS, "    holidays: { from: 2027, to: 2026 }\n    rooms: {", f"{PARIS}/holidays", "`to` must be"),
    (ROOMS, "    holidays: { from: 2026, to: 2099 }\n    rooms: {", f"{PARIS}/holidays", "`to` must be"),
    (
        ROOMS,
        "    holidays: { from: 2026, to: 2027, except: [2027-02-01] }\n    rooms: {",
        f"{PARIS}/holidays/except/0",
        "none of these",
    ),
    ("rooms: { salon: Salon }", "rooms: { salon: Salon, anna: Anna }", f"{PARIS}/rooms/anna", "share an id"),
    ("        role: manager\n", "", f"{PARIS}/staff", "must be a manager"),
    ("deputy: bruno", "deputy: anna", f"{ANNA}/deputy", "no such colleague"),
    ("deputy: bruno", "deputy: carla", f"{ANNA}/deputy", "no such colleague"),
    ("deputy: bruno", "deputy: bruno\n        meeting_url: http://maison.example/anna", f"{ANNA}/meeting_url", "https"),
    ("email: bruno@maison.example", "email: Anna@maison.example", f"{BRUNO}/email", "somebody else"),
    ("away: [2027-02-01/2027-02-05]", "away: [next week]", f"{BRUNO}/away/0", "must be a day"),
    ("languages: [fr, it]", "languages: [fr, xx]", f"{BRUNO}/languages/1", "two small letters"),
    ("skills: [bridal]\n\n", "skills: [bridal]\nskills: [music]\n\n", "/skills", "twice"),
    ("skills: [bridal]\n\n", "skills: &all [bridal]\n\n", "/skills", "anchors"),
    ("skills: [bridal]\n\n", "skills: !!set [bridal]\n\n", "/skills", "tags"),
    ("skills: [bridal]\n\n", 'skills: ["\\u0007"]\n\n', "/skills/0", "control character"),
]


@pytest.mark.parametrize(("old", "new", "pointer", "said"), TABLE, ids=[row[2] + " " + row[3] for row in TABLE])
def test_a_mistake_is_told_with_its_place_and_its_line(old: str, new: str, pointer: str, said: str) -> None:
    """One change makes at least one mistake; it is told at its pointer, and on the line where that value stands."""
    text = changed(old, new)
    told = [mistake for mistake in mistakes_of(text) if mistake[1] == pointer]
    assert any(said in sentence for _, _, sentence in told), mistakes_of(text)
    lines = text.splitlines()
    name = pointer.rpartition("/")[2].replace("~1", "/")
    for line, _, _ in told:
        shown = lines[line - 1]
        assert name in shown or name.isdigit() or name in lines[line - 2], (line, shown)


def test_every_mistake_is_told_at_once() -> None:
    """A file with mistakes in each section is answered once, with all of them in the order of lines."""
    text = changed("    duration: 1 h\n", "    duration: soon\n")
    text = changed("zone: Europe/Paris", "zone: Mars/Olympus", text)
    text = changed("deputy: bruno", "deputy: nobody", text)
    text = changed("  id: petite", "  id: NO", text)
    found = mistakes_of(text)
    assert [pointer for _, pointer, _ in found] == [
        "/maison/id",
        "/experiences/visit/duration",
        "/boutiques/paris/zone",
        "/boutiques/paris/staff/anna/deputy",
    ]
    wanted = ["id: NO", "duration: soon", "zone: Mars", "deputy: nobody"]
    assert [line for line, _, _ in found] == [line_of(part, text) for part in wanted]


def test_an_id_belongs_to_one_person_in_the_whole_maison() -> None:
    """Two boutiques may not both have an anna: her key and her agenda are named by her id."""
    second = SMALL[SMALL.index("  paris:\n") :].replace("  paris:", "  lyon:").replace("@maison", "@lyon.maison")
    found = mistakes_of(SMALL + second)
    assert {pointer for _, pointer, _ in found} == {"/boutiques/lyon/staff/anna", "/boutiques/lyon/staff/bruno"}


def test_two_boutiques_do_not_claim_the_same_postal_code() -> None:
    """Which boutique comes to an address is never left to the order of a list."""
    text = changed(
        'postal: [75, "92"] }', 'postal: [75, "92"] }\n      - { boutique: paris, country: FR, postal: [751] }'
    )
    read_blueprint(text)
    text = changed("boutiques: [paris]\n    areas:", "boutiques: [paris, lyon]\n    areas:", text)
    text = text.replace("boutique: paris, country: FR, postal: [751]", "boutique: lyon, country: FR, postal: [75]")
    second = SMALL[SMALL.index("  paris:\n") :].replace("  paris:", "  lyon:").replace("@maison", "@lyon.maison")
    second = second.replace("anna", "carla").replace("bruno", "dario")
    assert [(pointer, said) for _, pointer, said in mistakes_of(text + second)] == [
        ("/experiences/at-home/areas/1", "FR 75 is already another boutique's")
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "must be a list of"),
        ("- one\n- two\n", "must be a list of"),
        ("maison: [", "not YAML"),
        ("a: 1\n---\nb: 2\n", "one document"),
        ("a: &a [x]\nb: [*a, *a]\n", "aliases"),
        ("? [a, b]\n: c\n", "plain word"),
        ("[" * 40 + "]" * 40, "nested"),
        ("a: " + "[" + "1," * 70_000 + "1]", "more than 60,000 values"),
        ("a: " + "x" * 1_000_001, "larger than"),
        ("a: \x07", "no text needs"),
        ("  # nothing\n", "must be a list of"),
        ("a: \ud800", "no text needs"),
    ],
    ids=[
        "empty",
        "list",
        "broken",
        "two documents",
        "alias",
        "complex key",
        "deep",
        "many",
        "huge",
        "bell",
        "blank",
        "half",
    ],
)
def test_what_is_no_configuration_at_all_is_told_in_one_sentence(text: str, said: str) -> None:
    """Nothing is expanded or kept in memory before it is judged, and nothing but ImportRefused is raised."""
    assert any(said in sentence for _, _, sentence in mistakes_of(text)), mistakes_of(text)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value inside a value, and its own."""
    yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        yield from places(part, (*path, name))


@pytest.mark.parametrize("odd", [[[]], {"a": {}}, [None], True, -1, None, [{}], "1e9", {}, [], "", "a/b~c", 2.5])
def test_any_value_may_be_of_any_shape(odd: Any) -> None:
    """Whatever stands in whichever place, the answer is a blueprint or ImportRefused, never anything else."""
    values = outline(SMALL).values
    for path in places(values):
        altered = copy.deepcopy({"root": values})
        holder: Any = altered
        for part in ("root", *path)[:-1]:
            holder = holder[part]
        holder[("root", *path)[-1]] = odd
        refused = None
        try:
            read_blueprint(json.dumps(altered["root"]))
        except ImportRefused as error:
            refused = error
        assert refused is None or refused.mistakes, path


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_file_cut_or_altered_anywhere_is_refused_or_read(data: st.DataObject) -> None:
    """Whatever stands in the file, the answer is a blueprint or ImportRefused with lines that the file has."""
    lines = SMALL.splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    token = data.draw(
        st.sampled_from(
            [
                "",
                "null",
                "[]",
                "{}",
                "x",
                "-1",
                "1e9",
                "~",
                "[[]]",
                "{a: {b: c}}",
                "yes",
                "'",
                '"',
                "\t",
                "!x",
                "*y",
                "|",
                "> ",
                "? ",
            ]
        )
        | st.text(max_size=12)
    )
    how = data.draw(st.sampled_from(["replace", "value", "cut", "drop"]))
    if how == "replace":
        lines[at] = token
    elif how == "value":
        lines[at] = lines[at].partition(":")[0] + ": " + token
    elif how == "drop":
        del lines[at]
    else:
        lines = lines[:at]
    text = "\n".join(lines)
    mistakes: tuple[Mistake, ...] | None = None
    try:
        read_blueprint(text)
    except ImportRefused as refused:
        mistakes = refused.mistakes
    assert mistakes is None or mistakes
    assert all(1 <= mistake.line <= text.count("\n") + 2 for mistake in mistakes or ())

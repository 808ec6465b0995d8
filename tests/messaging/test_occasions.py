"""Letters about the house's own occasions: the order of an invitation, clocks, what is never said."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from chalicelib.messaging.letters import Letters
from tests.messaging.golden import LANGUAGES
from tests.messaging.values import CLIENTS, OCCASIONS, message


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_order_of_an_invitation(letters: Letters, language: str) -> None:
    """Greeting, who invites, what, her hour, ours, hosts, a telephone, until when, yes, no, the name, never again."""
    found = message("event.invited", language)
    text = letters.write(found).text
    hours = ("9:00", "3:00") if language == "ar" else ("9:00", "15:00")
    order = [CLIENTS[language][2], "Giulia Conti", found.values["title"], *hours, found.values["description"],
             "Marco Ferri", "+39 02", "11", "answer=yes", "answer=no", "Maison Aurelle Milano", "no=1"]  # fmt: skip
    places, at = [], 0
    for part in order:
        at = text.index(part, at)
        places.append(at)
    assert places == sorted(places)
    assert text.rstrip().endswith("&no=1")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_short_message_says_what_is_to_be_shown(letters: Letters, language: str) -> None:
    """Neither the title nor the house's words on it, nor who comes with her."""
    for template in OCCASIONS:
        found = message(template, language, companions=["Paolo Ferrante"])
        text = letters.sms(found)
        for secret in (found.values["title"], found.values["description"], "Ferrante", "http"):
            assert secret not in text


def test_a_courier_keeps_to_the_clock_of_the_address(letters: Letters) -> None:
    """Rule D5: whatever clock the occasion, or the reader, is on."""
    start = message("event.window").values["start"]
    window = {"start": start - 90, "end": start - 60, "zone": "Asia/Tokyo", "city": "Tokyo"}
    text = letters.write(message("event.window", window=window)).text
    assert "    Friday 15 January 2027\n    Between 02:30 and 03:00, Tokyo time\n" in text
    assert "The film begins at 04:00" in text
    assert "New York" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_of_a_dinner_repeats_what_anybody_eats(letters: Letters, language: str) -> None:
    """Rule D4: nobody puts it in by mistake either; what is handed over and not asked for is not said."""
    for template in OCCASIONS:
        found = message(template, language, kind="launch_dinner", allergens=["peanuts"], diets=["kosher"])
        letter = letters.write(found)
        assert not re.search("peanuts|kosher", letter.text + letter.html)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["Paolo Ferrante"], "For you, with Paolo Ferrante"),
        (["www.evil.com"], "For you and 1 guest"),
        ([], "For you and 1 guest"),
    ],
)
def test_companions_are_named_where_all_are_known(letters: Letters, names: list[str], said: str) -> None:
    """Rule G2: names may come later; one that reads as an advertisement is not repeated."""
    assert f"    {said}\n" in letters.write(message("event.accepted", party=2, companions=names)).text


def test_the_letter_s_own_language_is_not_said_to_be_spoken(letters: Letters) -> None:
    """The language of a sitting is told where it is another, in the words of the letter."""
    assert "    In French\n" in letters.write(message("event.invited", spoken="fr")).text
    assert "    In " not in letters.write(message("event.invited", spoken="en")).text


def test_an_invitation_is_a_card(letters: Letters) -> None:
    """Its title is the largest line, set in the middle; on paper it has neither buttons nor the quiet links."""
    html = letters.write(message("event.invited")).html
    (title,) = re.findall(r'align="center" class="ink engraved"[^>]*><div style="([^"]*)"', html)
    assert "font-size:30px" in title
    assert "text-align:center" in title
    assert ".aside { display: none !important; }" in html
    assert 'engraved"' not in letters.write(message("event.accepted")).html


@pytest.mark.parametrize(
    ("template", "changes", "name", "first"),
    [
        ("event.offered", {}, "event_offered", "Wednesday 13 January 2027 at 04:00, New York time"),
        ("event.diets_asked", {}, "event_diets_asked", "Tuesday 12 January 2027 at 14:00, New York time"),
        ("event.cancelled", {"by_house": True}, "event_cancelled_by_house", "Thursday 14 January 2027 at 09:00"),
        ("event.window", {}, "event_window", "Thursday 14 January 2027"),
        ("event.delivered_late", {}, "event_delivered_late", "19:15, Milan time"),
        ("event.delivered_late", {"expected_at": None}, "event_delivered_late_unknown", "+39 02 5550 1420"),
    ],
)
def test_templates_that_need_their_own_values(
    letters: Letters, template: str, changes: dict[str, object], name: str, first: str
) -> None:
    """What fills each place is as the manual says."""
    found = letters.whatsapp(message(template, channel="whatsapp", **changes))
    assert found.name == name
    assert found.values[0].startswith(first)


def test_what_her_letter_asks_for_may_not_be_missing(letters: Letters) -> None:
    """A letter with a hole in it is never sent."""
    for template, name in (("event.invited", "yes_url"), ("event.offered", "offer_until"), ("event.window", "window")):
        found = message(template)
        lacking = {key: value for key, value in found.values.items() if key != name}
        with pytest.raises(ValueError, match=name):
            letters.write(replace(found, values=lacking))

"""Letters about the house's own occasions: the order of an invitation, clocks, what is never said."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from chalicelib.messaging.letters import Letters
from tests.messaging.golden import LANGUAGES
from tests.messaging.values import CLIENTS, DOORS, OCCASIONS, message


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
    for template in (*OCCASIONS, *DOORS, "host.dinner_late"):
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
        ("event.film_moved", {}, "event_film_moved_window", "Thursday 14 January 2027 at 14:00, New York time"),
        ("event.film_moved", {"window": None, "waits": False}, "event_moved", "Thursday 14 January 2027 at 14:00"),
        ("event.names_asked", {}, "event_names_asked", "Tuesday 12 January 2027 at 09:00, New York time"),
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_companion_learns_who_asks_what_for_and_that_nobody_else_sees_it(letters: Letters, language: str) -> None:
    """Rules D1 and D4: who invites her, by when, her own link, that it is not hers to see, and for how long."""
    found = message("door.invited", language)
    text = letters.write(found).text
    inviter = found.values["inviter"]["family"]
    places = [text.index(part) for part in (inviter, found.values["title"], "https://maison.example/door#", "30")]
    assert places == sorted(places)
    assert text.count(inviter) == 2
    nobody = letters.write(message("door.invited", language, inviter={})).text
    assert inviter not in nobody
    assert "https://maison.example/door#" in nobody


def test_a_film_that_moves_brings_its_dinner_with_it(letters: Letters) -> None:
    """Rule D5: one letter says both; where no courier has an hour yet it promises a word, and nothing once it came."""
    both = letters.write(message("event.film_moved", waits=False)).text
    assert "This occasion has a new time." in both
    assert "Your dinner comes on Thursday 14 January 2027 between 18:30 and 19:00, Milan time." in both
    later = letters.write(message("event.film_moved", window=None)).text
    assert "we shall write to you when it comes" in later
    assert "dinner" not in letters.write(message("event.film_moved", window=None, delivered=True)).text.partition(
        "With"
    )[0].replace("A dinner, and a film", "")


def test_a_host_reads_where_the_boxes_are_and_whom_to_call(letters: Letters) -> None:
    """Rule D8: since when, what was tried and a telephone, on the clock of the address."""
    text = letters.write(message("host.dinner_late", client_telephone="+39 340 123 4567")).text
    assert "the film begins at 20:00, Milan time" in text
    assert "Between 18:30 and 19:00, Milan time" in text
    assert "At 18:55, Milan time: nobody opened. At 18:58, Milan time: there was no way in." in text
    assert "+39 340 123 4567" in text
    for where, said in (("planned", "not left"), ("returned", "back in the kitchen"), ("dispatched", "on the way")):
        assert said in letters.write(message("host.dinner_late", delivery=where, attempts=[])).text

"""What companions are still to be told, and when: pure."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.events.dinner.households import Address, Household
from chalicelib.events.dinner.tables import doors
from chalicelib.foundation.clock import local_of, parse_rfc3339
from chalicelib.messaging.model import Notice, State
from chalicelib.messaging.plan import Quiet, at_once

NIGHT = parse_rfc3339("2027-01-10T02:00:00+01:00")
QUIET = Quiet(21 * 60, 8 * 60)
EVENING: Any = SimpleNamespace(start=NIGHT + 5 * 1440, zone="Europe/Paris")
HOME = Household("home", "AAAA", (), link=3)


def notice(kind: str, state: State = State.DUE) -> Notice:
    """A notice of a kind, of the link before."""
    return replace(at_once(kind, kind, "client", 2, NIGHT), state=state)


def said(standing: list[Notice], *kinds: str) -> list[str]:
    """The kinds that she is still to be told once these are said too."""
    after = doors.beside(standing, [at_once(kind, kind, "client", 3, NIGHT) for kind in kinds], 3)
    assert {one.version for one in after} <= {3}
    assert len({one.key for one in after}) == len(after)
    return [one.kind for one in after]


@pytest.mark.parametrize("kind", [doors.INVITED, doors.WINDOW, doors.WINDOW_MOVED, doors.FILM_MOVED, doors.CALLED_OFF])
def test_news_waits_for_the_morning_of_whoever_dines_there(kind: str) -> None:
    """Rule C7: on the clock of her address, and of the evening where nobody knows that; unless it came too late."""
    assert local_of(doors.due(kind, HOME, EVENING, QUIET, NIGHT), "Europe/Paris").strftime("%H:%M") == "08:00"
    there = replace(HOME, address=Address(("1 Test Street",), "london", "north", "Europe/London"))
    assert local_of(doors.due(kind, there, EVENING, QUIET, NIGHT), "Europe/London").strftime("%H:%M") == "08:00"
    assert doors.due(kind, HOME, EVENING, QUIET, NIGHT + 600) == NIGHT + 600
    assert doors.due(kind, HOME, EVENING, QUIET, NIGHT, NIGHT + 100) == NIGHT
    assert doors.due(kind, HOME, EVENING, QUIET, EVENING.start - 100) == EVENING.start - 100


def test_an_apology_does_not_wait() -> None:
    """Rule D8: she sits at an empty table."""
    assert doors.due(doors.LATE, HOME, EVENING, QUIET, NIGHT) == NIGHT


def test_what_waits_is_told_as_well_and_hours_once() -> None:
    """Rule D5: an invitation is not lost to a window; hours not told yet are in one letter, whichever goes first."""
    assert said([notice(doors.INVITED)], doors.WINDOW) == [doors.INVITED, doors.WINDOW]
    assert said([notice(doors.INVITED)], doors.INVITED) == [doors.INVITED]
    assert said([notice(doors.WINDOW)], doors.WINDOW_MOVED) == [doors.WINDOW]
    assert said([notice(doors.WINDOW, State.SENT)], doors.WINDOW_MOVED) == [doors.WINDOW_MOVED]
    assert said([notice(doors.WINDOW)], doors.FILM_MOVED) == [doors.FILM_MOVED]
    assert said([notice(doors.FILM_MOVED)], doors.WINDOW_MOVED) == [doors.FILM_MOVED]
    assert said([notice(doors.WINDOW)], doors.INVITED) == [doors.WINDOW, doors.INVITED]


def test_after_a_door_is_no_more_nothing_else_is_told() -> None:
    """And a door that is there again does not say that it is not."""
    assert said([notice(doors.WINDOW), notice(doors.INVITED)], doors.CALLED_OFF) == [doors.CALLED_OFF]
    assert said([notice(doors.CALLED_OFF)], doors.INVITED) == [doors.INVITED]

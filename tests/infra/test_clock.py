"""The demo's clock goes forward only, by spans that people write."""

from __future__ import annotations

from datetime import timedelta

import pytest

from infra.local.clock import MovableClock, parse_span


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("30m", timedelta(minutes=30)),
        ("2h", timedelta(hours=2)),
        ("1d", timedelta(days=1)),
        (" 7d ", timedelta(days=7)),
    ],
)
def test_spans_are_read(text: str, span: timedelta) -> None:
    """Minutes, hours and days, one number and one letter."""
    assert parse_span(text) == span


@pytest.mark.parametrize("text", ["", "1", "d", "-1d", "0d", "1w", "1.5h", "1d2h", "401d", "99999m", "١d"])
def test_anything_else_is_refused(text: str) -> None:
    """Back, nowhere, other units and more than 400 days are no spans."""
    with pytest.raises(ValueError, match=r"such as 30m|at most 400"):
        parse_span(text)


def test_the_clock_never_goes_back() -> None:
    """Moving to a moment that is past changes nothing."""
    clock = MovableClock()
    clock.move_to(clock() + timedelta(days=2))
    ahead = clock.offset
    clock.move_to(clock() - timedelta(days=1))
    assert clock.offset == ahead > timedelta(days=1)

"""Ids are 26 base32 characters; derived ones name the same thing on every retry."""

import re

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.foundation.ids import ID_LENGTH, ID_PATTERN, KEY_PATTERN, derived_id, encode, is_id, new_id

PARTS = st.lists(st.text(max_size=12), max_size=4)


def test_random_ids_have_the_shape_and_do_not_repeat() -> None:
    """Ten thousand random ids: all of the shape, none twice."""
    ids = {new_id() for _ in range(10_000)}
    assert len(ids) == 10_000
    assert all(is_id(one) and re.search(ID_PATTERN, one) for one in ids)


@given(PARTS)
def test_derived_ids_are_stable_and_have_the_shape(parts: list[str]) -> None:
    """The same parts always give the same id."""
    assert derived_id(*parts) == derived_id(*parts)
    assert is_id(derived_id(*parts))


@given(PARTS, PARTS)
def test_different_parts_give_different_ids(one: list[str], other: list[str]) -> None:
    """Parts are framed: ("ab", "c") is not ("a", "bc"), and an empty part counts."""
    assert (one == other) == (derived_id(*one) == derived_id(*other))


def test_parts_are_framed() -> None:
    """The cases that a bare join would confuse."""
    ids = [derived_id(*parts) for parts in (("ab", "c"), ("a", "bc"), ("abc",), ("abc", ""), ("", "abc"), ("3:abc",))]
    assert len(set(ids)) == len(ids)


def test_an_id_of_today_is_an_id_of_tomorrow() -> None:
    """Derivation never changes, or a retry after a deployment would book twice."""
    assert derived_id("visitor:a", "POST /v1/bookings", "k") == "nsj36k6aoq22lps6jnqe2gyodv"
    assert len(encode(bytes(32))) == ID_LENGTH


def test_what_is_not_an_id() -> None:
    """Capitals, other lengths, separators of our keys, other digits, a trailing newline."""
    good = new_id()
    bad = ["", good.upper(), good[:-1], good + "a", good[:-1] + "#", good[:-1] + "1", good + "\n", good[:-1] + "é"]
    assert not any(is_id(one) for one in bad)


def test_idempotency_keys_hold_128_bits_and_are_url_safe() -> None:
    """22 to 64 characters of base64url."""
    good = ["a" * 22, "A-_9" * 16, "0190c9f6-7a3e-7cc3-98b4-a1b2c3d4e5f6"]
    bad = ["a" * 21, "a" * 65, "a" * 21 + "#", "a" * 21 + "/", "a" * 22 + " ", ""]
    assert all(re.fullmatch(KEY_PATTERN, one) for one in good)
    assert not any(re.fullmatch(KEY_PATTERN, one) for one in bad)

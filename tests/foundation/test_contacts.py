"""Addresses and numbers as people type them."""

from __future__ import annotations

import pytest

from chalicelib.foundation.contacts import email_identity, normalise_email, normalise_telephone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" ada@example.com ", "ada@example.com"),
        ("Ada.Lovelace+paris@Example.COM", "Ada.Lovelace+paris@example.com"),
        ("o'neil@example.co.uk", "o'neil@example.co.uk"),
        ("ada@münchen.example", "ada@xn--mnchen-3ya.example"),
    ],
)
def test_an_address_has_one_form(typed: str, kept: str) -> None:
    """Trimmed, its domain in lower-case ASCII; the local part as she wrote it."""
    assert normalise_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ada",
        "ada@",
        "@example.com",
        "ada@example",
        "ada@@example.com",
        "a@b@example.com",
        '"ada lovelace"@example.com',
        "<ada@example.com>",
        "ada@example.com, eve@example.com",
        "ada@example.com\r\nBcc: eve@example.com",
        "ada@[127.0.0.1]",
        "ada@127.0.0.1",
        ".ada@example.com",
        "ada..l@example.com",
        "ada@-example.com",
        "ada@example..com",
        "a" * 65 + "@example.com",
        "ada@" + "x" * 64 + ".com",
        "ada@" + "a." * 130 + "com",
        "adа@example.com",
    ],
)
def test_what_is_no_address_is_refused_without_being_echoed(typed: str) -> None:
    """Lists, quotes, injections, IP literals, homoglyphs in the local part, what is too long."""
    with pytest.raises(ValueError, match="must be an e-mail address") as refused:
        normalise_email(typed)
    assert len(typed) < 3 or typed not in str(refused.value).replace("name@example.com", "")


def test_two_spellings_are_one_person() -> None:
    """People do not remember how they wrote their own address."""
    assert email_identity(normalise_email("ADA@Example.com")) == email_identity(normalise_email("ada@example.COM"))


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("+33 6 12 34 56 78", "IT", "+33612345678"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("0033 6 12 34 56 78", "FR", "+33612345678"),
        ("06\u00a012\u00a034\u00a056\u00a078", "FR", "+33612345678"),
        ("02 1234 5678", "IT", "+390212345678"),
        ("(212) 555-0123", "US", "+12125550123"),
        ("\u0660\u0665\u0660 \u0661\u0662\u0663 \u0664\u0665\u0666\u0667", "AE", "+971501234567"),
        ("090-1234-5678", "JP", "+819012345678"),
    ],
)
def test_a_number_is_read_as_its_country_writes_it(typed: str, country: str, kept: str) -> None:
    """National and international, in any digits and with any separators; Italian zeros stay."""
    assert normalise_telephone(typed, country) == kept


@pytest.mark.parametrize(
    "typed", ["", "112", "call me", "+", "12345678901234567890", "+33 6 12 34 56 78 ext 5", "0" * 41]
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    """Emergency numbers, words, extensions, forty digits."""
    with pytest.raises(ValueError, match="must be a telephone number"):
        normalise_telephone(typed, "FR")

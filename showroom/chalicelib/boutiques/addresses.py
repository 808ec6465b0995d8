"""Readers of where somebody is reached: e-mail, telephone, web."""

from __future__ import annotations

import re

from chalicelib.boutiques.fields import Spot, Wrong
from chalicelib.foundation.contacts import normalise_email, normalise_telephone

_URL = re.compile(r"https://[a-z0-9.-]+\.[a-z]{2,}(/[A-Za-z0-9._~/?&=%-]*)?", re.ASCII)


def email(spot: Spot) -> str:
    """A reader of a plain e-mail address."""
    try:
        return normalise_email(spot.value if isinstance(spot.value, str) else "")
    except ValueError:
        raise Wrong("must be an e-mail address such as name@maison.example") from None


def telephone(spot: Spot) -> str:
    """A reader of an international number; spaces may be written, E.164 is kept."""
    number = spot.value if isinstance(spot.value, str) and spot.value.startswith("+") else ""
    try:
        return normalise_telephone(number, "")
    except ValueError:
        raise Wrong("must be an international telephone number such as +33 1 99 00 12 34") from None


def web_address(spot: Spot) -> str:
    """A reader of an https address."""
    if not isinstance(spot.value, str) or len(spot.value) > 500 or not _URL.fullmatch(spot.value):
        raise Wrong("must be an https:// address")
    return spot.value

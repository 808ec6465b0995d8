"""Readers of where somebody is reached: e-mail, telephone, web."""

from __future__ import annotations

import re
from typing import Any

from chalicelib.boutiques.fields import Spot, Wrong

_TELEPHONE = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
_LOCAL = re.compile(r"[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*", re.ASCII)
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_URL = re.compile(r"https://[a-z0-9.-]+\.[a-z]{2,}(/[A-Za-z0-9._~/?&=%-]*)?", re.ASCII)


def email(spot: Spot) -> str:
    """A reader of a plain e-mail address; quoted parts, comments, lists and IP literals are none."""
    address = spot.value if isinstance(spot.value, str) else ""
    local, _, domain = address.rpartition("@")
    labels = domain.lower().split(".")
    if (
        not _LOCAL.fullmatch(local)
        or len(local) > 64
        or len(address) > 254
        or len(labels) < 2
        or labels[-1].isdigit()
        or not all(_LABEL.fullmatch(label) for label in labels)
    ):
        raise Wrong("must be an e-mail address such as name@maison.example")
    return f"{local}@{domain.lower()}"


def telephone(spot: Spot) -> str:
    """A reader of an international number; spaces may be written, E.164 is kept."""
    import phonenumbers  # only an import reads telephone numbers here

    number = spot.value.replace(" ", "") if isinstance(spot.value, str) else ""
    if not _TELEPHONE.fullmatch(number) or not _possible(phonenumbers, number):
        raise Wrong("must be an international telephone number such as +33 1 99 00 12 34")
    return number


def _possible(phonenumbers: Any, number: str) -> bool:
    try:
        return bool(phonenumbers.is_possible_number(phonenumbers.parse(number)))
    except phonenumbers.NumberParseException:
        return False


def web_address(spot: Spot) -> str:
    """A reader of an https address."""
    if not isinstance(spot.value, str) or len(spot.value) > 500 or not _URL.fullmatch(spot.value):
        raise Wrong("must be an https:// address")
    return spot.value

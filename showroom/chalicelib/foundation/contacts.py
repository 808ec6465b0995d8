"""Reading what people type as e-mail address or telephone into one normal form, or saying that it is none."""

from __future__ import annotations

import re
import unicodedata

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.ASCII)
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_BAD_EMAIL = "must be an e-mail address such as name@example.com"
_BAD_TELEPHONE = "must be a telephone number, best with its country code, such as +33 6 12 34 56 78"


def normalise_email(text: str) -> str:
    """Return the address as it is written to: trimmed, domain in lower-case ASCII (IDNA). Raises ValueError otherwise.

    Quoted local parts, comments, lists and IP literals are refused: nobody's real address needs them, attacks do.
    """
    address = unicodedata.normalize("NFC", text.strip())
    local, at, domain = address.rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or len(local) > 64:
        raise ValueError(_BAD_EMAIL)
    try:
        ascii_domain = domain.lower().encode("idna").decode("ascii")
    except UnicodeError:
        raise ValueError(_BAD_EMAIL) from None
    labels = ascii_domain.split(".")
    if len(labels) < 2 or labels[-1].isdigit() or not all(_LABEL.fullmatch(label) for label in labels):
        raise ValueError(_BAD_EMAIL)
    result = f"{local}@{ascii_domain}"
    if len(result) > 254:
        raise ValueError(_BAD_EMAIL)
    return result


def email_identity(address: str) -> str:
    """Return the form under which an address is looked up: two spellings of one mailbox are one person."""
    return address.casefold()


def normalise_telephone(text: str, country: str) -> str:
    """Return a number in E.164. `country` (ISO 3166) reads numbers typed without a country code. Raises ValueError."""
    import phonenumbers  # 43 ms that only bookings with a telephone need

    if len(text) > 40:
        raise ValueError(_BAD_TELEPHONE)
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        raise ValueError(_BAD_TELEPHONE) from None
    if number.extension or not phonenumbers.is_possible_number(number):
        raise ValueError(_BAD_TELEPHONE)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def takes_messages(number: str) -> bool:
    """Say whether an E.164 number may be a mobile telephone's: no landline, no dear number, no network without a land.

    A number of no known type passes: a new range is in use before the tables know it.
    """
    import phonenumbers
    from phonenumbers import PhoneNumberType

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return False
    types = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE, PhoneNumberType.UNKNOWN}
    placed = phonenumbers.region_code_for_country_code(parsed.country_code or 0) not in {"001", "ZZ"}
    return placed and phonenumbers.number_type(parsed) in types


def readable_telephone(number: str) -> str:
    """Write an E.164 number as people read it, e.g. `+33 1 99 00 12 00`; what is no number comes back as it is."""
    import phonenumbers

    try:
        return str(phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.INTERNATIONAL))
    except phonenumbers.NumberParseException:
        return number

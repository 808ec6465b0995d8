"""Reading a file of purchases: whole files that cannot be read are refused, single lines are refused one by one. Pure.

UTF-8 with or without a byte-order mark; commas or semicolons, as the first line has them; cells in quotation marks may
hold separators and newlines. No sentence and no code ever repeats what the file says.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.clients.purchases.model import CURRENCIES, Line, Purchase, Refused, digits_of
from chalicelib.foundation.contacts import normalise_email, normalise_telephone
from chalicelib.foundation.errors import FieldProblem, InvalidInput
from chalicelib.foundation.ids import is_id
from chalicelib.http.jsonbody import text_problem

LONGEST_FILE = 900 * 1024
MOST_LINES = 5000
MOST_REFUSALS = 2000
"""How many mistakes are written down; a file with more is wrong as a whole, and the rest are only counted."""
WHO = ("client", "email", "telephone")
"""Who bought, by the first of these that a line has."""
_NEEDED = ("date", "reference", "amount", "currency")
COLUMNS = (*WHO, *_NEEDED, "description", "boutique")
_LONGEST = {"client": 26, "email": 254, "telephone": 40, "reference": 60, "description": 200, "boutique": 64}
_FORMULA = frozenset("=+-@\t\r＝＋－＠")
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_AMOUNT = re.compile(r"(-?)(\d{1,12})(?:[.,](\d{1,3}))?", re.ASCII)


@dataclass(frozen=True)
class Ground:
    """What a line is read against."""

    boutique: str
    """Where it was bought, when a line does not say."""
    boutiques: frozenset[str]
    country: str
    """Of telephone numbers without a country code."""
    latest: date
    """No purchase is later."""


@dataclass(frozen=True)
class Sheet:
    """What a file says: how many lines, those that can be read, and what is wrong with the others."""

    lines: int
    readable: tuple[Line, ...]
    refused: tuple[Refused, ...]
    refused_lines: int


def read(raw: bytes, ground: Ground) -> Sheet:
    """Return what a file says. Raises InvalidInput where it cannot be read as a whole."""
    records = _records(raw)
    columns = _columns(records[0][1])
    readable: list[Line] = []
    refused: list[Refused] = []
    refused_lines = 0
    for number, cells in records[1:]:
        found = _line(number, cells, columns, ground)
        if isinstance(found, Line):
            readable.append(found)
        else:
            refused += found
            refused_lines += 1
    return Sheet(len(records) - 1, tuple(readable), tuple(refused), refused_lines)


def _records(raw: bytes) -> list[tuple[int, list[str]]]:
    """Return the first line and every line with something on it, each with the number of the line it begins on."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\ufffd"
    if "\ufffd" in text:
        raise _wrong("", "must be CSV in UTF-8; spreadsheets offer it by this name")
    head = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",", strict=True)
    records: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in rows:
            if any(cell.strip() for cell in cells):
                records.append((line, cells))
            line = rows.line_num + 1
            if len(records) > MOST_LINES + 1:
                raise _wrong("", f"must have at most {MOST_LINES} lines; please send it in parts")
    except csv.Error:
        raise _wrong(f"/{line}", "has a quotation mark that is not closed, or one too many") from None
    if not records:
        raise _wrong("", "must begin with a line that names its columns")
    return records


def _columns(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the columns. Raises InvalidInput with all that is wrong with them."""
    names = tuple(cell.strip().lower() for cell in cells)
    problems = [
        FieldProblem(f"/1/{place}", "is no column that is known here")
        for place, name in enumerate(names, 1)
        if name not in COLUMNS
    ]
    problems += [FieldProblem("/1", f"names the column {name} twice") for name in COLUMNS if names.count(name) > 1]
    problems += [FieldProblem("/1", f"needs a column {name}") for name in _NEEDED if name not in names]
    if not set(WHO) & set(names):
        problems.append(FieldProblem("/1", "needs a column client, email or telephone"))
    if problems:
        raise InvalidInput(problems[:50])
    return names


def _line(number: int, cells: Sequence[str], columns: Sequence[str], ground: Ground) -> Line | list[Refused]:
    if len(cells) != len(columns):
        return [Refused(number, "", "cells")]
    said = {name: _tidy(cell) for name, cell in zip(columns, cells, strict=True)}
    wrong = [Refused(number, name, reason) for name, cell in said.items() if (reason := _text(name, cell))]
    wrong += [Refused(number, name, "needed") for name in _NEEDED if not said[name]]
    by = next((name for name in WHO if said.get(name)), "")
    if not by:
        wrong.append(Refused(number, "", "whose"))
    spoilt = {one.column for one in wrong}
    who = said.get(by, "")
    if by and by not in spoilt:
        who = _who(by, who, ground)
        if not who:
            wrong.append(Refused(number, by, "form"))
    wrong += [Refused(number, name, reason) for name, reason in _values(said, ground).items() if name not in spoilt]
    if wrong:
        return sorted(set(wrong))
    amount = _minor(said["amount"], said["currency"].upper())
    purchase = Purchase(
        said["date"],
        said["reference"],
        said.get("description", ""),
        amount or 0,
        said["currency"].upper(),
        said.get("boutique") or ground.boutique,
    )
    return Line(number, by, who, purchase)


def _tidy(cell: str) -> str:
    return unicodedata.normalize("NFC", cell.replace("\r\n", "\n")).strip()


def _text(name: str, cell: str) -> str:
    """Say why a cell's text cannot be kept, or nothing. What a spreadsheet would compute is never taken in."""
    if not cell:
        return ""
    if text_problem(cell) or ("\n" in cell and name != "description"):
        return "text"
    if len(cell) > _LONGEST.get(name, 40):
        return "too_long"
    if name in ("reference", "description") and cell[0] in _FORMULA:
        return "formula"
    return ""


def _who(by: str, who: str, ground: Ground) -> str:
    try:
        if by == "client":
            return who if is_id(who) else ""
        return normalise_email(who) if by == "email" else normalise_telephone(who, ground.country)
    except ValueError:
        return ""


def _values(said: Mapping[str, str], ground: Ground) -> dict[str, str]:
    found = {"date": _dated(said["date"], ground)}
    currency = said["currency"].upper()
    if currency not in CURRENCIES:
        found["currency"] = "currency"
    elif _minor(said["amount"], currency) is None:
        found["amount"] = "amount"
    if said.get("boutique") and said["boutique"] not in ground.boutiques:
        found["boutique"] = "boutique"
    return {name: reason for name, reason in found.items() if reason}


def _dated(text: str, ground: Ground) -> str:
    try:
        day = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        return "date"
    return "future" if day > ground.latest else ""


def _minor(text: str, currency: str) -> int | None:
    """Return an amount in the smallest unit; None for what is none, with points between thousands above all."""
    match = _AMOUNT.fullmatch(text)
    digits = digits_of(currency)
    if match is None or len(match[3] or "") > digits:
        return None
    return int(match[1] + match[2] + (match[3] or "").ljust(digits, "0"))


def _wrong(pointer: str, detail: str) -> InvalidInput:
    return InvalidInput([FieldProblem(pointer, detail)], "This file cannot be read.")

"""Reading a list of whom to invite: a list that cannot be read is refused whole, single lines one by one. Pure.

Commas or semicolons, as the first line has them; with or without a byte-order mark; cells in quotation marks may hold
separators. Nothing of what the list says is ever repeated: a report holds line numbers and codes, so there is nothing
in it that a spreadsheet could compute.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chalicelib.events.guests.model import MOST_PLUS_ONES
from chalicelib.events.invitations.model import MOST_TIERS, Wanted
from chalicelib.events.waitlist.model import HIGHEST_PRIORITY
from chalicelib.foundation.contacts import normalise_email, normalise_telephone
from chalicelib.foundation.errors import FieldProblem, InvalidInput
from chalicelib.foundation.ids import is_id
from chalicelib.http.jsonbody import text_problem

MOST_LINES = 500
WHO = ("client", "email", "telephone")
"""Who is invited, by the first of these that a line has."""
_NUMBERS = {"tier": MOST_TIERS, "plus_ones": MOST_PLUS_ONES, "priority": HIGHEST_PRIORITY}
COLUMNS = (*WHO, *_NUMBERS, "language", "advisor")
_ALSO = {"client_id": "client", "client id": "client", "e-mail": "email", "plus ones": "plus_ones"}
_LONGEST = {"client": 26, "email": 254, "telephone": 40, "language": 2, "advisor": 40}
_NUMBER = re.compile(r"\d{1,4}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2}", re.ASCII)
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that can be read: whom it names, by one of three ways to say so, and how she is to be invited."""

    number: int
    by: str
    """`client`, `email` or `telephone`."""
    who: str
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that cannot be read: its first column that is wrong (none: the line as a whole), and a code of why."""

    number: int
    column: str
    why: str
    """`cells`, `whose`, `text`, `too_long` or `form`."""


def read(text: str, country: str) -> tuple[Line | Unread, ...]:
    """Return the lines of a list in their order. Telephone numbers without a country code are of `country`.

    Raises InvalidInput where it cannot be read as a whole, with all that is wrong with its first line.
    """
    records = _records(text)
    columns = _columns(records[0][1])
    return tuple(_line(number, cells, columns, country) for number, cells in records[1:])


def _records(text: str) -> list[tuple[int, list[str]]]:
    """Return the first line and every line with something on it, each with the number of the line it begins on."""
    text = text.removeprefix("\ufeff")
    if "\ufffd" in text or "\0" in text:
        raise _wrong("must be CSV in UTF-8; spreadsheets offer it by this name")
    head = text.lstrip().split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",", strict=True)
    records: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in rows:
            if any(cell.strip() for cell in cells):
                records.append((line, cells))
            line = rows.line_num + 1
            if len(records) > MOST_LINES + 1:
                raise _wrong(f"must have at most {MOST_LINES} lines; please send it in parts")
    except csv.Error:
        raise _wrong(f"has a quotation mark that is not closed, or one too many, in or after line {line}") from None
    if not records:
        raise _wrong("must begin with a line that names its columns")
    return records


def _columns(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the columns. Raises InvalidInput with all that is wrong with them."""
    given = [cell.strip().casefold() for cell in cells]
    names = tuple(_ALSO.get(name, name) for name in given)
    problems = [
        f"has a column, the {place}., that is not known here"
        for place, name in enumerate(names, 1)
        if name not in COLUMNS
    ]
    problems += [f"names the column {name} twice" for name in COLUMNS if names.count(name) > 1]
    if not set(WHO) & set(names):
        problems.append("needs a column client, email or telephone")
    if problems:
        raise InvalidInput([FieldProblem("/csv", one) for one in problems[:50]], _WHOLE)
    return names


def _line(number: int, cells: Sequence[str], columns: Sequence[str], country: str) -> Line | Unread:
    if len(cells) != len(columns):
        return Unread(number, "", "cells")
    said = {name: unicodedata.normalize("NFC", cell).strip() for name, cell in zip(columns, cells, strict=True)}
    for name, cell in said.items():
        if why := _wrong_cell(name, cell):
            return Unread(number, name, why)
    by = next((name for name in WHO if said.get(name)), "")
    if not by:
        return Unread(number, "", "whose")
    who = _who(by, said[by], country)
    return Line(number, by, who, _wanted(said)) if who else Unread(number, by, "form")


def _wrong_cell(name: str, cell: str) -> str:
    if not cell:
        return ""
    if text_problem(cell) or "\n" in cell:
        return "text"
    if name in _NUMBERS:
        return "" if _NUMBER.fullmatch(cell) and int(cell) <= _NUMBERS[name] else "form"
    if len(cell) > _LONGEST[name]:
        return "too_long"
    pattern = {"language": _LANGUAGE, "advisor": _SLUG}.get(name)
    return "form" if pattern is not None and not pattern.fullmatch(cell) else ""


def _who(by: str, who: str, country: str) -> str:
    """Return whom a cell names in the one form in which she is looked up, or nothing."""
    try:
        if by == "client":
            return who if is_id(who) else ""
        return normalise_email(who) if by == "email" else normalise_telephone(who, country)
    except ValueError:
        return ""


def _wanted(said: Mapping[str, str]) -> Wanted:
    numbers = {name: int(said.get(name) or 0) for name in _NUMBERS}
    return Wanted(**numbers, language=said.get("language", ""), advisor=said.get("advisor", ""))


_WHOLE = "This list cannot be read."


def _wrong(detail: str) -> InvalidInput:
    return InvalidInput([FieldProblem("/csv", detail)], _WHOLE)

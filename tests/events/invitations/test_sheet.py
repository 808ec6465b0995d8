"""Lists of whom to invite: read strictly, line by line, and nothing of them is ever repeated."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.events.invitations.model import Wanted
from chalicelib.events.invitations.sheet import COLUMNS, MOST_LINES, Line, Unread, read
from chalicelib.foundation.errors import InvalidInput
from chalicelib.foundation.ids import derived_id

ADA = derived_id("client", "Ada")
HEAD = "email,tier,plus_ones,language,priority,advisor\n"


def of(row: str, head: str = HEAD) -> Line | Unread:
    """The one line of a list."""
    (found,) = read(head + row, "FR")
    return found


def test_a_list_is_read_with_all_it_says() -> None:
    """By id, e-mail address or telephone, in any order of columns; an empty cell says nothing (rule G2)."""
    sheet = "\ufeffClient_ID;E-Mail;telephone;Plus Ones;tier;language\r\n"
    sheet += f'{ADA};;;2;1;fr\r\n\r\n;"Ada@Client.Example ";;;;\r\n;;01 99 00 12 00;0;;\r\n'
    assert read(sheet, "FR") == (
        Line(2, "client", ADA, Wanted(tier=1, plus_ones=2, language="fr")),
        Line(4, "email", "Ada@client.example", Wanted()),
        Line(5, "telephone", "+33199001200", Wanted()),
    )
    full = of("ada@client.example,3,9,ja,9999,advisor-1\n")
    assert full == Line(2, "email", "ada@client.example", Wanted(3, 9, "ja", 9999, "advisor-1"))


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        ("ada@client.example,1\n", "", "cells"),
        (",1,,,,\n", "", "whose"),
        ("=cmd|' /C calc'!A0,,,,,\n", "email", "form"),
        ('"ada@client.example\nBcc: all@x.example",,,,,\n', "email", "text"),
        ("ada@client.example\u202e,,,,,\n", "email", "text"),
        (f"{'a' * 250}@x.example,,,,,\n", "email", "too_long"),
        ("a@b@c.example,,,,,\n", "email", "form"),
        ("ada@client.example,10,,,,\n", "tier", "form"),
        ("ada@client.example,-1,,,,\n", "tier", "form"),
        ("ada@client.example,1.0,,,,\n", "tier", "form"),
        ("ada@client.example,１,,,,\n", "tier", "form"),
        ("ada@client.example,,10,,,\n", "plus_ones", "form"),
        ("ada@client.example,,,../en,,\n", "language", "too_long"),
        ("ada@client.example,,,FR,,\n", "language", "form"),
        ("ada@client.example,,,,10000,\n", "priority", "form"),
        ("ada@client.example,,,,,@SUM(A1)\n", "advisor", "form"),
        ("ada@client.example,,,,,advisor#1\n", "advisor", "form"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_alone(row: str, column: str, why: str) -> None:
    """Formulas, line breaks, marks that turn text, numbers out of bounds: one code each, and nothing repeated."""
    assert of(row) == Unread(2, column, why)
    refused, kept = read(HEAD + row + "zoe@client.example,,,,,\n", "FR")
    assert isinstance(refused, Unread)
    assert isinstance(kept, Line)


@pytest.mark.parametrize(
    ("sheet", "problems"),
    [
        ("", 1),
        ("\ufeff", 1),
        ("\n\n,,\n", 1),
        ("tier\n1\n", 1),
        ("email,nom,naissance,email\nx\n", 3),
        ('email\n"ada@client.example\n', 1),
        ("email\nada\ufffd@client.example\n", 1),
        ("email\nada\0@client.example\n", 1),
        ("email\n" + "ada@client.example\n" * (MOST_LINES + 1), 1),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_whole(sheet: str, problems: int) -> None:
    """Every wrong column at once; too many lines; nothing at all; not UTF-8."""
    with pytest.raises(InvalidInput) as refused:
        read(sheet, "FR")
    assert len(refused.value.fields) == problems
    assert all(one.pointer == "/csv" for one in refused.value.fields)
    told = " ".join(one.detail for one in refused.value.fields)
    assert "nom" not in told
    assert "ada" not in told


def test_as_many_lines_as_may_be_are_read() -> None:
    """Five hundred."""
    assert len(read("email\n" + "ada@client.example\n" * MOST_LINES, "FR")) == MOST_LINES


CELLS = st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\r"), max_size=30)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6), st.sampled_from([",", ";"]), st.booleans())
def test_whatever_a_cell_holds_is_read_or_refused(rows: list[list[str]], separator: str, marked: bool) -> None:
    """No text breaks the reader, and every line with something on it has exactly one answer, in order."""
    made = io.StringIO()
    writer = csv.writer(made, delimiter=separator, lineterminator="\n")
    writer.writerow(["email", "advisor", "language"])
    writer.writerows(rows)
    text = ("\ufeff" if marked else "") + made.getvalue()
    try:
        found = read(text, "FR")
    except InvalidInput:
        assert "\ufffd" in text or "\0" in text
        return
    assert len(found) == sum(any(cell.strip() for cell in row) for row in rows)
    assert [one.number for one in found] == sorted({one.number for one in found})
    for one in found:
        if isinstance(one, Unread):
            assert one.column in ("", *COLUMNS)
            assert one.why in {"cells", "whose", "text", "too_long", "form"}


@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    """Whatever is sent is read, or refused as a list: nothing else comes out."""
    try:
        found = read(text, "FR")
    except InvalidInput:
        return
    assert len(found) <= MOST_LINES

"""Strict JSON: what is refused before any model sees it, and the canonical form of the rest.

Refused as a whole, with 400: more than 64 KB or 2,000 values, a byte-order mark, invalid UTF-8, anything but an object,
nesting beyond 20, a key that comes twice, NaN, infinities and numbers that overflow. Refused with a pointer, with 422:
text with control characters, lone surrogates, invisible direction overrides, or nothing that can be read. Text becomes
NFC.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import unicodedata
from typing import Any

from chalicelib.foundation.errors import FieldProblem
from chalicelib.http.errors import Malformed

LONGEST_BODY = 64 * 1024
DEEPEST = 20
MOST_VALUES = 2000
_LONGEST_NUMBER = 25
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_BRACKETS = re.compile(rb"[\[\]{}]")
_PLAIN = re.compile(r"[ -~]*", re.ASCII)
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = frozenset({"Cc", "Cf", "Zs"})


def parse(raw: bytes) -> dict[str, Any]:
    """Return the object a body holds. Raises Malformed for whatever is refused as a whole."""
    if len(raw) > LONGEST_BODY:
        raise Malformed("The body is larger than 64 KB.")
    if not raw.strip():
        raise Malformed("A JSON object is needed.")
    _measure(raw)
    try:
        found = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_unique,
            parse_constant=_refuse_number,
            parse_int=_whole,
            parse_float=_finite,
        )
    except Malformed:
        raise
    except (ValueError, RecursionError):
        raise Malformed("The body is not JSON in UTF-8.") from None
    if not isinstance(found, dict):
        raise Malformed("A JSON object is needed.")
    return found


def canonical(document: Any) -> bytes:
    """Write a document in its one canonical form: sorted keys, no spaces, UTF-8."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(document: Any) -> str:
    """Return the SHA-256 of the canonical form in hex: two bodies that say the same have the same digest."""
    return hashlib.sha256(canonical(document)).hexdigest()


def clean(document: Any, names: frozenset[str]) -> tuple[Any, list[FieldProblem]]:
    """Return the document with its text in NFC and newlines as `\\n`, and what is wrong with its text.

    `names` are the field names that a pointer may speak of; a key of the caller's own making is never repeated.
    """
    problems: list[FieldProblem] = []
    return _clean(document, "", names, problems), problems


def text_problem(text: str) -> str | None:
    """Say what is wrong with a text, or None. Newlines are not judged here: only some fields allow them."""
    if _PLAIN.fullmatch(text):
        return None if not text or text.strip() else "holds nothing that can be read"
    seen = False
    for character in text:
        category = unicodedata.category(character)
        if category == "Cs" or (category == "Cc" and character != "\n") or category in ("Zl", "Zp"):
            return "holds a control character"
        if category == "Cn" and _is_noncharacter(ord(character)):
            return "holds a character that does not exist"
        if character in _OVERRIDES:
            return "holds invisible marks that turn the direction of text; please type it again"
        seen = seen or category not in _INVISIBLE
    return None if seen else "holds nothing that can be read"


def _is_noncharacter(point: int) -> bool:
    """Say whether Unicode will never assign this point; merely unassigned ones may be next year's emoji."""
    return 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE


def _clean(value: Any, pointer: str, names: frozenset[str], problems: list[FieldProblem]) -> Any:
    if isinstance(value, str):
        tidy = value if _PLAIN.fullmatch(value) else unicodedata.normalize("NFC", value.replace("\r\n", "\n"))
        problem = text_problem(tidy)
        if problem:
            problems.append(FieldProblem(pointer, problem))
            return ""
        return tidy
    if isinstance(value, list):
        return [_clean(item, f"{pointer}/{index}", names, problems) for index, item in enumerate(value)]
    if isinstance(value, dict):
        tidy_object = {}
        for key, item in value.items():
            if text_problem(key) or "\n" in key:
                problems.append(FieldProblem(pointer, "has a field whose name cannot be read"))
                continue
            tidy_object[key] = _clean(item, f"{pointer}/{key}" if key in names else pointer, names, problems)
        return tidy_object
    return value


def _measure(raw: bytes) -> None:
    """Refuse what is too deep or too much for a parser, by its punctuation outside of strings, without parsing."""
    outline = _STRINGS.sub(b"", raw)
    if sum(map(outline.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise Malformed(f"The body holds more than {MOST_VALUES} values.")
    depth = 0
    for bracket in _BRACKETS.findall(outline):
        depth += 1 if bracket in b"[{" else -1
        if depth > DEEPEST:
            raise Malformed(f"The body is nested deeper than {DEEPEST} levels.")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("The body says the same thing twice: a key is repeated.")
    return found


def _whole(text: str) -> int:
    return int(text) if len(text) <= _LONGEST_NUMBER else _refuse_number(text)


def _finite(text: str) -> float:
    number = float(text)
    return number if len(text) <= _LONGEST_NUMBER * 2 and math.isfinite(number) else _refuse_number(text)


def _refuse_number(_: str) -> Any:
    raise Malformed("The body holds a number that is out of bounds.")

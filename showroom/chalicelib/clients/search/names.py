"""How a name is looked for: its words in one normal form, and the beginnings by which each is found. Pure.

Two characters are much in Chinese, Japanese and Korean and next to nothing elsewhere: there one or two characters lead
to a name, elsewhere it takes three. A word shorter than that is found only whole, beside another one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from chalicelib.clients.model import Name

LONGEST = 12
"""How much of a word is looked at; what is longer is found by its first twelve characters."""
MOST_WORDS = 6
"""Words of one question."""
_SHORTEST = 3
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ـ": ""})
_APOSTROPHES = str.maketrans("", "", "'’ʼ`´")
_WIDE = ((0x3005, 0x3007), (0x3041, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x9FFF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF))
_KATAKANA = range(0x30A1, 0x30F7)
_TO_HIRAGANA = 0x60


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in their normal form: no case, no accents, kana as hiragana, scripts apart."""
    folded = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES)).casefold()
    found, word = [], ""
    for character in folded:
        plain = _plain(character)
        if not plain and unicodedata.category(character).startswith("M"):
            continue
        if not plain.isalnum() or (word and is_wide(word[-1]) != is_wide(plain[0])):
            found.append(word)
            word = ""
        word += plain if plain.isalnum() else ""
    return tuple(filter(None, [*found, word]))


def beginnings(name: Name, readings: Iterable[str] = ()) -> Mapping[str, tuple[str, ...]]:
    """Return what a name is found by: each first beginning, with the longer ones that are told apart behind it."""
    texts = [name.family, name.given, name.full, name.called, *readings]
    if name.family and name.given and is_wide(name.family[-1]):
        texts.append(name.family + name.given)  # written together, as it is said
    found: dict[str, set[str]] = {}
    for word in dict.fromkeys(word for text in texts for word in words(text)):
        for first in _firsts(word):
            longer = {word[:length] for length in range(len(first) + 1, min(len(word), LONGEST) + 1)}
            found.setdefault(first, set()).update(longer)
    return {first: tuple(sorted(longer)) for first, longer in found.items()}


def asked(text: str) -> tuple[tuple[str, str], ...]:
    """Return what is looked for: for each word its first beginning, and the longer one it must have (or nothing).

    Raises ValueError where it is too little to look for, or too much.
    """
    found = tuple(dict.fromkeys(words(text)))
    narrow = sum(len(word) for word in found if not is_wide(word[0]))
    if not found or (narrow < _SHORTEST and not any(is_wide(word[0]) for word in found)):
        raise ValueError("needs three letters, or one character of Chinese, Japanese or Korean")
    if len(found) > MOST_WORDS:
        raise ValueError(f"must have at most {MOST_WORDS} words")
    pairs = []
    for word in found:
        first, whole = _firsts(word)[-1], word[:LONGEST]
        pairs.append((first, whole if len(whole) > len(first) else ""))
    return tuple(pairs)


def is_wide(character: str) -> bool:
    """Say whether a character is of a script in which one is much: Han, kana, hangul."""
    code = ord(character)
    return any(low <= code <= high for low, high in _WIDE) or 0x20000 <= code <= 0x3FFFF


def _firsts(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((word[:1], word[:2]))) if is_wide(word[0]) else (word[:_SHORTEST],)


def _plain(character: str) -> str:
    if ord(character) in _KATAKANA:
        return chr(ord(character) - _TO_HIRAGANA)
    if is_wide(character):
        return character
    bare = "".join(one for one in unicodedata.normalize("NFD", character) if unicodedata.category(one)[0] != "M")
    return bare.translate(_PLAIN)

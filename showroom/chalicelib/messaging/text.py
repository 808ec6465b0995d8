"""Text that came from outside, made fit for a letter: no control signs, no hidden reordering, no bait in a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

_LINE_ENDS = re.compile("\r\n|[\r\n\u0085\u2028\u2029\v\f]")
_HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_BAIT = re.compile(r"://|www\.|@|/|\\|\w{3,}\.[a-z]{2,}", re.IGNORECASE)
_LONGEST_NAME = 80


def clean(text: str) -> str:
    """Return text in NFC whose line ends are newlines, without control, bidi-override or unpaired characters."""
    text = _HIDDEN.sub("", _LINE_ENDS.sub("\n", text)).replace("\t", " ")
    return unicodedata.normalize(
        "NFC", "".join(c for c in text if c == "\n" or unicodedata.category(c) != "Cc")
    ).strip()


def line(text: str) -> str:
    """Return text clean and on one line: what may stand in a header or a name."""
    return " ".join(clean(text).split())


def cleaned(value: Any) -> Any:
    """Return a value of a message with every text in it clean, and all but `note` and `words` on one line."""
    return _cleaned(value, keep_lines=False)


def _cleaned(value: Any, *, keep_lines: bool) -> Any:
    if isinstance(value, str):
        return clean(value) if keep_lines else line(value)
    if isinstance(value, Mapping):
        return {key: _cleaned(item, keep_lines=key in {"note", "words", "access_needs"}) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cleaned(item, keep_lines=keep_lines) for item in value]
    return value


def is_presentable(name: str) -> bool:
    """Say whether a name may be repeated in a letter.

    A stranger chooses both the name and the address, so a name that reads as a link or an advertisement would make our
    letters carry it to whomever she pleases.
    """
    return 0 < len(name) <= _LONGEST_NAME and not _BAIT.search(name)


def link(url: str) -> str:
    """Return a URL fit for a letter. Raises ValueError unless it is an absolute http(s) one in plain ASCII."""
    parts = urlsplit(url)
    if parts.scheme not in {"https", "http"} or not parts.netloc or not re.fullmatch(r"[!-~]+", url):
        raise ValueError("a link in a letter must be an absolute http(s) URL")
    return url

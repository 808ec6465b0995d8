"""What is sent: refused whole when it cannot be read, told in full when it can, never repeated."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from tests.http.demo import BOOKING, KEY, SECRET, House

GOOD = {"boutique": "paris", "adults": 2}
TEXT = json.dumps(GOOD)


def with_member(member: str) -> bytes:
    return f"{TEXT[:-1]}, {member}}}".encode()


UNREADABLE: dict[str, bytes] = {
    "empty": b"",
    "spaces": b"  \n",
    "null": b"null",
    "array": b"[]",
    "array of objects": f"[{TEXT}]".encode(),
    "text": b'"x"',
    "number": b"7",
    "true": b"true",
    "truncated": TEXT.encode()[:-1],
    "trailing garbage": TEXT.encode() + b"x",
    "two documents": (TEXT + TEXT).encode(),
    "trailing comma": f"{TEXT[:-1]},}}".encode(),
    "comment": f"{TEXT}// x".encode(),
    "single quotes": b"{'boutique': 'paris'}",
    "byte-order mark": b"\xef\xbb\xbf" + TEXT.encode(),
    "UTF-16": TEXT.encode("utf-16"),
    "UTF-32": TEXT.encode("utf-32-le"),
    "latin-1": '{"boutique":"é"}'.encode("latin-1"),
    "overlong UTF-8": b'{"boutique":"\xc0\xaf"}',
    "UTF-8 surrogate": b'{"boutique":"\xed\xa0\x80"}',
    "raw control character": b'{"boutique":"a\x01b"}',
    "raw NUL": b'{"boutique":"a\x00b"}',
    "gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
    "NaN": with_member('"x": NaN'),
    "Infinity": with_member('"x": Infinity'),
    "-Infinity": with_member('"x": -Infinity'),
    "1e400": with_member('"x": 1e400'),
    "5000 digits": with_member(f'"x": {"9" * 5000}'),
    "39 digits": with_member(f'"x": {"9" * 39}'),
    "duplicate key": with_member('"adults": 3'),
    "duplicate key, escaped": with_member('"\\u0061dults": 3'),
    "duplicate key inside": with_member('"guests": [{"name": "A", "name": "B"}]'),
    "depth 21": with_member('"x": ' + "[" * 20 + "]" * 20),
    "depth 900": with_member('"x": ' + "[" * 900 + "]" * 900),
    "depth 30000": with_member('"x": ' + "[" * 30_000 + "]" * 30_000),
    "unclosed depth": b"[" * 60_000,
    "2001 values": with_member('"x": [' + "1," * 2000 + "1]"),
    "2001 objects": with_member('"x": [' + "{}," * 2000 + "{}]"),
    "64 KB and one": TEXT.encode() + b" " * (65_537 - len(TEXT)),
    "1 MB": with_member(f'"x": "{"a" * 1_000_000}"'),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_refused_whole(house: House, name: str) -> None:
    """400, a problem document, no handler called."""
    response = house.book(UNREADABLE[name])
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json_body["type"] == "/docs/problems#malformed"
    assert house.seen == []


MISTAKES: dict[str, tuple[Any, str]] = {
    "missing": ({"adults": 2}, "/boutique"),
    "unknown field": ({**GOOD, SECRET: 1}, ""),
    "dunder": ({**GOOD, "__class__": 1}, ""),
    "proto": ({**GOOD, "__proto__": {"admin": True}}, ""),
    "bool for int": ({**GOOD, "adults": True}, "/adults"),
    "text for int": ({**GOOD, "adults": "2"}, "/adults"),
    "float for int": ({**GOOD, "adults": 2.0}, "/adults"),
    "2**53": ({**GOOD, "adults": 2**53 + 1}, "/adults"),
    "negative": ({**GOOD, "adults": -1}, "/adults"),
    "null": ({**GOOD, "adults": None}, "/adults"),
    "list for text": ({**GOOD, "boutique": [SECRET]}, "/boutique"),
    "object for text": ({**GOOD, "boutique": {"$ne": SECRET}}, "/boutique"),
    "text of another pattern": ({**GOOD, "boutique": SECRET}, "/boutique"),
    "own rule": ({**GOOD, "boutique": "closed"}, "/boutique"),
    "int for bool": ({**GOOD, "surprise": 1}, "/surprise"),
    "week date": ({**GOOD, "day": "2027-W01-1"}, "/day"),
    "date of no calendar": ({**GOOD, "day": "2027-02-29"}, "/day"),
    "date as number": ({**GOOD, "day": 1_800_000_000}, "/day"),
    "choice": ({**GOOD, "part": SECRET}, "/part"),
    "text for list": ({**GOOD, "guests": SECRET}, "/guests"),
    "too many": ({**GOOD, "guests": [{"name": "A"}] * 4}, "/guests"),
    "within a list": ({**GOOD, "guests": [{"name": "A"}, {"name": ""}]}, "/guests/1/name"),
    "unknown within a list": ({**GOOD, "guests": [{"name": "A", SECRET: 1}]}, "/guests/0"),
    "too long": ({**GOOD, "guests": [{"name": "x" * 81}]}, "/guests/0/name"),
    "spaces only": ({**GOOD, "guests": [{"name": "   "}]}, "/guests/0/name"),
    "no-break space only": ({**GOOD, "guests": [{"name": "\u00a0"}]}, "/guests/0/name"),
    "zero width only": ({**GOOD, "guests": [{"name": "\u200b\u200d"}]}, "/guests/0/name"),
    "newline in a line": ({**GOOD, "guests": [{"name": f"{SECRET}\nBcc: x"}]}, "/guests/0/name"),
    "carriage return": ({**GOOD, "note": "a\rb"}, "/note"),
    "NUL": ({**GOOD, "note": "a\0b"}, "/note"),
    "escape": ({**GOOD, "note": "\x1b[2J"}, "/note"),
    "NEL": ({**GOOD, "note": "a\x85b"}, "/note"),
    "line separator": ({**GOOD, "note": "a\u2028b"}, "/note"),
    "lone surrogate": ({**GOOD, "note": "\ud800"}, "/note"),
    "bidi override": ({**GOOD, "note": "\u202etxt"}, "/note"),
    "bidi isolate": ({**GOOD, "note": "\u2066x"}, "/note"),
    "noncharacter": ({**GOOD, "note": "a\ufffe"}, "/note"),
    "key with newline": ({**GOOD, "a\nb": 1}, ""),
    "key with NUL": ({**GOOD, "a\0b": 1}, ""),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_pointer_and_never_repeated(house: House, name: str) -> None:
    """422, a JSON pointer to the field, and nothing of what was sent."""
    body, pointer = MISTAKES[name]
    response = house.book(body)
    assert response.status_code == 422
    assert [told["pointer"] for told in response.json_body["errors"]] == [pointer]
    assert SECRET not in response.body.decode()
    assert SECRET not in house.sink.getvalue()
    assert house.seen == []


def test_every_mistake_is_told_at_once(house: House) -> None:
    """A form is corrected in one go."""
    response = house.book({"adults": 0, "part": "night", "guests": [{"age": 151}], "note": "\0", "extra": 1})
    told = {(entry["pointer"], entry["detail"]) for entry in response.json_body["errors"]}
    assert told == {
        ("/note", "holds a control character"),
        ("/boutique", "is needed"),
        ("/adults", "must be at least 1"),
        ("/part", "must be 'morning' or 'evening'"),
        ("/guests/0/name", "is needed"),
        ("/guests/0/age", "must be at most 150"),
        ("", "holds a field that is not known here"),
    }


def test_a_thousand_mistakes_are_not_told_one_by_one(house: House) -> None:
    """An answer stays short."""
    response = house.book({**GOOD, **{f"k{number}": 1 for number in range(1900)}})
    assert response.status_code == 422
    assert len(response.json_body["errors"]) <= 50


NAMES = [
    "O'Neil-Šćepanović",
    "Nguyễn Thị Ánh",
    "X Æ A-12",
    "Null",
    "de la Rochefoucauld",
    "Ó",
    "山田 太郎",
    "สมชาย",
    "محمد بن سلمان",
    "نیک‌نام",
    "👨‍👩‍👧 Dupont",
    "İpek Şımarık",
    "Straße",
    "Gößl",
    "ΟΔΥΣΣΕΥΣ Σ",
    "Müller\u00ad-Lü",
    "한글",
    "Robert'); DROP TABLE--",
    "{{7*7}}",
    "${jndi:ldap://x}",
    "<script>",
    "=CMD|",
    "attribute_not_exists(pk)",
]


@pytest.mark.parametrize("name", NAMES)
def test_real_names_and_harmless_text_pass(house: House, name: str) -> None:
    """Whatever a person may be called or write is taken as it is; who shows it escapes it."""
    response = house.book({**GOOD, "guests": [{"name": name}], "note": f"{name}\n{name}"})
    assert response.status_code == 201
    assert house.seen[0].body.guests[0].name == name
    assert house.seen[0].body.note == f"{name}\n{name}"


def test_text_is_normalised_once(house: House) -> None:
    """Composed and decomposed é are one text, with one hash; line ends are newlines; ends are trimmed."""
    house.book({**GOOD, "note": " caf\u0065\u0301\r\nnoir "})
    house.book({"note": " café\nnoir ", **GOOD})
    assert house.seen[0].body.note == "café\nnoir"
    assert house.seen[0].body_hash == house.seen[1].body_hash
    house.book({**GOOD, "adults": 3})
    assert house.seen[2].body_hash != house.seen[0].body_hash


def test_a_body_of_64_kb_is_read(house: House) -> None:
    """The bound itself is allowed, as is a depth of 20: what is said of them is about their fields."""
    assert house.book(TEXT.encode() + b" " * (65_536 - len(TEXT))).status_code == 201
    assert house.book(with_member('"x": ' + "[" * 19 + "]" * 19)).status_code == 422
    assert house.book(with_member('"note": "' + "[" * 500 + '\\"{"')).status_code == 201


MEDIA = {
    "application/json": 201,
    "Application/JSON": 201,
    "application/json; charset=utf-8": 201,
    'application/json;charset="UTF-8"': 201,
    "application/json; charset=latin-1": 415,
    "application/json, text/plain": 415,
    "application/problem+json": 415,
    "application/x-www-form-urlencoded": 415,
    "multipart/form-data; boundary=x": 415,
    "text/plain": 415,
    "text/json": 415,
    "application/octet-stream": 415,
    "application/jsonp": 415,
    "": 415,
    "*/*": 415,
}


@pytest.mark.parametrize("media", MEDIA)
def test_only_json_is_read(house: House, media: str) -> None:
    """In any case of letters, and in our own words: Chalice's own 415 is never seen."""
    response = house.book(GOOD, Content_Type=media)
    assert response.status_code == MEDIA[media]
    if response.status_code == 415:
        assert response.json_body["type"] == "/docs/problems#unsupported-media"


def test_a_missing_content_type_and_a_compressed_body_are_refused(house: House) -> None:
    """What a body is must be said, and it is never unpacked."""
    headers = {"Authorization": house.bearer(), "Idempotency-Key": KEY}
    assert house.client.http.post("/v1/visits", headers=headers, body=TEXT.encode()).status_code == 415
    assert house.book(GOOD, Content_Encoding="gzip").status_code == 415


def test_base64_bodies_are_read_or_refused(house: House) -> None:
    """API Gateway sends some bodies so; junk in place of base64 is no failure of ours."""
    headers = {"Authorization": house.bearer(), "Idempotency-Key": KEY, "Content-Type": "application/json"}
    about = {"headers": headers, "isBase64Encoded": True}
    sent = {"good": base64.b64encode(TEXT.encode()).decode(), "junk": "a", "not UTF-8": "gIA=", "not ascii": "é"}
    answers = {
        name: house.event("POST", "/v1/visits", "/v1/visits", body=body, **about)["statusCode"]
        for name, body in sent.items()
    }
    assert answers == {"good": 201, "junk": 400, "not UTF-8": 400, "not ascii": 400}
    surrogate = house.event("POST", "/v1/visits", "/v1/visits", body='{"boutique":"\ud800"}', headers=headers)
    assert surrogate["statusCode"] == 400


def test_a_route_without_a_body_takes_none(house: House) -> None:
    """Nothing or an empty object; anything else would have been lost in silence."""
    path, bearer = f"/v1/visits/{BOOKING}", house.bearer()
    assert house.send("DELETE", path, b"{}", Authorization=bearer).status_code == 204
    assert house.send("DELETE", path, b'{"a":1}', Authorization=bearer).status_code == 400

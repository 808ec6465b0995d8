"""Tokens that must not be taken for ours: each is one lie told beside an otherwise perfect token (RFC 8725)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chalicelib.identity.tokens import AUDIENCE, SigningKey, generate_pem

SUBJECT = "c" * 26
JTI = "t" * 26
ISSUER = "showroom"


def b64(raw: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def es256(key: SigningKey, text: str) -> bytes:
    """A true ES256 signature over any text."""
    assert key.private
    r, s = decode_dss_signature(key.private.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


class Forge:
    """Writes tokens with a key that the house trusts, saying whatever it is told."""

    def __init__(self, key: SigningKey, now: datetime) -> None:
        self.key, self.now = key, int(now.timestamp())
        self.header: dict[str, Any] = {"alg": "ES256", "typ": "access+jwt", "kid": "k1"}
        self.claims: dict[str, Any] = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": SUBJECT,
            "iat": self.now,
            "nbf": self.now,
            "exp": self.now + 900,
            "jti": JTI,
            "role": "client",
            "boutiques": [],
            "sv": 1,
        }

    def raw(self, header: bytes, payload: bytes, key: SigningKey | None = None) -> str:
        """Sign two byte strings as they are."""
        text = f"{b64(header)}.{b64(payload)}"
        return f"{text}.{b64(es256(key or self.key, text))}"

    def token(self, header: Mapping[str, Any] | None = None, key: SigningKey | None = None, **claims: Any) -> str:
        """The perfect token with some header keys and claims replaced; a value of `...` removes the key."""
        return self.raw(
            json.dumps(_merged(self.header, header or {})).encode(),
            json.dumps(_merged(self.claims, claims)).encode(),
            key,
        )

    def text(self, old: str, new: str) -> str:
        """The perfect token whose payload had `old` replaced by `new`, text for text, before it was signed."""
        payload = json.dumps(self.claims)
        assert old in payload
        return self.raw(json.dumps(self.header).encode(), payload.replace(old, new, 1).encode())

    def manage(self, **claims: Any) -> str:
        """A perfect manage token with some claims replaced."""
        perfect = {"role": ..., "boutiques": ..., "sv": ..., "sub": "b" * 26, "lv": 1, "who": "guest"}
        return self.token({"typ": "manage+jwt"}, **{**perfect, **claims})

    def delegate(self, **claims: Any) -> str:
        """A perfect token of a delegate's link with some claims replaced."""
        perfect = {"role": ..., "boutiques": ..., "sv": ..., "sub": "d" * 26, "lv": 1}
        return self.token({"typ": "delegate+jwt"}, **{**perfect, **claims})

    def invitation(self, **claims: Any) -> str:
        """A perfect token of an invitation's link with some claims replaced."""
        perfect = {"role": ..., "boutiques": ..., "sv": ..., "sub": "g" * 26, "lv": 1, "evt": "e" * 26}
        return self.token({"typ": "invitation+jwt"}, **{**perfect, **claims})

    def visitor(self, **claims: Any) -> str:
        """A perfect visitor token with some claims replaced."""
        return self.token({"typ": "visitor+jwt"}, **{"role": ..., "boutiques": ..., "sv": ..., **claims})


def attacks(forge: Forge) -> dict[str, str]:
    """Every attack by name. `forge` holds a key that is trusted: only the lie is wrong."""
    return {**_headers(forge), **_signatures(forge), **_times(forge), **_claims(forge), **_shapes(forge)}


def _merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**base, **changes}.items() if value is not ...}


def _headers(forge: Forge) -> dict[str, str]:
    lies: dict[str, dict[str, Any]] = {
        "alg missing": {"alg": ...},
        "alg list": {"alg": ["ES256"]},
        "alg lower case": {"alg": "es256"},
        "alg ES384": {"alg": "ES384"},
        "alg HS256": {"alg": "HS256"},
        "alg RS256": {"alg": "RS256"},
        "alg null": {"alg": None},
        "typ missing": {"typ": ...},
        "typ JWT": {"typ": "JWT"},
        "typ at+jwt": {"typ": "at+jwt"},
        "typ refresh": {"typ": "refresh+jwt"},
        "typ of a calendar's address": {"typ": "feed+jwt"},
        "typ of a letter's link": {"typ": "signin+jwt"},
        "typ of an identity token": {"typ": "id_token"},
        "typ upper case": {"typ": "ACCESS+JWT"},
        "typ list": {"typ": ["access+jwt"]},
        "access claims as manage": {"typ": "manage+jwt"},
        "access claims as visitor": {"typ": "visitor+jwt"},
        "access claims as delegate": {"typ": "delegate+jwt"},
        "typ delegate without its suffix": {"typ": "delegate"},
        "access claims as invitation": {"typ": "invitation+jwt"},
        "kid missing": {"kid": ...},
        "kid unknown": {"kid": "k9"},
        "kid traversal": {"kid": "../../dev/null"},
        "kid sql": {"kid": "x' OR '1'='1"},
        "kid int": {"kid": 1},
        "kid list": {"kid": ["k1"]},
        "kid null": {"kid": None},
        "kid huge": {"kid": "k" * 100_000},
        "jku": {"jku": "https://evil.example/jwks"},
        "x5u": {"x5u": "file:///etc/passwd"},
        "x5c": {"x5c": ["AAAA"]},
        "jwk": {"jwk": {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}},
        "crit unknown": {"crit": ["foo"], "foo": 1},
        "crit b64": {"crit": ["b64"], "b64": False},
        "cty": {"cty": "JWT"},
        "zip": {"zip": "DEF"},
        "another header": {"purpose": "access"},
    }
    found = {f"header: {name}": forge.token(header) for name, header in lies.items()}
    claims = json.dumps(forge.claims).encode()
    found["header: duplicate typ"] = forge.raw(
        b'{"alg":"ES256","kid":"k1","typ":"visitor+jwt","typ":"access+jwt"}', claims
    )
    found["header: duplicate alg"] = forge.raw(b'{"alg":"none","alg":"ES256","kid":"k1","typ":"access+jwt"}', claims)
    found["header: array"] = forge.raw(b'["ES256"]', claims)
    found["header: not json"] = forge.raw(b"ES256", claims)
    found["header: nested deep"] = forge.raw(b'{"alg":' + b"[" * 1200 + b"]" * 1200 + b"}", b"{}")
    return found


def _signatures(forge: Forge) -> dict[str, str]:
    good = forge.token()
    text, _, signature = good.rpartition(".")
    public = forge.key.public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    found = {}
    for alg in ("none", "None", "nOnE"):
        unsigned = f"{b64(json.dumps({**forge.header, 'alg': alg}).encode())}.{text.split('.')[1]}"
        found[f"signature: alg {alg}, empty"] = f"{unsigned}."
        found[f"signature: alg {alg}, junk"] = f"{unsigned}.{signature}"
    hs = f"{b64(json.dumps({**forge.header, 'alg': 'HS256'}).encode())}.{text.split('.')[1]}"
    found["signature: HS256 with the public key"] = (
        f"{hs}.{b64(hmac.new(public, hs.encode(), hashlib.sha256).digest())}"
    )
    found["signature: HS256 with nothing"] = f"{hs}.{b64(hmac.new(b'', hs.encode(), hashlib.sha256).digest())}"
    rs = f"{b64(json.dumps({**forge.header, 'alg': 'RS256'}).encode())}.{text.split('.')[1]}"
    made = rsa.generate_private_key(65537, 2048).sign(rs.encode(), PKCS1v15(), hashes.SHA256())
    found["signature: RS256"] = f"{rs}.{b64(made)}"
    found["signature: psychic"] = f"{text}.{b64(bytes(64))}"
    found["signature: r=1 s=1"] = f"{text}.{b64((bytes(31) + bytes([1])) * 2)}"
    found["signature: empty"] = f"{text}."
    found["signature: gone"] = text
    found["signature: short"] = f"{text}.{signature[:-4]}"
    found["signature: long"] = f"{text}.{signature}AAAA"
    assert forge.key.private
    der = forge.key.private.sign(text.encode(), ec.ECDSA(hashes.SHA256()))
    found["signature: DER"] = f"{text}.{b64(der)}"
    found["signature: another key"] = forge.token(key=SigningKey.from_pem(generate_pem()))
    found["signature: over another payload"] = f"{forge.token(sub='d' * 26).rpartition('.')[0]}.{signature}"
    raw = base64.urlsafe_b64decode(signature + "==")
    for place in range(0, 64, 7):
        flipped = bytearray(raw)
        flipped[place] ^= 1
        found[f"signature: bit of byte {place}"] = f"{text}.{b64(bytes(flipped))}"
    return found


def _times(forge: Forge) -> dict[str, str]:
    now = forge.now
    lies: dict[str, dict[str, Any]] = {
        "expired": {"iat": now - 901, "nbf": now - 901, "exp": now - 1},
        "expires now": {"iat": now - 900, "nbf": now - 900, "exp": now},
        "100 years": {"exp": now + 3_153_600_000},
        "16 minutes": {"exp": now + 960},
        "one second too long": {"exp": now + 901},
        "exp missing": {"exp": ...},
        "exp text": {"exp": str(now + 600)},
        "exp float": {"exp": now + 600.5},
        "exp whole float": {"exp": float(now + 600)},
        "exp true": {"exp": True},
        "exp null": {"exp": None},
        "exp list": {"exp": [now + 600]},
        "exp negative": {"exp": -1},
        "exp before iat": {"iat": now, "exp": now - 5},
        "nbf ahead": {"nbf": now + 60},
        "iat ahead": {"iat": now + 60, "nbf": now + 60, "exp": now + 600},
        "nbf before iat": {"nbf": now - 60},
        "nbf missing": {"nbf": ...},
        "iat missing": {"iat": ...},
        "iat float": {"iat": now - 0.5},
        "iat bool": {"iat": False, "exp": 900},
    }
    found = {f"time: {name}": forge.token(**claims) for name, claims in lies.items()}
    exp = f'"exp": {now + 900}'
    for name, text in {"NaN": "NaN", "Infinity": "Infinity", "1e308": "1e308", "5000 digits": "9" * 2500}.items():
        found[f"time: exp {name}"] = forge.text(exp, f'"exp": {text}')
    found["time: visitor of two days"] = forge.visitor(sub="v" * 26, exp=now + 2 * 86_400)
    found["time: link of 401 days"] = forge.manage(exp=now + 401 * 86_400)
    found["time: delegate of 367 days"] = forge.delegate(exp=now + 367 * 86_400)
    found["time: delegate expired"] = forge.delegate(iat=now - 9, nbf=now - 9, exp=now)
    found["time: invitation of 401 days"] = forge.invitation(exp=now + 401 * 86_400)
    found["time: invitation expired"] = forge.invitation(iat=now - 9, nbf=now - 9, exp=now)
    invited: dict[str, dict[str, Any]] = {
        "without its event": {"evt": ...},
        "for an event that is no id": {"evt": "../event"},
        "for a list of events": {"evt": ["e" * 26]},
        "whose guest is no id": {"sub": "guest:1"},
    }
    found |= {f"invitation: {name}": forge.invitation(**lie) for name, lie in invited.items()}
    return found


def _claims(forge: Forge) -> dict[str, str]:
    lies: dict[str, dict[str, Any]] = {
        "aud other": {"aud": "other"},
        "aud list": {"aud": [AUDIENCE]},
        "aud list and another": {"aud": [AUDIENCE, "other"]},
        "aud empty list": {"aud": []},
        "aud object": {"aud": {AUDIENCE: 1}},
        "aud prefix": {"aud": AUDIENCE + "x"},
        "aud missing": {"aud": ...},
        "iss other (another maison)": {"iss": "evil"},
        "iss part": {"iss": ISSUER[:-1]},
        "iss list": {"iss": [ISSUER]},
        "iss missing": {"iss": ...},
        "sub int": {"sub": 1},
        "sub empty": {"sub": ""},
        "sub object": {"sub": {"id": SUBJECT}},
        "sub missing": {"sub": ...},
        "sub lone surrogate": {"sub": "\ud800"},
        "sub with newline": {"sub": SUBJECT + "\n"},
        "sub with separator": {"sub": "a#b"},
        "sub long": {"sub": "s" * 65},
        "jti int": {"jti": 1},
        "jti empty": {"jti": ""},
        "jti missing": {"jti": ...},
        "role unknown": {"role": "root"},
        "role anonymous": {"role": "anonymous"},
        "role visitor": {"role": "visitor"},
        "role guest": {"role": "guest"},
        "role delegate": {"role": "delegate"},
        "role invited": {"role": "invited"},
        "role list": {"role": ["admin"]},
        "role missing": {"role": ...},
        "boutiques text": {"boutiques": "paris"},
        "boutiques of ints": {"boutiques": [1]},
        "boutiques missing": {"boutiques": ...},
        "another claim": {"vip": True},
        "link version in an access token": {"lv": 1},
        "session version missing": {"sv": ...},
        "session version text": {"sv": "1"},
        "session version bool": {"sv": True},
        "session version float": {"sv": 1.0},
        "session version negative": {"sv": -1},
        "session version null": {"sv": None},
        "session version list": {"sv": [1]},
    }
    found = {f"claim: {name}": forge.token(**claims) for name, claims in lies.items()}
    found["claim: duplicate sub"] = forge.text('"sub"', f'"sub": "{"v" * 26}", "sub"')
    found["claim: duplicate role"] = forge.text('"role"', '"role": "admin", "role"')
    links: dict[str, dict[str, Any]] = {
        "who other": {"who": "admin"},
        "who missing": {"who": ...},
        "lv text": {"lv": "1"},
        "lv bool": {"lv": True},
        "lv float": {"lv": 1.0},
        "lv negative": {"lv": -1},
        "lv missing": {"lv": ...},
        "host without staff id": {"who": "host"},
        "guest with staff id": {"stf": "amelie"},
        "host whose staff id is no slug": {"who": "host", "stf": "a#b"},
        "booking is no id": {"sub": "B" * 26},
        "role in a link": {"role": "admin"},
    }
    found.update({f"link: {name}": forge.manage(**claims) for name, claims in links.items()})
    delegations: dict[str, dict[str, Any]] = {
        "lv text": {"lv": "1"},
        "lv bool": {"lv": True},
        "lv negative": {"lv": -1},
        "lv missing": {"lv": ...},
        "subject is no id": {"sub": "delegate:1"},
        "subject is a list": {"sub": ["d" * 26]},
        "client in it": {"cli": SUBJECT},
        "role in it": {"role": "client"},
        "delegate role in it": {"role": "delegate"},
        "a guest as well": {"who": "guest"},
        "a host as well": {"who": "host", "stf": "amelie"},
        "boutiques in it": {"boutiques": []},
    }
    found.update({f"delegate: {name}": forge.delegate(**claims) for name, claims in delegations.items()})
    found["delegate: as a manage link"] = forge.token(
        {"typ": "manage+jwt"}, role=..., boutiques=..., sv=..., sub="d" * 26, lv=1
    )
    found["delegate: as a visitor"] = forge.token(
        {"typ": "visitor+jwt"}, role=..., boutiques=..., sv=..., sub="d" * 26, lv=1
    )
    found["link: as a delegate"] = forge.token(
        {"typ": "delegate+jwt"}, role=..., boutiques=..., sv=..., sub="b" * 26, lv=1, who="guest"
    )
    found["visitor: subject is no id"] = forge.visitor(sub="somebody")
    found["visitor: role in it"] = forge.visitor(sub="v" * 26, role="client")
    return found


def _shapes(forge: Forge) -> dict[str, str]:
    good = forge.token()
    head, body, signature = good.split(".")
    header = json.dumps(forge.header).encode()
    last = signature[-1]
    # 64 bytes leave four unused bits in the last character: the same signature, written in another way.
    twin = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    other = twin[twin.index(last) + 1]
    return {
        "shape: payload is text": forge.raw(header, b"xx"),
        "shape: payload is an array": forge.raw(header, b"[1]"),
        "shape: payload is null": forge.raw(header, b"null"),
        "shape: payload nested deep": forge.raw(header, b'{"a":' + b"[" * 1000 + b"]" * 1000 + b"}"),
        "shape: payload not UTF-8": forge.raw(header, b'{"sub":"\xff"}'),
        "shape: payload with a mark": forge.raw(header, b"\xef\xbb\xbf" + json.dumps(forge.claims).encode()),
        "shape: 1 MB": forge.token(x="a" * 1_000_000),
        "shape: just over 4 KB": forge.token(x="a" * 3_000),
        "shape: padding": good + "=",
        "shape: padding within": f"{head}=.{body}.{signature}",
        "shape: another last character": f"{head}.{body}.{signature[:-1]}{other}",
        "shape: plus for minus": f"{head}.{body}.+{signature[1:]}",
        "shape: junk": f"{head}!.{body}.{signature}",
        "shape: five parts": "a.b.c.d.e",
        "shape: six parts": f"{good}.{good}",
        "shape: two parts": f"{head}.{body}",
        "shape: one part": head,
        "shape: dots": "...",
        "shape: two dots": "..",
        "shape: not ascii": "é.é.é",
        "shape: newline": good + "\n",
        "shape: newline within": f"{head}\n.{body}.{signature}",
        "shape: NUL": good + "\0",
        "shape: quotes": f'"{good}"',
        "shape: the word null": "null",
        "shape: parts reordered": f"{body}.{head}.{signature}",
    }

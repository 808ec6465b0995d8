"""Staff sign in with the identity provider: state, PKCE, nonce, and whoever is bound; everything else is one 401."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from chalicelib.foundation.errors import Busy, StateConflict, Unauthenticated
from chalicelib.identity.model import Role
from chalicelib.signin.http_provider import HttpProvider
from chalicelib.signin.members import Wanted
from chalicelib.signin.provider import KeySet, identity_of, read_keys
from infra.local.issuer import CLIENT, Account
from tests.harness.moto_world import MONDAY, ClockAt
from tests.identity.attacks import b64
from tests.signin.direct import PAGES, DirectProvider
from tests.signin.people import refreshed
from tests.signin.test_links import refused
from tests.world.browser import Browser, Said, at_once
from tests.world.house import House

ADDRESS = "amelie@maison.example"
DAY = "/v1/boutiques/paris/day?date=2027-01-12"


def bound(house: House, role: Role = Role.ASSOCIATE, boutiques: tuple[str, ...] = ("paris",)) -> bool:
    """Let Amélie sign in."""
    return house.signin.members.bind(Wanted("amelie", role, frozenset(boutiques), ADDRESS), "admin:test")


def begun(browser: Browser) -> tuple[str, str]:
    """Begin; return where the browser is sent, and the binding."""
    said = browser.send("POST", "/v1/signin/start", {})
    assert said.status == 200, said.text
    return said.json["authorize_url"], said.json["binding"]


def finished(browser: Browser, told: dict[str, str], key: str = "finish") -> Said:
    """Come back with what the provider said."""
    return browser.send("POST", "/v1/signin/finish", told, key=key)


def entered(browser: Browser, email: str = ADDRESS, key: str = "finish") -> Said:
    """The whole way."""
    url, binding = begun(browser)
    return finished(browser, {**browser.house.provider.approve(url, email), "binding": binding}, key)


def test_whoever_is_bound_is_signed_in_as_what_she_is(house: House) -> None:
    """Role and boutiques are the house's; the session holds for a working day and follows a change of role."""
    bound(house)
    with Browser(house) as browser:
        answer = entered(browser, "Amelie@Maison.example").json
        assert (answer["role"], answer["subject"], answer["boutiques"]) == ("associate", "amelie", ["paris"])
        assert browser.get(DAY, answer["access_token"]).status == 200
        house.clock.forward(hours=11)
        said = refreshed(browser, answer["refresh_token"], "late")
        assert said.status == 200
        house.clock.forward(hours=1)
        assert refused(refreshed(browser, said.json["refresh_token"], "too-late"))
        before = entered(browser, key="again").json
        bound(house, Role.MANAGER)
        assert refused(browser.get(DAY, before["access_token"]))
        assert refused(refreshed(browser, before["refresh_token"], "role"))
        assert entered(browser, key="third").json["role"] == "manager"


def test_a_state_opens_one_session(house: House) -> None:
    """Twenty who finish one state at the same time open one session; a lost answer is given again for a minute."""
    bound(house)
    with Browser(house) as browser:
        url, binding = begun(browser)
        told = {**house.provider.approve(url, ADDRESS), "binding": binding}
        answers = at_once([lambda n=n: finished(browser, told, f"key-{n}") for n in range(20)])  # type: ignore[misc]
        assert sorted(said.status for said in answers) == [200] + [401] * 19
        url, binding = begun(browser)
        told = {**house.provider.approve(url, ADDRESS), "binding": binding}
        first, again = finished(browser, told), finished(browser, told)
        assert first.json["refresh_token"] == again.json["refresh_token"]
        assert refused(finished(browser, told, "another"))


def test_what_is_not_hers_is_refused_before_the_provider_is_asked(house: House) -> None:
    """Another binding, state or page's state, a late one, one of another house: one 401, and no exchange."""
    bound(house)
    with Browser(house) as browser:
        url, binding = begun(browser)
        other_url, other = begun(browser)
        told = {**house.provider.approve(url, ADDRESS), "binding": binding}
        head, _, mark = told["state"].rpartition(".")
        nonce, page, until = head.split(".")
        wrong: list[dict[str, str]] = [
            {"binding": other},
            {"binding": "x"},
            {"binding": "é"},
            {"state": "x"},
            {"state": "..."},
            {"state": f"{nonce}.1.{until}.{mark}"},
            {"state": f"{nonce}.{page}.{int(until) + 60}.{mark}"},
            {"state": head},
        ]
        for number, change in enumerate(wrong):
            assert refused(finished(browser, {**told, **change}, f"key-{number}")), change
        house.clock.forward(minutes=10)
        assert refused(finished(browser, told, "late"))
        assert house.provider.exchanged == 0
        # A code of another sign-in has another challenge: PKCE refuses it at the provider.
        stolen = house.provider.approve(other_url, ADDRESS)["code"]
        url, binding = begun(browser)
        mine = house.provider.approve(url, ADDRESS)
        assert refused(finished(browser, {**mine, "code": stolen, "binding": binding}, "stolen"))
        assert finished(browser, {**mine, "binding": binding}, "mine").status == 200


def test_an_unknown_person_is_refused_like_anybody(house: House) -> None:
    """Nobody bound, an address that is not verified, somebody who left: the same 401."""
    with Browser(house) as browser:
        nobody = entered(browser)
        bound(house)
        answer = entered(browser, key="mine").json
        assert house.signin.members.dismiss("amelie", "manager:marie")
        gone = entered(browser, key="gone")
        assert refused(nobody)
        assert refused(gone)
        assert refused(browser.get(DAY, answer["access_token"]))
        assert refused(refreshed(browser, answer["refresh_token"], "gone"))
        assert not house.signin.members.dismiss("amelie", "manager:marie")
        assert browser.send("POST", "/v1/signin/start", {"page": "https://evil.example/"}).status == 404


def test_an_address_is_one_persons(house: House) -> None:
    """Who is bound stays bound; a new address takes the old one's place; the provider's own subject may be bound."""
    bound(house)
    members = house.signin.members
    with pytest.raises(StateConflict):
        members.bind(Wanted("marie", Role.MANAGER, frozenset({"paris"}), ADDRESS.upper()), "admin:test")
    with pytest.raises(ValueError, match="only staff"):
        members.bind(Wanted("x", Role.CLIENT, frozenset(), "x@maison.example"), "admin:test")
    assert not bound(house)
    members.bind(Wanted("amelie", Role.ASSOCIATE, frozenset({"paris"}), "a@maison.example"), "admin:test")
    with Browser(house) as browser:
        assert refused(entered(browser))
        assert entered(browser, "a@maison.example", "new").status == 200
        members.bind_subject("amelie", house.provider.issuer, f"demo|{ADDRESS}", "admin:test")
        assert entered(browser, ADDRESS, "subject").json["subject"] == "amelie"


def test_sign_in_follows_the_maison(house: House) -> None:
    """Whoever is in the imported maison may sign in; who is not any more may not; told again, nothing is done."""
    done = house.signin.members.follow("admin:import")
    assert set(done.values()) <= {"bound", "shared"}
    assert done
    assert house.signin.members.follow("admin:import") in ({}, {k: v for k, v in done.items() if v == "shared"})
    store = house.signin.members._store
    known, revision = store.register()
    house.table.write(store.enter(known | {"amelie"}, revision))
    bound(house)
    assert house.signin.members.follow("admin:import")["amelie"] == "dismissed"
    assert store.register()[0] == known


# ── what the provider says ───────────────────────────────────────────────────────────────────────────────────────

NOW = int(MONDAY.timestamp())
LIES: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://evil.example"},
    "issuer with a slash": {"iss": "https://id.maison.example/"},
    "another audience": {"aud": "other"},
    "us among others": {"aud": [CLIENT, "other"]},
    "no audience": {"aud": []},
    "for another party": {"azp": "other"},
    "an access token": {"token_use": "access"},
    "another nonce": {"nonce": "other"},
    "no nonce": {"nonce": None},
    "nonce of another type": {"nonce": 7},
    "expired": {"exp": NOW},
    "expiry as text": {"exp": str(NOW + 60)},
    "expiry as float": {"exp": NOW + 60.5},
    "too old": {"iat": NOW - 601},
    "of the future": {"iat": NOW + 31},
    "issued true": {"iat": True},
    "no subject": {"sub": ""},
    "subject of another type": {"sub": 7},
    "long subject": {"sub": "s" * 300},
    "an address that is none": {"email": "x"},
}


@pytest.fixture
def provider() -> DirectProvider:
    return DirectProvider(ClockAt(MONDAY))


def told(provider: DirectProvider, **claims: Any) -> str:
    """An identity token with some claims replaced; None leaves one out."""
    token = provider.local.token(Account(ADDRESS, ADDRESS, ADDRESS), "nonce", **claims)
    gone = [name for name, value in claims.items() if value is None]
    if not gone:
        return token
    said = {k: v for k, v in jwt.decode(token, options={"verify_signature": False}).items() if k not in gone}
    return jwt.encode(said, provider.local._key, "RS256", headers={"kid": provider.local._kid})


@pytest.mark.parametrize("lie", LIES)
def test_a_token_with_a_lie_is_refused(provider: DirectProvider, lie: str) -> None:
    """Each differs from a good one by one claim."""
    assert identity_of(told(provider), provider, "nonce", NOW).email == ADDRESS
    with pytest.raises(Unauthenticated):
        identity_of(told(provider, **LIES[lie]), provider, "nonce", NOW)


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_only_a_verified_address_counts(provider: DirectProvider, verified: object) -> None:
    """The provider's word for it is a boolean."""
    assert identity_of(told(provider, email_verified=verified), provider, "nonce", NOW).email is None


def hs256(header: dict[str, Any], claims: dict[str, Any], key: bytes) -> str:
    """What the library refuses to write: an HMAC under a public key."""
    text = ".".join(b64(json.dumps(part).encode()) for part in (header, claims))
    return f"{text}.{b64(hmac.new(key, text.encode(), hashlib.sha256).digest())}"


def test_algorithms_are_never_mixed(provider: DirectProvider) -> None:
    """HMAC with the public key, none, another RSA hash, another key under this name, ES256 over an RSA key: refused."""
    good = told(provider)
    said = jwt.decode(good, options={"verify_signature": False})
    kid = {"kid": provider.local._kid}
    key = provider.local._key
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    pem = rsa.generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    forged = [
        hs256({"alg": "HS256", **kid}, said, public),
        jwt.encode(said, None, "none", headers=kid),
        jwt.encode(said, key, "RS384", headers=kid),
        jwt.encode(said, key, "PS256", headers=kid),
        jwt.encode(said, pem, "RS256", headers=kid),
        jwt.encode(said, ec.generate_private_key(ec.SECP256R1()), "ES256", headers=kid),
        jwt.encode(said, key, "RS256", headers={"kid": "unknown"}),
        jwt.encode(said, key, "RS256", headers={**kid, "crit": ["x"], "x": 1}),
        jwt.encode(said, key, "RS256"),
        good[:-4] + "AAAA",
        good + "." + "a" * 20_000,
        "",
        "a.b.c",
    ]
    for token in forged:
        with pytest.raises(Unauthenticated):
            identity_of(token, provider, "nonce", NOW)


def test_only_keys_that_sign_as_we_read_are_read() -> None:
    """Small RSA keys, other curves, symmetric keys, keys for sealing, keys without a name: passed over."""
    from jwt.algorithms import ECAlgorithm, RSAAlgorithm

    small = RSAAlgorithm.to_jwk(rsa.generate_private_key(65537, 1024).public_key(), as_dict=True)  # noqa: S505
    curve = ECAlgorithm.to_jwk(ec.generate_private_key(ec.SECP384R1()).public_key(), as_dict=True)
    good = ECAlgorithm.to_jwk(ec.generate_private_key(ec.SECP256R1()).public_key(), as_dict=True)
    listed: list[Any] = [
        {**small, "kid": "small"},
        {**curve, "kid": "curve"},
        {"kty": "oct", "k": "AAAA", "kid": "shared"},
        {**good, "kid": "sealing", "use": "enc"},
        {**good, "kid": "odd", "alg": "RS256"},
        {**good, "kid": 7},
        good,
        {**good, "kid": "good"},
        "text",
        {"kty": "RSA", "kid": "empty"},
    ]
    found = read_keys({"keys": listed})
    assert {name: key.algorithm for name, key in found.items()} == {"good": "ES256"}
    for junk in ({}, {"keys": "x"}, {"keys": [good] * 21}):
        with pytest.raises(ValueError, match="key set"):
            read_keys(junk)


def test_keys_are_asked_for_at_most_once_a_minute_and_never_lost(clock: ClockAt) -> None:
    """An unknown name reads again after a minute; an error leaves what was read; before the first read it is busy."""
    provider, asked, fails = DirectProvider(clock), [0], [True]

    def load() -> dict[str, Any]:
        asked[0] += 1
        if fails[0]:
            raise Busy
        return provider.local.jwks()

    keys, name = KeySet(load, clock), provider.local._kid
    for _ in range(5):
        with pytest.raises(Busy):
            keys.find(name)
    assert asked == [1]
    fails[0] = False
    clock.forward(minutes=1)
    for _ in range(5):
        assert keys.find(name)
        assert keys.find("unknown") is None
    assert asked == [2]
    clock.forward(minutes=1)
    assert keys.find("unknown") is None
    assert asked == [3]
    fails[0] = True
    clock.forward(hours=2)
    assert keys.find(name)
    assert asked == [4]


# ── over HTTP ────────────────────────────────────────────────────────────────────────────────────────────────────


class _Site(HTTPServer):
    answers: dict[str, tuple[int, Any]]
    asked: list[tuple[str, bytes]]


class _Answer(BaseHTTPRequestHandler):
    server: _Site

    def _say(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.path, body))
        status, answer = self.server.answers.get(self.path, (404, {}))
        raw = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/jwks.json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    do_GET = do_POST = _say  # noqa: N815

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[_Site]:
    site = _Site(("127.0.0.1", 0), _Answer)
    site.answers, site.asked = {}, []
    thread = threading.Thread(target=site.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield site
    site.shutdown()
    site.server_close()


def test_a_provider_is_asked_over_http(site: _Site, clock: ClockAt) -> None:
    """Discovery once an hour, the form of a code with its verifier, a refusal as a refusal, all else as busy."""
    url = f"http://127.0.0.1:{site.server_address[1]}"
    local = DirectProvider(clock).local
    local.url = url
    found = HttpProvider(url, CLIENT, "secret", clock)
    with pytest.raises(Busy):
        found.authorize_endpoint()
    place = "/.well-known/openid-configuration"
    for wrong in (
        {**local.discovery(), "issuer": "https://evil.example"},
        {**local.discovery(), "token_endpoint": "http://evil.example/token"},
        {**local.discovery(), "jwks_uri": "file:///etc/passwd"},
        {**local.discovery(), "jwks_uri": 7},
        b"[]",
        b"x",
        b"[" * 60_000,
        b" " * 70_000 + b"{}",
    ):
        site.answers[place] = (200, wrong)
        with pytest.raises(Busy):
            found.authorize_endpoint()
    site.answers = {place: (200, local.discovery()), "/jwks.json": (302, {}), "/token": (200, {"id_token": "t"})}
    assert found.authorize_endpoint() == f"{url}/authorize"
    with pytest.raises(Busy):
        found.key(local._kid)  # a redirect is not followed
    site.answers["/jwks.json"] = (200, local.jwks())
    clock.forward(minutes=1)
    assert found.key(local._kid)
    assert found.exchange("the-code", "the-verifier", PAGES[0]) == "t"
    form = site.asked[-1][1].decode()
    assert "code=the-code&code_verifier=the-verifier" in form
    assert "client_secret=secret" in form
    for status, answer, raised in (
        (400, {"error": "invalid_grant"}, Unauthenticated),
        (200, {}, Unauthenticated),
        (500, {}, Busy),
        (200, b"x", Busy),
    ):
        site.answers["/token"] = (status, answer)
        with pytest.raises(raised):
            found.exchange("c", "v", PAGES[0])
    assert sum(path == place for path, _ in site.asked) == 10
    site.answers[place] = (500, {})
    clock.forward(hours=2)
    assert found.authorize_endpoint() == f"{url}/authorize"


@pytest.mark.parametrize("url", ["http://id.example", "ftp://id.example", "https://", "https://a@id.example", "x"])
def test_a_provider_without_tls_is_not_asked(url: str, clock: ClockAt) -> None:
    """Refused when the house is built."""
    with pytest.raises(ValueError, match="TLS"):
        HttpProvider(url, CLIENT, "", clock)

"""What carries a film: the local carrier's refusals, and the contracts with CloudFront and Amazon IVS.

The documented policy and claims, signatures verified by the public key, parameters by Stubber: not AWS's behaviour.
"""

from __future__ import annotations

import base64
import json
from urllib.parse import parse_qsl
from uuid import UUID

import boto3
import jwt
import pytest
from botocore.stub import Stubber
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from chalicelib.events.film.aws import CloudFrontFilm, IvsFilm
from chalicelib.events.film.carriers import LocalCarrier
from chalicelib.events.film.model import Ticket
from chalicelib.foundation.errors import Busy, Forbidden

SITE = "https://book.maison.example"
FILM, VIEWER = "e" * 26, "v" * 26
TICKET = Ticket(FILM, VIEWER, 1_800_000_000, 1_799_998_200, 1_800_000_300, (SITE, "https://www.maison.example"))
CHANNEL = "arn:aws:ivs:eu-west-1:123456789012:channel/abcdABCDefgh"
PLAYS = "https://abc.eu-west-1.playback.live-video.net/api/video/v1/eu-west-1.123456789012.channel.abcdABCDefgh.m3u8"
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SHA1 = hashes.SHA1()  # noqa: S303 - what CloudFront verifies
P384 = ec.generate_private_key(ec.SECP384R1())


def pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    """Write a key as the deployment's secret has it."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def from_cloudfront(text: str) -> bytes:
    """Undo what CloudFront writes in the place of the characters that an address does not bear."""
    return base64.b64decode(text.replace("-", "+").replace("_", "=").replace("~", "/"), validate=True)


# ── CloudFront ───────────────────────────────────────────────────────────────────────────────────────────────────


def cloudfront() -> CloudFrontFilm:
    """A distribution as the house is told of it."""
    return CloudFrontFilm("https://film.maison.example/films", "K2JCJMDEHXQW5F", pem(RSA))


def test_the_policy_is_the_documented_one() -> None:
    """One statement: everything in the film's folder as this viewer asks for it, from when until when (rule S1)."""
    played = cloudfront().play(TICKET)
    found = dict(parse_qsl(played.query, strict_parsing=True))
    assert list(found) == ["viewer", "Policy", "Signature", "Key-Pair-Id"]
    assert played.url == f"https://film.maison.example/films/{FILM}/index.m3u8", "signed by what every request carries"
    assert played.query.startswith(f"viewer={VIEWER}&Policy=")
    assert json.loads(from_cloudfront(found["Policy"])) == {
        "Statement": [
            {
                "Resource": f"https://film.maison.example/films/{FILM}/*?viewer={VIEWER}",
                "Condition": {
                    "DateLessThan": {"AWS:EpochTime": 1_800_000_300},
                    "DateGreaterThan": {"AWS:EpochTime": 1_799_998_200},
                },
            }
        ]
    }
    assert b" " not in from_cloudfront(found["Policy"])
    assert found["Key-Pair-Id"] == "K2JCJMDEHXQW5F"


def test_the_public_key_verifies_the_policy_and_no_other() -> None:
    """RSA with SHA-1 over the policy as it is sent; one changed second is refused."""
    found = dict(parse_qsl(cloudfront().play(TICKET).query))
    policy, signature = from_cloudfront(found["Policy"]), from_cloudfront(found["Signature"])
    public = RSA.public_key()
    public.verify(signature, policy, padding.PKCS1v15(), SHA1)
    with pytest.raises(InvalidSignature):
        public.verify(signature, policy.replace(b"1800000300", b"1800000301"), padding.PKCS1v15(), SHA1)


def test_keys_of_the_wrong_kind_are_refused_at_once() -> None:
    """When the house is built, not when somebody wants to watch."""
    with pytest.raises(ValueError, match="RSA"):
        CloudFrontFilm("https://film.maison.example", "K", pem(P384))
    for wrong in (RSA, ec.generate_private_key(ec.SECP256R1())):
        with pytest.raises(ValueError, match="P-384"):
            IvsFilm(None, CHANNEL, PLAYS, pem(wrong))


# ── Amazon IVS ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_token_says_what_a_private_channel_reads() -> None:
    """ES384 and exactly the documented claims: channel, sites, viewer, version, expiry, once (rule S1)."""
    played = IvsFilm(None, CHANNEL, PLAYS, pem(P384)).play(TICKET)
    assert played.url is not None
    address, _, token = played.url.partition("?token=")
    assert (address, played.query) == (PLAYS, "")
    assert jwt.get_unverified_header(token) == {"alg": "ES384", "typ": "JWT"}
    claims = jwt.decode(token, P384.public_key(), algorithms=["ES384"], options={"verify_exp": False})
    once = claims.pop("aws:single-use-uuid")
    assert UUID(once).version == 4
    assert claims == {
        "aws:channel-arn": CHANNEL,
        "aws:access-control-allow-origin": f"{SITE},https://www.maison.example",
        "aws:strict-origin-enforcement": True,
        "aws:viewer-id": VIEWER,
        "aws:viewer-session-version": 1_800_000_000,
        "exp": 1_800_000_300,
    }


def test_a_revocation_names_viewer_and_version() -> None:
    """All sessions up to the version (rule S2)."""
    ivs = boto3.client("ivs", region_name="eu-west-1")
    with Stubber(ivs) as stub:
        said = {"channelArn": CHANNEL, "viewerId": VIEWER, "viewerSessionVersionsLessThanOrEqualTo": 7}
        stub.add_response("start_viewer_session_revocation", {}, said)
        IvsFilm(ivs, CHANNEL, PLAYS, pem(P384)).revoke(VIEWER, 7)
        stub.assert_no_pending_responses()
        stub.add_client_error("start_viewer_session_revocation", "ThrottlingException", http_status_code=429)
        with pytest.raises(Busy):
            IvsFilm(ivs, CHANNEL, PLAYS, pem(P384)).revoke(VIEWER, 7)


# ── here ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def token_of(carrier: LocalCarrier, ticket: Ticket = TICKET) -> str:
    """Return a ticket's token."""
    return carrier.play(ticket).query.removeprefix("token=")


def test_the_local_carrier_lets_in_once() -> None:
    """A token begins one picture (rule S3)."""
    carrier = LocalCarrier()
    token = token_of(carrier)
    assert carrier.admit(FILM, token, SITE, 1_800_000_000) == VIEWER
    with pytest.raises(Forbidden, match="used"):
        carrier.admit(FILM, token, SITE, 1_800_000_000)


@pytest.mark.parametrize(
    ("film", "site", "second"),
    [("f" * 26, SITE, 1_800_000_000), (FILM, "https://elsewhere.example", 1_800_000_000), (FILM, SITE, 1_800_000_300)],
)
def test_the_local_carrier_refuses_another_film_site_or_hour(film: str, site: str, second: int) -> None:
    """As a private channel does (rule S1)."""
    carrier = LocalCarrier()
    with pytest.raises(Forbidden, match="another"):
        carrier.admit(film, token_of(carrier), site, second)


def test_a_raised_version_refuses_old_tokens_and_takes_new_ones() -> None:
    """Tokens up to the version die at once, whoever holds them; the next version's are good (rule S2)."""
    carrier = LocalCarrier()
    old, fresh = token_of(carrier), token_of(carrier, Ticket(FILM, VIEWER, TICKET.version + 1, 0, 2**31, (SITE,)))
    others = token_of(carrier, Ticket(FILM, "w" * 26, TICKET.version, 0, 2**31, (SITE,)))
    carrier.revoke(VIEWER, TICKET.version)
    carrier.revoke(VIEWER, 1)
    with pytest.raises(Forbidden, match="taken back"):
        carrier.admit(FILM, old, SITE, 1_800_000_000)
    assert carrier.admit(FILM, fresh, SITE, 1_800_000_000) == VIEWER
    assert carrier.admit(FILM, others, SITE, 1_800_000_000) == "w" * 26


def test_the_local_carrier_knows_its_own_signature() -> None:
    """Another's token, no signature, no token: all refused."""
    carrier = LocalCarrier()
    token = token_of(carrier)
    for wrong in (token_of(LocalCarrier()), token[:-4] + "AAAA", token.rpartition(".")[0] + ".", "x"):
        with pytest.raises(Forbidden, match="not ours"):
            carrier.admit(FILM, wrong, SITE, 1_800_000_000)

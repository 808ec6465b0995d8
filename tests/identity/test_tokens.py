"""Tokens: what is minted is verified, each class says what it should, and nothing else is let in."""

from __future__ import annotations

import pytest

from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import Unauthenticated
from chalicelib.identity.model import Principal, Role
from chalicelib.identity.permits import NOT_SIGNED_IN
from chalicelib.identity.tokens import LIFETIMES, SigningKey, Tokens, generate_pem
from tests.harness.moto_world import MONDAY, ClockAt
from tests.identity.attacks import ISSUER, SUBJECT, Forge, attacks

KEY = SigningKey.from_pem(generate_pem())
FORGE = Forge(KEY, MONDAY)
ATTACKS = attacks(FORGE)
BOOKING = "b" * 26


@pytest.fixture
def tokens(clock: ClockAt) -> Tokens:
    return Tokens({"k1": KEY}, "k1", ISSUER, clock)


def refused(tokens: Tokens, token: str) -> None:
    with pytest.raises(Unauthenticated) as caught:
        tokens.verify(token)
    assert caught.value.detail == NOT_SIGNED_IN


def test_a_visitor_is_a_random_subject_for_a_day(tokens: Tokens, clock: ClockAt) -> None:
    """Two visitors differ; the minute of expiry is told and kept."""
    token, expires = tokens.visitor()
    principal = tokens.verify(token)
    assert principal.role is Role.VISITOR
    assert principal.subject != tokens.verify(tokens.visitor()[0]).subject
    assert expires == minute_of(MONDAY) + 1440
    clock.to(expires)
    refused(tokens, token)


def test_an_access_token_says_role_and_boutiques(tokens: Tokens) -> None:
    """What was minted is what is read."""
    principal = tokens.verify(tokens.access(Role.ASSOCIATE, "amelie", frozenset({"paris", "milan"})))
    assert (principal.role, principal.subject) == (Role.ASSOCIATE, "amelie")
    assert principal.boutiques == {"paris", "milan"}
    assert principal.actor == "associate:amelie"
    assert len(principal.token_id) == 26


@pytest.mark.parametrize(
    "role", [Role.ANONYMOUS, Role.VISITOR, Role.GUEST, Role.HOST, Role.DELEGATE, Role.INVITED, Role.COURIER]
)
def test_no_access_token_for_roles_that_do_not_sign_in(tokens: Tokens, role: Role) -> None:
    """An access token is for those who signed in."""
    with pytest.raises(ValueError, match="signs in"):
        tokens.access(role, SUBJECT)


@pytest.mark.parametrize("minutes", [0, -1, 16])
def test_an_access_token_lives_15_minutes_at_most(tokens: Tokens, minutes: int) -> None:
    """A longer life cannot even be asked for."""
    with pytest.raises(ValueError, match="15 minutes"):
        tokens.access(Role.CLIENT, SUBJECT, minutes=minutes)


def test_a_link_names_its_booking_and_version(tokens: Tokens, clock: ClockAt) -> None:
    """Guest and host links say which booking, which link version, and for a host who."""
    later = minute_of(MONDAY) + 3000
    guest = tokens.verify(tokens.manage(BOOKING, 4, "guest", "", later))
    host = tokens.verify(tokens.manage(BOOKING, 5, "host", "amelie", later))
    assert guest == Principal(Role.GUEST, f"guest:{BOOKING}", booking=BOOKING, link_version=4, token_id=guest.token_id)
    assert host == Principal(Role.HOST, "host:amelie", booking=BOOKING, link_version=5, token_id=host.token_id)
    link = tokens.manage(BOOKING, 4, "guest", "", later)
    clock.to(later)
    refused(tokens, link)


def test_a_link_lives_400_days_at_most(tokens: Tokens, clock: ClockAt) -> None:
    """A wish for more is cut."""
    link = tokens.manage(BOOKING, 1, "guest", "", minute_of(MONDAY) + 500 * 1440)
    clock.forward(seconds=LIFETIMES["manage+jwt"] - 1)
    assert tokens.verify(link).booking == BOOKING
    clock.forward(seconds=1)
    refused(tokens, link)


def test_a_delegates_link_names_a_delegation_and_nobody(tokens: Tokens, clock: ClockAt) -> None:
    """Whose it is must be looked up: until then she owns nothing. It lives 366 days at most."""
    link = tokens.delegate(BOOKING, 3, minute_of(MONDAY) + 500 * 1440)
    found = tokens.verify(link)
    wanted = Principal(Role.DELEGATE, f"delegate:{BOOKING}", link_version=3, delegate=BOOKING, token_id=found.token_id)
    assert found == wanted
    clock.forward(seconds=LIFETIMES["delegate+jwt"] - 1)
    assert tokens.verify(link) == wanted
    clock.forward(seconds=1)
    refused(tokens, link)


def test_an_invitations_link_names_a_guest_and_an_event(tokens: Tokens, clock: ClockAt) -> None:
    """It says nothing of who she is, opens nothing but her row, and lives 400 days at most."""
    link = tokens.invitation("e" * 26, "g" * 26, 2, minute_of(MONDAY) + 500 * 1440)
    found = tokens.verify(link)
    wanted = Principal(Role.INVITED, "g" * 26, event="e" * 26, link_version=2, token_id=found.token_id)
    assert found == wanted
    clock.forward(seconds=LIFETIMES["invitation+jwt"])
    refused(tokens, link)


def test_links_of_a_dinner_name_a_door_a_round_or_a_kitchen(tokens: Tokens) -> None:
    """Each opens its own, and is taken for no other: a companion's says who invited her, a night's lives 30 days."""
    later = minute_of(MONDAY) + 1440
    door = tokens.verify(tokens.door("e" * 26, "g" * 26, "h" * 26, 1, later))
    assert (door.role, door.subject, door.guest, door.event) == (Role.COMPANION, "h" * 26, "g" * 26, "e" * 26)
    night = tokens.verify(tokens.night("round", "e" * 26, "r" * 26, 2, later))
    assert (night.role, night.subject, night.link_version) == (Role.COURIER, "r" * 26, 2)
    kitchen = tokens.verify(tokens.night("kitchen", "e" * 26, "milan-kitchen", 0, later))
    assert (kitchen.role, kitchen.subject) == (Role.KITCHEN, "milan-kitchen")
    refused(tokens, tokens.night("round", "e" * 26, "milan-kitchen", 0, later))


def test_time_is_the_houses_not_the_machines(tokens: Tokens, clock: ClockAt) -> None:
    """Fifteen minutes pass on the injected clock, wherever the machine's clock stands."""
    token = tokens.access(Role.CLIENT, SUBJECT)
    clock.forward(seconds=899)
    assert tokens.verify(token).subject == SUBJECT
    clock.forward(seconds=1)
    refused(tokens, token)


def test_another_machine_may_be_30_seconds_ahead(tokens: Tokens, clock: ClockAt) -> None:
    """A token from the near future is taken, one from further ahead is not."""
    token = tokens.access(Role.CLIENT, SUBJECT)
    clock.forward(seconds=-30)
    assert tokens.verify(token).role is Role.CLIENT
    clock.forward(seconds=-1)
    refused(tokens, token)


def test_a_retired_key_verifies_and_a_removed_one_does_not(clock: ClockAt) -> None:
    """Rotation: the old key first loses its private half, then leaves."""
    old, new = KEY, SigningKey.from_pem(generate_pem())
    token = Tokens({"k1": old}, "k1", ISSUER, clock).access(Role.CLIENT, SUBJECT)
    rotated = Tokens({"k1": SigningKey(old.public), "k2": new}, "k2", ISSUER, clock)
    assert rotated.verify(token).subject == SUBJECT
    assert rotated.verify(rotated.access(Role.CLIENT, SUBJECT)).subject == SUBJECT
    refused(Tokens({"k2": new}, "k2", ISSUER, clock), token)


def test_the_key_set_lists_what_verifies(clock: ClockAt) -> None:
    """Both keys during a rotation, by name and without a private half; an independent library verifies with them."""
    import jwt

    new = SigningKey.from_pem(generate_pem())
    rotated = Tokens({"k1": SigningKey(KEY.public), "k2": new}, "k2", ISSUER, clock)
    listed = rotated.public_keys()
    assert [one["kid"] for one in listed] == ["k1", "k2"]
    assert all(one.keys() == {"kty", "crv", "x", "y", "kid", "use", "alg"} for one in listed)
    for tokens in (Tokens({"k1": KEY}, "k1", ISSUER, clock), rotated):
        token = tokens.access(Role.CLIENT, SUBJECT)
        keys = {one.key_id: one for one in jwt.PyJWKSet(listed).keys}
        kid = jwt.get_unverified_header(token)["kid"]
        times = {"verify_exp": False, "verify_nbf": False, "verify_iat": False}
        said = jwt.decode(token, keys[kid], algorithms=["ES256"], audience="showroom-api", options=times)
        assert said["sub"] == SUBJECT


def test_the_kid_chooses_the_key(clock: ClockAt) -> None:
    """A token signed with one trusted key under the name of another is refused."""
    both = Tokens({"k1": KEY, "k2": SigningKey.from_pem(generate_pem())}, "k1", ISSUER, clock)
    refused(both, FORGE.token({"kid": "k2"}))


def test_only_p256_keys_sign() -> None:
    """Other curves, other families and keys that cannot sign are refused when the house is built."""
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

    for key in (ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 2048)):
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        for pem in (private, public):
            with pytest.raises(ValueError, match="P-256"):
                SigningKey.from_pem(pem)
    with pytest.raises(ValueError, match="able to sign"):
        Tokens({"k1": SigningKey(KEY.public)}, "k1", ISSUER, lambda: MONDAY)
    public = KEY.public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    assert SigningKey.from_pem(public).private is None


def test_the_forge_writes_true_tokens(tokens: Tokens) -> None:
    """Without a lie each of the forge's tokens is taken: the attacks below fail for their lie alone."""
    assert tokens.verify(FORGE.token()).role is Role.CLIENT
    assert tokens.verify(FORGE.visitor(sub="v" * 26)).role is Role.VISITOR
    assert tokens.verify(FORGE.manage()).role is Role.GUEST
    assert tokens.verify(FORGE.manage(who="host", stf="amelie")).role is Role.HOST
    assert tokens.verify(FORGE.delegate()).role is Role.DELEGATE
    assert tokens.verify(FORGE.invitation()).role is Role.INVITED


def test_there_are_enough_attacks() -> None:
    """The corpus does not shrink unseen."""
    assert len(ATTACKS) >= 203


@pytest.mark.parametrize("name", ATTACKS)
def test_every_attack_is_refused_in_the_same_words(tokens: Tokens, name: str) -> None:
    """One detail for all; never another exception."""
    refused(tokens, ATTACKS[name])


def test_every_byte_of_a_signature_matters(tokens: Tokens) -> None:
    """Any single changed character of a token is refused."""
    good = tokens.access(Role.CLIENT, SUBJECT)
    for place in range(len(good)):
        refused(tokens, good[:place] + ("A" if good[place] != "A" else "B") + good[place + 1 :])


@pytest.mark.parametrize("junk", [None, 7, b"a.b.c", ["a.b.c"]])
def test_what_is_not_text_is_refused(tokens: Tokens, junk: object) -> None:
    """Even what no HTTP client could send."""
    refused(tokens, junk)  # type: ignore[arg-type]

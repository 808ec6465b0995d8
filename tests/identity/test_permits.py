"""Permits: refusal is the default, and each refusal tells as little as it can."""

from __future__ import annotations

import pytest

from chalicelib.foundation.errors import Forbidden, NotFound, Unauthenticated
from chalicelib.identity.model import ANONYMOUS, Principal, Role
from chalicelib.identity.permits import PERMITS, Relation, Target, admit, may, relations, require

BOOKING = "b" * 26
HERS = Target(owner="sofia", boutique="paris", booking=BOOKING, host="amelie")
PRINCIPALS = {
    Role.ANONYMOUS: ANONYMOUS,
    Role.VISITOR: Principal(Role.VISITOR, "sofia"),
    Role.GUEST: Principal(Role.GUEST, f"guest:{BOOKING}", booking=BOOKING, link_version=1),
    Role.HOST: Principal(Role.HOST, "host:amelie", booking=BOOKING, link_version=1),
    Role.CLIENT: Principal(Role.CLIENT, "sofia"),
    Role.DELEGATE: Principal(Role.DELEGATE, "sofia", delegate="d" * 26, link_version=1),
    Role.COMPANION: Principal(Role.COMPANION, "h" * 26, event="e" * 26, guest="g" * 26, link_version=1),
    Role.COURIER: Principal(Role.COURIER, "r" * 26, event="e" * 26, link_version=0),
    Role.KITCHEN: Principal(Role.KITCHEN, "kitchen", event="e" * 26, link_version=0),
    Role.INVITED: Principal(Role.INVITED, "g" * 26, event="e" * 26, link_version=1),
    Role.ASSOCIATE: Principal(Role.ASSOCIATE, "amelie", frozenset({"paris"})),
    Role.MANAGER: Principal(Role.MANAGER, "marc", frozenset({"paris"})),
    Role.PLANNER: Principal(Role.PLANNER, "pia", frozenset({"paris"})),
    Role.ADMIN: Principal(Role.ADMIN, "root"),
}
OPEN = {
    "page.read",
    "visitor.create",
    "signin.enter",
    "keys.read",
    "catalogue.read",
    "availability.read",
    "feed.subscribe",
}


@pytest.mark.parametrize("action", sorted(PERMITS))
@pytest.mark.parametrize("role", list(Role))
def test_a_role_without_the_action_is_refused_whatever_the_target(action: str, role: Role) -> None:
    """Anonymous callers learn that a token is needed, others that it is not for them; the target is never looked at."""
    if role in PERMITS[action]:
        return
    expected = Unauthenticated if role is Role.ANONYMOUS else Forbidden
    for target in (Target(), HERS, Target(owner="x", boutique="milan", booking="c" * 26)):
        assert not may(PRINCIPALS[role], action, target)
        with pytest.raises(expected):
            require(PRINCIPALS[role], action, target)
        with pytest.raises(expected):
            admit(PRINCIPALS[role], action)


@pytest.mark.parametrize("action", sorted(set(PERMITS) - OPEN - {"booking.create", "wish.create", "audit.read"}))
def test_a_forgotten_target_grants_nothing(action: str) -> None:
    """Without a target only an administrator, whose every boutique it is, passes a guarded action."""
    for role, principal in PRINCIPALS.items():
        assert not may(principal, action) or role is Role.ADMIN


@pytest.mark.parametrize("action", sorted(PERMITS))
def test_strangers_reach_only_what_is_open(action: str) -> None:
    """Nobody without a token gets further than catalogue, hours, pages, signing in, and a calendar by its address."""
    assert may(ANONYMOUS, action, HERS) == (action in OPEN)


def test_what_is_not_hers_might_as_well_not_exist() -> None:
    """A client, a link or a member of staff of elsewhere is told the same as for an unknown id."""
    others = [
        Principal(Role.CLIENT, "another"),
        Principal(Role.VISITOR, "another"),
        Principal(Role.DELEGATE, "another", delegate="d" * 26, link_version=1),
        Principal(Role.DELEGATE, f"delegate:{'d' * 26}", delegate="d" * 26, link_version=1),
        Principal(Role.GUEST, "guest:other", booking="c" * 26, link_version=1),
        Principal(Role.HOST, "host:amelie", booking="c" * 26, link_version=1),
        Principal(Role.ASSOCIATE, "luca", frozenset({"milan"})),
        Principal(Role.MANAGER, "marta", frozenset({"milan"})),
        Principal(Role.ASSOCIATE, "new", frozenset()),
    ]
    for other in others:
        with pytest.raises(NotFound) as caught:
            require(other, "booking.read", HERS)
        assert caught.value.detail == "There is nothing here."


def test_each_role_has_her_own_booking() -> None:
    """Whoever it concerns may read it; a planner has no bookings."""
    for role, principal in PRINCIPALS.items():
        nobody = {Role.ANONYMOUS, Role.PLANNER, Role.INVITED, Role.COMPANION, Role.COURIER, Role.KITCHEN}
        assert may(principal, "booking.read", HERS) == (role not in nobody)


def test_her_link_never_opens_what_is_private() -> None:
    """Private fields are for the owner, the boutique's staff and the host's own link, never for a client's letter."""
    readers = {role for role, principal in PRINCIPALS.items() if may(principal, "booking.read_private", HERS)}
    assert readers == {Role.HOST, Role.CLIENT, Role.ASSOCIATE, Role.MANAGER, Role.ADMIN}


def test_a_delegate_acts_in_her_clients_appointments_and_in_nothing_else_of_hers() -> None:
    """She sees no private line, sits in no conversation, and neither names nor learns of another delegate."""
    delegate = PRINCIPALS[Role.DELEGATE]
    allowed = {action for action in PERMITS if may(delegate, action, HERS)} - OPEN
    assert allowed == {
        "booking.create",
        "booking.list_own",
        "booking.read",
        "booking.reschedule",
        "booking.answer",
        "booking.late",
        "booking.cancel",
        "booking.calendar",
        "wish.create",
        "delegation.read",
    }
    assert (delegate.actor, delegate.sender) == (f"delegate:{'d' * 26}", f"delegate:{'d' * 26}")
    assert PRINCIPALS[Role.CLIENT].sender == "sofia"


def test_only_the_letter_of_the_client_confirms() -> None:
    """An e-mail address is proven by its own link and nothing else."""
    assert {role for role, p in PRINCIPALS.items() if may(p, "booking.confirm_link", HERS)} == {Role.GUEST}


def test_a_client_does_not_answer_for_the_house() -> None:
    """Accepting and declining are the host's and the boutique's."""
    for action in ("booking.accept", "booking.decline"):
        allowed = {role for role, principal in PRINCIPALS.items() if may(principal, action, HERS)}
        assert allowed == {Role.HOST, Role.ASSOCIATE, Role.MANAGER, Role.ADMIN}


def test_an_administrator_does_not_join_conversations() -> None:
    """Least privilege: the room is for the client and those who receive her."""
    allowed = {role for role, principal in PRINCIPALS.items() if may(principal, "booking.join", HERS)}
    assert allowed == {Role.GUEST, Role.HOST, Role.CLIENT, Role.ASSOCIATE, Role.MANAGER}


def test_unknown_actions_are_refused() -> None:
    """A mistyped action opens nothing, not even to an administrator."""
    for principal in PRINCIPALS.values():
        assert not may(principal, "booking.raed", HERS)
        with pytest.raises((Unauthenticated, Forbidden)):
            require(principal, "booking.raed", HERS)


def test_relations_are_never_empty_and_never_by_accident() -> None:
    """Absent values never match each other."""
    assert relations(Principal(Role.GUEST, "guest:?"), Target()) == {Relation.OTHER}
    assert relations(Principal(Role.CLIENT, ""), Target()) == {Relation.OTHER}
    assert relations(PRINCIPALS[Role.ASSOCIATE], HERS) == {Relation.OWN, Relation.BOUTIQUE}
    assert relations(PRINCIPALS[Role.MANAGER], HERS) == {Relation.BOUTIQUE}
    assert relations(PRINCIPALS[Role.ADMIN], Target()) == {Relation.BOUTIQUE}

"""Permits: who may do what, to which target. What this table does not grant is refused.

Three refusals, each telling as little as it can:

    Unauthenticated   nobody is known, and the action is not open to everybody
    Forbidden         the role never has this action, whatever the target
    NotFound          the role has the action, but not for this target: it might as well not exist
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.foundation.errors import Forbidden, NotFound, Unauthenticated
from chalicelib.identity.model import STAFF, Principal, Role

NOT_SIGNED_IN = "A valid token is needed."
"""The one sentence of every 401, whatever was wrong."""
NOT_ALLOWED = "This is not open to you."
NOT_FOUND = "There is nothing here."


class Relation(StrEnum):
    """What a principal is to a target."""

    OWN = "own"
    """The target is hers: she owns the booking, hosts it, or holds the link to it."""
    BOUTIQUE = "boutique"
    """The target belongs to a boutique of hers."""
    OTHER = "other"
    """Neither; also the relation to no target in particular."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is acted on. An empty target is nobody's: forgetting to say whose it is grants nothing."""

    owner: str | None = None
    """Subject of the client or visitor whose it is."""
    boutique: str | None = None
    booking: str | None = None
    host: str | None = None
    """Staff id of whoever receives the client."""


_OWN = frozenset({Relation.OWN})
_HOUSE = frozenset({Relation.BOUTIQUE})
_HOSTED = frozenset({Relation.OWN, Relation.BOUTIQUE})
_ANY = frozenset(Relation)

Grants = Mapping[Role, frozenset[Relation]]

_EVERYBODY: Grants = dict.fromkeys(Role, _ANY)
_STRANGER_OR_CLIENT: Grants = {Role.VISITOR: _ANY, Role.CLIENT: _ANY, Role.DELEGATE: _OWN}
_BOUTIQUE_STAFF: Grants = {Role.ASSOCIATE: _HOUSE, Role.MANAGER: _HOUSE, Role.ADMIN: _HOUSE}
_PLANNING: Grants = {Role.MANAGER: _HOUSE, Role.PLANNER: _HOUSE, Role.ADMIN: _HOUSE}
_INVITED: Grants = {Role.INVITED: _OWN}
_DINES: Grants = {Role.INVITED: _OWN, Role.COMPANION: _OWN}
_STAFF_OWN: Grants = {Role.ASSOCIATE: _OWN, Role.MANAGER: _OWN}
_BY_LINK: Grants = {Role.GUEST: _OWN, Role.HOST: _OWN}
_CLIENT: Grants = {Role.CLIENT: _OWN}
_FOR_HER: Grants = {**_CLIENT, Role.DELEGATE: _OWN}
"""A client, and whoever she named to book for her: what is the client's own is within the delegate's reach."""
_BOOKER: Grants = {**_FOR_HER, Role.VISITOR: _OWN}
"""These, or the stranger who booked and has yet to use her link: she may still see, move and cancel it."""

PERMITS: Mapping[str, Grants] = {
    "page.read": _EVERYBODY,
    "keys.read": _EVERYBODY,
    "visitor.create": _EVERYBODY,
    # Whoever signs in, stays or leaves shows something else than an access token: a link, a code, a refresh token.
    "signin.enter": _EVERYBODY,
    "catalogue.read": _EVERYBODY,
    "availability.read": _EVERYBODY,
    "availability.explain": _BOUTIQUE_STAFF,
    "booking.create": _STRANGER_OR_CLIENT,
    "booking.create_for": _BOUTIQUE_STAFF,
    # Rule H11: whoever goes past the house's own hours has the role, gives a reason, and leaves a row in the audit.
    "booking.outside": _BOUTIQUE_STAFF,
    "booking.walk_in": _BOUTIQUE_STAFF,
    "hold.create": _CLIENT,
    "booking.read": {**_BY_LINK, **_BOOKER, **_BOUTIQUE_STAFF},
    # The host's letter says all of this already: the page it leads to may name whom she confirms.
    "booking.read_private": {Role.HOST: _OWN, **_CLIENT, **_BOUTIQUE_STAFF},
    "booking.list_own": _FOR_HER,
    "booking.confirm_link": {Role.GUEST: _OWN},
    # The visitor token says who booked; the code, that she reads the telephone she typed. It takes both.
    "booking.confirm_code": {Role.VISITOR: _OWN},
    "booking.accept": {Role.HOST: _OWN, **_BOUTIQUE_STAFF},
    "booking.decline": {Role.HOST: _OWN, **_BOUTIQUE_STAFF},
    "booking.reschedule": {Role.GUEST: _OWN, **_BOOKER, **_BOUTIQUE_STAFF},
    "booking.propose": _BOUTIQUE_STAFF,
    "booking.hand_over": _BOUTIQUE_STAFF,
    "booking.resize": _BOUTIQUE_STAFF,
    "booking.repeat": _BOUTIQUE_STAFF,
    "booking.cancel_rest": _BOUTIQUE_STAFF,
    "booking.offer": _BOUTIQUE_STAFF,
    "booking.answer": {Role.GUEST: _OWN, **_BOOKER},
    "booking.late": {Role.GUEST: _OWN, **_BOOKER},
    "booking.cancel": {Role.GUEST: _OWN, **_BOOKER, **_BOUTIQUE_STAFF},
    "booking.attend": _BOUTIQUE_STAFF,
    # The room is the client's and her hosts': an administrator has no business in a conversation.
    "booking.join": {**_BY_LINK, **_CLIENT, Role.ASSOCIATE: _HOSTED, Role.MANAGER: _HOUSE},
    "booking.calendar": {**_BY_LINK, **_BOOKER, **_BOUTIQUE_STAFF},
    "boutique.day": {**_BOUTIQUE_STAFF, Role.PLANNER: _HOUSE},
    "calendar.read": {Role.ASSOCIATE: _HOSTED, Role.MANAGER: _HOSTED, Role.ADMIN: _HOUSE},
    # Why somebody is away is hers, and her manager's, to know.
    "calendar.read_private": {Role.ASSOCIATE: _OWN, Role.MANAGER: _HOSTED, Role.ADMIN: _HOUSE},
    "calendar.change": {Role.ASSOCIATE: _OWN, Role.MANAGER: _HOSTED, Role.ADMIN: _HOUSE},
    "calendar.manage": {Role.MANAGER: _HOUSE, Role.ADMIN: _HOUSE},
    # Whoever leaves is seen off by her manager, never by herself.
    "staff.leave": {Role.MANAGER: _HOUSE, Role.ADMIN: _HOUSE},
    "closure.read": {**_BOUTIQUE_STAFF, Role.PLANNER: _HOUSE},
    "closure.change": {Role.MANAGER: _HOUSE, Role.ADMIN: _HOUSE},
    "wish.create": _STRANGER_OR_CLIENT,
    "wish.list": _BOUTIQUE_STAFF,
    "client.read_own": _CLIENT,
    "client.change_own": _CLIENT,
    # Whoever receives her elsewhere reads her card (OWN: her visit makes it so); only her own boutique writes it.
    "client.read": {Role.ASSOCIATE: _HOSTED, Role.MANAGER: _HOSTED, Role.ADMIN: _HOUSE},
    "client.change": _BOUTIQUE_STAFF,
    "client.take": _BOUTIQUE_STAFF,
    # Whoever plans an event finds by name whom to invite; her card stays with those who receive her.
    "client.search": {**_BOUTIQUE_STAFF, Role.PLANNER: _HOUSE},
    "client.erase": {Role.MANAGER: _HOUSE, Role.ADMIN: _HOUSE},
    "client.merge": {Role.MANAGER: _HOUSE, Role.ADMIN: _HOUSE},
    "client.export_own": _CLIENT,
    "client.export": {Role.MANAGER: _HOUSE, Role.ADMIN: _HOUSE},
    "client.manager_note": {Role.MANAGER: _HOUSE, Role.ADMIN: _HOUSE},
    # What she has spent is her boutique's to know, not that of whoever receives her elsewhere.
    "purchase.read": _BOUTIQUE_STAFF,
    "purchase.import": {Role.MANAGER: _HOUSE, Role.ADMIN: _HOUSE},
    # Who acts for her is for her alone to say: a delegate neither names another nor learns of one.
    "delegate.read_own": _CLIENT,
    "delegate.change_own": _CLIENT,
    "delegation.read": {Role.DELEGATE: _OWN},
    # A subscription is its owner's alone; the calendar itself is for whoever holds its address.
    "feed.read_own": _STAFF_OWN,
    "feed.change_own": _STAFF_OWN,
    "feed.subscribe": _EVERYBODY,
    "event.read": {**_BOUTIQUE_STAFF, Role.PLANNER: _HOUSE},
    "event.plan": _PLANNING,
    # Whoever is of the evening: its hosts, and all who see to a cue.
    "event.host": {**_PLANNING, Role.ASSOCIATE: _OWN},
    "event.attendance": {**_PLANNING, Role.ASSOCIATE: _HOUSE},
    "guest.read": {**_PLANNING, Role.ASSOCIATE: _OWN},
    # Her own advisor answers for her when she telephones.
    "guest.answer_for": {**_PLANNING, Role.ASSOCIATE: _OWN},
    "guest.invite": _PLANNING,
    "guest.offer": _PLANNING,
    "guest.force": _PLANNING,
    "invitation.read": _INVITED,
    "invitation.answer": _INVITED,
    # A companion at a door of her own sees the film there.
    "invitation.watch": _DINES,
    "table.read": _DINES,
    "table.answer": _DINES,
    # Who dines at which door is for the client who invited to say.
    "table.share": _INVITED,
    "dinner.read": {**_PLANNING, Role.ASSOCIATE: _OWN},
    "dinner.plan": _PLANNING,
    # Her own advisor sees to what does not come.
    "dinner.carry": {**_PLANNING, Role.ASSOCIATE: _OWN},
    "round.carry": {Role.COURIER: _OWN},
    "kitchen.read": {Role.KITCHEN: _OWN},
    "audit.read": {Role.MANAGER: _HOUSE, Role.ADMIN: _ANY},
}
"""action → role → the relations for which the role has the action."""


def relations(principal: Principal, target: Target) -> frozenset[Relation]:
    """Return every relation of the principal to the target; never empty."""
    found = set()
    match principal.role:
        case Role.GUEST | Role.HOST:
            if principal.booking is not None and target.booking == principal.booking:
                found.add(Relation.OWN)
        case Role.VISITOR | Role.CLIENT | Role.DELEGATE | Role.INVITED | Role.COMPANION | Role.COURIER | Role.KITCHEN:
            if target.owner is not None and target.owner == principal.subject:
                found.add(Relation.OWN)
        case Role.ADMIN:
            found.add(Relation.BOUTIQUE)
        case role if role in STAFF:
            if target.host is not None and target.host == principal.subject:
                found.add(Relation.OWN)
            if target.boutique is not None and target.boutique in principal.boutiques:
                found.add(Relation.BOUTIQUE)
    return frozenset(found or {Relation.OTHER})


def admit(principal: Principal, *actions: str) -> None:
    """Pass if the role has one of the actions for some target: what the edge checks before it reads anything else.

    Raises Unauthenticated or Forbidden.
    """
    if any(principal.role in PERMITS.get(action, {}) for action in actions):
        return
    if principal.role is Role.ANONYMOUS:
        raise Unauthenticated(NOT_SIGNED_IN)
    raise Forbidden(NOT_ALLOWED)


def may(principal: Principal, action: str, target: Target = Target()) -> bool:
    """Say whether the principal has the action for this target. An unknown action is refused."""
    granted = PERMITS.get(action, {}).get(principal.role, frozenset())
    return not granted.isdisjoint(relations(principal, target))


def require(principal: Principal, action: str, target: Target = Target()) -> None:
    """Pass if `may`. Raises Unauthenticated, Forbidden or NotFound as told at the head of this file."""
    admit(principal, action)
    if not may(principal, action, target):
        raise NotFound(NOT_FOUND)

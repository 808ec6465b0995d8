"""What is asked for when a time is to be taken, and whether it fits the experience. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from chalicelib.bookings.details import Details
from chalicelib.boutiques.model import Boutique, Experience
from chalicelib.clients.model import Contact
from chalicelib.foundation.errors import FieldProblem, Forbidden
from chalicelib.identity.model import STAFF, Principal, Role


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for. `start` is a minute; `contact` is a stranger's own, `client_id` a client staff book for."""

    boutique: str
    experience: str
    start: int
    language: str
    adults: int = 1
    children: int = 0
    spoken: str | None = None
    """The language the advisor should speak."""
    own: bool = False
    """Nobody but the client's own advisor: that is what she was shown."""
    advisor: str | None = None
    """Nobody but this advisor: staff say so."""
    minutes: int | None = None
    """How long it takes, where that is not as long as the experience: staff say so."""
    series: str | None = None
    """The series of appointments that it is one of."""
    client_zone: str | None = None
    contact: Contact | None = None
    client_id: str | None = None
    details: Details = field(default_factory=Details)


def admit(principal: Principal, experience: Experience) -> None:
    """Pass where the experience is open to this principal. Raises Forbidden."""
    if experience.bookable_by == "known" and principal.role is Role.VISITOR:
        raise Forbidden("This is for clients of the house. Please ask your advisor.")
    if experience.bookable_by == "staff" and principal.role not in {*STAFF, Role.ADMIN}:
        raise Forbidden("Your advisor books this for you.")


def misfits(order: Order, boutique: Boutique, experience: Experience, languages: Sequence[str]) -> list[FieldProblem]:
    """Return what of an order does not fit, whoever asks and whatever else is told; `languages` are the maison's."""
    problems = []
    if boutique.id not in experience.boutiques:
        problems.append(FieldProblem("/experience", "is not offered by this boutique"))
    if not experience.party.admits(order.adults, order.children):
        detail = f"must be at most {experience.party.max_guests} in all, one adult among them"
        problems.append(FieldProblem("/party", detail))
    if order.language not in languages:
        problems.append(FieldProblem("/language", "must be a language of the maison"))
    if order.spoken is not None and order.spoken not in boutique.languages:
        problems.append(FieldProblem("/advisor_language", "is not spoken in this boutique"))
    return problems


def unserved(order: Order, boutique: Boutique, experience: Experience) -> list[FieldProblem]:
    """Return what is wrong with the address of an order: missing, not asked for, or not gone to from here."""
    address = order.details.address
    if not experience.form.needs_address:
        return [] if address is None else [FieldProblem("/address", "is not asked for here")]
    if address is None:
        return [FieldProblem("/address", "is needed")]
    serving = experience.serving(address["country"], address.get("postal_code", ""))
    if serving is None:
        return [FieldProblem("/address", "is out of our reach")]
    return [] if serving == boutique.id else [FieldProblem("/boutique", "does not serve this address")]

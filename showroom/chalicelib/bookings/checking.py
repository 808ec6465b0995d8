"""Whether an order may be, judged before anything is read: by whom, for whom, and every field at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chalicelib.bookings.order import Order, admit, misfits, unserved
from chalicelib.boutiques.model import Boutique, Experience
from chalicelib.foundation.contacts import takes_messages
from chalicelib.foundation.errors import FieldProblem, InvalidInput
from chalicelib.identity import permits
from chalicelib.identity.model import FOR_A_CLIENT, Principal, Role
from chalicelib.identity.permits import Target

BOOKERS = FOR_A_CLIENT | {Role.VISITOR}
"""Who books by her own right; everybody else is staff, who book for a client."""


def check(
    principal: Principal, order: Order, boutique: Boutique, experience: Experience, languages: Sequence[str]
) -> None:
    """Raise what is wrong with the order itself, every field at once, before anything is read."""
    if principal.role in BOOKERS:
        permits.require(principal, "booking.create", Target(owner=principal.subject))
    else:
        permits.require(principal, "booking.create_for", Target(boutique=boutique.id))
    admit(principal, experience)
    problems = misfits(order, boutique, experience, languages)

    def wrong(pointer: str, detail: str) -> None:
        problems.append(FieldProblem(pointer, detail))

    form = experience.form
    problems += unserved(order, boutique, experience)
    _check_advisor(principal, order, boutique, experience, wrong)
    if principal.role in FOR_A_CLIENT:
        if order.contact is not None or order.client_id is not None:
            wrong("/client", "is known already and is not sent")
    elif principal.role is Role.VISITOR:
        if order.contact is None:
            wrong("/client", "is needed")
        if order.client_id is not None:
            wrong("/client_id", "is not open to you")
    elif (order.contact is None) == (order.client_id is None):
        wrong("/client", "or a known client is needed, not both")
    if order.contact is not None:
        if order.own:
            wrong("/advisor", "is for clients of the house")
        if form.needs_telephone and not order.contact.telephone:
            wrong("/client/telephone", "is needed, since we will call")
        by_link = experience.confirmation == "by_email_link" and principal.role is Role.VISITOR
        if by_link and not order.contact.email and not takes_messages(order.contact.telephone):
            wrong("/client/telephone", "must be a mobile telephone's, or an e-mail address is needed")
    if problems:
        raise InvalidInput(problems)


def _check_advisor(
    principal: Principal,
    order: Order,
    boutique: Boutique,
    experience: Experience,
    wrong: Callable[[str, str], None],
) -> None:
    """Only staff name an advisor, or go outside hours; there they do name one, for nobody is drawn to stay late."""
    if order.details.outside:
        permits.require(principal, "booking.outside", Target(boutique=boutique.id))
        if order.advisor is None and not order.own:
            wrong("/advisor", "must be named outside hours")
    if order.advisor is None:
        return
    if principal.role in BOOKERS:
        wrong("/advisor", 'must be "own"')
    elif order.advisor not in {member.id for member in boutique.able(experience, order.spoken)}:
        wrong("/advisor", "does not receive this here")

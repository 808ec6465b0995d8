"""What staff are shown of purchases and imports."""

from __future__ import annotations

from chalicelib.clients.purchases.model import Import, Purchase
from chalicelib.foundation.clock import rfc3339
from chalicelib.http.bodies import View


class PurchaseView(View):
    """One purchase."""

    date: str
    reference: str
    description: str
    amount: str
    """As people write it, e.g. `1250.00`; below zero for what she brought back."""
    currency: str
    boutique: str
    """Where it was bought."""


class PurchaseList(View):
    """A page of purchases, latest first."""

    items: list[PurchaseView]
    after: str | None


class RefusedView(View):
    """A mistake of one line, by the number of the line on which it begins; what the line says is not repeated."""

    line: int
    column: str
    """Empty where it is the line as a whole."""
    reason: str
    """`cells`, `needed`, `whose`, `text`, `too_long`, `formula`, `form`, `date`, `future`, `amount`, `currency`,
    `boutique` or `nobody`."""


class ImportView(View):
    """How far a file has come, and what became of its lines."""

    id: str
    boutique: str
    state: str
    """`running` or `done`."""
    by: str
    """Role and id of whoever sent it."""
    at: str
    done_at: str | None
    lines: int
    lines_done: int
    kept: int
    known: int
    """Said before, by this file or another one: nothing was added."""
    refused_lines: int
    refused: tuple[RefusedView, ...]
    """At most 2,000 mistakes."""


class ImportList(View):
    """The latest imports, the last one first, without their mistakes."""

    items: list[ImportView]


def purchase_view(purchase: Purchase) -> PurchaseView:
    """Return a purchase."""
    return PurchaseView(
        date=purchase.date,
        reference=purchase.reference,
        description=purchase.description,
        amount=purchase.decimal,
        currency=purchase.currency,
        boutique=purchase.boutique,
    )


def import_view(made: Import, *, whole: bool = True) -> ImportView:
    """Return an import; its mistakes only when it is shown `whole`."""
    return ImportView(
        id=made.id,
        boutique=made.boutique,
        state=made.state,
        by=made.actor,
        at=rfc3339(made.at),
        done_at=rfc3339(made.done_at) if made.done_at is not None else None,
        lines=made.lines,
        lines_done=made.counts.done,
        kept=made.counts.kept,
        known=made.counts.known,
        refused_lines=made.counts.refused,
        refused=tuple(RefusedView(**one._asdict()) for one in made.refused) if whole else (),
    )

"""The audit over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import StringConstraints

from chalicelib.bookings.trail.service import Trail
from chalicelib.http.bodies import PageQuery, View
from chalicelib.http.declare import Call, Routes

routes = Routes("audit")


class AuditQuery(PageQuery):
    """Whose rows: `client#<id>`, `booking#<id>` and the like, its `#` written `%23`."""

    subject: Annotated[str, StringConstraints(pattern=r"^[a-z]{3,12}#[a-z0-9-]{1,64}$")]


class AuditRow(View):
    """One committed change: who, what, when, and keyed hashes by which a document can be proven, not read."""

    at: str
    action: str
    actor: str
    """Role and id, e.g. `associate:giulia`."""
    before: str | None
    after: str | None
    reason: str | None


class AuditRows(View):
    """A page of rows, latest first."""

    items: list[AuditRow]
    after: str | None


@routes.get("/v1/audit", action="audit.read", query=AuditQuery, answers=AuditRows, problems=(404,))
def browse(call: Call, trail: Trail) -> AuditRows:
    """Show what was done to a client, a booking or a wish: managers those of their boutiques, administrators all."""
    start = call.cursor.decode(call.query.after) if call.query.after else None
    page = trail.page(call.principal, call.query.subject, call.query.limit, start)
    items = [
        AuditRow(
            at=datetime.fromtimestamp(int(item.at), UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            action=item.action,
            actor=item.actor,
            before=item.before,
            after=item.after,
            reason=item.reason,
        )
        for item in page.items
    ]
    return AuditRows(items=items, after=call.cursor.encode(page.next_start) if page.next_start else None)

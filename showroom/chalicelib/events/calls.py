"""Reading a call about an event or a guest."""

from __future__ import annotations

from chalicelib.bookings.keyed import Keyed
from chalicelib.http.declare import Call


def keyed(call: Call, act: str) -> Keyed:
    """Return what makes a request about an event, or a guest, safe to send twice."""
    target = call.path.get("guest_id") or call.path.get("event_id") or call.principal.subject
    return Keyed(f"event.{act}:{target}", call.key or "", call.body_hash)

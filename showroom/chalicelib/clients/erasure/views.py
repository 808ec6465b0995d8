"""What staff are shown of an erasure, before and after."""

from __future__ import annotations

from chalicelib.clients.erasure.service import Outlook
from chalicelib.foundation.clock import rfc3339
from chalicelib.http.bodies import View

GOES = (
    "card",
    "merged_cards",
    "profile",
    "name_search",
    "claimed_address",
    "delegates",
    "quiet_hold",
    "purchases",
    "unsent_notices",
    "data_key",
)
STAYS = ("bookings_without_person", "audit_hashes", "suppression_hashes", "this_receipt")


class SentView(View):
    """Messages that have left the house and cannot be called back."""

    channel: str
    to: str
    count: int


class ErasureView(View):
    """What would go, or the dated receipt of what is gone."""

    client: str
    state: str
    """`none`, `begun`, `closing` (her last letter is on its way) or `done`."""
    begun_at: str | None
    done_at: str | None
    appointments: int
    """Appointments ahead of her: to be cancelled, or cancelled."""
    delegates: int
    """Who may act for her: to be ended, or ended."""
    goes: tuple[str, ...]
    stays: tuple[str, ...]
    left: tuple[SentView, ...]
    """As far as the house remembers: the last few of each appointment."""


def erasure_view(outlook: Outlook) -> ErasureView:
    """Return an outlook or a receipt."""
    erasure = outlook.erasure
    return ErasureView(
        client=outlook.client,
        state=erasure.state if erasure else "none",
        begun_at=rfc3339(erasure.at) if erasure else None,
        done_at=rfc3339(erasure.done_at) if erasure and erasure.done_at is not None else None,
        appointments=outlook.ended.appointments,
        delegates=outlook.ended.delegates,
        goes=GOES,
        stays=STAYS,
        left=tuple(SentView(channel=one.channel, to=one.to, count=one.number) for one in outlook.left),
    )

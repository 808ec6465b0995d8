"""What staff are shown of two cards that are one person's."""

from __future__ import annotations

from chalicelib.clients.merging.service import Pair
from chalicelib.foundation.clock import rfc3339
from chalicelib.http.bodies import View


class FieldView(View):
    """One thing that cards say."""

    name: str
    this: tuple[str, ...]
    other: tuple[str, ...]
    outcome: tuple[str, ...]
    differs: bool
    """Both say something, and not the same."""


class CountsView(View):
    """What moves from the other card, or has moved."""

    bookings: int
    delegates: int
    purchases: int


class AtOnceView(View):
    """Two appointments of hers at the same time: one must be moved or cancelled first."""

    this: str
    other: str


class MergeView(View):
    """What would become of two cards, or how far their merging has come."""

    client: str
    other: str
    state: str
    """`none`, `moving` (everything of hers leads here already) or `done`."""
    version: int
    """Of this card as it was read; 0 once it has begun."""
    other_version: int
    fields: tuple[FieldView, ...]
    moves: CountsView
    at_once: tuple[AtOnceView, ...]
    begun_at: str | None
    done_at: str | None


def merge_view(pair: Pair) -> MergeView:
    """Return two cards, or the merging of them."""
    merge = pair.merge
    return MergeView(
        client=pair.into,
        other=pair.other,
        state=merge.state if merge else "none",
        version=pair.versions[0],
        other_version=pair.versions[1],
        fields=tuple(
            FieldView(**one._asdict(), differs=bool(one.this and one.other) and one.this != one.other)
            for one in pair.fields
        ),
        moves=CountsView(**(merge.moved if merge else pair.moves)._asdict()),
        at_once=tuple(AtOnceView(this=rfc3339(this), other=rfc3339(other)) for this, other in pair.at_once),
        begun_at=rfc3339(merge.at) if merge else None,
        done_at=rfc3339(merge.done_at) if merge and merge.done_at is not None else None,
    )

"""What is shown of who is there, and to whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.service import Clients
from chalicelib.events.guests.model import Guest
from chalicelib.events.model import Event
from chalicelib.events.presence.model import Figures, Report
from chalicelib.events.presence.service import Entered
from chalicelib.events.presence.shapes import (
    AdvisorFigures,
    AttendanceView,
    FiguresView,
    PresentView,
    RoomView,
    SittingFigures,
)
from chalicelib.foundation.clock import rfc3339
from chalicelib.foundation.errors import NotFound


class PresenceViewer:
    """Shows doors, who has come, and how many."""

    def __init__(self, clients: Clients, catalogue: Catalogue) -> None:
        self._clients, self._catalogue = clients, catalogue

    def room(self, entered: Entered) -> RoomView:
        """Return a door, with a join where there is one."""
        event, join, threshold = entered.event, entered.join, entered.threshold
        return RoomView(
            state=threshold.state,
            opens_at=rfc3339(threshold.opens_at, event.zone),
            closes_at=rfc3339(threshold.closes_at, event.zone),
            telephone=self._catalogue.boutique(event.boutique).telephone,
            place=entered.place,
            speaks=entered.speaks,
            provider=join.provider if join else None,
            url=join.url if join else None,
            join=dict(join.secret) if join and join.secret else None,
        )

    def present(self, event: Event, guests: Sequence[Guest]) -> list[PresentView]:
        """Return guests who have come, by name; one erased meanwhile is left out."""
        cards = self._clients.opened(one.client for one in guests)
        return [
            PresentView(
                id=one.id,
                name=card.contact.name.display if card.contact else "",
                party=one.party,
                sitting=one.sitting,
                place=one.place,
                promoted=one.promoted,
                since=rfc3339(one.checked_in_at, event.zone),
            )
            for one in guests
            if (card := cards.get(one.client)) is not None and one.checked_in_at is not None
        ]

    def attendance(self, event: Event, found: Report) -> AttendanceView:
        """Return the attendance of an event."""
        return AttendanceView(
            event=event.id,
            state=event.state,
            total=FiguresView(**_figures(found.total)),
            sittings=[SittingFigures(sitting=one, **_figures(each)) for one, each in found.sittings.items()],
            advisors=[
                AdvisorFigures(advisor=one or None, name=self._name(event, one), **_figures(each))
                for one, each in found.advisors.items()
            ],
        )

    def _name(self, event: Event, staff_id: str) -> str:
        try:
            return self._catalogue.boutique(event.boutique).member(staff_id).name
        except NotFound:
            return staff_id


def _figures(figures: Figures) -> dict[str, Any]:
    return {
        "invited": figures.invited,
        "accepted": figures.accepted,
        "people": figures.people,
        "attended": figures.attended,
        "no_shows": figures.no_shows,
        "rate": None if figures.rate is None else round(figures.rate, 4),
    }

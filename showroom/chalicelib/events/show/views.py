"""What is shown of a run of show, and to whom."""

from __future__ import annotations

from chalicelib.boutiques.service import Catalogue
from chalicelib.events.model import RUNNING, Event
from chalicelib.events.shapes import PersonView
from chalicelib.events.show.model import Cue, Position
from chalicelib.events.show.service import Running, Shows
from chalicelib.events.show.shapes import (
    CueView,
    HoldView,
    RehearsalView,
    ServedView,
    ShowView,
    WaiverView,
)
from chalicelib.foundation.clock import rfc3339
from chalicelib.foundation.errors import NotFound
from chalicelib.identity import permits
from chalicelib.identity.model import Principal


class ShowViewer:
    """Shows runs of show."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def show(self, principal: Principal, running: Running) -> ShowView:
        """Return a run of show as it stands at the minute at which it was read."""
        event, show, now = running.event, running.show, running.at
        at = show.position(event.start, now)
        target = Shows.target(principal, running)
        can = ["plan"] if permits.may(principal, "event.plan", target) else []
        if event.state in RUNNING and permits.may(principal, "event.host", target):
            can.append("press")
            if show.began is None:
                holding = show.holding(running.deliveries)
                can += ["hold"] if show.hold is None else []
                can += ["release"] if holding else []
        hold, waiver, rehearsal, served = show.hold, show.waiver, show.rehearsal, running.deliveries
        return ShowView(
            event=event.id,
            version=show.version,
            start=rfc3339(event.start, event.zone),
            cues=[self._cue(running, one, at) for one in show.cues],
            rehearsal=RehearsalView(start=rfc3339(rehearsal.start, event.zone), end=rfc3339(rehearsal.end, event.zone))
            if rehearsal
            else None,
            threshold=show.threshold,
            began=_when(show.began, event),
            on=list(at.on),
            next=at.next,
            late=at.late,
            holding=show.holding(running.deliveries) if show.began is None else None,
            hold=HoldView(at=rfc3339(hold.at, event.zone), by=self._person(event, hold.by), reason=hold.reason)
            if hold
            else None,
            waiver=WaiverView(at=rfc3339(waiver.at, event.zone), by=self._person(event, waiver.by)) if waiver else None,
            served=ServedView(delivered=served.delivered, households=served.households) if served else None,
            can=can,
        )

    def _cue(self, running: Running, cue: Cue, at: Position) -> CueView:
        event, took = running.event, running.show.taken.get(cue.id)
        state = "missed" if cue.id in at.missed else "on" if cue.id in at.on else "over" if took else "waiting"
        return CueView(
            id=cue.id,
            title=cue.title,
            offset=cue.offset,
            minutes=cue.minutes,
            owner=self._person(event, cue.owner),
            note=cue.note,
            planned=rfc3339(event.start + cue.offset, event.zone),
            due=rfc3339(running.show.due(cue.id, event.start), event.zone),
            state=state,
            started=_when(took.started if took else None, event),
            started_by=self._person(event, took.started_by) if took else None,
            finished=_when(took.finished if took else None, event),
            finished_by=self._person(event, took.finished_by) if took and took.finished_by else None,
        )

    def _person(self, event: Event, staff_id: str) -> PersonView:
        try:
            name = self._catalogue.boutique(event.boutique).member(staff_id).name
        except NotFound:
            name = staff_id
        return PersonView(id=staff_id, name=name)


def _when(minute: int | None, event: Event) -> str | None:
    return None if minute is None else rfc3339(minute, event.zone)

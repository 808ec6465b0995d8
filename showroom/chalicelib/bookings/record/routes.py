"""Records over HTTP. A POST each: giving one out leaves a row in the audit, and no GET writes."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.bookings.record.calendar import calendar_of
from chalicelib.bookings.record.service import Record, Records
from chalicelib.bookings.record.views import RecordView, record_view
from chalicelib.boutiques.service import Catalogue
from chalicelib.http.declare import Answer, Call, Routes

routes = Routes("record")


@dataclass(frozen=True)
class RecordDesk:
    """What these routes need of the house."""

    records: Records
    catalogue: Catalogue


@routes.post("/v1/me/export", action="client.export_own", answers=RecordView, problems=(404, 503))
def export_own(call: Call, desk: RecordDesk) -> Answer:
    """Take away all that the house holds about oneself, as JSON."""
    return _json(desk.records.own(call.principal), desk)


@routes.post("/v1/me/export/calendar", action="client.export_own", answers="text/calendar", problems=(404, 503))
def export_own_calendar(call: Call, desk: RecordDesk) -> Answer:
    """Take away all one's appointments as one calendar file."""
    return _calendar(desk.records.own(call.principal), desk)


@routes.post("/v1/clients/{client_id}/export", action="client.export", answers=RecordView, problems=(404, 503))
def export(call: Call, desk: RecordDesk) -> Answer:
    """Take out all that the house holds about a client who asks for it, as JSON."""
    return _json(desk.records.of(call.principal, call.path["client_id"]), desk)


@routes.post(
    "/v1/clients/{client_id}/export/calendar", action="client.export", answers="text/calendar", problems=(404, 503)
)
def export_calendar(call: Call, desk: RecordDesk) -> Answer:
    """Take out all appointments of a client as one calendar file."""
    return _calendar(desk.records.of(call.principal, call.path["client_id"]), desk)


def _json(record: Record, desk: RecordDesk) -> Answer:
    return Answer(record_view(record, desk.catalogue.maison().name), headers=_named(record, "json"))


def _calendar(record: Record, desk: RecordDesk) -> Answer:
    return Answer(
        calendar_of(record, desk.catalogue).encode(),
        content_type="text/calendar; charset=utf-8",
        headers=_named(record, "ics"),
    )


def _named(record: Record, ending: str) -> dict[str, str]:
    """Name the file by its day alone: a name stands in lists of downloads for all to see."""
    return {"Content-Disposition": f'attachment; filename="record-{record.moment:%Y-%m-%d}.{ending}"'}

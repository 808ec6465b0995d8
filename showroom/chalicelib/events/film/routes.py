"""HTTP of a film: for whoever holds an invitation's link. No rule lives here, and no ticket is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import StringConstraints

from chalicelib.events.dinner.tables.service import Tables
from chalicelib.events.film.hours import Held, Holds, film_times
from chalicelib.events.film.model import BEAT_SECONDS, MOST_SCREENS, FilmTimes
from chalicelib.events.film.service import Films, Watching
from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.model import Event, EventState
from chalicelib.events.registering.ground import GuestGround
from chalicelib.foundation.clock import Clock, minute_of, rfc3339, second_of
from chalicelib.foundation.errors import NotFound, StateConflict
from chalicelib.foundation.ids import KEY_PATTERN
from chalicelib.http.bodies import Body, View
from chalicelib.http.declare import Call, Routes
from chalicelib.identity.model import Principal, Role

routes = Routes("guests")
Use = Callable[[str, FilmTimes, str, GuestState, str, datetime], Watching]


class ScreenBody(Body):
    """Which screen asks: a word of its own, at least 128 random bits, the same for as long as its page is open."""

    nonce: Annotated[str, StringConstraints(pattern=KEY_PATTERN)]


class PlayView(View):
    """How the film is played until `until`; `query` goes with every request. Not to be kept."""

    provider: Literal["local", "cloudfront", "ivs"]
    url: str | None
    query: str
    until: str


class FilmView(View):
    """The film's door. `elsewhere`: two other screens of hers play it. `now` is exact, so that all see one picture."""

    state: Literal["early", "open", "replay", "over", "elsewhere"]
    now: str
    zone: str
    opens_at: str
    begins_at: str
    waits: bool
    """Whether the film waits for everybody; it then begins at `begins_at` or later."""
    ends_at: str
    closes_at: str
    screens: int
    most_screens: int
    beat_seconds: int
    captions: list[str]
    subtitles: list[str]
    play: PlayView | None


@dataclass(frozen=True)
class FilmDesk:
    """What these routes need of the house."""

    ground: GuestGround
    tables: Tables
    films: Films
    holds: Holds
    clock: Clock


@routes.post(
    "/v1/invitation/film",
    action="invitation.watch",
    body=ScreenBody,
    answers=FilmView,
    problems=(404, 409, 422, 503),
)
def watch(call: Call, desk: FilmDesk) -> FilmView:
    """Begin to watch on this screen; where two others play the film, the one that was opened first stops."""
    return _seen(call, desk, desk.films.open)


@routes.post(
    "/v1/invitation/film/beat",
    action="invitation.watch",
    body=ScreenBody,
    answers=FilmView,
    problems=(404, 409, 422, 503),
)
def beat(call: Call, desk: FilmDesk) -> FilmView:
    """Say that this screen goes on, and be given the next ticket where the film needs one."""
    return _seen(call, desk, desk.films.beat)


def _seen(call: Call, desk: FilmDesk, use: Use) -> FilmView:
    moment = desk.clock()
    now = minute_of(moment)
    event, guest, household = _seat(call.principal, desk)
    if event.state is EventState.CANCELLED:
        raise StateConflict("This evening does not take place.")
    times = film_times(event, guest, desk.holds.held(event, now))
    return _view(use(event.id, times, household, guest.state_at(now), call.body.nonce, moment), event.zone)


def _seat(principal: Principal, desk: FilmDesk) -> tuple[Event, Guest, str]:
    """Return where somebody watches: a companion at a door of her own has screens of her own (rule S3)."""
    if principal.role is Role.COMPANION:
        try:
            it = desk.tables.read(principal, "invitation.watch")
        except NotFound:
            _shown_out(principal, desk)
            raise
        return it.event, it.guest, it.home.id
    standing = desk.ground.allowed(principal, principal.event or "", principal.subject, "invitation.watch")
    return standing.event, standing.guest, standing.guest.id


def _shown_out(principal: Principal, desk: FilmDesk) -> None:
    """The door of whoever asks is no more: what still plays behind it ends (rule S2)."""
    standing = desk.ground.found(principal.event or "", principal.guest or "")
    if standing is not None and principal.subject not in desk.tables.households(standing.event.id):
        times = film_times(standing.event, standing.guest, Held())
        desk.films.revoke(standing.event.id, times, principal.subject, "system:film", desk.clock())


def _view(watching: Watching, zone: str) -> FilmView:
    times, playback, ticket = watching.times, watching.playback, watching.ticket
    play = None
    if playback is not None and ticket is not None:
        until = (watching.moment + timedelta(seconds=ticket.valid_until - second_of(watching.moment))).isoformat(
            timespec="seconds"
        )
        play = PlayView(provider=playback.provider, url=playback.url, query=playback.query, until=until)
    return FilmView(
        state="elsewhere" if watching.is_elsewhere else watching.phase.value,
        now=watching.moment.isoformat(timespec="milliseconds"),
        zone=zone,
        opens_at=rfc3339(times.opens, zone),
        begins_at=rfc3339(times.begins, zone),
        waits=times.waits,
        ends_at=rfc3339(times.ends, zone),
        closes_at=rfc3339(times.closes, zone),
        screens=watching.screens,
        most_screens=MOST_SCREENS,
        beat_seconds=BEAT_SECONDS,
        captions=list(watching.tracks.captions),
        subtitles=list(watching.tracks.subtitles),
        play=play,
    )

"""The entrance: routes are mounted and events are received here. No logic; everything is wired in `chalicelib.wiring`.

The world is built at the first request, not at import: packaging imports this file on a machine that has no house.
"""

from __future__ import annotations

import gc
from threading import Lock
from typing import Any

# Nothing that is imported here is ever thrown away: looking for garbage meanwhile costs a cold start a tenth.
gc.disable()

from chalice import Chalice, Rate

from chalicelib.bookings.absences.routes import routes as absence_routes
from chalicelib.bookings.codes.routes import routes as code_routes
from chalicelib.bookings.diary_routes import routes as diary_routes
from chalicelib.bookings.holds.routes import routes as hold_routes
from chalicelib.bookings.house_routes import routes as house_routes
from chalicelib.bookings.leaving.routes import routes as leaving_routes
from chalicelib.bookings.proposal_routes import routes as proposal_routes
from chalicelib.bookings.record.routes import routes as record_routes
from chalicelib.bookings.routes import routes as booking_routes
from chalicelib.bookings.series_routes import routes as series_routes
from chalicelib.bookings.trail.routes import routes as trail_routes
from chalicelib.bookings.wishes.routes import routes as wish_routes
from chalicelib.boutiques.routes import routes as boutique_routes
from chalicelib.boutiques.staffing.routes import routes as staffing_routes
from chalicelib.calendars.routes import routes as calendar_routes
from chalicelib.clients.cards.routes import routes as card_routes
from chalicelib.clients.delegates.routes import routes as delegate_routes
from chalicelib.clients.erasure.routes import routes as erasure_routes
from chalicelib.clients.merging.routes import routes as merging_routes
from chalicelib.clients.purchases.routes import routes as purchase_routes
from chalicelib.clients.routes import routes as client_routes
from chalicelib.events.dinner.night.routes import routes as night_routes
from chalicelib.events.dinner.planning.routes import routes as dinner_routes
from chalicelib.events.dinner.tables.routes import routes as table_routes
from chalicelib.events.film.routes import routes as film_routes
from chalicelib.events.invitations.routes import routes as invitation_routes
from chalicelib.events.presence.routes import routes as presence_routes
from chalicelib.events.registering.granting import routes as request_routes
from chalicelib.events.registering.routes import routes as guest_routes
from chalicelib.events.routes import routes as event_routes
from chalicelib.events.show.routes import routes as show_routes
from chalicelib.feeds.routes import routes as feed_routes
from chalicelib.foundation.clock import Clock
from chalicelib.foundation.settings import Settings
from chalicelib.http.api import Api
from chalicelib.http.visitors import routes as visitor_routes
from chalicelib.signin.routes import routes as signin_routes
from chalicelib.web.bundles import FOLDER, Bundles
from chalicelib.web.routes import Outward
from chalicelib.web.routes import outward as outward_routes
from chalicelib.web.routes import routes as web_routes
from chalicelib.wiring import World, build, system_clock

app = Chalice(app_name="showroom")
_LOCK = Lock()
_HOUSE: list[World] = []
_PAGES = Bundles(FOLDER)


def open_house(clock: Clock = system_clock) -> World:
    """Return the one house of this process, built when first asked for; the local stack gives a clock it can move."""
    with _LOCK:
        if not _HOUSE:
            _HOUSE.append(build(clock=clock))
        return _HOUSE[0]


def _outward(settings: Settings) -> Outward:
    return Outward(_PAGES, settings.allowed_origins, settings.video, settings.film_url)


api = Api(app, lambda: open_house().edge)
api.mount(visitor_routes, lambda: open_house().tokens)
api.mount(boutique_routes, lambda: open_house().catalogue)
api.mount(staffing_routes, lambda: open_house().staffing.calendars)
api.mount(calendar_routes, lambda: open_house().calendars)
api.mount(booking_routes, lambda: open_house().booking_desk)
api.mount(hold_routes, lambda: open_house().hold_desk)
api.mount(code_routes, lambda: open_house().code_desk)
api.mount(proposal_routes, lambda: open_house().proposal_desk)
api.mount(house_routes, lambda: open_house().house_desk)
api.mount(series_routes, lambda: open_house().series_desk)
api.mount(diary_routes, lambda: open_house().diary_desk)
api.mount(absence_routes, lambda: open_house().absence_desk)
api.mount(leaving_routes, lambda: open_house().leaving_desk)
api.mount(wish_routes, lambda: open_house().wish_desk)
api.mount(event_routes, lambda: open_house().event_desk)
api.mount(guest_routes, lambda: open_house().guest_desk)
api.mount(request_routes, lambda: open_house().guest_desk)
api.mount(table_routes, lambda: open_house().table_desk)
api.mount(dinner_routes, lambda: open_house().dinner_desk)
api.mount(night_routes, lambda: open_house().night_desk)
api.mount(film_routes, lambda: open_house().film_desk)
api.mount(show_routes, lambda: open_house().show_desk)
api.mount(presence_routes, lambda: open_house().presence_desk)
api.mount(invitation_routes, lambda: open_house().invitation_desk)
api.mount(client_routes, lambda: open_house().client_desk)
api.mount(card_routes, lambda: open_house().card_desk)
api.mount(erasure_routes, lambda: open_house().erasures)
api.mount(merging_routes, lambda: open_house().merges)
api.mount(purchase_routes, lambda: open_house().purchases)
api.mount(record_routes, lambda: open_house().record_desk)
api.mount(trail_routes, lambda: open_house().trail)
api.mount(delegate_routes, lambda: open_house().delegate_desk)
api.mount(signin_routes, lambda: open_house().signin)
api.mount(feed_routes, lambda: open_house().feed_desk)
api.mount(web_routes, lambda: _PAGES)
api.mount(outward_routes, lambda: _outward(open_house().settings))


@app.schedule(Rate(1, unit=Rate.MINUTES))
def sweep(_: Any) -> None:
    """Every minute: claim what is due and queue it, plan the next morning's letters, go on with what is not done."""
    house = open_house()
    house.sweep.run(house.clock())
    house.mornings.plan(house.clock())
    house.erasures.resume(house.clock())
    house.purchases.resume(house.clock())
    house.merges.resume(house.clock())
    house.sending.sweep(house.clock())
    # A dinner first: whoever is told that it begins at another time learns her courier's hours from the same letter.
    house.dining.sweep(house.clock())
    house.following.sweep(house.clock())
    house.promoting.sweep(house.clock())


@app.on_sqs_message(queue="showroom-notices", batch_size=10)
def sender(event: Any) -> dict[str, list[dict[str, str]]]:
    """Send what is queued; only the messages that failed come back."""
    failed = open_house().sender.handle(event.to_dict()["Records"])
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


@app.schedule(Rate(15, unit=Rate.MINUTES))
def busy(_: Any) -> None:
    """Every quarter of an hour: read the other calendars of those who have one."""
    open_house().busy.run()


@app.on_sqs_message(queue="showroom-feedback", batch_size=10)
def bounces(event: Any) -> dict[str, list[dict[str, str]]]:
    """Act on what providers say of messages that they took; only what failed comes back."""
    failed = open_house().bounces.handle(event.to_dict()["Records"])
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


gc.freeze()
gc.enable()

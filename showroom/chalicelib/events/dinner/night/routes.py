"""HTTP of the night: for couriers and kitchens by their links, and for the house. No rule lives here."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.bookings.keyed import Keyed
from chalicelib.events.calls import keyed
from chalicelib.events.dinner.deliveries import Failed
from chalicelib.events.dinner.night.bodies import AtBody, DeliveredBody, FailedBody, HostActBody
from chalicelib.events.dinner.night.service import Carried, Carrying, Round
from chalicelib.events.dinner.night.shapes import HouseholdItem, HouseholdList, KitchenView, RoundView
from chalicelib.events.dinner.night.views import NightViewer
from chalicelib.foundation.errors import FieldProblem, InvalidInput, NotFound
from chalicelib.http.declare import Answer, Call, Routes
from chalicelib.identity.permits import NOT_FOUND

routes = Routes("night")
BY_HAND = frozenset({"dispatch", "deliver", "fail", "return"})


@dataclass(frozen=True)
class NightDesk:
    """What these routes need of the house."""

    carrying: Carrying
    viewer: NightViewer


# ── couriers and kitchens ────────────────────────────────────────────────────────────────────────────────────────


@routes.get("/v1/round", action="round.carry", answers=RoundView, problems=(404,))
def round_(call: Call, desk: NightDesk) -> Answer:
    """Read one courier's round: doors in their order, how to get in, what is handed over."""
    return _round(call, desk, desk.carrying.round(call.principal))


@routes.post(
    "/v1/round/depart",
    action="round.carry",
    body=AtBody,
    answers=RoundView,
    idempotent=True,
    problems=(404, 409, 422, 503),
)
def depart(call: Call, desk: NightDesk) -> Answer:
    """Leave the kitchen with every box of the round that has not left yet."""
    return _round(call, desk, desk.carrying.depart(call.principal, keyed(call, "depart"), call.body.minute))


@routes.post(
    "/v1/round/stops/{household}/delivered",
    action="round.carry",
    body=DeliveredBody,
    answers=RoundView,
    idempotent=True,
    problems=(404, 409, 422, 503),
)
def delivered(call: Call, desk: NightDesk) -> Answer:
    """Hand over at a door, with a signature or a photograph."""
    body, household = call.body, call.path["household"]
    about = (_press(call, "delivered"), household, body.minute, body.proof.proof(household), body.proof.image)
    return _round(call, desk, desk.carrying.delivered(call.principal, *about))


@routes.post(
    "/v1/round/stops/{household}/failed",
    action="round.carry",
    body=FailedBody,
    answers=RoundView,
    idempotent=True,
    problems=(404, 409, 422, 503),
)
def failed(call: Call, desk: NightDesk) -> Answer:
    """Say that nothing could be handed over at a door, and why."""
    about = (_press(call, "failed"), call.path["household"], call.body.minute, Failed(call.body.reason))
    return _round(call, desk, desk.carrying.failed(call.principal, *about))


@routes.post(
    "/v1/round/stops/{household}/again",
    action="round.carry",
    body=AtBody,
    answers=RoundView,
    idempotent=True,
    problems=(404, 409, 422, 503),
)
def again(call: Call, desk: NightDesk) -> Answer:
    """Try once more at a door."""
    about = (_press(call, "again"), call.path["household"], call.body.minute)
    return _round(call, desk, desk.carrying.again(call.principal, *about))


@routes.get("/v1/kitchen", action="kitchen.read", answers=KitchenView, problems=(404,))
def kitchen(call: Call, desk: NightDesk) -> KitchenView:
    """Read one kitchen's evening: counts by hour, menu and allergen, and a code for each box."""
    return desk.viewer.kitchen(desk.carrying.kitchen(call.principal), call.language)


# ── the house ────────────────────────────────────────────────────────────────────────────────────────────────────


@routes.get("/v1/events/{event_id}/dinner/households", action="dinner.read", answers=HouseholdList, problems=(404,))
def households(call: Call, desk: NightDesk) -> HouseholdList:
    """List the households of the night with what has become of their boxes: an advisor's own guests', or all."""
    whole, guests, now = desk.carrying.households(call.principal, call.path["event_id"])
    return desk.viewer.households(call.principal, whole, guests, now)


@routes.post(
    "/v1/events/{event_id}/dinner/households/{household}/{act}",
    action="dinner.carry",
    body=HostActBody,
    answers=HouseholdItem,
    idempotent=True,
    problems=(404, 409, 422, 503),
)
def act(call: Call, desk: NightDesk) -> HouseholdItem:
    """See to a household by hand: dispatch (again), deliver, fail, return, or apologise by a letter."""
    path, body = call.path, call.body
    press, named = _press(call, path["act"]), path["act"]
    about = (call.principal, path["event_id"], path["household"], press)
    if named == "apologise":
        return _item(call, desk, desk.carrying.apologise(*about, body.expected))
    if named not in BY_HAND:
        raise NotFound(NOT_FOUND)
    if named == "fail" and body.reason is None:
        raise InvalidInput([FieldProblem("/reason", "is needed")])
    return _item(call, desk, desk.carrying.act(*about, named, body.reason or ""))


def _press(call: Call, act: str) -> Keyed:
    return keyed(call, f"{act}:{call.path['household']}")


def _round(call: Call, desk: NightDesk, found: Round) -> Answer:
    return Answer(desk.viewer.round(found, call.language), version=found.whole.plan.version)


def _item(call: Call, desk: NightDesk, found: Carried) -> HouseholdItem:
    home = found.table.registration.home(found.household)
    given = found.whole.dinner.board().given
    return desk.viewer.household(call.principal, found.whole, found.table, home, found.guest, given, found.at)

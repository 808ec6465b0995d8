"""What is shown of a dinner to whoever plans it."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.events.dinner.diets import Allergen
from chalicelib.events.dinner.ground import Whole
from chalicelib.events.dinner.households import Household, Person
from chalicelib.events.dinner.menus import Board, crossed
from chalicelib.events.dinner.plan import Plan
from chalicelib.events.dinner.planning.shapes import (
    BoardRowView,
    CityPlanView,
    CoursePlanView,
    DinnerCountsView,
    DinnerView,
    KitchenPlanView,
    LinkView,
    ManifestHeadView,
    MenuPlanView,
    MisfitView,
    NoteView,
    RequestView,
    TermsView,
    UnplacedView,
    WithoutView,
)
from chalicelib.events.model import EventState
from chalicelib.foundation.clock import rfc3339
from chalicelib.foundation.errors import StateConflict
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import Target


def seen(principal: Principal, whole: Whole, now: int) -> DinnerView:
    """Return a dinner with its board, and what is still open."""
    event, plan = whole.event, whole.plan
    people = _people(whole)
    board = whole.dinner.board()
    ready, stale = _release(whole, now)
    requests = [(table.guest, one) for table in whole.tables for one in table.registration.requests]
    notes = [(guest, one) for guest, _, one in people if one.needs and not one.needs.is_readable]
    homes = [home for table in whole.tables for home in table.registration.households]
    rows = crossed({one.code: one.needs for _, _, one in people}, board.given)
    return DinnerView(
        version=plan.version,
        film=rfc3339(event.start, event.zone),
        zone=event.zone,
        cutoff=rfc3339(event.cutoff, event.zone),
        **_plan(plan),
        counts=DinnerCountsView(
            persons=len(people),
            households=len(homes),
            unasked=sum(one.needs is None for _, _, one in people),
            unaddressed=sum(home.address is None for home in homes),
            requests=len(requests),
            notes=len(notes),
        ),
        board=[_row(menu.id, rows.get(menu.id, {})) for menu in plan.menus],
        without=_without(people, board),
        requests=[
            RequestView(
                guest=guest,
                code=one.person,
                at=rfc3339(one.at, event.zone),
                allergens=[each.value for each in Allergen if each in one.needs.allergens],
                diets=sorted(one.needs.diets),
                note=one.needs.note,
            )
            for guest, one in requests
        ],
        notes=[NoteView(guest=guest, code=one.code, note=one.needs.note) for guest, one in notes if one.needs],
        unplaced=_unplaced(whole),
        manifest=ManifestHeadView(
            version=whole.manifest.version,
            digest=whole.manifest.digest,
            released_at=rfc3339(whole.manifest.released_at, event.zone),
            boxes=whole.manifest.boxes,
            households=len(whole.manifest.lines),
            stale=stale,
        )
        if whole.manifest
        else None,
        links=_links(whole),
        can=_can(principal, whole, now, ready=ready),
    )


def round_label(whole: Whole, round_id: str) -> str:
    """Return what a round is called: its city's first letters and a number in the order of departure."""
    rounds: dict[str, tuple[int, str]] = {}
    for line in whole.lines.values():
        table = whole.homes.get(line.household)
        home = table.registration.home(line.household) if table else None
        city = home.address.city if home and home.address else line.kitchen
        rounds.setdefault(line.round, (line.departs, city))
    ordered = sorted(rounds, key=lambda name: (*rounds[name], name))
    if round_id not in rounds:
        return round_id[:4].upper()
    return f"{rounds[round_id][1][:3].upper()} {ordered.index(round_id) + 1}"


def _people(whole: Whole) -> list[tuple[str, Household, Person]]:
    return [
        (table.guest, home, one)
        for table in whole.tables
        for home in table.registration.households
        for one in home.persons
    ]


def _release(whole: Whole, now: int) -> tuple[bool, bool]:
    """Return whether a manifest could be released now, and whether the one there is says something else."""
    try:
        after = whole.dinner.released(now)
    except StateConflict:
        return False, whole.manifest is not None
    if not after.manifests[-1].lines:
        return False, False
    return True, whole.manifest is not None and after.manifests[-1] is not whole.manifest


def _unplaced(whole: Whole) -> list[UnplacedView]:
    """Return who finds no window as things stand, and why (rule D5)."""
    dinner = whole.dinner
    found = dinner.overtaken or dinner.planned().schedule.unplaced
    return [UnplacedView(guest=whole.homes[name].guest, household=name, why=why) for name, why in sorted(found.items())]


def _plan(plan: Plan) -> dict[str, object]:
    return {
        "menus": [
            MenuPlanView(
                id=one.id,
                name=dict(one.name),
                cold=one.cold,
                finishing={language: list(steps) for language, steps in one.finishing.items()},
                courses=[
                    CoursePlanView(
                        name=dict(each.name),
                        contains=[known.value for known in Allergen if known in each.contains],
                        suits=sorted(each.suits),
                        alcohol=each.alcohol,
                    )
                    for each in one.courses
                ],
            )
            for one in plan.menus
        ],
        "kitchens": [
            KitchenPlanView(
                id=one.id,
                name=one.name,
                zone=one.zone,
                opens=-one.opens,
                closes=-one.closes,
                slot_minutes=one.slot_minutes,
                boxes=one.boxes,
            )
            for one in plan.kitchens
        ],
        "cities": [
            CityPlanView(
                id=one.id,
                name=dict(one.name),
                zone=one.zone,
                kitchen=one.kitchen,
                areas=dict(one.areas),
                couriers=one.couriers,
            )
            for one in plan.cities
        ],
        "terms": TermsView(
            buffer=plan.terms.buffer,
            width=plan.terms.width,
            stop=plan.terms.stop,
            earliest=plan.terms.earliest,
            freshness=plan.terms.freshness,
        ),
    }


def _row(menu: str, row: Mapping[str, int]) -> BoardRowView:
    allergens = {name: count for name, count in row.items() if name != "boxes"}
    return BoardRowView(menu=menu, boxes=row.get("boxes", 0), allergens=allergens)


def _without(people: list[tuple[str, Household, Person]], board: Board) -> list[WithoutView]:
    return [
        WithoutView(
            guest=guest,
            household=home.id,
            code=one.code,
            why=[MisfitView(menu=each.menu, why=each.why, codes=list(each.codes)) for each in board.without[one.code]],
        )
        for guest, home, one in people
        if one.code in board.without
    ]


def _links(whole: Whole) -> list[LinkView]:
    departs: dict[str, str] = {}
    for line in sorted(whole.lines.values(), key=lambda it: it.departs):
        departs.setdefault(line.round, rfc3339(line.departs, line.zone))
    kitchens = [
        LinkView(kind="kitchen", id=one.id, label=one.name, departs=None, version=whole.plan.link("kitchen", one.id))
        for one in whole.plan.kitchens
    ]
    rounds = [
        LinkView(
            kind="round",
            id=name,
            label=round_label(whole, name),
            departs=hour,
            version=whole.plan.link("round", name),
        )
        for name, hour in departs.items()
    ]
    return [*kitchens, *rounds] if whole.manifest else kitchens


def _can(principal: Principal, whole: Whole, now: int, *, ready: bool) -> list[str]:
    event = whole.event
    if not permits.may(principal, "dinner.plan", Target(boutique=event.boutique)):
        return []
    if event.state in {EventState.HELD, EventState.CANCELLED} or now >= event.end:
        return []
    found = ["plan"]
    if event.is_running and now < event.cutoff:
        found.append("chase")
    if event.is_running and whole.plan.version and ready:
        found.append("release")
    if whole.manifest:
        found.append("carry")
    return found

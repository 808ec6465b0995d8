"""What is shown of the night: a round, a kitchen's evening, the households."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chalicelib.boutiques.model import in_language
from chalicelib.boutiques.service import Catalogue
from chalicelib.events.dinner.deliveries import DeliveryState
from chalicelib.events.dinner.diets import Allergen, answer_of
from chalicelib.events.dinner.ground import Whole
from chalicelib.events.dinner.households import Household
from chalicelib.events.dinner.manifest import Line
from chalicelib.events.dinner.night.model import Drop
from chalicelib.events.dinner.night.service import Evening, Round
from chalicelib.events.dinner.night.shapes import (
    AttemptView,
    BoxStateView,
    CountView,
    HouseholdItem,
    HouseholdList,
    KitchenBoxView,
    KitchenMenuView,
    KitchenView,
    NightEventView,
    NightHouseView,
    OfGuestView,
    ProofView,
    RoundView,
    ShareView,
    SlotMenuView,
    SlotView,
    StopBoxView,
    StopView,
)
from chalicelib.events.dinner.plan import CARRIES_AFTER
from chalicelib.events.dinner.planning.views import round_label
from chalicelib.events.dinner.tables.model import Table
from chalicelib.events.dinner.tables.shapes import WindowView
from chalicelib.events.dinner.tables.views import steps_of
from chalicelib.events.guests.model import Guest
from chalicelib.events.model import Event, EventState
from chalicelib.foundation.clock import rfc3339
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import Target

Said = Callable[[Mapping[str, str]], str]


class NightViewer:
    """Shows the night."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def round(self, found: Round, language: str | None) -> RoundView:
        """Return a round for whoever carries it: where and for whom, never by which telephone."""
        whole, said = found.whole, self._said(language)
        menus = {one.id: said(one.name) for one in whole.plan.menus}
        stops = [_stop(whole, line, menus, found.at) for line in found.lines]
        states = {one.state for one in stops}
        going = "out" if states & {"dispatched", "attempted"} or len(states) > 1 else "done"
        state = "planned" if not states or states == {"planned"} else going
        first = found.lines[0] if found.lines else None
        return RoundView(
            version=whole.plan.version,
            event=self._event(whole.event, first.zone if first else whole.event.zone, said),
            id=found.id,
            label=round_label(whole, found.id),
            manifest=whole.plan.manifest,
            superseded=not found.lines,
            over=found.is_over,
            house=self._house(whole.event),
            departs=rfc3339(first.departs, first.zone) if first else None,
            state=state,
            stops=stops,
        )

    def kitchen(self, found: Evening, language: str | None) -> KitchenView:
        """Return a kitchen's evening: codes, no names, no addresses (rule D4)."""
        whole, said, zone = found.whole, self._said(language), found.kitchen.zone
        menus = {one.id: said(one.name) for one in whole.plan.menus}
        default = self._catalogue.maison().default_language
        made = sorted(found.lines, key=lambda line: (line.slot, line.departs, line.order))
        used = {box.menu for line in made for box in line.boxes}
        return KitchenView(
            event=self._event(whole.event, zone, said),
            id=found.kitchen.id,
            name=found.kitchen.name,
            zone=zone,
            manifest=whole.plan.manifest,
            digest=whole.manifest.digest[:12] if whole.manifest else "",
            over=whole.event.state is EventState.CANCELLED or found.at >= whole.event.start + CARRIES_AFTER,
            house=self._house(whole.event),
            slots=[
                _slot(slot, found, [line for line in made if line.slot == slot], menus)
                for slot in sorted({line.slot for line in made})
            ],
            boxes=[
                KitchenBoxView(
                    person=box.person,
                    menu=menus.get(box.menu, box.menu),
                    declared=[one.value for one in box.declared],
                    contains=[one.value for one in box.contains],
                    slot=rfc3339(line.slot, zone),
                    departs=rfc3339(line.departs, zone),
                    round=round_label(whole, line.round),
                )
                for line in made
                for box in line.boxes
            ],
            menus=[
                KitchenMenuView(
                    id=one.id,
                    name=menus[one.id],
                    courses=[said(each.name) for each in one.courses],
                    finishing=steps_of(one, language or default, default),
                )
                for one in whole.plan.menus
                if one.id in used
            ],
        )

    def households(self, principal: Principal, whole: Whole, guests: Mapping[str, Guest], now: int) -> HouseholdList:
        """Return the households of the guests whom the principal sees; the share is of all of them."""
        given = whole.dinner.board().given
        items = [
            self.household(principal, whole, table, home, guests[table.guest], given, now)
            for table in whole.tables
            if table.guest in guests
            for home in table.registration.households
        ]
        items.sort(key=lambda one: (not one.late, one.window.start if one.window else "~", one.recipient))
        homes = whole.homes
        served = [name for name, one in whole.drops.items() if one.delivery.state is DeliveryState.DELIVERED]
        share = ShareView(served=sum(name in homes for name in served), of=len(homes))
        return HouseholdList(items=items, share=share)

    def household(
        self,
        principal: Principal,
        whole: Whole,
        table: Table,
        home: Household,
        guest: Guest,
        given: Mapping[str, str],
        now: int,
    ) -> HouseholdItem:
        """Return one household: its persons as codes, with what is known of them."""
        line, drop = whole.lines.get(home.id), whole.drop(home.id)
        one = drop.delivery if drop else None
        zone = line.zone if line else home.address.zone if home.address else whole.event.zone
        inviting = table.registration.inviting
        name = next((each.name for each in table.registration.persons if each.code == inviting), "")
        late = one is not None and one.state is not DeliveryState.DELIVERED and one.is_late(now)
        return HouseholdItem(
            guest=OfGuestView(id=guest.id, name=name, advisor=guest.advisor),
            household=home.id,
            own=home.id != table.registration.households[0].id,
            recipient=home.recipient or name,
            city=home.address.city if home.address else "",
            area=home.address.area if home.address else "",
            zone=zone,
            boxes=home.boxes,
            persons=[
                BoxStateView(code=each.code, answer=answer_of(each.needs), menu=given.get(each.code))
                for each in home.persons
            ],
            window=WindowView(start=rfc3339(line.start, zone), end=rfc3339(line.end, zone), zone=zone)
            if line
            else None,
            round=line.round if line else None,
            label=round_label(whole, line.round) if line else None,
            order=line.order if line else None,
            state=one.state if one else None,
            at=rfc3339(one.at, zone) if one and one.at is not None else None,
            late=late,
            expected_at=rfc3339(drop.expected_at, zone) if drop and drop.expected_at is not None else None,
            attempts=[AttemptView(at=rfc3339(at, zone), why=why) for at, why in one.attempts] if one else [],
            proof=ProofView(
                kind=one.proof.kind,
                at=rfc3339(one.at or 0, zone),
                latitude=one.proof.latitude,
                longitude=one.proof.longitude,
            )
            if one and one.proof
            else None,
            can=_can(principal, whole.event, guest, drop),
        )

    def _said(self, language: str | None) -> Said:
        default = self._catalogue.maison().default_language
        return lambda text: in_language(text, language or default, default)

    def _house(self, event: Event) -> NightHouseView:
        boutique = self._catalogue.boutique(event.boutique)
        return NightHouseView(name=boutique.name, telephone=boutique.telephone)

    @staticmethod
    def _event(event: Event, zone: str, said: Said) -> NightEventView:
        return NightEventView(title=said(event.title), film=rfc3339(event.start, zone), zone=zone)


def _stop(whole: Whole, line: Line, menus: Mapping[str, str], now: int) -> StopView:
    drop = whole.drop(line.household)
    one = drop.delivery if drop else None
    state = one.state if one else DeliveryState.PLANNED
    tried = one.attempts[-1][1] if one and one.attempts and state is not DeliveryState.DELIVERED else None
    return StopView(
        household=line.household,
        order=line.order,
        start=rfc3339(line.start, line.zone),
        end=rfc3339(line.end, line.zone),
        zone=line.zone,
        address=list(line.address),
        access=line.access,
        recipient=line.recipient,
        telephone=line.telephone,
        temperature=line.temperature,
        boxes=[
            StopBoxView(
                person=box.person, menu=menus.get(box.menu, box.menu), contains=[each.value for each in box.contains]
            )
            for box in line.boxes
        ],
        state=state,
        at=rfc3339(one.at, line.zone) if one and one.at is not None else None,
        late=state is not DeliveryState.DELIVERED and now >= line.end,
        reason=tried,
    )


def _slot(slot: int, found: Evening, lines: list[Line], menus: Mapping[str, str]) -> SlotView:
    boxes = [box for line in lines for box in line.boxes]
    zone = found.kitchen.zone
    return SlotView(
        start=rfc3339(slot, zone),
        end=rfc3339(slot + found.kitchen.slot_minutes, zone),
        boxes=len(boxes),
        menus=[
            SlotMenuView(
                id=menu,
                name=menus.get(menu, menu),
                boxes=sum(box.menu == menu for box in boxes),
                allergens=[
                    CountView(code=code.value, count=count)
                    for code in Allergen
                    if (count := sum(box.menu == menu and code in box.declared for box in boxes))
                ],
            )
            for menu in sorted({box.menu for box in boxes})
        ],
    )


_ACTS: Mapping[DeliveryState, tuple[str, ...]] = {
    DeliveryState.PLANNED: ("dispatch", "apologise"),
    DeliveryState.DISPATCHED: ("deliver", "fail", "apologise"),
    DeliveryState.ATTEMPTED: ("dispatch", "return", "apologise"),
    DeliveryState.RETURNED: ("dispatch", "apologise"),
    DeliveryState.DELIVERED: ("apologise",),
}


def _can(principal: Principal, event: Event, guest: Guest, drop: Drop | None) -> list[str]:
    if drop is None or event.state is EventState.CANCELLED:
        return []
    target = Target(boutique=event.boutique, host=guest.advisor)
    return list(_ACTS[drop.delivery.state]) if permits.may(principal, "dinner.carry", target) else []

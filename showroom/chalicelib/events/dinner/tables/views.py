"""What is shown to whoever dines: her own door, and nothing of any other."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.boutiques.model import in_language
from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.service import Clients
from chalicelib.events.dinner.deliveries import DeliveryState
from chalicelib.events.dinner.diets import Allergen, Diet, answer_of
from chalicelib.events.dinner.households import Household, Person
from chalicelib.events.dinner.menus import Course, Menu, assign
from chalicelib.events.dinner.tables.service import Dining
from chalicelib.events.dinner.tables.shapes import (
    CourseView,
    DinerView,
    DinnerCityView,
    DinnerOfView,
    DoorView,
    MenuView,
    NameView,
    OtherDoorView,
    TableView,
    WhereView,
    WindowView,
)
from chalicelib.events.shapes import PlaceView
from chalicelib.foundation.clock import rfc3339
from chalicelib.foundation.errors import NotFound


def steps_of(menu: Menu, language: str, default: str) -> list[str]:
    """Return how a menu is finished at home, in a language or in the maison's first."""
    found = menu.finishing.get(language) or menu.finishing.get(default) or next(iter(menu.finishing.values()), ())
    return list(found)


class TableViewer:
    """Shows tables."""

    def __init__(self, catalogue: Catalogue, clients: Clients) -> None:
        self._catalogue, self._clients = catalogue, clients

    def table(self, it: Dining, language: str | None = None) -> TableView:
        """Return a table as her link shows it, in her language; a companion's page is in the one she asks for."""
        maison, boutique = self._catalogue.maison(), self._catalogue.boutique(it.event.boutique)
        said_in = it.guest.language
        if not it.is_client and language in maison.languages and language is not None:
            said_in = language
        default = maison.default_language
        zone = it.home.address.zone if it.home.address else it.event.zone

        def said(text: Mapping[str, str]) -> str:
            return in_language(text, said_in, default)

        owner = next((one for one in it.home.persons if one.code == it.home.owner), None)
        return TableView(
            version=it.edition,
            kind="client" if it.is_client else "companion",
            event=DinnerOfView(
                id=it.event.id,
                state=it.event.state,
                title=said(it.event.title),
                zone=it.event.zone,
                start=rfc3339(it.event.start, it.event.zone),
                end=rfc3339(it.event.end, it.event.zone),
                boutique=PlaceView(
                    id=boutique.id, name=boutique.name, city=said(boutique.city), telephone=boutique.telephone
                ),
            ),
            maison=maison.name,
            language=said_in,
            inviter=None if it.is_client else self._inviter(it),
            name=self._addressed(it) if it.is_client else owner.name if owner else "",
            film=rfc3339(it.event.start, zone),
            cutoff=rfc3339(it.event.cutoff, zone),
            closed=it.at >= it.event.cutoff,
            allergens=[one.value for one in Allergen],
            diets=[one.value for one in Diet],
            menus=[_menu(one, said_in, default) for one in it.plan.menus],
            cities=[
                DinnerCityView(
                    id=one.id, name=said(one.name) if one.name else one.id, zone=one.zone, areas=[*one.areas]
                )
                for one in it.plan.cities
            ],
            door=self._door(it),
            others=[_other(one) for one in it.table.registration.households[1:]] if it.is_client else [],
            can=_can(it),
        )

    def _door(self, it: Dining) -> DoorView:
        home, line, drop = it.home, it.line, it.drop
        zone = home.address.zone if home.address else it.event.zone
        window = WindowView(
            start=rfc3339(line.start, line.zone), end=rfc3339(line.end, line.zone), zone=line.zone
        ) if line else None  # fmt: skip
        delivery = drop.delivery.state if drop else DeliveryState.PLANNED if line else None
        late = delivery is not DeliveryState.DELIVERED and line is not None and it.at >= line.end
        people = {one.code: one.needs for one in home.persons}
        board = assign(it.plan.menus, people, {one.code: one.menu_wish for one in home.persons if one.menu_wish})
        return DoorView(
            id=home.id,
            address=WhereView(
                lines=[*home.address.lines], city=home.address.city, area=home.address.area, access=home.address.access
            )
            if home.address
            else None,
            telephone=home.telephone,
            wish=rfc3339(home.wish, zone) if home.wish is not None else None,
            window=window,
            delivery=delivery,
            late=late,
            expected_at=rfc3339(drop.expected_at, zone) if drop and drop.expected_at else None,
            persons=[_diner(it, one, board.given.get(one.code)) for one in home.persons],
            complete=home.is_complete,
        )

    def _addressed(self, it: Dining) -> str:
        try:
            client = self._clients.get(it.guest.client)
        except NotFound:
            return ""
        return client.contact.name.addressed if client.contact else ""

    def _inviter(self, it: Dining) -> str:
        first = it.table.registration
        return next((one.name for one in first.persons if one.code == first.inviting), "")


def _menu(menu: Menu, language: str, default: str) -> MenuView:
    def text(texts: Mapping[str, str]) -> str:
        return in_language(texts, language, default)

    def course(one: Course) -> CourseView:
        return CourseView(
            name=text(one.name), contains=sorted(one.contains), suits=sorted(one.suits), alcohol=one.alcohol
        )

    return MenuView(
        id=menu.id,
        name=text(menu.name),
        cold=menu.cold,
        contains=_listed(menu.contains),
        suits=sorted(menu.suits),
        alcohol=menu.alcohol,
        courses=[course(one) for one in menu.courses],
        finishing=steps_of(menu, language, default),
    )


def _listed(found: frozenset[Allergen]) -> list[str]:
    return [one.value for one in Allergen if one in found]


def _diner(it: Dining, one: Person, menu: str | None) -> DinerView:
    needs = one.needs
    return DinerView(
        code=one.code,
        name=one.name,
        you=one.code == it.home.owner,
        answer=answer_of(needs),
        allergens=_listed(needs.allergens) if needs else [],
        diets=sorted(needs.diets) if needs else [],
        alcohol=needs.alcohol if needs else False,
        of_age=needs.of_age if needs else False,
        note=needs.note if needs else "",
        menu=menu,
        wish=one.menu_wish,
        requested=any(each.person == one.code for each in it.table.registration.requests),
    )


def _other(home: Household) -> OtherDoorView:
    return OtherDoorView(
        id=home.id,
        persons=[NameView(code=one.code, name=one.name) for one in home.persons],
        sent=bool(home.email),
        answered=home.is_complete,
    )


def _can(it: Dining) -> list[str]:
    if not it.event.is_running or it.at >= it.event.start:
        return []
    out = it.drop is not None and it.drop.delivery.is_out
    found = [] if out else ["needs"]
    if not out and not (it.at >= it.event.cutoff and it.line is not None):
        found.append("address")
    if it.is_client and it.at < it.event.cutoff:
        found += ["share", "gather"]
    return found

"""The catalogue over HTTP: what can be booked, and where."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.boutiques.model import Boutique, BoutiqueCard, Experience, Maison, in_language
from chalicelib.boutiques.service import Catalogue
from chalicelib.http.bodies import Query, View
from chalicelib.http.declare import Answer, Call, Routes

routes = Routes(tag="catalogue")


class LanguageQuery(Query):
    """In which language the texts are wished."""

    language: Annotated[str, Field(pattern="^[a-z]{2}$")] | None = None


class BoutiqueView(View):
    """A boutique in a list."""

    id: str
    name: str
    city: str
    country: str
    zone: str
    telephone: str
    languages: tuple[str, ...]


class PartyView(View):
    """How many may come, the client herself included."""

    max_guests: int


class ExperienceView(View):
    """Something that can be booked, in one language."""

    id: str
    kind: str
    place: str
    name: str
    summary: str
    duration: int
    bookable_by: str
    confirmation: str
    boutiques: tuple[str, ...]
    party: PartyView
    policy: str
    needs_address: bool
    needs_telephone: bool


class MaisonView(View):
    """The whole catalogue, in one language."""

    name: str
    languages: tuple[str, ...]
    default_language: str
    language: str
    """The one in which the texts are."""
    boutiques: tuple[BoutiqueView, ...]
    experiences: tuple[ExperienceView, ...]


class BoutiqueDetail(BoutiqueView):
    """A boutique by itself, with where it stands."""

    address: tuple[str, ...]
    email: str


@routes.get("/v1/maison", action="catalogue.read", query=LanguageQuery, answers=MaisonView, problems=(404,))
def maison(call: Call, catalogue: Catalogue) -> Answer:
    """Read the maison: its boutiques, its experiences and its languages."""
    found = catalogue.maison()
    language = _language(call, found)
    view = MaisonView(
        name=found.name,
        languages=found.languages,
        default_language=found.default_language,
        language=language,
        boutiques=tuple(_boutique(card, language, found) for card in found.boutiques),
        experiences=tuple(
            _experience(each, language, found) for each in found.experiences if each.bookable_by != "staff"
        ),
    )
    return Answer(view, version=found.revision, headers={"Content-Language": language})


@routes.get(
    "/v1/boutiques/{boutique_id}",
    action="catalogue.read",
    query=LanguageQuery,
    answers=BoutiqueDetail,
    problems=(404,),
)
def boutique(call: Call, catalogue: Catalogue) -> Answer:
    """Read one boutique: where it stands and how it is reached."""
    found, house = catalogue.boutique(call.path["boutique_id"]), catalogue.maison()
    language = _language(call, house)
    view = BoutiqueDetail(**_boutique(found, language, house).model_dump(), address=found.address, email=found.email)
    return Answer(view, version=found.revision, headers={"Content-Language": language})


def _language(call: Call, house: Maison) -> str:
    """The wished language of the query, else the best of Accept-Language, else the maison's own."""
    asked = call.query.language if call.query else None
    return house.speaks(asked, *(tag.partition("-")[0] for tag in call.languages))


def _boutique(found: Boutique | BoutiqueCard, language: str, house: Maison) -> BoutiqueView:
    return BoutiqueView(
        id=found.id,
        name=found.name,
        city=in_language(found.city, language, house.default_language),
        country=found.country,
        zone=found.zone,
        telephone=found.telephone,
        languages=found.languages,
    )


def _experience(found: Experience, language: str, house: Maison) -> ExperienceView:
    def said(text: dict[str, str]) -> str:
        return in_language(text, language, house.default_language)

    return ExperienceView(
        id=found.id,
        kind=found.kind,
        place=found.form.place,
        name=said(found.name),
        summary=said(found.summary),
        duration=found.duration,
        bookable_by=found.bookable_by,
        confirmation=found.confirmation,
        boutiques=found.boutiques,
        party=PartyView(max_guests=found.party.max_guests),
        policy=said(found.policy.text),
        needs_address=found.form.needs_address,
        needs_telephone=found.form.needs_telephone,
    )

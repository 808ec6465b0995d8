"""What staff send of a client. Strict, bounded, nothing echoed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from chalicelib.boutiques.experience import Slug
from chalicelib.clients.bodies import NameBody
from chalicelib.clients.cards.profile import Profile, Wish
from chalicelib.clients.model import Contact, Name
from chalicelib.foundation.contacts import normalise_email, normalise_telephone
from chalicelib.foundation.errors import FieldProblem, InvalidInput
from chalicelib.http.bodies import MANY_LINES, Body

Tag = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Long = Annotated[str, StringConstraints(max_length=2000), MANY_LINES]


class CardNameBody(NameBody):
    """A client's name, and how she wishes to be addressed."""

    called: Annotated[str, StringConstraints(max_length=100)] = ""

    def name(self) -> Name:
        """The name as the house keeps it."""
        return Name(**self.model_dump())


class SizeBody(Body):
    """One size: of what, and which."""

    label: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    value: Annotated[str, StringConstraints(min_length=1, max_length=40)]


class CardBody(Body):
    """A card as it shall be, whole. Without `manager_note` that one stays as it is."""

    name: CardNameBody
    language: Tag
    """Of her letters."""
    boutique: Slug
    advisor: Slug | None = None
    languages: Annotated[tuple[Tag, ...], Field(max_length=8)] = ()
    readings: Annotated[
        tuple[Annotated[str, StringConstraints(min_length=1, max_length=100)], ...], Field(max_length=4)
    ] = ()
    sizes: Annotated[tuple[SizeBody, ...], Field(max_length=20)] = ()
    tastes: Long = ""
    note: Long = ""
    manager_note: Long | None = None

    def wish(self) -> Wish:
        """What the card is to say."""
        return Wish(
            name=self.name.name(),
            language=self.language,
            boutique=self.boutique,
            advisor=self.advisor,
            profile=Profile(
                languages=self.languages,
                readings=self.readings,
                sizes=tuple((size.label, size.value) for size in self.sizes),
                tastes=self.tastes,
                note=self.note,
            ),
            manager_note=self.manager_note,
        )


class NewCardBody(CardBody):
    """A client who telephoned or came: her card, and one address at least."""

    email: Annotated[str, StringConstraints(max_length=254)] | None = None
    telephone: Annotated[str, StringConstraints(max_length=40)] | None = None

    @model_validator(mode="after")
    def _reachable(self) -> NewCardBody:
        if not self.email and not self.telephone:
            raise ValueError("needs an e-mail address or a telephone number")
        return self

    def contact(self, country: str) -> Contact:
        """How she is reached; a number without a country code is of `country`. Raises InvalidInput."""
        found, problems = {}, []
        for field, text in (("email", self.email), ("telephone", self.telephone)):
            try:
                if text:
                    found[field] = normalise_email(text) if field == "email" else normalise_telephone(text, country)
            except ValueError as error:
                problems.append(FieldProblem(f"/{field}", str(error)))
        if problems:
            raise InvalidInput(problems)
        return Contact(self.name.name(), found.get("email", ""), found.get("telephone", ""))


class SearchBody(Body):
    """The beginning of a name; in a body, since a name must stand in no address and no log."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    boutique: Slug | None = None

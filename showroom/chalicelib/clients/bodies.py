"""What a client sends of herself: strict, bounded, nothing echoed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from chalicelib.clients.consent import Channel, Level, Purpose, Wanted, Word
from chalicelib.clients.model import Name
from chalicelib.http.bodies import Body

ChannelName = Literal["email", "sms", "whatsapp"]


class NameBody(Body):
    """A person's name: `full` alone (a mononym, or one field), or `family` with what else she gives."""

    title: Annotated[str, StringConstraints(max_length=30)] = ""
    given: Annotated[str, StringConstraints(max_length=100)] = ""
    family: Annotated[str, StringConstraints(max_length=100)] = ""
    family_first: bool = False
    full: Annotated[str, StringConstraints(max_length=200)] = ""

    @model_validator(mode="after")
    def _some(self) -> NameBody:
        if not self.full and not self.family:
            raise ValueError("needs a family name, or the full name")
        return self

    def name(self) -> Name:
        """The name as the house keeps it."""
        return Name(**self.model_dump())


class ConsentBody(Body):
    """Her word about one channel and one purpose, and the version of the text that she was shown."""

    channel: ChannelName
    purpose: Literal["service", "marketing"]
    given: bool
    text_version: Annotated[str, StringConstraints(pattern=r"^[a-z]+-[0-9]{1,4}\.[a-z]{2,3}$", max_length=40)]


class PreferencesBody(Body):
    """How she wishes to be reached. A channel and purpose without an entry in `consents` stays as it is."""

    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
    preferred_channel: ChannelName | None
    level: Literal["open", "events_only", "on_request", "none"]
    consents: Annotated[tuple[ConsentBody, ...], Field(max_length=6)] = ()

    def wanted(self) -> Wanted:
        """Her wishes as the rules read them."""
        return Wanted(
            Level(self.level),
            Channel(self.preferred_channel) if self.preferred_channel else None,
            tuple(
                Word(Channel(one.channel), Purpose(one.purpose), one.given, one.text_version) for one in self.consents
            ),
        )

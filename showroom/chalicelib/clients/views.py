"""What a client is shown of herself. Her addresses are not in it, and of her name only how she is addressed."""

from __future__ import annotations

from chalicelib.boutiques.model import Maison, in_language
from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.consent import Channel, Purpose, may_contact
from chalicelib.clients.model import Client
from chalicelib.clients.texts import shown
from chalicelib.foundation.clock import rfc3339
from chalicelib.foundation.errors import NotFound
from chalicelib.http.bodies import View


class OwnAdvisor(View):
    """Her own advisor."""

    id: str
    name: str


class OwnBoutique(View):
    """Her own boutique."""

    id: str
    name: str
    city: str
    telephone: str


class ConsentView(View):
    """Her last word about one channel and one purpose."""

    channel: str
    purpose: str
    state: str
    at: str
    mechanism: str
    text_version: str


class PermissionView(View):
    """Whether she may be written to, and by which rule that is so."""

    channel: str
    purpose: str
    allowed: bool
    rule: str
    reason: str


class TextView(View):
    """A text over which consent is asked now."""

    purpose: str
    version: str
    text: str


class MeView(View):
    """A client's own card."""

    name: str
    """As she is addressed."""
    language: str
    languages: tuple[str, ...]
    """Those she may choose from."""
    advisor: OwnAdvisor | None
    boutique: OwnBoutique | None
    level: str
    channels: tuple[str, ...]
    """Those for which the house has an address of hers."""
    preferred_channel: str | None
    consents: tuple[ConsentView, ...]
    permissions: tuple[PermissionView, ...]
    texts: tuple[TextView, ...]


def me_view(client: Client, catalogue: Catalogue, now: int) -> MeView:
    """Return what a client, her contact opened and the suppression list read, is shown at minute `now`."""
    house = catalogue.maison()
    advisor, boutique = _hers(client, catalogue, house)
    channels = tuple(channel for channel in Channel if channel.address in client.addresses)
    decisions = {
        (channel, purpose): may_contact(client, channel, purpose, now) for channel in channels for purpose in Purpose
    }
    return MeView(
        name=client.contact.name.addressed if client.contact else "",
        language=client.language,
        languages=house.languages,
        advisor=advisor,
        boutique=boutique,
        level=client.preferences.level,
        channels=channels,
        preferred_channel=client.preferences.preferred,
        consents=tuple(
            ConsentView(
                channel=one.channel,
                purpose=one.purpose,
                state=one.state,
                at=rfc3339(one.at),
                mechanism=one.mechanism,
                text_version=one.text,
            )
            for one in client.preferences.consents
        ),
        permissions=tuple(
            PermissionView(channel=channel, purpose=purpose, allowed=one.allowed, rule=one.rule, reason=one.reason)
            for (channel, purpose), one in decisions.items()
        ),
        texts=tuple(
            TextView(purpose=one.purpose, version=one.version, text=one.text)
            for one in shown(house.name, client.language)
        ),
    )


def _hers(client: Client, catalogue: Catalogue, house: Maison) -> tuple[OwnAdvisor | None, OwnBoutique | None]:
    """Return her advisor and her boutique; None for one who has left or one that has closed."""
    if client.boutique is None:
        return None, None
    try:
        found = catalogue.boutique(client.boutique)
    except NotFound:
        return None, None
    city = in_language(found.city, client.language, house.default_language)
    boutique = OwnBoutique(id=found.id, name=found.name, city=city, telephone=found.telephone)
    member = next((one for one in found.staff if one.id == client.advisor), None)
    return OwnAdvisor(id=member.id, name=member.name) if member else None, boutique

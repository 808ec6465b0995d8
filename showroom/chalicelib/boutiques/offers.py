"""Reads experiences: what can be booked, by whom, how early, and under which policy."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from chalicelib.boutiques.fields import (
    Fields,
    Spot,
    Wrong,
    among,
    duration,
    minutes_in,
    one_of,
    slug,
    text_in,
    whole,
)
from chalicelib.boutiques.kinds import KINDS
from chalicelib.boutiques.model import (
    ADVISOR,
    ROOM,
    Experience,
    NoticePlan,
    PartySize,
    Policy,
    ServiceArea,
    normal_postal,
)

HOUR, DAY = 60, 1440
_REMINDER = re.compile(r"(.+) before by (email|sms|whatsapp)", re.ASCII)
_POSTAL = re.compile(r"[A-Z0-9]{1,10}", re.ASCII)


@dataclass(frozen=True)
class Known:
    """The names that experiences and staff may refer to."""

    languages: tuple[str, ...]
    skills: frozenset[str]
    policies: Mapping[str, Policy | None]
    boutiques: tuple[str, ...]


@cache
def countries() -> frozenset[str]:
    """Return the ISO 3166 codes of all countries, from the time-zone data."""
    text = resources.files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text(encoding="utf-8")
    return frozenset(line.split("\t")[0] for line in text.splitlines() if line and not line.startswith("#"))


def country(spot: Spot) -> str:
    """A reader of a country."""
    if not isinstance(spot.value, str) or spot.value not in countries():
        raise Wrong("must be the two capital letters of a country, such as FR")
    return spot.value


def policy(languages: tuple[str, ...]) -> Callable[[Spot], Policy | None]:
    """A reader of a policy."""

    def read(spot: Spot) -> Policy | None:
        fields = Fields(spot)
        change = fields.take("change_until", duration(0, 30 * DAY))
        cancel = fields.take("cancel_until", duration(0, 30 * DAY))
        late = fields.take("late", one_of("mark", "telephone"), "mark")
        text = fields.take("text", text_in(languages, 400))
        fields.done()
        if not spot.sound():
            return None
        return Policy(change_until_minutes=change, cancel_until_minutes=cancel, late=late, text=text)

    return read


def reminder(spot: Spot) -> NoticePlan:
    """A reader of `1 day before by email`."""
    match = _REMINDER.fullmatch(spot.value) if isinstance(spot.value, str) else None
    if match is None:
        raise Wrong("must be a reminder such as `1 day before by email` or `2 h before by sms`")
    before = minutes_in(match[1])
    if not 5 <= before <= 60 * DAY:
        raise Wrong("must be from 5 min to 60 days before")
    return NoticePlan.model_validate({"minutes_before": before, "channel": match[2]})


def postal_prefix(spot: Spot) -> str:
    """A reader of the beginning of a postal code, written as a word or as a number."""
    prefix = normal_postal(str(spot.value))
    if isinstance(spot.value, bool) or not _POSTAL.fullmatch(prefix):
        raise Wrong("must be the beginning of a postal code, such as 75 or SW1")
    return prefix


def area(known: Known) -> Callable[[Spot], ServiceArea | None]:
    """A reader of where a boutique goes."""

    def read(spot: Spot) -> ServiceArea | None:
        fields = Fields(spot)
        boutique = fields.take("boutique", among(known.boutiques, "boutique"))
        land = fields.take("country", country)
        prefixes = fields.each("postal", postal_prefix, None)
        fields.done()
        if not spot.sound():
            return None
        return ServiceArea(country=land, postal_prefixes=prefixes, boutique=boutique)

    return read


def party(spot: Spot) -> PartySize | None:
    """A reader of how many may come."""
    fields = Fields(spot)
    least, most = fields.take("min_adults", whole(1, 20), 1), fields.take("max_guests", whole(1, 20))
    fields.done()
    if not spot.sound():
        return None
    if most < least:
        raise Wrong("`max_guests` must not be less than `min_adults`")
    return PartySize(min_adults=least, max_guests=most)


def step(spot: Spot) -> int:
    """A reader of the grid of starts: it must fall on the same minutes of every hour, or on the same hours of a day."""
    found = duration(5, 12 * HOUR)(spot)
    if HOUR % found and (found % HOUR or DAY % found):
        raise Wrong("must divide an hour (5, 10, 15, 20, 30 min) or a day in whole hours (1, 2, 3, 4, 6, 12 h)")
    return found


def window(spot: Spot) -> int:
    """A reader of how far ahead one may book, in whole days."""
    found = duration(DAY, 400 * DAY)(spot)
    if found % DAY:
        raise Wrong("must be whole days")
    return found // DAY


def offered(known: Known) -> Callable[[Spot], tuple[str, ...]]:
    """A reader of where an experience is offered: `everywhere`, or a list of boutiques."""

    def read(spot: Spot) -> tuple[str, ...]:
        if spot.value == "everywhere":
            return known.boutiques
        names: list[str] = []
        for item in spot.items():
            name = item.read(among(known.boutiques, "boutique"))
            if name in names:
                item.wrong("this is written twice")
            elif name is not None:
                names.append(name)
        if not spot.value:
            raise Wrong("must name at least one boutique, or be `everywhere`")
        return tuple(names)

    return read


def experience(known: Known) -> Callable[[Spot], Experience | None]:
    """A reader of one experience; its id is the name under which it is written."""

    def read(spot: Spot) -> Experience | None:
        fields = Fields(spot)
        identity = spot.name().read(slug)
        plan = {
            "id": identity,
            "kind": fields.take("kind", among(frozenset(KINDS), "kind")),
            "name": fields.take("name", text_in(known.languages, 80)),
            "summary": fields.take("summary", text_in(known.languages, 300)),
            "duration": fields.take("duration", duration(5, 12 * HOUR)),
            "before": fields.take("before", duration(0, 6 * HOUR), 0),
            "after": fields.take("after", duration(0, 6 * HOUR), 0),
            "step": fields.take("step", step, 15),
            "lead_minutes": fields.take("lead", duration(0, 90 * DAY), 0),
            "window_days": fields.take("window", window, 60),
            "party": fields.take("party", party, PartySize()),
            "bookable_by": fields.take("bookable_by", one_of("anyone", "known", "staff")),
            "confirmation": fields.take("confirmation", one_of("instant", "by_email_link", "by_associate")),
            "hold_minutes": fields.take("hold", duration(5, DAY), 30),
            "respond_opening_minutes": fields.take("answer_within", duration(30, 5 * DAY), 240),
            "proposal_minutes": fields.take("keep_proposal", duration(30, 14 * DAY), 3 * DAY),
            "late_grace_minutes": fields.take("late_grace", duration(0, 2 * HOUR), 15),
            "day_limit": fields.take("day_limit", whole(1, 500), None),
            "skill": fields.take("skill", among(known.skills, "skill"), None),
            "roles": fields.each("roles", one_of(ADVISOR, ROOM), None) or (ADVISOR,),
            "notices": fields.each("reminders", reminder, None),
            "boutiques": fields.take("boutiques", offered(known)),
            "service_areas": fields.each("areas", area(known), None),
            "room_opens_minutes": fields.take("room_opens", duration(0, HOUR), 10),
        }
        rule = fields.take("policy", among(known.policies, "policy"))
        fields.done()
        _judge(spot, plan)
        chosen = known.policies.get(rule) if rule else None
        return Experience.model_validate({**plan, "policy": chosen}) if spot.sound() and chosen else None

    return read


def _judge(spot: Spot, plan: dict[str, object]) -> None:
    """Note what is well formed field by field and cannot be true together."""
    kind = KINDS.get(str(plan["kind"]))
    lead, days = plan["lead_minutes"], plan["window_days"]
    if plan["bookable_by"] == "anyone" and plan["confirmation"] == "instant":
        spot.wrong(
            "what anyone may book cannot be confirmed instantly: an address must be proven first", "confirmation"
        )
    if isinstance(lead, int) and isinstance(days, int) and lead >= days * DAY:
        spot.wrong("this leaves no day to book: it must be shorter than `window`", "lead")
    roles, areas = plan["roles"], plan["service_areas"]
    assert isinstance(roles, tuple) and isinstance(areas, tuple)  # noqa: S101, PT018 - as read above
    if ADVISOR not in roles:
        spot.wrong("there must be an advisor", "roles")
    if kind is None:
        return
    if ROOM in roles and kind.place != "boutique":
        spot.wrong("only a visit to the boutique takes a room", "roles")
    if areas and not kind.needs_address:
        spot.wrong("only what takes place at an address has areas", "areas")
    if kind.needs_address and not areas and "areas" not in spot.mapping():
        spot.wrong("`areas` is missing: where do the boutiques go")
    _judge_areas(spot, plan["boutiques"], areas, needed=kind.needs_address)


def _judge_areas(spot: Spot, boutiques: object, areas: tuple[ServiceArea, ...], *, needed: bool) -> None:
    if not isinstance(boutiques, tuple):
        return
    seen: dict[tuple[str, str], str] = {}
    for index, found in enumerate(areas):
        if found.boutique not in boutiques:
            spot.wrong("this boutique does not offer this experience", "areas", index, "boutique")
        for prefix in found.postal_prefixes or ("",):
            if seen.setdefault((found.country, prefix), found.boutique) != found.boutique:
                spot.wrong(f"{found.country} {prefix} is already another boutique's", "areas", index)
    for boutique in boutiques if needed and areas else ():
        if boutique not in {found.boutique for found in areas}:
            spot.wrong(f"{boutique} offers this, and no area is its own", "areas")

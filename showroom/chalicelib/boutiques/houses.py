"""Reads boutiques: where they stand, when they are open, their rooms and who works there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.boutiques.addresses import email, telephone, web_address
from chalicelib.boutiques.fields import Fields, Spot, Wrong, among, one_of, slug, text_in, whole, words
from chalicelib.boutiques.hours import DAY, Closure, Hours, parse_time
from chalicelib.boutiques.model import Boutique, Room, Staff, StaffContacts
from chalicelib.boutiques.offers import Known, country
from chalicelib.boutiques.timetable import away, closures, exceptions, holidays_of, hours_from
from chalicelib.boutiques.zones import canonical_zone
from chalicelib.foundation.contacts import readable_telephone

_SPOKEN = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
    eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja
    jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb
    nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq
    sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """.split()  # noqa: SIM905 - a table reads better as a table
)


@dataclass(frozen=True)
class House:
    """A boutique as read, and how its staff are reached."""

    boutique: Boutique
    contacts: dict[str, StaffContacts]


def language(spot: Spot) -> str:
    """A reader of a language by its two letters (ISO 639-1)."""
    if not isinstance(spot.value, str) or spot.value not in _SPOKEN:
        raise Wrong("must be the two small letters of a language, such as it")
    return spot.value


def zone(spot: Spot) -> str:
    """A reader of a time zone; an older name of a place becomes its present one."""
    found = canonical_zone(spot.value) if isinstance(spot.value, str) else None
    if found is None:
        raise Wrong("must be the IANA zone of a place, such as Europe/Paris")
    return found


def house(known: Known) -> Callable[[Spot], House | None]:
    """A reader of one boutique; its id is the name under which it is written."""

    def read(spot: Spot) -> House | None:
        fields = Fields(spot)
        identity = spot.name().read(slug)
        name, city = fields.take("name", words(80)), fields.take("city", text_in(known.languages, 60, same=True))
        land, place = fields.take("country", country), fields.take("zone", zone)
        address = fields.each("address", words(100))
        number, mail = fields.take("telephone", telephone), fields.take("email", email)
        spoken = fields.each("languages", language)
        closed = (
            *(fields.take("closures", closures, ()) or ()),
            *(fields.take("holidays", holidays_of(land), ()) or ()),
        )
        hours = hours_from(fields, place or "UTC", closed)
        morning = fields.take("morning_letter", _morning, Boutique.model_fields["morning_letter"].default)
        _judge_exceptions(spot, closed)
        rooms = fields.take("rooms", _rooms, ()) or ()
        people = fields.take("staff", _people(known, hours)) or ()
        fields.done()
        _judge(spot, spoken, rooms, people)
        if not spot.sound():
            return None
        boutique = Boutique(
            id=identity or "",
            name=name,
            city=city,
            country=land,
            zone=place,
            address=address,
            telephone=readable_telephone(number),
            email=mail,
            languages=spoken,
            hours=hours,
            morning_letter=morning,
            rooms=rooms,
            staff=tuple(member for member, _ in people),
        )
        return House(boutique, {member.id: contacts for member, contacts in people})

    return read


def _morning(spot: Spot) -> int | None:
    if spot.value == "none":
        return None
    try:
        minute = parse_time(str(spot.value))
    except ValueError:
        minute = DAY
    if minute >= DAY:
        raise Wrong("must be an hour such as 07:30, or none")
    return minute


def _rooms(spot: Spot) -> tuple[Room, ...]:
    found = []
    for written in spot.mapping():
        item = spot.inside(written)
        identity, name = item.name().read(slug), item.read(words(80))
        if identity and name:
            found.append(Room(id=identity, name=name))
    return tuple(found)


def _people(known: Known, hours: Hours) -> Callable[[Spot], tuple[tuple[Staff, StaffContacts], ...]]:
    def read(spot: Spot) -> tuple[tuple[Staff, StaffContacts], ...]:
        colleagues = tuple(spot.mapping())
        read = [spot.inside(written).read(_person(known, hours, colleagues)) for written in colleagues]
        return tuple(each for each in read if each is not None)

    return read


def _person(
    known: Known, opening: Hours, colleagues: tuple[str, ...]
) -> Callable[[Spot], tuple[Staff, StaffContacts] | None]:
    def read(spot: Spot) -> tuple[Staff, StaffContacts] | None:
        fields = Fields(spot)
        identity = spot.name().read(slug)
        others = tuple(each for each in colleagues if each != spot.path[-1])
        plan = {
            "id": identity,
            "name": fields.take("name", words(80)),
            "title": fields.take("title", text_in(known.languages, 80), {}),
            "role": fields.take("role", one_of("associate", "manager"), "associate"),
            "languages": fields.each("languages", language),
            "skills": fields.each("skills", among(known.skills, "skill"), None),
            "daily_maximum": fields.take("daily_maximum", whole(1, 50), None),
            "deputy": fields.take("deputy", among(others, "colleague in this boutique"), None),
            "meeting_url": fields.take("meeting_url", web_address, None),
            "hours": hours_from(fields, opening.zone, fields.take("away", away, ()) or (), opening),
        }
        mail, number = fields.take("email", email), fields.take("telephone", telephone, None)
        fields.done()
        if not spot.sound():
            return None
        return Staff.model_validate(plan), StaffContacts(email=mail, telephone=number)

    return read


def _judge_exceptions(spot: Spot, closed: tuple[Closure, ...]) -> None:
    """Note an exception that opens a day which is closed: the closure would win, silently."""
    if not isinstance(spot.value.get("exceptions"), dict):
        return
    inside = spot.inside("exceptions")
    for written in inside.value:
        try:
            found = exceptions(Spot(type(spot.sheet)(), (), {written: inside.value[written]}))
        except Wrong:
            continue
        for each in found:
            if each.ranges and any(rule.first <= each.date <= rule.last for rule in closed):
                inside.wrong(f"{each.date} is a closed day too, and closed wins; if a holiday, `except` it", written)


def _judge(
    spot: Spot, spoken: tuple[str, ...], rooms: tuple[Room, ...], people: tuple[tuple[Staff, StaffContacts], ...]
) -> None:
    """Note what is well formed field by field and cannot be true together."""
    staff = spot.value.get("staff")
    if not isinstance(staff, dict):
        return
    if not staff:
        spot.wrong("nobody works here", "staff")
    for room in rooms:
        if room.id in staff:
            spot.wrong("a room and a person may not share an id", "rooms", room.id)
    if not all(spot.inside("staff").inside(each).sound() for each in staff):
        return  # who speaks or manages cannot be told while some of them cannot be read
    if staff and not any(member.role == "manager" for member, _ in people):
        spot.wrong("there must be a manager, who is asked when nobody has answered", "staff")
    for tag in spoken:
        if not any(tag in member.languages for member, _ in people):
            spot.wrong(f"nobody here speaks {tag}", "languages")

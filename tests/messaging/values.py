"""What the composers hand to the letters, as tests need it."""

from __future__ import annotations

from typing import Any

from chalicelib.foundation.clock import parse_rfc3339
from chalicelib.messaging.model import ChannelName, Message, Recipient

START = parse_rfc3339("2027-01-14T15:00:00+01:00")
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
OCCASIONS = (
    "event.invited",
    "event.accepted",
    "event.waitlisted",
    "event.offered",
    "event.offer_lapsed",
    "event.declined",
    "event.changed",
    "event.not_granted",
    "event.cancelled",
    "event.called_off",
    "event.moved",
    "event.reminder",
    "event.diets_asked",
    "event.window",
    "event.window_moved",
    "event.delivered_late",
    "event.film_moved",
    "event.names_asked",
)
ENCLOSING = ("event.accepted", "event.changed", "event.cancelled", "event.called_off", "event.moved")
DOORS = ("door.invited", "door.window", "door.window_moved", "door.late", "door.called_off", "door.film_moved")
"""Letters to a companion at a door of her own: no short message, since all that is known of her is an e-mail."""
DINNERS = (
    "event.diets_asked",
    "event.window",
    "event.window_moved",
    "event.delivered_late",
    "event.film_moved",
    "host.dinner_late",
    *DOORS,
)
CLIENT_LETTERS = (
    "booking.confirm_link",
    "booking.request_received",
    "booking.confirmed",
    "booking.accepted",
    "booking.reminder",
    "booking.moved",
    "booking.move_proposed",
    "booking.handed_over",
    "booking.options",
    "booking.several",
    "booking.cancelled",
    "booking.declined",
    "booking.lapsed",
    "wish.received",
    "delegate.invited",
    "signin.link",
    "client.erased",
    *OCCASIONS,
    *DOORS,
)
HOST_LETTERS = (
    "host.requested",
    "host.booked",
    "host.elsewhere",
    "host.moved",
    "host.proposal_refused",
    "host.proposal_lapsed",
    "host.options_lapsed",
    "host.options_refused",
    "host.running_late",
    "host.cancelled",
    "host.handed_over",
    "host.escalated",
    "host.wish",
    "host.bounced",
    "host.morning",
    "host.event_published",
    "host.event_called_off",
    "host.event_moved",
    "host.dinner_late",
)
SHORT_ALONE = ("booking.confirm_code",)
"""What is sent as a short message and never as a letter."""
WITHOUT_CALENDAR = (
    "booking.several",
    "wish.received",
    "delegate.invited",
    "signin.link",
    "client.erased",
    "host.wish",
    "host.bounced",
    "host.morning",
    "host.dinner_late",
    *DOORS,
    *(each for each in OCCASIONS if each not in ENCLOSING),
)
EXPERIENCES = {
    "en": {"boutique": "An hour in the boutique", "client": "A visit at your home", "video": "A conversation by video",
           "telephone": "A conversation by telephone"},
    "it": {"boutique": "Un’ora in boutique", "client": "Una visita a casa Sua", "video": "Una conversazione in video",
           "telephone": "Una conversazione al telefono"},
    "fr": {"boutique": "Une heure en boutique", "client": "Une visite chez vous", "video": "Une conversation en vidéo",
           "telephone": "Une conversation au téléphone"},
    "zh": {"boutique": "精品店一小时", "client": "登门拜访", "video": "视频会面", "telephone": "电话会谈"},
    "ja": {"boutique": "ブティックでのひととき", "client": "ご自宅へのご訪問", "video": "ビデオでのご相談",
           "telephone": "お電話でのご相談"},
    "ar": {"boutique": "ساعة في البوتيك", "client": "زيارة في منزلكم", "video": "لقاء عبر الفيديو",
           "telephone": "لقاء عبر الهاتف"},
}  # fmt: skip
POLICY = {
    "en": "We ask you kindly to tell us of a change at least a day before.",
    "it": "La preghiamo di comunicarci un cambiamento almeno un giorno prima.",
    "fr": "Nous vous prions de nous faire part d’un changement au moins un jour à l’avance.",
    "zh": "如需更改，敬请至少提前一天告知。",
    "ja": "ご変更の際は、前日までにお知らせくださいますようお願い申し上げます。",
    "ar": "نرجو منكم إبلاغنا بأي تغيير قبل الموعد بيوم واحد على الأقل.",
}
CITIES = {"en": "Milan", "it": "Milano", "fr": "Milan", "zh": "米兰", "ja": "ミラノ", "ar": "ميلانو"}
CLIENTS = {
    "en": ("Ms", "Chiara", "Bianchi"),
    "it": ("Signora", "Chiara", "Bianchi"),
    "fr": ("Madame", "Chiara", "Bianchi"),
    "zh": ("女士", "雅婷", "陈"),
    "ja": ("様", "美咲", "山田"),
    "ar": ("السيدة", "نورة", "المنصوري"),
}
"""Title, given name and family name of the client who reads each language; in zh and ja the family name is first."""

TITLES: dict[str, dict[str, tuple[str, str]]] = {
    "en": {
        "group_presentation": ("An hour with the new collection", "Our creative director opens her notebooks."),
        "launch_dinner": (
            "A dinner, and a film",
            "Six courses by a starred kitchen, and a film made for this evening.",
        ),
    },
    "it": {
        "group_presentation": ("Un’ora con la nuova collezione", "La direttrice creativa apre i suoi taccuini."),
        "launch_dinner": (
            "Una cena e un film",
            "Sei portate di una cucina stellata, e un film girato per questa sera.",
        ),
    },
    "fr": {
        "group_presentation": ("Une heure avec la nouvelle collection", "La directrice de création ouvre ses carnets."),
        "launch_dinner": ("Un dîner, un film", "Six plats d’une cuisine étoilée, et un film tourné pour ce soir."),
    },
    "zh": {
        "group_presentation": ("新系列品鉴", "我们的创意总监将展示她的手稿。"),
        "launch_dinner": ("一席晚宴，一部影片", "星级厨房的六道佳肴，与为今夜拍摄的影片。"),
    },
    "ja": {
        "group_presentation": ("新作コレクションのご紹介", "クリエイティブ・ディレクターがデザイン帖を開きます。"),
        "launch_dinner": ("晩餐と映画の夕べ", "星を戴く厨房の六皿と、この夜のために撮られた映画を。"),
    },
    "ar": {
        "group_presentation": ("ساعة مع المجموعة الجديدة", "تفتح مديرتنا الإبداعية دفاتر تصاميمها."),
        "launch_dinner": ("عشاء وفيلم", "ستة أطباق من مطبخ حائز على النجوم، والفيلم المصوَّر لهذه الأمسية."),
    },
}
"""What an occasion is called, and the house's own words on it."""
PRINCIPALS = {
    "en": ("Mr", "Paolo", "Ferrante"),
    "it": ("Signor", "Paolo", "Ferrante"),
    "fr": ("Monsieur", "Paolo", "Ferrante"),
    "zh": ("先生", "志明", "王"),
    "ja": ("様", "健一", "佐藤"),
    "ar": ("السيد", "خالد", "الهاشمي"),
}
"""The client on whose behalf the reader of an invitation books."""


def _principal(tongue: str) -> dict[str, str]:
    title, given, family = PRINCIPALS[tongue]
    whole = f"{family} {given}" if tongue in {"zh", "ja"} else f"{given} {family}"
    return {"title": title, "given": given, "family": family, "display": whole}


def proposal(after: int = 1440 + 60, **changes: Any) -> dict[str, Any]:
    """Return the values of a proposed time, so many minutes after the appointment."""
    return {"start": START + after, "until": START - 60, "advisor": "Giulia Conti", **changes}


def elsewhere(language: str) -> list[dict[str, Any]]:
    """Return three proposals: another day with a colleague, the same hour by video, a sister boutique."""
    sister = {
        "boutique_name": "Maison Aurelle Tokyo",
        "boutique_address": ["Ginza 4-1"],
        "zone": "Asia/Tokyo",
        "city": {"zh": "东京", "ja": "東京", "ar": "طوكيو", "it": "Tokyo", "fr": "Tokyo"}.get(language, "Tokyo"),
    }
    video = {"experience": EXPERIENCES[language]["video"], "place": "video"}
    return [proposal(advisor="Marco Ferri"), proposal(0, **video), proposal(2880, **sister, advisor="Hana Mori")]


def parts(language: str, place: str) -> list[dict[str, Any]]:
    """Return two appointments of one letter: one that a colleague receives, one that needs another time."""
    handed = {"template": "booking.handed_over", "advisor": "Marco Ferri"}
    moved = {"template": "booking.move_proposed", "start": START + 1440, "proposals": [proposal(2880)]}
    return [handed, {**moved, "to_be_moved": True}]


def _day(language: str) -> dict[str, Any]:
    """Return what an advisor is told of a day: whom she receives, who is to be moved, who asks, who has not said."""
    tongue = language if language in EXPERIENCES else "en"

    def one(place: str, after: int, **changes: Any) -> dict[str, Any]:
        plain: dict[str, Any] = {
            "experience": EXPERIENCES[tongue][place],
            "place": place,
            "start": START + after,
            "room": "Salone Brera" if place == "boutique" else None,
            "speaks": "it",
            "client_telephone": "+39 340 123 4567",
            "visit_address": ["Via Solferino 3", "20121 Milano"] if place == "client" else [],
            "note": None,
            "access_needs": None,
            "surprise": False,
            "on_behalf_of": None,
        }
        return {**plain, **changes}

    words = {"note": "We should like to see the new season.\nThank you.", "access_needs": "A place to sit."}
    return {
        "received": [one("boutique", -240, **words), one("client", 0, surprise=True, client_telephone=None)],
        "moving": [one("video", 1440)],
        "asking": [one("boutique", 2880)],
        "proposed": [one("telephone", 4320)],
        "console_url": "https://maison.example/console",
    }


def values(language: str = "en", place: str = "boutique", **changes: Any) -> dict[str, Any]:
    """Return the values of an appointment in Milan on 14 January 2027 at three o'clock."""
    tongue = language if language in EXPERIENCES else "en"
    title, given, family = CLIENTS[tongue]
    first = tongue in {"zh", "ja"}
    name = f"{family} {given}" if first else f"{given} {family}"
    return {
        "client_name": name,
        "salutation": {"title": title, "given": given, "family": family, "family_first": first, "called": None},
        "experience": EXPERIENCES[tongue][place],
        "kind": f"{place}_visit",
        "place": place,
        "start": START,
        "end": START + 60,
        "zone": "Europe/Rome",
        "city": CITIES[tongue],
        "client_zone": None,
        "old_start": START - 1440,
        "proposals": [proposal()],
        "to_be_moved": False,
        "late_by": 15,
        "code": "402719",
        "boutique_name": "Maison Aurelle Milano",
        "boutique_telephone": "+39 02 5550 1420",
        "boutique_address": ["Via Monte Napoleone 8", "20121 Milano"],
        "visit_address": ["Via Solferino 3", "20121 Milano"] if place == "client" else None,
        "advisor": "Giulia Conti",
        "duration": 60,
        "policy_text": POLICY[tongue],
        "change_until": START - 1440,
        "manage_url": "https://maison.example/manage#abc.def.ghi",
        "join_url": "https://maison.example/room#abc.def.ghi" if place == "video" else None,
        "host_url": "https://maison.example/manage#jkl.mno.pqr",
        "expires_at": START - 2 * 1440 - 120,
        "party": {"adults": 2, "children": 1},
        "note": "We should like to see the new season.\nThank you.",
        "access_needs": "A place to sit.",
        "wish": {"days": ["2027-01-18", "2027-01-19"], "part": "afternoon", "words": "After four, if possible."},
        "late": False,
        "cancelled": 2,
        "parts": parts(language, place),
        "maison_name": "Maison Aurelle",
        **_day(tongue),
        "principal": _principal(tongue),
        "minutes": 15,
        "signin_url": f"https://maison.example/me#signin={'a' * 26}.{'b' * 43}",
        "delegate_url": "https://maison.example/me#showroom=abc.def.ghi",
        **changes,
    }


def occasion(language: str = "en", kind: str = "group_presentation") -> dict[str, Any]:
    """Return the values of an occasion on 14 January 2027, as a client in New York reads them.

    A presentation begins at three o'clock in Milan, the film of a dinner at eight.
    """
    dinner = kind == "launch_dinner"
    start = START + 300 if dinner else START
    tongue = language if language in TITLES else "en"
    title, description = TITLES[tongue][kind]
    link = "https://maison.example/event#abc.def.ghi"
    return {
        "kind": kind,
        "place": "home" if dinner else "video",
        "start": start,
        "end": start + 120 if dinner else start + 60,
        "duration": 120 if dinner else 60,
        "old_start": start - 20 if dinner else start - 1440,
        "title": title,
        "description": description,
        "spoken": "fr",
        "client_zone": "America/New_York",
        "hosts": ["Giulia Conti", "Marco Ferri"],
        "party": 3,
        "max_plus_ones": 2,
        "companions": [],
        "answer_until": start - 3 * 1440,
        "change_until": start - 2 * 1440,
        "opens_at": start - 15,
        "offer_until": start - 1440 - 300,
        "standing": "accepted",
        "by_house": False,
        "as_asked": False,
        "word": "",
        "never_again": False,
        "link": link,
        "yes_url": f"{link}&answer=yes",
        "no_url": f"{link}&answer=no",
        "never_again_url": f"{link}&no=1",
        "window": {"start": start - 90, "end": start - 60, "zone": "Europe/Rome", "city": CITIES[tongue]},
        "old_window": {"start": start - 150, "end": start - 120},
        "expected_at": start - 45,
        "replay_minutes": 48 * 60,
        "waits": True,
        "delivered": False,
        "own_door": False,
        "why": "called_off",
        "unnamed": 2,
        "recipient": None,
        "delivery": "attempted",
        "attempts": [{"at": start - 65, "why": "nobody_there"}, {"at": start - 62, "why": "no_entry"}],
        "begun": False,
        "unanswered": ["Paolo Ferrante"],
        "diets_until": start - 2 * 1440,
        "kept_days": 30,
        "others": ["Marco Ferri"],
        "no_longer_host": False,
        "sittings": [{"start": start, "end": start + 60, "spoken": "fr", "capacity": 36}],
        "console_url": "https://maison.example/console#/events/abc",
    }


def _of_an_occasion(template: str, language: str, changes: dict[str, Any]) -> dict[str, Any]:
    if template not in {*OCCASIONS, *DINNERS} and not template.startswith("host.event_"):
        return changes
    kind = changes.get("kind") or ("launch_dinner" if template in DINNERS else "group_presentation")
    own = _at_her_own_door(language) if template in DOORS else {}
    return {**occasion(language, kind), **own, **changes}


def _at_her_own_door(language: str) -> dict[str, Any]:
    """What is otherwise in a letter to a companion: who invites her, her own page, the clock of her own address."""
    return {
        "client_name": "Luca Moretti",
        "salutation": {},
        "inviter": _principal(language if language in TITLES else "en"),
        "own_door": True,
        "link": "https://maison.example/door#abc.def.ghi",
        "party": 2,
        "companions": [],
        "client_zone": None,
    }


def message(
    template: str, language: str = "en", place: str = "boutique", channel: ChannelName = "email", **changes: Any
) -> Message:
    """Return a message with those values, to the client or to the host as the template has it."""
    to = Recipient("Chiara Bianchi", "chiara@client.example", "+393401234567")
    if template in ("delegate.invited", "signin.link", "client.erased"):
        changes.setdefault("advisor", None)
    if template.startswith("host."):
        to = Recipient("Giulia Conti", "giulia@maison.example")
    return Message(
        template=template,
        language=language,
        channel=channel,
        to=to,
        from_name="Maison Aurelle",
        reply_to="milano@maison.example",
        values={**values(language, place), **_of_an_occasion(template, language, changes)},
        calendar=None if template in WITHOUT_CALENDAR else CALENDAR,
        calendar_method=None if template in WITHOUT_CALENDAR else "REQUEST",
    )

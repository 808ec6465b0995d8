"""The maison of the fake API: a few boutiques and one experience of each kind."""

from __future__ import annotations

from typing import Any

BOUTIQUES: dict[str, dict[str, Any]] = {
    one["id"]: one
    for one in (
        {
            "id": "paris",
            "name": "Place Vendôme",
            "country": "FR",
            "zone": "Europe/Paris",
            "telephone": "+33 1 70 36 39 50",
            "languages": ["fr", "en", "it"],
        },
        {
            "id": "milan",
            "name": "Via Montenapoleone",
            "country": "IT",
            "zone": "Europe/Rome",
            "telephone": "+39 02 5550 0142",
            "languages": ["it", "en"],
        },
        {
            "id": "new-york",
            "name": "Madison Avenue",
            "country": "US",
            "zone": "America/New_York",
            "telephone": "+1 212 555 0164",
            "languages": ["en"],
        },
    )
}
CITIES = {"paris": "Paris", "milan": "Milan", "new-york": "New York"}
LANGUAGES = ("en", "it", "fr", "zh", "ja", "ar")
_ALL = ["paris", "milan", "new-york"]
_CITIES: dict[str, dict[str, str]] = {
    "en": CITIES,
    "it": {"paris": "Parigi", "milan": "Milano", "new-york": "New York"},
    "fr": {"paris": "Paris", "milan": "Milan", "new-york": "New York"},
    "zh": {"paris": "巴黎", "milan": "米兰", "new-york": "纽约"},
    "ja": {"paris": "パリ", "milan": "ミラノ", "new-york": "ニューヨーク"},
    "ar": {"paris": "باريس", "milan": "ميلانو", "new-york": "نيويورك"},
}
_POLICY = {
    "en": "You may choose another time, or cancel, up to one day before.",
    "it": "Può scegliere un altro orario, o disdire, fino al giorno prima.",
    "fr": "Vous pouvez choisir un autre moment, ou annuler, jusqu’à la veille.",
    "zh": "您可在前一日之前另选时间或取消。",
    "ja": "ご変更、お取り消しは、前日まで承ります。",
    "ar": "يمكنكم اختيار وقت آخر أو الإلغاء حتى اليوم السابق.",
}
_TEXTS: dict[str, dict[str, tuple[str, str]]] = {
    "visit": {
        "en": ("A visit to the boutique",
               "A salon is kept for you, with an advisor who has prepared what you would like to see."),
        "it": ("Una visita in boutique",
               "Un salone Le è riservato, con un consulente che ha preparato ciò che desidera vedere."),
        "fr": ("Une visite en boutique",
               "Un salon vous est réservé, avec une personne qui aura préparé ce que vous aimeriez voir."),
        "zh": ("莅临精品店", "我们为您预留专属沙龙，顾问将事先备好您希望欣赏的作品。"),
        "ja": ("ブティックへのご来店",
               "専用のサロンをご用意し、ご覧になりたい作品をアドバイザーが整えてお待ちいたします。"),
        "ar": ("زيارة إلى البوتيك", "صالون مخصص لكم، مع مستشار أعدّ لكم ما تودّون رؤيته."),
    },
    "first-video": {
        "en": ("A first conversation by video",
               "Half an hour in which to meet us, and to tell us what you are looking for."),
        "it": ("Una prima conversazione in video",
               "Mezz’ora per conoscerci, e per raccontarci che cosa sta cercando."),
        "fr": ("Un premier échange en vidéo",
               "Une demi-heure pour faire connaissance, et nous dire ce que vous cherchez."),
        "zh": ("初次视频会面", "用半小时认识我们，并告诉我们您的心之所向。"),
        "ja": ("はじめてのビデオ通話", "三十分ほど、ご挨拶とともにお探しのものをお聞かせください。"),
        "ar": ("لقاء أول عبر الفيديو", "نصف ساعة نتعارف فيها، وتخبروننا بما تبحثون عنه."),
    },
    "video": {
        "en": ("A conversation by video", "Your client advisor shows you the pieces you have in mind."),
        "it": ("Una conversazione in video", "Il Suo consulente Le mostra le creazioni."),
        "fr": ("Un échange en vidéo", "Nous vous présentons les pièces auxquelles vous pensez."),
        "zh": ("视频会面", "您的专属顾问为您展示心仪的作品。"),
        "ja": ("ビデオ通話", "担当アドバイザーが、お心に留めていらっしゃる作品をご覧に入れます。"),
        "ar": ("لقاء عبر الفيديو", "يعرض لكم مستشاركم القطع التي في بالكم."),
    },
    "telephone": {
        "en": ("A conversation by telephone",
               "An advisor telephones you at the hour you choose, and has the time to listen."),
        "it": ("Una conversazione al telefono",
               "Un consulente La chiama all’ora che preferisce, con tutto il tempo per ascoltarLa."),
        "fr": ("Un échange par téléphone",
               "Nous vous appelons à l’heure que vous choisissez, avec tout le temps de vous écouter."),
        "zh": ("电话会面", "顾问将在您选定的时间致电，悉心聆听。"),
        "ja": ("お電話でのご相談", "お選びのお時間にアドバイザーからお電話し、ゆっくりとお話を伺います。"),
        "ar": ("حديث عبر الهاتف", "يتصل بكم مستشار في الوقت الذي تختارونه، ولديه متسع للإصغاء إليكم."),
    },
    "at-home": {
        "en": ("A visit to your home", "We come to you with a selection chosen for you. There is nothing to prepare."),
        "it": ("Una visita a casa Sua",
               "Veniamo da Lei con una selezione scelta per Lei. Non c’è nulla da preparare."),
        "fr": ("Une visite chez vous",
               "Nous venons à vous avec une sélection choisie pour vous. Il n’y a rien à préparer."),
        "zh": ("上门拜访", "我们携为您甄选的作品前来，您无需任何准备。"),
        "ja": ("ご自宅へのご訪問", "お客様のためにお選びした作品をお持ちいたします。ご準備はいりません。"),
        "ar": ("زيارة إلى منزلكم", "نأتي إليكم بمجموعة اختيرت لكم، ولا حاجة إلى أي تحضير."),
    },
}  # fmt: skip
"""[name, one sentence] of what can be booked, by language."""
_OFFERED = (
    ("visit", "boutique_visit", "boutique", 60, "anyone", "by_email_link", _ALL, 4, False, False),
    ("first-video", "video_consultation", "video", 30, "anyone", "by_email_link", _ALL, 4, False, False),
    ("video", "video_consultation", "video", 45, "known", "instant", _ALL, 4, False, False),
    ("telephone", "telephone", "telephone", 30, "anyone", "by_email_link", ["paris", "milan"], 1, False, True),
    ("at-home", "home_visit", "client", 90, "anyone", "by_associate", ["paris"], 3, True, False),
)


def spoken(language: str) -> str:
    """Return the language in which the house answers."""
    return language if language in LANGUAGES else "en"


def city(boutique: str, language: str) -> str:
    """Return a boutique's city as this language calls it."""
    return _CITIES[spoken(language)][boutique]


def experiences(language: str) -> list[dict[str, Any]]:
    """Everything that can be booked."""
    at = spoken(language)
    return [
        {
            "id": slug,
            "kind": kind,
            "place": place,
            "name": _TEXTS[slug][at][0],
            "summary": _TEXTS[slug][at][1],
            "duration": duration,
            "bookable_by": by,
            "confirmation": how,
            "boutiques": where,
            "party": {"max_guests": most},
            "policy": _POLICY[at],
            "needs_address": address,
            "needs_telephone": telephone,
        }
        for slug, kind, place, duration, by, how, where, most, address, telephone in _OFFERED
    ]


def maison(language: str) -> dict[str, Any]:
    """The whole catalogue."""
    return {
        "name": "Maison Orsière",
        "languages": list(LANGUAGES),
        "default_language": "en",
        "boutiques": [{**one, "city": city(slug, language)} for slug, one in BOUTIQUES.items()],
        "experiences": experiences(language),
    }

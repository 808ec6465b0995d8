"""Who comes to the launch night of the demo, what is cooked for them, and where they live. All of it is invented."""

from __future__ import annotations

from chalicelib.events.dinner.diets import Allergen, Diet
from chalicelib.events.dinner.kitchens import Kitchen
from chalicelib.events.dinner.menus import Course, Menu
from chalicelib.events.dinner.windows import City

TITLE = {
    "en": "The Night of the Comet",
    "it": "La notte della cometa",
    "fr": "La nuit de la comète",
    "zh": "彗星之夜",
    "ja": "彗星の夜",
    "ar": "ليلة المذنّب",
}
DESCRIPTION = {
    "en": "A new high jewellery collection, on film. Before it begins, dinner by a starred kitchen comes to you.",
    "it": "Una nuova collezione di alta gioielleria, in un film. Prima, una cena di una cucina stellata arriva da Lei.",
    "fr": "Une nouvelle collection de haute joaillerie, en un film. Avant lui, un dîner étoilé arrive à votre porte.",
    "zh": "全新高级珠宝系列影片。影片开始前，星级厨房的晚餐将送达府上。",
    "ja": "新作ハイジュエリーを映像で。上映の前に、星付き料理店のディナーをお届けいたします。",
    "ar": "مجموعة جديدة من المجوهرات الراقية في فيلم، يسبقه عشاء من مطبخ حائز على نجمة يصل إلى بابكم.",
}


def _course(name: dict[str, str], *contains: Allergen, suits: frozenset[Diet] = frozenset()) -> Course:
    return Course(name, frozenset(contains), suits)


_VEGAN = frozenset({Diet.VEGAN, Diet.HALAL, Diet.KOSHER})
MENUS = (
    Menu(
        "comet",
        {"en": "Comet", "it": "Cometa", "fr": "Comète", "zh": "彗星", "ja": "彗星", "ar": "المذنّب"},
        (
            _course(
                {
                    "en": "Langoustine, cold almond milk",
                    "it": "Scampo, latte freddo di mandorla",
                    "fr": "Langoustine, lait d’amande glacé",
                    "zh": "海螯虾，冷杏仁奶",
                    "ja": "ラングスティーヌ、冷たいアーモンドミルク",
                    "ar": "لانغوستين مع حليب اللوز البارد",
                },
                Allergen.CRUSTACEANS,
                Allergen.NUTS,
            ),
            _course(
                {
                    "en": "Turbot, champagne butter",
                    "it": "Rombo, burro allo champagne",
                    "fr": "Turbot, beurre au champagne",
                    "zh": "多宝鱼，香槟黄油",
                    "ja": "テュルボ、シャンパンバター",
                    "ar": "سمك الترس بالزبدة",
                },
                Allergen.FISH,
                Allergen.MILK,
                Allergen.SULPHITES,
            ),
            _course(
                {
                    "en": "Chocolate, smoked salt",
                    "it": "Cioccolato, sale affumicato",
                    "fr": "Chocolat, sel fumé",
                    "zh": "巧克力，烟熏盐",
                    "ja": "ショコラ、燻製塩",
                    "ar": "شوكولاتة بالملح المدخن",
                },
                Allergen.MILK,
                Allergen.EGGS,
                Allergen.SOYBEANS,
            ),
        ),
        {
            "en": ("Warm the turbot for eight minutes at 120 °C.", "Pour the butter over it at the table."),
            "it": ("Scaldare il rombo per otto minuti a 120 °C.", "Versare il burro a tavola."),
            "fr": ("Chauffer le turbot huit minutes à 120 °C.", "Verser le beurre à table."),
            "zh": ("将多宝鱼以120 °C加热八分钟。", "上桌后淋上黄油。"),
            "ja": ("テュルボを120 °Cで8分温めます。", "食卓でバターをおかけください。"),
            "ar": ("سخّنوا السمك ثماني دقائق على 120 درجة.", "اسكبوا الزبدة فوقه على المائدة."),
        },
    ),
    Menu(
        "garden",
        {"en": "Garden", "it": "Giardino", "fr": "Jardin", "zh": "花园", "ja": "庭園", "ar": "الحديقة"},
        (
            _course(
                {
                    "en": "Celeriac, black truffle",
                    "it": "Sedano rapa, tartufo nero",
                    "fr": "Céleri-rave, truffe noire",
                    "zh": "根芹，黑松露",
                    "ja": "根セロリ、黒トリュフ",
                    "ar": "جذور الكرفس بالكمأة السوداء",
                },
                Allergen.CELERY,
                suits=_VEGAN,
            ),
            _course(
                {
                    "en": "Beetroot in a salt crust",
                    "it": "Barbabietola in crosta di sale",
                    "fr": "Betterave en croûte de sel",
                    "zh": "盐焗甜菜根",
                    "ja": "ビーツの塩釜焼き",
                    "ar": "شمندر في قشرة الملح",
                },
                suits=_VEGAN,
            ),
        ),
        {
            "en": ("Break the crust at the table.",),
            "it": ("Rompere la crosta a tavola.",),
            "fr": ("Briser la croûte à table.",),
            "zh": ("上桌后敲开盐壳。",),
            "ja": ("食卓で塩釜を割ってください。",),
            "ar": ("اكسروا القشرة على المائدة.",),
        },
    ),
)
_ZONES = {"paris": "Europe/Paris", "milan": "Europe/Rome", "london": "Europe/London"}
_NAMES = {
    "paris": {"en": "Paris", "it": "Parigi", "fr": "Paris", "zh": "巴黎", "ja": "パリ", "ar": "باريس"},
    "milan": {"en": "Milan", "it": "Milano", "fr": "Milan", "zh": "米兰", "ja": "ミラノ", "ar": "ميلانو"},
    "london": {"en": "London", "it": "Londra", "fr": "Londres", "zh": "伦敦", "ja": "ロンドン", "ar": "لندن"},
}
_CHEFS = {"paris": "Atelier Vasseur", "milan": "Cucina Bramante", "london": "Hollis & Wren"}
KITCHENS = tuple(Kitchen(f"{city}-kitchen", _CHEFS[city], zone, -300, -30, 15, 12) for city, zone in _ZONES.items())
CITIES = tuple(
    City(city, zone, f"{city}-kitchen", {"centre": 12, "north": 25}, 3, _NAMES[city]) for city, zone in _ZONES.items()
)
STREETS = (
    ("paris", "rue des Lilas d’Argent"),
    ("milan", "via dei Glicini"),
    ("london", "Larkspur Mews"),
)
GUESTS: dict[int, tuple[tuple[tuple[str, str], ...], tuple[str, ...]]] = {
    0: ((("Octave", "Perrin"),), ()),
    1: ((("Nadia", "Lambert"),), ("crustaceans",)),
    2: ((), ("fish", "milk")),
    3: ((("Rose", "Tellier"), ("Hugo", "Tellier")), ()),
    4: ((), ()),
    5: ((("Alma", "Serrano"),), ("nuts",)),
    6: ((), ()),
    7: ((), ("eggs",)),
    8: ((("Iris", "Vidal"),), ()),
}
"""By their number among the demo's guests: whom each brings, and what she must not eat."""
FRIENDS = {0: "octave.perrin@friend.example", 1: "nadia.lambert@friend.example"}
"""Whose first companion dines at a door of her own, and where the house writes to her."""

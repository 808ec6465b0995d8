"""The words of what is printed for kitchens, couriers and boxes, in the six languages of the house."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.events.dinner.diets import Allergen

_ALLERGENS = {
    "en": "cereals containing gluten|crustaceans|eggs|fish|peanuts|soybeans|milk|nuts|celery|mustard|sesame|"
    "sulphur dioxide and sulphites|lupin|molluscs",
    "it": "cereali contenenti glutine|crostacei|uova|pesce|arachidi|soia|latte|frutta a guscio|sedano|senape|sesamo|"
    "anidride solforosa e solfiti|lupini|molluschi",
    "fr": "céréales contenant du gluten|crustacés|œufs|poissons|arachides|soja|lait|fruits à coque|céleri|moutarde|"
    "sésame|anhydride sulfureux et sulfites|lupin|mollusques",
    "zh": "含麸质谷物|甲壳类|蛋类|鱼类|花生|大豆|乳制品|坚果|芹菜|芥末|芝麻|二氧化硫及亚硫酸盐|羽扇豆|软体动物",
    "ja": "グルテンを含む穀物|甲殻類|卵|魚|落花生|大豆|乳|ナッツ類|"
    "セロリ|マスタード|ごま|二酸化硫黄・亜硫酸塩|ルピナス|軟体動物",
    "ar": "حبوب تحتوي على الغلوتين|قشريات|بيض|أسماك|فول سوداني|صويا|حليب|مكسرات|كرفس|خردل|سمسم|"
    "ثاني أكسيد الكبريت والكبريتيت|ترمس|رخويات",
}
_KEYS = (
    "kitchen|round|hour|menu|boxes|person|declared|contains|nothing|departs|stop|window|address|access|recipient|"
    "telephone|temperature|chilled|ambient|version|finishing|label"
)
_WORDS = {
    "en": "Kitchen|Round|Hour|Menu|Boxes|Person|Must not eat|Contains|none declared|Departs|Stop|Between|Address|"
    "How to get in|For|Telephone|Temperature|chilled, 0–5 °C|room temperature|Version|To finish at home|Box",
    "it": "Cucina|Giro|Ora|Menù|Cofanetti|Persona|Non deve mangiare|Contiene|nulla dichiarato|Partenza|Tappa|Tra|"
    "Indirizzo|Come entrare|Per|Telefono|Temperatura|refrigerato, 0–5 °C|temperatura ambiente|Versione|"
    "Per finire a casa|Cofanetto",
    "fr": "Cuisine|Tournée|Heure|Menu|Coffrets|Personne|Ne doit pas manger|Contient|rien de déclaré|Départ|Étape|Entre|"
    "Adresse|Comment entrer|Pour|Téléphone|Température|réfrigéré, 0–5 °C|température ambiante|Version|"
    "Pour finir chez soi|Coffret",
    "zh": "厨房|路线|时间|菜单|餐盒|代号|不可食用|含有|无申报|出发|站点|时段|地址|进入方式|收件人|电话|温度|"
    "冷藏 0–5 °C|常温|版本|在家完成|餐盒",
    "ja": "厨房|便|時刻|メニュー|箱数|番号|召し上がれないもの|含まれるもの|申告なし|出発|順番|お届け時間|ご住所|"
    "入館方法|"
    "お宛名|お電話|温度|冷蔵 0–5 °C|常温|版|ご自宅での仕上げ|箱",
    "ar": "المطبخ|الجولة|الساعة|قائمة الطعام|الصناديق|الشخص|يجب ألا يتناول|يحتوي على|لم يُصرَّح بشيء|المغادرة|المحطة|بين|"
    "العنوان|طريقة الدخول|إلى|الهاتف|درجة الحرارة|مبرّد، 0–5 °C|درجة حرارة الغرفة|النسخة|لإتمامه في المنزل|صندوق",
}
LANGUAGES = tuple(_WORDS)


def words(language: str) -> Mapping[str, str]:
    """Return the printed words by key, in a language or else in English."""
    return dict(zip(_KEYS.split("|"), _WORDS.get(language, _WORDS["en"]).split("|"), strict=True))


def allergens(language: str) -> Mapping[str, str]:
    """Return the fourteen allergens by code, in a language or else in English (rules D1, D3)."""
    return dict(zip(Allergen, _ALLERGENS.get(language, _ALLERGENS["en"]).split("|"), strict=True))

"""Short messages: two segments at most in every script, naming neither piece, price, address nor gift."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.messaging.letters import occasions_short
from chalicelib.messaging.letters.say import Say
from chalicelib.messaging.letters.setting import sentences
from chalicelib.messaging.model import Approved

MOST_SEGMENTS = 2
_META_LANGUAGES = {"zh": "zh_CN"}
"""Languages that WhatsApp calls otherwise than we do."""
_GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = set("^{}\\[~]|€\f")


def segments(text: str) -> int:
    """Count the segments of a short message: 160 or 153 GSM characters each, else 70 or 67 UTF-16 units."""
    if all(sign in _GSM or sign in _GSM_TWICE for sign in text):
        length, alone, joined = sum(2 if sign in _GSM_TWICE else 1 for sign in text), 160, 153
    else:
        length, alone, joined = len(text.encode("utf-16-le")) // 2, 70, 67
    return 1 if length <= alone else -(-length // joined)


def short(template: str, say: Say, house: str) -> str:
    """Write a message so that it fits: the house's name, what happened, a courtesy, a telephone; or as much as fits.

    Raises ValueError when the template has no short form, or not even what happened fits.
    """
    if template not in SENTENCES:
        raise ValueError(f"{template} is never sent as a short message")
    fact, courtesy = SENTENCES[template](say)
    bare = fact[:1].upper() + fact[1:]
    to_host = template.startswith("host.")
    telephone = "" if to_host else say.t("Telephone: %(telephone)s", telephone=say["boutique_telephone"])
    named = say.tp("the house, then what happened", "%(house)s: %(fact)s", house=house, fact=fact)
    for parts in (
        (named, courtesy, telephone),
        (named, telephone),
        (bare, telephone),
        (named,),
        (bare,),
    ):
        text = sentences(*parts)
        if segments(text) <= MOST_SEGMENTS:
            return text
    raise ValueError(f"{template} does not fit two segments")


def approved(template: str, say: Say, house: str) -> Approved:
    """Write a message as the WhatsApp template of its name: day and hour with the city, then the telephone.

    Raises ValueError when the template has no short form.
    """
    if template in SHORT_MESSAGE_ALONE:
        raise ValueError(f"{template} is never sent by WhatsApp")
    text = short(template, say, house)
    name = template.replace(".", "_")
    when: tuple[str, ...] = () if template.startswith("wish.") else (say.when(),)
    if template == "booking.options":
        when = (_kept(say),)
    if template == "booking.move_proposed":
        name, when = _moving(say, name, when)
    if template == "booking.handed_over":
        when = (say["advisor"], *when)
    if template in occasions_short.VALUES:
        name, when = occasions_short.VALUES[template](say, name)
    language = _META_LANGUAGES.get(say.locale.language, say.locale.language)
    return Approved(name, language, (*when, say["boutique_telephone"]), text)


def _moving(say: Say, name: str, when: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """What is asked depends on whether it must be, and on how many times are proposed: a template for each."""
    if say.get("to_be_moved"):
        return f"{name}_needed", when
    return (f"{name}_several", when) if len(say["proposals"]) > 1 else (name, (_proposed(say),))


def _confirmed(say: Say) -> tuple[str, str]:
    return say.t("your appointment on %(when)s is confirmed.", when=say.when()), say.t("We look forward to it.")


def _late(say: Say) -> str:
    return say.tn("%(count)d minute", "%(count)d minutes", int(say["late_by"]))


def _another_time(say: Say) -> str:
    return say.t("We will gladly find another time with you.")


def _move_proposed(say: Say) -> tuple[str, str]:
    if say.get("to_be_moved"):
        return say.t("we are sorry, our appointment on %(when)s needs another time.", when=say.when()), _another_time(
            say
        )
    stays = say.t("Until you answer, it stays as it is.")
    if len(say["proposals"]) > 1:
        return say.t("may we propose other times for our appointment on %(when)s?", when=say.when()), stays
    return say.t("may we propose %(when)s for our appointment?", when=_proposed(say)), stays


def _kept(say: Say) -> str:
    return say.when(min(int(proposal["until"]) for proposal in say["proposals"]))


def _proposed(say: Say) -> str:
    return say.about(say["proposals"][0]).when()


SHORT_MESSAGE_ALONE = frozenset({"booking.confirm_code", "client.erased", "booking.several"})
"""One proves a telephone number, and would need a template of another kind; one is the last word; one is a letter, of
which a short message is sent only where it came back."""

SENTENCES: dict[str, Callable[[Say], tuple[str, str]]] = {
    "booking.request_received": lambda say: (
        say.t("thank you for your request for %(when)s.", when=say.when()),
        say.t("We will answer you soon."),
    ),
    "booking.confirm_code": lambda say: (
        say.t("%(code)s is your code to confirm our appointment on %(when)s.", code=say["code"], when=say.when()),
        say.t("It holds for ten minutes."),
    ),
    "booking.confirmed": _confirmed,
    "booking.accepted": _confirmed,
    "booking.reminder": lambda say: (say.t("we look forward to our appointment on %(when)s.", when=say.when()), ""),
    "booking.moved": lambda say: (say.t("your appointment has a new time: %(when)s.", when=say.when()), ""),
    "booking.options": lambda say: (
        say.t("we are keeping times for you to choose from until %(when)s.", when=_kept(say)),
        say.t("We look forward to it."),
    ),
    "booking.handed_over": lambda say: (
        say.t("%(advisor)s looks after you on %(when)s.", advisor=say["advisor"], when=say.when()),
        "",
    ),
    "booking.move_proposed": _move_proposed,
    "booking.several": lambda say: (
        say.t("several of our appointments have changed."),
        say.t("We will gladly tell you more by telephone."),
    ),
    "booking.cancelled": lambda say: (
        say.t("your appointment on %(when)s is cancelled.", when=say.when()),
        _another_time(say),
    ),
    "booking.declined": lambda say: (
        say.t("we are sorry, we cannot be with you on %(when)s.", when=say.when()),
        _another_time(say),
    ),
    "booking.lapsed": lambda say: (
        say.t("we are sorry not to have answered your request for %(when)s.", when=say.when()),
        _another_time(say),
    ),
    "host.running_late": lambda say: (
        say.t("your client of %(when)s is running %(late)s late.", when=say.when(), late=_late(say)),
        "",
    ),
    "client.erased": lambda say: (
        say.t("as you wished, nothing is kept of you in our house any more."),
        say.t("All appointments ahead are cancelled.") if int(say["cancelled"]) else "",
    ),
    "wish.received": lambda say: (
        say.t("thank you for telling us when it would suit you."),
        say.t("We will write to you with a time."),
    ),
    **occasions_short.SENTENCES,
}
"""What happened, and a courtesy that may be left out."""

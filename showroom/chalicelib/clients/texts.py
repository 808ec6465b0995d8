"""The texts over which consent is asked, each with its version (rule C1). Whoever changes a word gives a new version.

A version names the language too, `marketing-1.fr`: what a consent refers to is the very sentence that was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.clients.consent import Purpose

EDITION: Mapping[Purpose, int] = {Purpose.SERVICE: 1, Purpose.MARKETING: 1}
"""Which edition of each text is shown now."""

_SENTENCES: Mapping[Purpose, Mapping[str, str]] = {
    Purpose.SERVICE: {
        "en": "{house} may write to me here about my appointments and my wishes.",
        "it": "{house} può scrivermi qui in merito ai miei appuntamenti e ai miei desideri.",
        "fr": "{house} peut m’écrire ici au sujet de mes rendez-vous et de mes souhaits.",
        "zh": "{house}可通过此方式就我的预约与心愿与我联系。",
        "ja": "{house}が、私の予約と希望について、この連絡先に連絡することに同意します。",
        "ar": "يمكن لدار {house} مراسلتي هنا بشأن مواعيدي ورغباتي.",
    },
    Purpose.MARKETING: {
        "en": "{house} may tell me here of its creations and invite me to its events. I may say no at any time.",
        "it": "{house} può parlarmi qui delle sue creazioni e invitarmi ai suoi eventi. Posso dire no quando voglio.",
        "fr": "{house} peut me parler ici de ses créations et m’inviter à ses événements. Je reste libre de refuser.",
        "zh": "{house}可通过此方式向我介绍作品并邀请我参加活动。我可随时改变主意。",
        "ja": "{house}が、作品のご案内や催しへのご招待をこの連絡先に送ることに同意します。いつでも取り消せます。",
        "ar": "يمكن لدار {house} أن تحدثني هنا عن إبداعاتها وأن تدعوني إلى مناسباتها. ويمكنني تغيير رأيي في أي وقت.",
    },
}
_FALLBACK = "en"


class Shown(NamedTuple):
    """A text as she reads it."""

    purpose: Purpose
    version: str
    text: str


def shown(house: str, language: str) -> tuple[Shown, ...]:
    """Return the texts to be shown now, in her language where it is written, else in English."""
    return tuple(
        Shown(
            purpose,
            version_of(purpose, language if language in sentences else _FALLBACK),
            sentences.get(language, sentences[_FALLBACK]).format_map({"house": house}),
        )
        for purpose, sentences in _SENTENCES.items()
    )


def text_of(version: str, house: str) -> str | None:
    """Return the sentence of a version, where it is one that is shown now; None for what was never shown or is past."""
    for purpose, sentences in _SENTENCES.items():
        for language, sentence in sentences.items():
            if version == version_of(purpose, language):
                return sentence.format_map({"house": house})
    return None


def version_of(purpose: Purpose, language: str) -> str:
    """Return the version of the text that is shown now for a purpose, in a language it is written in."""
    return f"{purpose}-{EDITION[purpose]}.{language}"


def is_shown(purpose: Purpose, version: str) -> bool:
    """Say whether a version is one that is shown now, in any language."""
    return any(version == version_of(purpose, language) for language in _SENTENCES[purpose])

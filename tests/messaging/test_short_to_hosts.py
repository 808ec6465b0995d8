"""The one short message that goes to the house: a client is running late."""

from __future__ import annotations

import pytest

from chalicelib.messaging.letters import Letters
from chalicelib.messaging.letters.sms import segments
from tests.messaging.golden import LANGUAGES
from tests.messaging.values import message


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_which_hour_and_how_late_and_names_nobody(letters: Letters, language: str) -> None:
    """Two segments; neither her name nor a telephone: her letter has them."""
    text = letters.sms(message("host.running_late", language, channel="sms"))
    assert segments(text) <= 2
    assert "15" in text
    assert "Maison Aurelle" in text
    assert not [secret for secret in ("Bianchi", "+39", "http") if secret in text]

"""Letters on paper: each is one A4 sheet, in every language."""

from __future__ import annotations

import re

import pytest

from chalicelib.messaging.letters import Letters
from infra.letters import build
from tests.browser.browsers import Browsers
from tests.messaging.golden import LANGUAGES, messages


@pytest.mark.proof
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_is_one_sheet(browser: Browsers, language: str) -> None:
    """A4, and nothing hangs over an edge; on a telephone no line runs out of the page either."""
    build()
    letters, page = Letters(), browser.page(width=320)
    for name, said in messages(language):
        page.set_content(letters.write(said).html)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
        sheet = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1, name
        (box,) = set(re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", sheet))
        assert [round(float(side)) for side in box] == [595, 842], name

"""The papers of a night, as they leave the house: tables, sheets and labels, and a workbook that arrives whole."""

from __future__ import annotations

import io
import zipfile

import pytest
from chalice.app import APIGateway

from chalicelib.events.dinner.planning.papers import Paper, paper
from chalicelib.foundation.errors import NotFound
from tests.world.dinners import answers, comes, dinner, release, whole
from tests.world.evenings import bidden, invited
from tests.world.house import House
from tests.world.people import BOUTIQUE, MARGAUX


def test_papers_arrive_whole(house: House) -> None:
    """Every paper is text, or bytes that the edge does not take for text; each says its version (rule D7)."""
    event = dinner(house, BOUTIQUE, start=house.now // 1440 * 1440 + 7 * 1440 + 19 * 60, hosts=("advisor-1",))
    guest = bidden(house, event, MARGAUX, plus_ones=1)
    comes(house, guest, "Ada")
    answers(house, invited(guest), allergens=["celery"])
    with pytest.raises(NotFound):
        paper(whole(house, event), "manifest.csv", "", "en")
    found = release(house, event)
    assert found.manifest is not None
    (line,) = found.manifest.lines

    def made(name: str, of: str = "") -> Paper:
        one = paper(found, name, of, "fr")
        assert one.name.endswith(name.rpartition(".")[2])
        return one

    book = made("manifest.xlsx")
    assert book.media in APIGateway().binary_types
    with zipfile.ZipFile(io.BytesIO(book.content)) as parts:
        assert line.boxes[0].person in parts.read("xl/sharedStrings.xml").decode()
    for name, of, said in (
        ("manifest.csv", "", line.boxes[1].person),
        ("kitchen.html", line.kitchen, "céleri"),
        ("driver.html", line.round, "Via Prova 1"),
        ("labels.html", line.kitchen, line.boxes[0].person),
    ):
        one = made(name, of)
        assert one.media.split(";")[0] not in APIGateway().binary_types
        assert said in one.content.decode()
    for name, of in (("kitchen.html", "nowhere"), ("driver.html", "none"), ("letters.html", "")):
        with pytest.raises(NotFound):
            made(name, of)

"""docs/maison-yaml.md names every field there is, and none that is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chalicelib.boutiques.blueprint import ImportRefused, read_blueprint
from tests.boutiques.files import SMALL, changed

PAGE = Path(__file__).parents[2] / "docs" / "maison-yaml.md"
PLACES = {
    "maison": ("  id: petite\n", "  id: petite\n  unheard-of: 1\n"),
    "policies": ("    cancel_until: 4 h\n", "    cancel_until: 4 h\n    unheard-of: 1\n"),
    "experiences": ("    step: 30 min\n", "    step: 30 min\n    unheard-of: 1\n"),
    "boutiques": ("    city: Paris\n", "    city: Paris\n    unheard-of: 1\n"),
    "staff": ("        name: Bruno\n", "        name: Bruno\n        unheard-of: 1\n"),
}


def documented(section: str) -> set[str]:
    """Return the fields in the first column of a section's table."""
    text = PAGE.read_text().split(f"\n## {section}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]*) \|", text, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}


@pytest.mark.parametrize("section", PLACES)
def test_the_page_has_every_field_of_a_section(section: str) -> None:
    """What the importer says is known there is what the page describes."""
    with pytest.raises(ImportRefused) as refused:
        read_blueprint(changed(*PLACES[section]))
    (mistake,) = refused.value.mistakes
    known = set(mistake.detail.partition("what is: ")[2].split(", "))
    assert documented(section) == known


def test_the_page_has_every_section() -> None:
    """The five sections of a file stand in the page under their own names."""
    with pytest.raises(ImportRefused) as refused:
        read_blueprint(SMALL + "unheard-of: 1\n")
    known = set(refused.value.mistakes[0].detail.partition("what is: ")[2].split(", "))
    assert known <= set(re.findall(r"^## ([a-z]+)$", PAGE.read_text(), re.MULTILINE))

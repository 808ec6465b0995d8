"""docs/problems.md speaks of every error there is, and of no other."""

from __future__ import annotations

import re
from pathlib import Path

from chalicelib.foundation import errors as tree
from chalicelib.foundation.errors import ShowroomError
from chalicelib.http import errors as ours
from chalicelib.http.problems import INTERNAL, KINDS, document, kind_of

PAGE = (Path(__file__).parents[2] / "docs" / "problems.md").read_text(encoding="utf-8")


def raised() -> list[type[ShowroomError]]:
    """Return every error class of the house that the edge can meet, and the root."""
    found = [*vars(tree).values(), *vars(ours).values()]
    return [kind for kind in found if isinstance(kind, type) and issubclass(kind, ShowroomError)]


def test_every_error_has_its_own_page() -> None:
    """A new error without a line in the table fails here."""
    assert {kind.__name__ for kind in raised()} == {kind.__name__ for kind in KINDS}


def test_the_page_has_a_section_for_each_type_and_no_other() -> None:
    """Sections are the slugs; each says something."""
    sections = dict(re.findall(r"^## (\S+)\n(.+?)(?=\n## |\Z)", PAGE, re.DOTALL | re.MULTILINE))
    assert sections.keys() == {kind.slug for kind in KINDS.values()}
    assert all(len(text) > 40 for text in sections.values())


def test_the_page_lists_each_type_under_its_status() -> None:
    """The table at the head agrees with the code."""
    rows = re.findall(r"^\| (\d{3}) \| (.+) \|$", PAGE, re.MULTILINE)
    listed = {slug: int(status) for status, types in rows for slug in re.findall(r"\(#([\w-]+)\)", types)}
    assert listed == {kind.slug: kind.status for kind in KINDS.values()}


def test_slugs_are_told_apart() -> None:
    """One slug, one meaning."""
    slugs = [kind.slug for kind in KINDS.values()]
    assert len(slugs) == len(set(slugs))


def test_an_error_of_a_later_room_falls_to_its_nearest_ancestor() -> None:
    """Unknown classes are never a failure of the edge, and unknown exceptions tell nothing."""

    class Full(tree.QuotaReached):
        """Raised when a test says so."""

    assert kind_of(Full("x")).slug == "quota-reached"
    assert kind_of(KeyError("secret")) is INTERNAL
    assert "secret" not in str(document(KeyError("secret")))


def test_silent_errors_still_have_a_detail() -> None:
    """An error raised without words gets its title's."""
    assert document(tree.Conflict())["detail"] == "The world has moved on."

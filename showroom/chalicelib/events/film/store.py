"""Households at a film in DynamoDB: one item each. Nothing here opens a film: hashes and versions."""

from __future__ import annotations

from dataclasses import astuple

from pynamodb.attributes import JSONAttribute, NumberAttribute

from chalicelib.events.film.model import Ended, Household, Screen
from chalicelib.foundation.table import Item, Key, Step, Table, create, put


class FilmItem(Item):
    """One household's screens."""

    revision = NumberAttribute(attr_name="v")
    screens = JSONAttribute(attr_name="s")
    ending = JSONAttribute(attr_name="e", null=True)


def film_key(event_id: str, household: str) -> Key:
    """Where a household's screens are kept: a partition of its own, since each beats."""
    return Key(f"FILM#{event_id}#{household}", "FILM")


class FilmStore:
    """Reads strongly, and makes the steps that change."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def read(self, event_id: str, household: str) -> Household:
        """Return a household; revision 0 where nothing is kept of it yet."""
        item = self._table.get(FilmItem, film_key(event_id, household), consistent=True)
        if item is None:
            return Household(event_id, household)
        screens = tuple(Screen(*row) for row in item.screens)
        ending = tuple(Ended(*row) for row in item.ending or ())
        return Household(event_id, household, int(item.revision), screens, ending)

    def keep(self, after: Household, rubbish_after: int) -> Step:
        """Step that keeps a household, one revision after what was read (`film.keep`), until a second at least."""
        item = FilmItem(
            *film_key(after.event, after.id),
            revision=after.revision,
            screens=[list(astuple(one)) for one in after.screens],
            ending=[list(astuple(one)) for one in after.ending] or None,
            rubbish_after=rubbish_after,
        )
        if after.revision == 1:
            return create("film.keep", item)
        return put("film.keep", item, FilmItem.revision == after.revision - 1)

"""Beginnings of names in DynamoDB: one small item for each, under its keyed hash; no letter of a name is in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pynamodb.attributes import JSONAttribute

from chalicelib.clients.model import Name
from chalicelib.clients.search.names import beginnings
from chalicelib.foundation.table import Item, Key, Step, Table, delete, put
from chalicelib.foundation.vault import Vault

_SHORT = 10
_MOST_ROWS = 500
"""Of one beginning in one boutique that are looked at; beyond it the question is too wide to be answered whole."""


class NameItem(Item):
    """One client whose name has a word with this beginning, in one boutique."""

    longer = JSONAttribute()
    """Keyed hashes of the longer beginnings of that word, cut to fifty bits: they only tell rows apart."""


def name_key(boutique: str, blind: str, client_id: str) -> Key:
    """Where one beginning of one client's name lives, by its keyed hash."""
    return Key(f"NAME#{boutique}#{blind}", client_id)


Rows = Mapping[Key, tuple[str, ...]]


class NameStore:
    """Finds clients by beginnings of their names, and makes the steps that keep these in step with a card."""

    def __init__(self, table: Table, vault: Vault) -> None:
        self._table, self._vault = table, vault

    def rows(self, client_id: str, boutique: str | None, name: Name, readings: Iterable[str] = ()) -> Rows:
        """Return where a client's name is found, and what each row holds; nowhere while she has no boutique."""
        if boutique is None:
            return {}
        return {
            name_key(boutique, self._blind(boutique, first), client_id): tuple(
                self._blind(boutique, one)[:_SHORT] for one in longer
            )
            for first, longer in beginnings(name, readings).items()
        }

    def steps(self, before: Rows, after: Rows) -> list[Step]:
        """Steps that bring the rows from one name or boutique to another; her card's own step is the lock."""
        gone = [delete("names.delete", NameItem, key) for key in before if key not in after]
        return gone + [
            put("names.put", NameItem(*key, longer=list(longer)))
            for key, longer in after.items()
            if before.get(key) != longer
        ]

    def find(self, boutique: str, wanted: Iterable[tuple[str, str]]) -> tuple[set[str], bool]:
        """Return the ids of a boutique's clients whose names have all that is asked, and whether there may be more."""
        found: set[str] | None = None
        more = False
        for first, longer in wanted:
            partition = name_key(boutique, self._blind(boutique, first), "").pk
            page = self._table.query_page(NameItem, partition, limit=_MOST_ROWS)
            more = more or page.next_start is not None
            needed = self._blind(boutique, longer)[:_SHORT] if longer else None
            these = {item.sk for item in page.items if needed is None or needed in item.longer}
            found = these if found is None else found & these
        return found or set(), more

    def _blind(self, boutique: str, beginning: str) -> str:
        return self._vault.blind("name", f"{boutique}\0{beginning}")

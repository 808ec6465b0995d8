"""Whose a line of a file is: by the id of a card, an e-mail address, or the telephone of a card without one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chalicelib.clients.store import ClientItem, ContactItem, client_key, contact_key, is_known
from chalicelib.foundation.contacts import email_identity
from chalicelib.foundation.table import Table
from chalicelib.foundation.vault import Vault

Named = tuple[str, str]
"""`client`, `email` or `telephone`, and which."""


class Whose:
    """Finds known cards, in two or three calls for all lines of a slice."""

    def __init__(self, table: Table, vault: Vault) -> None:
        self._table, self._vault = table, vault

    def named(self, wanted: Iterable[Named]) -> dict[Named, ClientItem]:
        """Return the known cards that lines name, or those that have taken them in."""
        pairs = list(wanted)
        claims = {pair: contact_key(self._vault.blind(*_normal(*pair))) for pair in pairs if pair[0] != "client"}
        held = self._table.get_many([(ContactItem, key) for key in claims.values()], consistent=True)
        ids = {pair: held[key].client_id for pair, key in claims.items() if key in held}
        cards = self._cards(ids | {pair: pair[1] for pair in pairs if pair[0] == "client"})
        cards |= self._cards({pair: item.into for pair, item in cards.items() if item.into})
        return {pair: item for pair, item in cards.items() if is_known(item)}

    def _cards(self, ids: Mapping[Named, str]) -> dict[Named, ClientItem]:
        found = self._table.get_many([(ClientItem, client_key(one)) for one in ids.values()], consistent=True)
        return {pair: found[client_key(one)] for pair, one in ids.items() if client_key(one) in found}


def _normal(by: str, who: str) -> Named:
    return by, email_identity(who) if by == "email" else who

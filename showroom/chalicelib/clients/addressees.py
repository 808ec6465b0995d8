"""Whom the house wishes to write to of its own accord: cards with what stands against it, read together (rules C1-C3).

What was read is required to be so still, in the transaction by which something is sent (`still`): an objection that
comes in between is not gone past. Her own objection, by the link of a letter, is written here as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.clients.consent import Channel, objected, service_channels
from chalicelib.clients.model import Client, subject_of
from chalicelib.clients.purchases.whose import Named, Whose
from chalicelib.clients.store import ClientItem, ClientStore, SuppressionItem, is_known
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.table import Step, Table
from chalicelib.foundation.vault import Vault

_TOGETHER = 50  # half of what the vault remembers


@dataclass(frozen=True, slots=True)
class Addressee:
    """A known client, her contact opened and the suppression list read, and the card as it was read."""

    client: Client
    item: ClientItem


class Addressees:
    """Reads cards to be written to. Methods that return steps write nothing."""

    def __init__(self, table: Table, vault: Vault, audit: Audit) -> None:
        self._table, self._vault, self._audit = table, vault, audit
        self._store, self._whose = ClientStore(table, vault), Whose(table, vault)

    def named(self, wanted: Iterable[Named]) -> dict[Named, Addressee]:
        """Return the known clients whom a list names by id, e-mail address or telephone, in few calls; read strongly.

        Who is unknown, provisional, being erased or erased is left out.
        """
        items = self._whose.named(wanted)
        found = self._opened({item.client_id: item for item in items.values()})
        return {pair: found[item.client_id] for pair, item in items.items() if item.client_id in found}

    def _opened(self, items: dict[str, ClientItem]) -> dict[str, Addressee]:
        ids, result = list(items), {}
        for start in range(0, len(ids), _TOGETHER):
            some = [items[one] for one in ids[start : start + _TOGETHER]]
            self._vault.prepare(subject_of(item.client_id) for item in some)
            opened: dict[str, Client] = {}
            for item in some:
                try:
                    opened[item.client_id] = self._store.opened(item)
                except NotFound:
                    continue  # she was erased
            held = self._suppressed(opened)
            for client_id, client in opened.items():
                result[client_id] = Addressee(replace(client, suppressed=held[client_id]), items[client_id])
        return result

    def _suppressed(self, clients: dict[str, Client]) -> dict[str, frozenset[str]]:
        """Return the channels on which the list holds something against each of these clients, in one call or two."""
        keys = {
            (client.id, channel): self._store.suppression(client.contact, channel)
            for client in clients.values()
            for channel in Channel
            if client.contact is not None and channel.address in client.addresses
        }
        found = self._table.get_many([(SuppressionItem, key) for key in dict.fromkeys(keys.values())], consistent=True)
        return {
            one: frozenset(channel for (owner, channel), key in keys.items() if owner == one and key in found)
            for one in clients
        }

    def still(self, addressee: Addressee, channels: Sequence[str]) -> list[Step]:
        """Steps that require her card, and the list for these channels, still to be what was read
        (`clients.unchanged`, `clients.unsuppressed`)."""
        contact = addressee.client.contact
        if contact is None:
            raise ValueError("an addressee is read with her contact opened")
        return [
            self._store.unchanged(addressee.item),
            *(self._store.unsuppressed(contact, Channel(one)) for one in channels),
        ]

    def objecting(self, client_id: str, actor: str, moment: datetime) -> list[Step]:
        """Steps by which a client is not invited any more (rule C2); none where that is so already, or she is gone."""
        item = self._store.resolved(client_id)
        if item is None or not is_known(item):
            return []
        client = self._store.opened(item)
        held = self._store.suppressions(client.contact) if client.contact else {}
        now = minute_of(moment)
        change = objected(client, now)
        listed = [self._store.add_objection(client, one, held[one]) for one in sorted(change.objected) if one in held]
        steps = [step for step in listed if step]
        if not steps and change.preferences == client.preferences:
            return []
        after = replace(client, preferences=change.preferences, version=client.version + 1)
        after = replace(after, channels=service_channels(after, now))
        audited = self._audit.of(
            "client.object",
            client.subject,
            actor,
            moment,
            before={"preferences": client.preferences.document()},
            after={"preferences": after.preferences.document()},
            reason="objected",
        )
        return [self._store.change(item, after), *steps, audited]

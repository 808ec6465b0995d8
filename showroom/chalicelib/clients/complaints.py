"""A client who tells her mail program that our letters are unwanted has objected to marketing by e-mail (rule C2)."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.clients.consent import Channel, Consent, Mechanism, Purpose, State
from chalicelib.clients.store import ClientStore
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import Busy, Contended, NotFound, StepRefused
from chalicelib.foundation.table import Table

_TRIES = 3
_ACTOR = "provider:ses"


class Complaints:
    """Takes complaints as what they are: an objection on the suppression list, and a consent that is withdrawn."""

    def __init__(self, *, table: Table, store: ClientStore, audit: Audit, clock: Clock) -> None:
        self._table, self._store, self._audit, self._clock = table, store, audit, clock

    def complained(self, client_id: str) -> None:
        """Write it down in one transaction; said twice, or of somebody who was erased, it changes nothing.

        Raises Busy when her card kept changing.
        """
        for _ in range(_TRIES):
            try:
                return self._complained(client_id)
            except NotFound:
                return None
            except (StepRefused, Contended):
                continue  # her card or the list changed meanwhile: what is there now tells
        raise Busy

    def _complained(self, client_id: str) -> None:
        item = self._store.get(client_id)
        if item is None:
            return
        client, moment = self._store.opened(item), self._clock()
        held = self._store.suppressions(client.contact) if client.contact else {}
        listed = (
            self._store.add_objection(client, Channel.EMAIL, held[Channel.EMAIL]) if Channel.EMAIL in held else None
        )
        given = client.preferences.consent(Channel.EMAIL, Purpose.MARKETING)
        withdrawn = [
            Consent(one.channel, one.purpose, State.WITHDRAWN, minute_of(moment), Mechanism.SUPPRESSION, one.text)
            for one in (given,)
            if one is not None and one.state is State.GIVEN
        ]
        if listed is None and not withdrawn:
            return
        after = replace(client, preferences=client.preferences.saying(withdrawn), version=client.version + 1)
        audited = self._audit.of(
            "client.complain",
            client.subject,
            _ACTOR,
            moment,
            before={"preferences": client.preferences.document()},
            after={"preferences": after.preferences.document()},
        )
        self._table.commit([self._store.change(item, after), *([listed] if listed else []), audited])

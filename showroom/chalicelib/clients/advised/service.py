"""An advisor's own clients become a colleague's: one at a time, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.advised.store import AdvisedStore, advised_steps
from chalicelib.clients.model import Client
from chalicelib.clients.store import ClientStore, is_known
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock
from chalicelib.foundation.errors import (
    Busy,
    Contended,
    FieldProblem,
    InvalidInput,
    NotFound,
    StateConflict,
    StepRefused,
)
from chalicelib.foundation.table import Table
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import NOT_FOUND, Target

_TRIES = 4
_T = TypeVar("_T")


class AdvisedClients:
    """Reads and hands over the clients whose own advisor somebody is."""

    def __init__(
        self,
        *,
        table: Table,
        store: AdvisedStore,
        clients: ClientStore,
        catalogue: Catalogue,
        audit: Audit,
        clock: Clock,
    ) -> None:
        self._table, self._store, self._clients = table, store, clients
        self._catalogue, self._audit, self._clock = catalogue, audit, clock

    def of(self, staff_id: str) -> list[str]:
        """Return the ids of her own clients, read strongly, in their order."""
        return list(self._store.of(staff_id))

    def shown(self, client_ids: Iterable[str]) -> dict[str, Client]:
        """Return those of these clients who are there, contacts opened, by id: for showing."""
        return self._clients.opened_many(client_ids)

    def hand_over(self, principal: Principal, client_id: str, former: str, advisor: str, places: Sequence[str]) -> bool:
        """Make a client of `former` a colleague's own; return whether she was that already.

        `places` are the boutiques of `former`: where a card names none, the colleague is of the first. Raises
        InvalidInput, NotFound, StateConflict when she is somebody else's by now, and Busy.
        """
        return _settled(lambda: self._hand_over(principal, client_id, former, advisor, places))

    def _hand_over(
        self, principal: Principal, client_id: str, former: str, advisor: str, places: Sequence[str]
    ) -> bool:
        item = self._clients.get(client_id)
        if item is None or not is_known(item):
            raise NotFound(NOT_FOUND)
        boutique = item.boutique or places[0]
        permits.require(principal, "staff.leave", Target(boutique=boutique))
        if advisor not in {member.id for member in self._catalogue.boutique(boutique).staying()}:
            raise InvalidInput([FieldProblem("/advisor", "must be of her boutique")])
        if item.advisor == advisor:
            return True
        if item.advisor != former:
            raise StateConflict("This client has another advisor by now.")
        before = self._clients.opened(item)
        after = replace(before, advisor=advisor, version=before.version + 1)
        audited = self._audit.of(
            "client.hand_over",
            after.subject,
            principal.actor,
            self._clock(),
            before={"advisor": former},
            after={"advisor": advisor},
        )
        self._table.commit([self._clients.change(item, after), *advised_steps(before, after), audited])
        return False


def _settled(attempt: Callable[[], _T]) -> _T:
    for _ in range(_TRIES):
        try:
            return attempt()
        except (StepRefused, Contended, Busy):
            continue  # a rival, or a lost answer: what is there now tells
    raise Busy

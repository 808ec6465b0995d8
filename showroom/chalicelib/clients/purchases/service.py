"""Use cases of purchases: taking in a file, going on with it, its report, and what a client has bought.

begin    one transaction: the import, and the lines that can be read, sealed under a key of its own
slice    one transaction for each 25 lines: purchases, her card still open, how far it has come; what waits goes
resume   the sweep goes on with whatever was left; who dies half-way has kept whole slices, none of them twice

Whose a line is, is judged when its turn comes: an e-mail address by the card it opens, a telephone by the card that has
no other address. Who is not there, is being erased, or is another boutique's is refused in the same words.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.model import subject_of
from chalicelib.clients.purchases.model import Counts, Import, Line, Refused, State
from chalicelib.clients.purchases.sheet import MOST_REFUSALS, Ground, Sheet, read
from chalicelib.clients.purchases.store import PurchaseStore
from chalicelib.clients.purchases.whose import Whose
from chalicelib.clients.store import ClientStore, is_known
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import Busy, Contended, KeyReused, NotFound, ShowroomError, StepRefused
from chalicelib.foundation.ids import derived_id
from chalicelib.foundation.table import Key, Page, Step, Table
from chalicelib.foundation.vault import Vault
from chalicelib.identity import permits
from chalicelib.identity.model import Principal, Role
from chalicelib.identity.permits import NOT_FOUND, Target

_LOG = logging.getLogger(__name__)
_TRIES = 6
SLICE = 25
"""Lines in one transaction: each may write a purchase, and check and audit a client."""
_AT_ONCE = 8
_A_RUN = 60


class Purchases:
    """Takes in files of purchases, and shows what a client has bought."""

    def __init__(
        self,
        *,
        table: Table,
        vault: Vault,
        store: PurchaseStore,
        clients: ClientStore,
        catalogue: Catalogue,
        audit: Audit,
        clock: Clock,
    ) -> None:
        self._table, self._vault, self._store, self._clients = table, vault, store, clients
        self._catalogue, self._audit, self._clock = catalogue, audit, clock
        self._whose = Whose(table, vault)

    def begin(
        self, principal: Principal, boutique_id: str, raw: bytes, key: str, body_hash: str
    ) -> tuple[Import, bool]:
        """Take in a file; return how far it has come at once, and whether it was taken in already.

        Raises InvalidInput (it cannot be read as a whole), KeyReused, NotFound and Busy.
        """
        permits.require(principal, "purchase.import", Target(boutique=boutique_id))
        sheet = read(raw, self._ground(boutique_id))
        import_id = derived_id(principal.sender, f"purchases {boutique_id}", key)
        for _ in range(_TRIES):
            try:
                kept = self._store.get(import_id)
                if kept is not None and kept.body_hash != body_hash:
                    raise KeyReused
                if kept is not None:
                    return kept, True
                self._begin(principal, import_id, boutique_id, sheet, body_hash)
                return self._pressed(import_id), False
            except (StepRefused, Contended, Busy):
                continue  # a rival, or a lost answer: what is there now tells
        raise Busy

    def read(self, principal: Principal, boutique_id: str, import_id: str) -> Import:
        """Return an import with its report. Raises NotFound."""
        permits.require(principal, "purchase.import", Target(boutique=boutique_id))
        found = self._store.get(import_id)
        if found is None or found.boutique != boutique_id:
            raise NotFound(NOT_FOUND)
        return found

    def latest(self, principal: Principal, boutique_id: str) -> list[Import]:
        """Return a boutique's latest imports, the last one first. Raises NotFound."""
        permits.require(principal, "purchase.import", Target(boutique=boutique_id))
        self._catalogue.boutique(boutique_id)
        return self._store.latest(boutique_id)

    def of_client(self, principal: Principal, client_id: str, limit: int, start: Mapping[str, Any] | None) -> Page:
        """Return a page of what a client has bought, latest first, to her own boutique's people. Raises NotFound."""
        permits.admit(principal, "purchase.read")
        item = self._clients.resolved(client_id)
        if item is None or not is_known(item):
            raise NotFound(NOT_FOUND)
        permits.require(principal, "purchase.read", Target(boutique=item.boutique))
        return self._store.page(item.client_id, limit, start)

    def resume(self, now: datetime) -> int:
        """Go on with every import that is not done; return how many are done now. The sweep asks each minute."""
        done, running = 0, list(self._store.due(now))
        for import_id in running:
            try:
                done += self._advance(import_id, _A_RUN // len(running)).state is State.DONE
            except ShowroomError as error:
                _LOG.error("purchases: an import could not go on, %s", type(error).__name__)
        return done

    # ── how ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _ground(self, boutique_id: str) -> Ground:
        house, here = self._catalogue.maison(), self._catalogue.boutique(boutique_id)
        tomorrow = (self._clock() + timedelta(days=1)).date()  # it is tomorrow already somewhere
        return Ground(here.id, frozenset(card.id for card in house.boutiques), here.country, tomorrow)

    def _begin(self, principal: Principal, import_id: str, boutique: str, sheet: Sheet, body_hash: str) -> None:
        moment = self._clock()
        now = minute_of(moment)
        made = Import(
            id=import_id,
            boutique=boutique,
            everywhere=principal.role is Role.ADMIN,
            actor=principal.actor,
            at=now,
            body_hash=body_hash,
            lines=sheet.lines,
            readable=len(sheet.readable),
            counts=Counts(done=sheet.refused_lines, refused=sheet.refused_lines),
            refused=sheet.refused[:MOST_REFUSALS],
            done_at=None if sheet.readable else now,
        )
        audited = self._audit.of("purchase.import", made.subject, made.actor, moment, after=made.facts())
        self._table.commit([*self._store.create(made, sheet.readable), audited])

    def _pressed(self, import_id: str) -> Import:
        """Return an import after its first lines, which are gone through at once; the sweep does the others."""
        try:
            return self._advance(import_id, _AT_ONCE)
        except ShowroomError:
            found = self._store.get(import_id)
            if found is None:
                raise Busy from None
            return found

    def _advance(self, import_id: str, slices: int) -> Import:
        failures = 0
        while True:
            before = self._store.get(import_id)
            if before is None:
                raise NotFound(NOT_FOUND)
            if before.state is State.DONE or slices <= 0:
                return before
            try:
                self._slice(before)
                slices -= 1
            except (StepRefused, Contended, Busy, NotFound):
                failures += 1  # a rival, a lost answer, or somebody who is being erased: what is there now tells
                if failures > _TRIES:
                    raise Busy from None

    def _slice(self, before: Import) -> None:
        lines = self._store.waiting(before, SLICE)
        if not lines:
            raise Contended("a rival has read them")
        moment = self._clock()
        bought, refused = self._sorted(before, lines)
        known = self._store.known(bought)
        fresh = {key: found for key, found in bought.items() if key not in known}
        after = before.further(len(lines), len(fresh), tuple(refused), MOST_REFUSALS, minute_of(moment))
        clients = dict.fromkeys(client_id for client_id, _ in fresh.values())
        self._vault.prepare(subject_of(client_id) for client_id in clients)
        steps: list[Step] = self._store.advance(before, after)
        steps += [self._store.keep(client_id, key, line.purchase) for key, (client_id, line) in fresh.items()]
        for client_id in clients:
            facts = {"import": before.id, "purchases": sum(whose == client_id for whose, _ in fresh.values())}
            steps.append(self._clients.still_known(client_id))
            steps.append(self._audit.of("client.purchases", subject_of(client_id), before.actor, moment, after=facts))
        was, is_now = before.facts(), after.facts()
        audited = self._audit.of("purchase.import", before.subject, before.actor, moment, before=was, after=is_now)
        self._table.commit([*steps, audited])
        if after.state is State.DONE:
            self._vault.forget(before.subject)

    def _sorted(self, before: Import, lines: list[Line]) -> tuple[dict[Key, tuple[str, Line]], list[Refused]]:
        """Return where each purchase is to be kept and whose it is, and the lines whose client there is none of."""
        found = self._whose.named({(line.by, line.who) for line in lines})
        bought: dict[Key, tuple[str, Line]] = {}
        refused = []
        for line in lines:
            item = found.get((line.by, line.who))
            if item is None or not (before.everywhere or item.boutique == before.boutique):
                refused.append(Refused(line.number, line.by, "nobody"))
                continue
            bought.setdefault(self._store.key(item.client_id, line.purchase), (item.client_id, line))
        return bought, refused

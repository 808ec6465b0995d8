"""A known client's own page: what the house keeps of how she is reached, and her word on it (rules C1-C3).

card and list   read strongly
her wishes      every contradiction at once
same as asked?  answered without a write, whatever version was named: a retry after a lost answer is one of these
version         must be the card's, else she has not seen what she would change
write           card, objections and their lifting, audit: one transaction over every version that was read
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.boutiques.service import Catalogue
from chalicelib.clients.consent import Channel, Level, Purpose, State, Wanted, changed, service_channels
from chalicelib.clients.model import Client
from chalicelib.clients.store import ClientItem, ClientStore, SuppressionItem, is_known
from chalicelib.clients.texts import is_shown
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import (
    Busy,
    Contended,
    FieldProblem,
    InvalidInput,
    NotFound,
    PreconditionFailed,
    StepRefused,
)
from chalicelib.foundation.table import Step, Table
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import NOT_FOUND, Target

_TRIES = 4
_Held = dict[Channel, SuppressionItem | None]


class OwnPage:
    """Reads and changes a client's own preferences, for herself only."""

    def __init__(self, *, table: Table, store: ClientStore, catalogue: Catalogue, audit: Audit, clock: Clock) -> None:
        self._table, self._store, self._catalogue = table, store, catalogue
        self._audit, self._clock = audit, clock

    def read(self, principal: Principal) -> Client:
        """Return the client who asks, her contact opened and the suppression list read. Raises NotFound."""
        permits.require(principal, "client.read_own", Target(owner=principal.subject))
        return self._read(principal)[1]

    def change(self, principal: Principal, version: int, language: str, wanted: Wanted) -> tuple[Client, bool]:
        """Keep what she wishes; return her card, and whether it said so already.

        Raises InvalidInput, NotFound, PreconditionFailed and Busy.
        """
        permits.require(principal, "client.change_own", Target(owner=principal.subject))
        for _ in range(_TRIES):
            try:
                return self._change(principal, version, language, wanted)
            except (StepRefused, Contended, Busy):
                continue  # somebody was quicker, or the answer was lost: what is there now tells
        raise Busy

    def _change(self, principal: Principal, version: int, language: str, wanted: Wanted) -> tuple[Client, bool]:
        item, client, held = self._read(principal)
        moment = self._clock()
        now = minute_of(moment)
        change = changed(client, wanted, now)
        after = replace(client, language=language, preferences=change.preferences, version=client.version + 1)
        after = replace(after, channels=service_channels(after, now))
        self._check(after, language, wanted)
        listed = self._listed(client, change.objected, change.subscribed, held)
        if (after.language, after.preferences) == (client.language, client.preferences) and not listed:
            return client, version != client.version
        if version != client.version:
            raise PreconditionFailed("Your preferences have changed since you read them.")
        steps = [self._store.change(item, after), *listed, self._audited(principal, client, after, wanted, moment)]
        self._table.commit(steps)
        return self._read(principal)[1], False

    def _read(self, principal: Principal) -> tuple[ClientItem, Client, _Held]:
        item = self._store.get(principal.subject)
        if item is None or not is_known(item):
            raise NotFound(NOT_FOUND)
        client = self._store.opened(item)
        held = self._store.suppressions(client.contact) if client.contact else {}
        return item, replace(client, suppressed=frozenset(channel for channel, one in held.items() if one)), held

    def _listed(
        self, client: Client, objected: frozenset[Channel], subscribed: frozenset[Channel], held: _Held
    ) -> list[Step]:
        steps: list[Step | None] = [
            self._store.add_objection(client, channel, held[channel]) for channel in sorted(objected) if channel in held
        ]
        for channel in sorted(subscribed - objected):
            standing = held.get(channel)
            steps.append(self._store.lift_objection(client, channel, standing) if standing else None)
        return [step for step in steps if step]

    def _audited(self, principal: Principal, before: Client, after: Client, wanted: Wanted, moment: datetime) -> Step:
        """The row of this change; its reason says whether she objected, subscribed, or neither (rule C9)."""
        words = {one.state for one in after.preferences.consents if one not in before.preferences.consents}
        silenced = after.preferences.level is Level.NONE and before.preferences.level is not Level.NONE
        marketing = any(word.purpose is Purpose.MARKETING for word in wanted.words)
        reason = "objected" if silenced or (marketing and State.WITHDRAWN in words) else None
        if reason is None and marketing and State.GIVEN in words:
            reason = "subscribed"
        return self._audit.of(
            "client.change_own",
            after.subject,
            principal.actor,
            moment,
            before={"language": before.language, "preferences": before.preferences.document()},
            after={"language": after.language, "preferences": after.preferences.document()},
            reason=reason,
        )

    def _check(self, after: Client, language: str, wanted: Wanted) -> None:
        """Raise InvalidInput with everything in her wishes that cannot be, or that contradicts itself."""
        problems: list[FieldProblem] = []

        def wrong(pointer: str, detail: str) -> None:
            problems.append(FieldProblem(pointer, detail))

        if language not in self._catalogue.maison().languages:
            wrong("/language", "must be a language of the maison")
        seen = set()
        for number, word in enumerate(wanted.words):
            at = f"/consents/{number}"
            if (word.channel, word.purpose) in seen:
                wrong(at, "speaks of the same channel and purpose as one before it")
            seen.add((word.channel, word.purpose))
            if word.channel.address not in after.addresses:
                wrong(f"{at}/channel", "needs an address that we do not have of you")
            if not is_shown(word.purpose, word.text):
                wrong(f"{at}/text_version", "is not the version of the text that is shown now")
            if word.given and word.purpose is Purpose.MARKETING and wanted.level is Level.NONE:
                wrong(f"{at}/given", "contradicts the level")
        if not after.channels:
            wrong("/consents", "must leave one way to write to you about your appointments")
        elif wanted.preferred is not None and wanted.preferred not in after.channels:
            wrong("/preferred_channel", "must be one by which we may write to you about your appointments")
        if problems:
            raise InvalidInput(problems)

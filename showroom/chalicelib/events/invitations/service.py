"""Use cases of inviting: one client, or a list of many, each guest in a transaction of her own. Nothing is sent here.

    invite    who asks, the event, her card and the suppression list → judged → her row and audit, all still as read
    import    the list is read whole; cards in few calls; then line by line the same, and a report by line

Cut short anywhere, the same list goes on where it stopped: her row's id is derived from event and client, so nobody is
invited twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.bookings.keyed import Keyed
from chalicelib.clients.addressees import Addressee
from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.invitations.ground import LATER, InvitationGround
from chalicelib.events.invitations.model import Outcome, Verdict, Wanted, Why, channels, judged, refused, written
from chalicelib.events.invitations.sheet import Line, Unread, read
from chalicelib.events.model import Event, guest_id_of
from chalicelib.events.registering.reading import Answered
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import Busy, FieldProblem, InvalidInput, StateConflict
from chalicelib.identity.model import Principal

_SAID = {
    "C1": "She has not allowed the house to invite her (rule C1).",
    "C2": "She does not wish to be invited (rule C2).",
    "C3": "She wishes to be written to only when she asks, or not at all (rule C3).",
    "C6": "She has not allowed the house to invite her (rule C6).",
}


@dataclass(frozen=True, slots=True)
class Reported:
    """What became of one line of a list; `column` is the first that cannot be read, if any."""

    line: int
    verdict: Verdict
    column: str = ""


class Inviting(InvitationGround):
    """Invites, for whoever plans an event."""

    # ── one ──────────────────────────────────────────────────────────────────────────────────────────────────

    def invite(self, principal: Principal, event_id: str, client_id: str, wanted: Wanted, keyed: Keyed) -> Answered:
        """Invite one client; invited already, she keeps her place. Nothing is sent yet.

        Raises InvalidInput (nobody one may know of), StateConflict (her wishes, by rule; the event's state), KeyReused.
        """

        def attempt() -> Answered:
            event = self._event(principal, event_id)
            moment = self._ground.clock()
            now, key = minute_of(moment), keyed.id_for(principal)
            found = self._named(principal, [("client", client_id)]).get(("client", client_id))
            standing = self._standing(event, found.client.id if found else client_id)
            if standing is not None and (answered := standing.answered(key, keyed.body)) is not None:
                return Answered(event, answered, now, replayed=True)
            self._open(event, now)
            client = found.client if found else None
            house = self._house(event)
            verdict = judged(client, standing, wanted, house, now)
            if verdict.is_refused or found is None:
                raise _refusal(verdict)
            if standing is not None:
                return Answered(event, standing, now, replayed=True)
            guest = written(_new(event, found, now), found.client, wanted, house).receipted(key, keyed.body, now)
            self._write(principal.actor, event, guest, found, moment)
            return Answered(event, guest, now)

        return self._ground.desk.settle(attempt)

    # ── many ─────────────────────────────────────────────────────────────────────────────────────────────────

    def take_in(self, principal: Principal, event_id: str, sheet: str, *, dry_run: bool) -> list[Reported]:
        """Invite whom a list names, line by line, and say of each what became of it; `dry_run` writes nothing.

        Raises InvalidInput (the list cannot be read as a whole), StateConflict, NotFound.
        """
        event = self._event(principal, event_id)
        moment = self._ground.clock()
        now, house = minute_of(moment), self._house(event)
        lines = read(sheet, self._ground.catalogue.boutique(event.boutique).country)
        self._open(event, now)
        readable = [one for one in lines if isinstance(one, Line)]
        people = self._named(principal, [(one.by, one.who) for one in readable])
        guests = {one.client: one for one in self._ground.guests.of_event(event.id)}
        report = []
        for one in lines:
            if isinstance(one, Unread):
                report.append(Reported(one.number, refused(one.why), one.column))
                continue
            found = people.get((one.by, one.who))
            standing = guests.get(found.client.id) if found else None
            verdict = judged(found.client if found else None, standing, one.wanted, house, now)
            if found is not None and verdict.outcome is Outcome.INVITED:
                guest = written(_new(event, found, now), found.client, one.wanted, house)
                if not dry_run:
                    verdict = self._taken_in(principal, event, guest, found, one, moment)
                verdict = replace(verdict, guest=guest.id)
                if not verdict.is_refused:
                    guests[guest.client] = guest
            report.append(Reported(one.number, verdict))
        return report

    def _taken_in(
        self, principal: Principal, event: Event, guest: Guest, found: Addressee, line: Line, moment: datetime
    ) -> Verdict:
        """Write one line's guest; where something has changed since the list was judged, judge her anew."""
        try:
            self._write(principal.actor, event, guest, found, moment)
        except LATER:
            pair = (line.by, line.who)

            def attempt() -> Verdict:
                standing = self._standing(event, guest.client)
                now_there = self._named(principal, [pair]).get(pair)
                current = self._event(principal, event.id)
                self._open(current, minute_of(moment))
                house = self._house(current)
                client = now_there.client if now_there else None
                verdict = judged(client, standing, line.wanted, house, minute_of(moment))
                if standing == guest:
                    return Verdict(Outcome.INVITED)  # the answer was lost, not the write
                if now_there is not None and verdict.outcome is Outcome.INVITED:
                    again = written(_new(current, now_there, minute_of(moment)), now_there.client, line.wanted, house)
                    self._write(principal.actor, current, again, now_there, moment)
                return verdict

            try:
                return self._ground.desk.settle(attempt)
            except (Busy, StateConflict):
                return refused(Why.BUSY)
        return Verdict(Outcome.INVITED)

    def _standing(self, event: Event, client_id: str) -> Guest | None:
        """Return a client's invitation; also one that came with another card of hers, which keeps its id."""
        found = self._ground.guests.get(event.id, guest_id_of(event.id, client_id))
        if found is not None and found.client == client_id:
            return found
        every = self._ground.guests.of_event(event.id)
        return next((one for one in every if one.client == client_id), found)

    def _write(self, actor: str, event: Event, guest: Guest, found: Addressee, moment: datetime) -> None:
        ground = self._ground
        ground.desk.commit(
            [
                ground.guests.create(guest, event.start),
                ground.events.unchanged(event),
                *self._addressees.still(found, channels(found.client, minute_of(moment))[:1]),
                ground.audit.of("guest.invite", guest.subject, actor, moment, after=guest.facts()),
            ]
        )


def counted(report: Iterable[Reported]) -> Counter[str]:
    """Return how many lines of a report had each outcome."""
    return Counter(one.verdict.outcome for one in report)


def _new(event: Event, found: Addressee, now: int) -> Guest:
    """Return the row of somebody who is invited now: nothing is sent yet."""
    client = found.client.id
    return Guest(
        id=guest_id_of(event.id, client),
        event=event.id,
        client=client,
        version=1,
        state=GuestState.INVITED,
        language="",
        invited_at=now,
        schedule=event.schedule,
    )


def _refusal(verdict: Verdict) -> InvalidInput | StateConflict:
    """Return what is raised for one client who is not invited."""
    if verdict.why == Why.REVOKED:
        return StateConflict("Her invitation was taken back.")
    if verdict.rule:
        return StateConflict(_SAID[verdict.rule])
    told = {
        Why.ADVISOR: FieldProblem("/advisor", "must be somebody who works here"),
        Why.LANGUAGE: FieldProblem("/language", "must be a language of the maison"),
    }
    return InvalidInput([told.get(Why(verdict.why), FieldProblem("/client_id", "must be a client of this boutique"))])

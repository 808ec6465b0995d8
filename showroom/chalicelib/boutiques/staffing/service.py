"""Use cases of calendars: what members of staff change themselves, and their manager for them."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.boutiques.away import Travel
from chalicelib.boutiques.model import Boutique, Staff
from chalicelib.boutiques.staffing.calendar import Absence, HoursChange, MemberCalendar, Reason
from chalicelib.boutiques.staffing.keeping import Keeping, TimeOff, added, found_in, settled
from chalicelib.boutiques.store import staff_subject
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import FieldProblem, InvalidInput, PreconditionFailed, StepRefused
from chalicelib.identity import permits
from chalicelib.identity.model import Principal
from chalicelib.identity.permits import Target


@dataclass(frozen=True, slots=True)
class Wish:
    """A calendar as somebody would have it, field by field."""

    hours: HoursChange
    languages: tuple[str, ...]
    skills: tuple[str, ...]
    daily_maximum: int | None
    deputy: str | None
    travels: tuple[Travel, ...]
    morning_letter: bool | None = None
    """Whether her day is written to her in the morning; None leaves it as it is."""


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member's calendar as it is shown: she as she is now, what is kept of her, and why she is away if one may know.

    `reasons` is None for colleagues.
    """

    boutique: Boutique
    member: Staff
    calendar: MemberCalendar
    reasons: dict[str, Reason] | None
    may: tuple[str, ...]


class StaffCalendars(Keeping):
    """Reads and changes calendars of staff."""

    # ── a member's calendar ──────────────────────────────────────────────────────────────────────────────────

    def read(self, principal: Principal, boutique_id: str, staff_id: str) -> MemberView:
        """Return a calendar, with reasons for herself and her manager. Raises NotFound."""
        target = Target(boutique=boutique_id, host=staff_id)
        permits.require(principal, "calendar.read", target)
        boutique = self._houses.file(boutique_id)
        calendar = self._store.calendar(boutique_id, staff_id)
        member = calendar.applied(boutique.member(staff_id))
        reasons = None
        if permits.may(principal, "calendar.read_private", target):
            reasons = {
                each.id: found for each in calendar.absences if (found := self._reason(boutique_id, staff_id, each))
            }
        may = tuple(action for action in ("change", "manage") if permits.may(principal, f"calendar.{action}", target))
        return MemberView(boutique, member, calendar, reasons, may)

    def change(
        self, principal: Principal, boutique_id: str, staff_id: str, version: int, wish: Wish
    ) -> tuple[MemberView, bool]:
        """Make a calendar what is wished; return it, and whether it was that already, whatever version is named.

        Raises InvalidInput (also for what only the manager changes), PreconditionFailed, NotFound, Contended, Busy.
        """
        target = Target(boutique=boutique_id, host=staff_id)
        permits.require(principal, "calendar.change", target)
        boutique = self._houses.file(boutique_id)
        before = self._store.calendar(boutique_id, staff_id)
        file = boutique.member(staff_id)
        self._judge(principal, target, boutique, before.applied(file), wish)
        letter = before.morning_letter if wish.morning_letter is None else wish.morning_letter
        after = before.model_copy(update={**_changes(file, wish), "morning_letter": letter})
        if after != before:
            if version != before.version:
                raise PreconditionFailed("This calendar has changed since you read it.")
            try:
                self._commit(
                    [self._store.put_calendar(boutique_id, staff_id, before, after)],
                    self._audited("calendar.change", principal, staff_subject(staff_id), before, after, self._clock()),
                    boutique_id,
                )
            except StepRefused:
                raise PreconditionFailed("This calendar has changed since you read it.") from None
        return self.read(principal, boutique_id, staff_id), after == before

    # ── absences ─────────────────────────────────────────────────────────────────────────────────────────────

    def absence(self, principal: Principal, boutique_id: str, staff_id: str, absence_id: str) -> Absence:
        """Return one absence to whoever may change it. Raises NotFound."""
        self.member(principal, boutique_id, staff_id)
        return found_in(self._store.calendar(boutique_id, staff_id).absences, absence_id)

    def member(self, principal: Principal, boutique_id: str, staff_id: str) -> Staff:
        """Return a member whose calendar the principal may change. Raises Forbidden and NotFound."""
        permits.require(principal, "calendar.change", Target(boutique=boutique_id, host=staff_id))
        return self._catalogue.boutique(boutique_id).member(staff_id)

    def add_absence(
        self, principal: Principal, boutique_id: str, staff_id: str, wanted: TimeOff
    ) -> tuple[Absence, bool]:
        """Keep an absence; return it, and whether that was done already. Raises KeyReused, QuotaReached, Busy."""
        self.member(principal, boutique_id, staff_id)
        sealed = None
        if wanted.reason is not None:
            place = (staff_subject(staff_id), boutique_id, staff_id, wanted.id)
            sealed = self._store.seal_reason(*place, wanted.reason)

        def attempt() -> tuple[Absence, bool]:
            moment = self._clock()
            before = self._store.calendar(boutique_id, staff_id)
            absence, items = added(before.absences, wanted, sealed, minute_of(moment))
            if items is None:
                return absence, True
            after = before.model_copy(update={"absences": items})
            self._commit(
                [self._store.put_calendar(boutique_id, staff_id, before, after)],
                self._audited("absence.add", principal, staff_subject(staff_id), before, after, moment),
                boutique_id,
            )
            return absence, False

        return settled(attempt)

    def revoke_absence(self, principal: Principal, boutique_id: str, staff_id: str, absence_id: str) -> None:
        """Take an absence back; said again, it changes nothing more. Raises NotFound, Busy."""
        self.member(principal, boutique_id, staff_id)

        def attempt() -> None:
            before = self._store.calendar(boutique_id, staff_id)
            items = tuple(each for each in before.absences if each.id != absence_id)
            if items == before.absences:
                return
            after = before.model_copy(update={"absences": items})
            self._commit(
                [self._store.put_calendar(boutique_id, staff_id, before, after)],
                self._audited("absence.revoke", principal, staff_subject(staff_id), before, after, self._clock()),
                boutique_id,
            )

        settled(attempt)

    # ── how ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _reason(self, boutique_id: str, staff_id: str, absence: Absence) -> Reason | None:
        return self._store.open_reason(staff_subject(staff_id), boutique_id, staff_id, absence.id, absence.sealed)

    def _judge(self, principal: Principal, target: Target, boutique: Boutique, now: Staff, wish: Wish) -> None:
        """Note, all at once, what cannot be true, and what the one who asks may not change."""
        wrong: list[FieldProblem] = []
        managed = {"skills": now.skills, "daily_maximum": now.daily_maximum, "deputy": now.deputy}
        if not permits.may(principal, "calendar.manage", target):
            wrong += [
                FieldProblem(f"/{name}", "is for the manager to change")
                for name, value in managed.items()
                if getattr(wish, name) != value
            ]
        known = {each.skill for each in self._catalogue.maison().experiences}
        known |= {skill for member in boutique.staff for skill in member.skills}
        wrong += [
            FieldProblem(f"/skills/{place}", "is no skill that this house knows")
            for place, skill in enumerate(wish.skills)
            if skill not in known
        ]
        colleagues = {member.id for member in self._catalogue.boutique(boutique.id).staying()} - {now.id}
        if wish.deputy not in {None, now.deputy, *colleagues}:
            wrong.append(FieldProblem("/deputy", "must be a colleague in this boutique"))
        if wrong:
            raise InvalidInput(wrong)


def _changes(file: Staff, wish: Wish) -> dict[str, object]:
    """Return what a calendar keeps of a wish: only what differs from the file, so that the file goes on speaking."""
    own = HoursChange(weekly=file.hours.weekly, breaks=file.hours.breaks, overrides=file.hours.overrides)
    return {
        "hours": None if wish.hours == own else wish.hours,
        "languages": None if wish.languages == file.languages else wish.languages,
        "skills": None if wish.skills == file.skills else wish.skills,
        "daily_maximum": None if wish.daily_maximum == file.daily_maximum else (wish.daily_maximum,),
        "deputy": None if wish.deputy == file.deputy else (wish.deputy,),
        "travels": wish.travels,
    }

"""Which members of staff may sign in, and as what: bound to the address, or to the subject, that the provider knows.

An import of the maison's YAML says who its advisors and managers are (`follow`); planners and administrators are bound
by hand. A change of role, boutiques or address raises the session version, so tokens of before end at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from chalicelib.boutiques.service import Catalogue
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import Clock
from chalicelib.foundation.contacts import email_identity
from chalicelib.foundation.errors import StateConflict, StepRefused
from chalicelib.foundation.table import Step, Table
from chalicelib.foundation.vault import Vault
from chalicelib.identity.model import STAFF, Role
from chalicelib.signin.model import Standing, person_named
from chalicelib.signin.provider import Identity
from chalicelib.signin.store import SignInStore


@dataclass(frozen=True, slots=True)
class Wanted:
    """A member of staff as she should stand."""

    staff: str
    role: Role
    boutiques: frozenset[str]
    email: str


class Members:
    """Staff who may sign in."""

    def __init__(
        self, *, table: Table, store: SignInStore, vault: Vault, catalogue: Catalogue, audit: Audit, clock: Clock
    ) -> None:
        self._table, self._store, self._vault = table, store, vault
        self._catalogue, self._audit, self._clock = catalogue, audit, clock

    def find(self, issuer: str, identity: Identity) -> Standing | None:
        """Return how the member of staff stands whom an identity names, or None: by subject, then by address."""
        names = [self._by_subject(issuer, identity.subject)]
        if identity.email:
            names.append(self._by_email(identity.email))
        for name in names:
            staff = self._store.bound(name)
            if staff is not None:
                return self._store.standing(person_named(Role.ASSOCIATE, staff))
        return None

    def bind(self, wanted: Wanted, actor: str) -> bool:
        """Let a member of staff sign in with an address; return whether anything changed.

        Raises StateConflict when somebody else is bound to it, ValueError for a role that is none of staff's.
        """
        if wanted.role not in STAFF | {Role.ADMIN}:
            raise ValueError("only staff sign in with the identity provider")
        before = self._store.standing(person_named(wanted.role, wanted.staff))
        name = self._by_email(email_identity(wanted.email))
        now = (wanted.role, wanted.boutiques, name)
        if (before.role, before.boutiques, before.address) == now:
            return False
        after = replace(
            before,
            session_version=before.session_version + 1,
            role=wanted.role,
            boutiques=wanted.boutiques,
            address=name,
            revision=before.revision + 1,
        )
        steps = [self._store.stand(after)]
        if name != before.address:
            steps += [self._store.bind(name, wanted.staff), *self._unbound(before)]
        self._commit("signin.bind", after, steps, actor)
        return True

    def bind_subject(self, staff: str, issuer: str, subject: str, actor: str) -> None:
        """Let a member of staff also be known by the provider's own subject. Raises StateConflict when it is bound."""
        standing = self._store.standing(person_named(Role.ASSOCIATE, staff))
        steps = [self._store.bind(self._by_subject(issuer, subject), staff), self._store.stands(standing)]
        self._commit("signin.bind", standing, steps, actor)

    def dismiss(self, staff: str, actor: str) -> bool:
        """End what a member of staff may: sign-in, sessions and tokens, at once. Return whether there was anything."""
        steps = self.dismissing(staff)
        if steps:
            self._commit("signin.dismiss", self._store.standing(person_named(Role.ASSOCIATE, staff)), steps, actor)
        return bool(steps)

    def dismissing(self, staff: str, boutiques: Iterable[str] = ()) -> list[Step]:  # noqa: ARG002 - as others end
        """Return the steps that do so, for a larger change to commit (`signin.standing`); none for a stranger."""
        before = self._store.standing(person_named(Role.ASSOCIATE, staff))
        if before.role is None:
            return []
        after = replace(
            before,
            session_version=before.session_version + 1,
            role=None,
            boutiques=frozenset(),
            address=None,
            revision=before.revision + 1,
        )
        return [self._store.stand(after), *self._unbound(before)]

    def readmit(self, staff: str, actor: str) -> bool:
        """Let a member of staff sign in as the maison's file says; return whether anything changed.

        An address that several have signs nobody in. Raises StateConflict when somebody else is bound to it.
        """
        wanted = self._imported()
        one = wanted.get(staff)
        same = [each for each in wanted.values() if one and email_identity(each.email) == email_identity(one.email)]
        return one is not None and len(same) == 1 and self.bind(one, actor)

    def follow(self, actor: str) -> dict[str, str]:
        """Bring sign-in in step with the maison as it was imported last; return what was done, by staff id.

        `bound`, `dismissed`, or `shared`: an address that several have signs nobody in.
        """
        wanted = self._imported()
        before, revision = self._store.register()
        both = frozenset(before) | wanted.keys()
        if both != before:
            self._table.write(self._store.enter(both, revision))
            revision += 1
        done = {}
        for staff in sorted(before - wanted.keys()):
            if self.dismiss(staff, actor):
                done[staff] = "dismissed"
        addresses = [email_identity(one.email) for one in wanted.values()]
        for staff, one in sorted(wanted.items()):
            if addresses.count(email_identity(one.email)) > 1:
                self.dismiss(staff, actor)
                done[staff] = "shared"
            elif self.bind(one, actor):
                done[staff] = "bound"
        if both != wanted.keys():
            self._table.write(self._store.enter(frozenset(wanted), revision))
        return done

    def _imported(self) -> Mapping[str, Wanted]:
        found: dict[str, Wanted] = {}
        for card in self._catalogue.maison().boutiques:
            for member in self._catalogue.boutique(card.id).staying():
                email = self._catalogue.contacts(card.id, member.id).email
                others = found[member.id].boutiques if member.id in found else frozenset()
                found[member.id] = Wanted(member.id, Role(member.role), others | {card.id}, email)
        return found

    def _unbound(self, before: Standing) -> list[Step]:
        return [self._store.unbind(before.address)] if before.address else []

    def _commit(self, action: str, after: Standing, steps: list[Step], actor: str) -> None:
        try:
            self._table.commit([*steps, self._audit.of(action, after.key, actor, self._clock())])
        except StepRefused as refused:
            if refused.step == "signin.bound":
                raise StateConflict("Somebody else signs in with this address.") from None
            raise

    def _by_email(self, identity: str) -> str:
        return self._vault.blind("staff email", identity)

    def _by_subject(self, issuer: str, subject: str) -> str:
        return self._vault.blind("staff subject", f"{issuer}\0{subject}")

"""How people stand, their sessions and the links that were sent, in DynamoDB. Nothing here opens anything: hashes."""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.foundation.clock import SECONDS_A_DAY
from chalicelib.foundation.table import Item, Key, Step, Table, check, create, delete, put
from chalicelib.identity.model import Role
from chalicelib.signin.model import Links, Session, Standing


class StandingItem(Item):
    """How one person stands."""

    session_version = NumberAttribute()
    role = UnicodeAttribute(null=True)
    boutiques = JSONAttribute(null=True)
    address = UnicodeAttribute(null=True)
    revision = NumberAttribute()
    became = UnicodeAttribute(null=True)


class SessionItem(Item):
    """One session: the hash of the refresh token that holds, and of the one before."""

    person = UnicodeAttribute()
    session_version = NumberAttribute()
    current = UnicodeAttribute()
    previous = UnicodeAttribute(null=True)
    since = NumberAttribute()
    expires = NumberAttribute()
    rotated = NumberAttribute()
    ended = BooleanAttribute()
    revision = NumberAttribute()


class LinksItem(Item):
    """What was asked for and sent to one address."""

    request = NumberAttribute()
    asked = JSONAttribute()
    links = JSONAttribute()
    receipts = JSONAttribute()
    revision = NumberAttribute()


class BindingItem(Item):
    """Which member of staff the identity provider means by an address or a subject."""

    staff = UnicodeAttribute()


class SpentItem(Item):
    """A state with which somebody signed in already; of no use once it would no longer hold."""

    until = NumberAttribute()


class RegisterItem(Item):
    """Which members of staff an import let in."""

    staff = JSONAttribute()
    revision = NumberAttribute()


def standing_key(person: str) -> Key:
    """Where it is kept how somebody stands."""
    return Key(f"SIGNIN#{person}", "STANDING")


def session_key(session_id: str) -> Key:
    """Where a session lives."""
    return Key(f"SESSION#{session_id}", "SESSION")


def links_key(address: str) -> Key:
    """Where the links to one blinded address live."""
    return Key(f"SIGNIN#address#{address}", "LINKS")


def binding_key(name: str) -> Key:
    """Where it is kept who has a blinded address or subject."""
    return Key(f"SIGNIN#known#{name}", "STAFF")


def spent_key(state: str) -> Key:
    """Where it is kept that a state was used."""
    return Key(f"SIGNIN#state#{state}", "SPENT")


def register_key() -> Key:
    """Where the register of imported staff lives."""
    return Key("SIGNIN#staff", "REGISTER")


class SignInStore:
    """Reads, always strongly, and makes the steps that change."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def standing(self, person: str) -> Standing:
        """Return how somebody stands; revision 0 and session version 0 where nothing is kept yet."""
        item = self._table.get(StandingItem, standing_key(person), consistent=True)
        if item is None:
            return Standing(person, 0)
        return Standing(
            person,
            int(item.session_version),
            Role(item.role) if item.role else None,
            frozenset(item.boutiques or ()),
            item.address,
            int(item.revision),
            item.became,
        )

    def stand(self, after: Standing) -> Step:
        """Step that keeps how somebody stands, one revision after what was read (`signin.standing`)."""
        item = StandingItem(
            *standing_key(after.key),
            session_version=after.session_version,
            role=str(after.role) if after.role else None,
            boutiques=sorted(after.boutiques) or None,
            address=after.address,
            revision=after.revision,
            became=after.became,
        )
        if after.revision == 1:
            return create("signin.standing", item)
        return put("signin.standing", item, StandingItem.revision == after.revision - 1)

    def stands(self, read: Standing) -> Step:
        """Step that requires somebody to stand as she was read (`signin.stands`)."""
        unchanged = StandingItem.revision == read.revision
        return check("signin.stands", StandingItem, standing_key(read.key), unchanged)

    def session(self, session_id: str) -> Session | None:
        """Return a session, or None."""
        item = self._table.get(SessionItem, session_key(session_id), consistent=True)
        if item is None:
            return None
        return Session(
            id=session_id,
            key=item.person,
            session_version=int(item.session_version),
            current=item.current,
            previous=item.previous or "",
            since=int(item.since),
            expires=int(item.expires),
            rotated=int(item.rotated),
            ended=item.ended,
            revision=int(item.revision),
        )

    def keep(self, after: Session) -> Step:
        """Step that keeps a session, one revision after what was read (`signin.session`)."""
        item = SessionItem(
            *session_key(after.id),
            person=after.key,
            session_version=after.session_version,
            current=after.current,
            previous=after.previous or None,
            since=after.since,
            expires=after.expires,
            rotated=after.rotated,
            ended=after.ended,
            revision=after.revision,
            rubbish_after=after.expires + SECONDS_A_DAY,
        )
        if after.revision == 1:
            return create("signin.session", item)
        return put("signin.session", item, SessionItem.revision == after.revision - 1)

    def links(self, address: str) -> Links:
        """Return what was sent to an address; an empty one of revision 0 where nothing ever was."""
        item = self._table.get(LinksItem, links_key(address), consistent=True)
        if item is None:
            return Links(address)
        return Links(
            address,
            int(item.request),
            tuple(map(int, item.asked)),
            tuple((str(kept), int(until)) for kept, until in item.links),
            tuple(item.receipts),
            int(item.revision),
        )

    def relink(self, after: Links) -> Step:
        """Step that keeps the links to an address, one revision after what was read (`signin.links`)."""
        item = LinksItem(
            *links_key(after.address),
            request=after.request,
            asked=list(after.asked),
            links=[list(one) for one in after.links],
            receipts=list(after.receipts),
            revision=after.revision,
        )
        if after.revision == 1:
            return create("signin.links", item)
        return put("signin.links", item, LinksItem.revision == after.revision - 1)

    def bound(self, name: str) -> str | None:
        """Return the staff id that is bound to a blinded address or subject, or None."""
        item = self._table.get(BindingItem, binding_key(name), consistent=True)
        return item.staff if item else None

    def bind(self, name: str, staff: str) -> Step:
        """Step that binds a member of staff, unless somebody else is (`signin.bound`)."""
        free = BindingItem.pk.does_not_exist() | (BindingItem.staff == staff)
        return put("signin.bound", BindingItem(*binding_key(name), staff=staff), free)

    def unbind(self, name: str) -> Step:
        """Step that removes a binding (`signin.unbound`)."""
        return delete("signin.unbound", BindingItem, binding_key(name))

    def is_spent(self, state: str) -> bool:
        """Say whether somebody signed in with a state."""
        return self._table.get(SpentItem, spent_key(state), consistent=True) is not None

    def spend(self, state: str, until: int) -> Step:
        """Step that uses a state, once (`signin.spent`)."""
        return create("signin.spent", SpentItem(*spent_key(state), until=until, rubbish_after=until + SECONDS_A_DAY))

    def register(self) -> tuple[frozenset[str], int]:
        """Return which members of staff an import let in, and the revision of that list; 0 before the first."""
        item = self._table.get(RegisterItem, register_key(), consistent=True)
        return (frozenset(item.staff), int(item.revision)) if item else (frozenset(), 0)

    def enter(self, staff: frozenset[str], read: int) -> Step:
        """Step that keeps the list, one revision after what was read (`signin.register`)."""
        item = RegisterItem(*register_key(), staff=sorted(staff), revision=read + 1)
        if read == 0:
            return create("signin.register", item)
        return put("signin.register", item, RegisterItem.revision == read)

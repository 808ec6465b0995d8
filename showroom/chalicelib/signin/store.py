"""How people stand, their sessions and the links that were sent, in DynamoDB. Nothing here opens anything: hashes."""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.foundation.table import Item, Key, Step, Table, check, create, put
from chalicelib.identity.model import Role
from chalicelib.signin.model import Links, Session, Standing


class StandingItem(Item):
    """How one person stands."""

    session_version = NumberAttribute()
    role = UnicodeAttribute(null=True)
    boutiques = JSONAttribute(null=True)
    address = UnicodeAttribute(null=True)
    revision = NumberAttribute()


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


def standing_key(person: str) -> Key:
    """Where it is kept how somebody stands."""
    return Key(f"SIGNIN#{person}", "STANDING")


def session_key(session_id: str) -> Key:
    """Where a session lives."""
    return Key(f"SESSION#{session_id}", "SESSION")


def links_key(address: str) -> Key:
    """Where the links to one blinded address live."""
    return Key(f"SIGNIN#address#{address}", "LINKS")


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

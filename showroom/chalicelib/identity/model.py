"""Who is asking: a role, a subject and what the role is tied to. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a principal is to the house."""

    ANONYMOUS = "anonymous"
    VISITOR = "visitor"
    """A stranger with a visitor token: a random subject for a day."""
    GUEST = "guest"
    """Whoever holds the link in a client's letter: one booking, nothing private."""
    HOST = "host"
    """Whoever holds the link in an associate's letter: may accept or decline one booking."""
    CLIENT = "client"
    DELEGATE = "delegate"
    """Whoever a client has named to book for her: holds the link in a letter, and sees nothing private."""
    INVITED = "invited"
    """Whoever holds the link of an invitation: one guest of one event."""
    COMPANION = "companion"
    """Whoever holds the link to a companion's own door at a dinner: one household, and nothing of who invited her."""
    COURIER = "courier"
    """Whoever holds the link of one round on the night of a dinner."""
    KITCHEN = "kitchen"
    """Whoever holds the link of one kitchen's evening: codes, no names."""
    ASSOCIATE = "associate"
    MANAGER = "manager"
    PLANNER = "planner"
    ADMIN = "admin"


SIGNED_IN = frozenset({Role.CLIENT, Role.ASSOCIATE, Role.MANAGER, Role.PLANNER, Role.ADMIN})
"""Roles that an access token may carry."""
STAFF = frozenset({Role.ASSOCIATE, Role.MANAGER, Role.PLANNER})
"""Roles that act within their own boutiques."""

FOR_A_CLIENT = frozenset({Role.CLIENT, Role.DELEGATE})
"""Roles whose subject is a known client: she herself, or whoever books for her."""


@dataclass(frozen=True, slots=True)
class Principal:
    """The one who asks. `subject` is an id: a visitor's, a client's or a staff member's; never a name or an e-mail.

    A GUEST or HOST has `booking` and `link_version`, and its subject is `guest:<booking>` or `host:<staff id>`.
    An INVITED has `event` and `link_version`; its subject is the guest's id. So has a COMPANION, whose subject is her
    household's id and `guest` whoever invited her; a COURIER, whose subject is a round; a KITCHEN, whose is a kitchen.
    A DELEGATE has `delegate` and `link_version`; her subject is the client for whom she acts once the house has found
    that she still may, and until then nobody's.
    """

    role: Role
    subject: str
    boutiques: frozenset[str] = frozenset()
    booking: str | None = None
    link_version: int | None = None
    token_id: str = ""
    delegate: str | None = None
    event: str | None = None
    guest: str | None = None
    session_version: int = 0
    """Of whoever signed in: whether it still is her present one is the house's to find out."""

    @property
    def actor(self) -> str:
        """How audit rows name this principal: role and id, nothing personal."""
        return f"{self.role}:{self.delegate or self.subject}"

    @property
    def sender(self) -> str:
        """Whose requests these are: a delegate's are never taken for a repetition of her client's."""
        return self.subject if self.delegate is None else self.actor


ANONYMOUS = Principal(Role.ANONYMOUS, "")
"""Whoever came without a token."""

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
    ASSOCIATE = "associate"
    MANAGER = "manager"
    PLANNER = "planner"
    ADMIN = "admin"


SIGNED_IN = frozenset({Role.CLIENT, Role.ASSOCIATE, Role.MANAGER, Role.PLANNER, Role.ADMIN})
"""Roles that an access token may carry."""
STAFF = frozenset({Role.ASSOCIATE, Role.MANAGER, Role.PLANNER})
"""Roles that act within their own boutiques."""


@dataclass(frozen=True, slots=True)
class Principal:
    """The one who asks. `subject` is an id: a visitor's, a client's or a staff member's; never a name or an e-mail.

    A GUEST or HOST has `booking` and `link_version`, and its subject is `guest:<booking>` or `host:<staff id>`.
    """

    role: Role
    subject: str
    boutiques: frozenset[str] = frozenset()
    booking: str | None = None
    link_version: int | None = None
    token_id: str = ""

    @property
    def actor(self) -> str:
        """How audit rows name this principal: role and id, nothing personal."""
        return f"{self.role}:{self.subject}"


ANONYMOUS = Principal(Role.ANONYMOUS, "")
"""Whoever came without a token."""

"""What is sent to sign in, to stay and to leave. Strict, bounded, nothing echoed."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints, field_validator

from chalicelib.foundation.contacts import normalise_email
from chalicelib.http.bodies import Body


class LinkBody(Body):
    """The address to which a link is to be sent."""

    email: Annotated[str, StringConstraints(max_length=254)]

    _email = field_validator("email")(normalise_email)


class UseBody(Body):
    """The link that came, as it stands behind `#signin=`."""

    link: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class StartBody(Body):
    """Which of the house's pages the identity provider sends back to; the console unless said."""

    page: Annotated[str, StringConstraints(max_length=500)] | None = None


class FinishBody(Body):
    """What the identity provider sent back, and the binding that the page kept."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=4096)]
    state: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    binding: Annotated[str, StringConstraints(min_length=1, max_length=100)]


class RefreshBody(Body):
    """The refresh token that holds."""

    refresh_token: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class LeaveBody(RefreshBody):
    """The refresh token, and whether every other session of hers ends as well."""

    everywhere: bool = False

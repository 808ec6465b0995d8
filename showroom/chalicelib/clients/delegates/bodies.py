"""What a client sends of somebody who may book for her. Strict, bounded, nothing echoed."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints, field_validator

from chalicelib.clients.bodies import NameBody
from chalicelib.clients.model import Contact
from chalicelib.foundation.contacts import normalise_email
from chalicelib.http.bodies import Body


class DelegateBody(Body):
    """Who may book for her, where the letter with the link goes, and in which language it is written."""

    name: NameBody
    email: Annotated[str, StringConstraints(max_length=254)]
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]

    _email = field_validator("email")(normalise_email)

    def contact(self) -> Contact:
        """The person as the house keeps her."""
        return Contact(self.name.name(), self.email)

"""The keys of one deployment, as they stand in its secret."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.identity.tokens import SigningKey


@dataclass(frozen=True)
class Secrets:
    """The deployment's keys."""

    signing: Mapping[str, SigningKey]
    active: str
    master: bytes
    index: bytes
    oidc_client_secret: str = ""
    """Of the identity provider's client, where it is a confidential one."""

    @classmethod
    def read(cls, document: str) -> Secrets:
        """Read the secret's JSON: `active`, `signing {kid: {private?, public}}`, `master` and `index` in base64."""
        said = json.loads(document)
        signing = {
            kid: SigningKey.from_pem(pair.get("private") or pair["public"]) for kid, pair in said["signing"].items()
        }
        return cls(
            signing,
            said["active"],
            base64.b64decode(said["master"]),
            base64.b64decode(said["index"]),
            said.get("oidc_client_secret", ""),
        )

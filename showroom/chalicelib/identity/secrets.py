"""The keys of one deployment, as they stand in its secret."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from chalicelib.identity.signing import Signer
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
    film_private: str = field(default="", repr=False)
    """PEM of the key that signs tickets for films: RSA for CloudFront, P-384 for Amazon IVS."""

    @classmethod
    def read(cls, document: str, remote: Callable[[str], Signer]) -> Secrets:
        """Read the secret's JSON: `active`, `signing {kid: {private?, public, kms?}}`, `master`, `index` in base64.

        `remote` makes the signer of a key of KMS, by its ARN, for a pair that has one.
        """
        said = json.loads(document)
        signing = {}
        for kid, pair in said["signing"].items():
            key = SigningKey.from_pem(pair.get("private") or pair["public"])
            signing[kid] = replace(key, remote=remote(pair["kms"])) if pair.get("kms") else key
        return cls(
            signing,
            said["active"],
            base64.b64decode(said["master"]),
            base64.b64decode(said["index"]),
            said.get("oidc_client_secret", ""),
            said.get("film_private", ""),
        )

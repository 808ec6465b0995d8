"""Fresh keys for a new deployment: one signing pair (ES256), the master of the vault and the key of blind indexes."""

from __future__ import annotations

import base64
import secrets

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec


def fresh_keys() -> dict[str, object]:
    """Return the secret's JSON document, as `wiring` reads it. Made once per deployment, kept in Secrets Manager."""
    pair = ec.generate_private_key(ec.SECP256R1())
    private = pair.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = pair.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    name = f"k{secrets.token_hex(4)}"
    return {
        "active": name,
        "signing": {name: {"private": private.decode(), "public": public.decode()}},
        "master": base64.b64encode(secrets.token_bytes(32)).decode(),
        "index": base64.b64encode(secrets.token_bytes(32)).decode(),
    }

"""AWS KMS as the house's ports need it: a key ring for the vault, and a key that signs tokens.

What wraps and what signs never leaves KMS. A data key is bound to its subject by the encryption context, so that it
opens for nobody else and CloudTrail says whose it was. KMS out of reach is Busy; nothing is kept in clear instead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.foundation.errors import Busy, NotFound
from chalicelib.foundation.vault import KeyRing, LocalKeyRing

_T = TypeVar("_T")
_FOREIGN = {"InvalidCiphertextException", "IncorrectKeyException"}
_MISTAKES = {"AccessDeniedException", "NotFoundException", "ValidationException", "InvalidKeyUsageException"}


class KmsKeyRing:
    """A `KeyRing` whose master is a symmetric key of KMS."""

    def __init__(self, client: Any, key: str) -> None:
        """`key` is the key's ARN."""
        self._client, self._key = client, key

    def wrap(self, subject: str, key: bytes) -> bytes:
        """Return the wrapped key, bound to its subject. Raises Busy."""
        answer = _asked(
            lambda: self._client.encrypt(KeyId=self._key, Plaintext=key, EncryptionContext={"subject": subject})
        )
        return bytes(answer["CiphertextBlob"])

    def unwrap(self, subject: str, wrapped: bytes) -> bytes:
        """Return the key. Raises NotFound for another subject's or another master's, and Busy."""
        answer = _asked(
            lambda: self._client.decrypt(
                KeyId=self._key, CiphertextBlob=wrapped, EncryptionContext={"subject": subject}
            )
        )
        return bytes(answer["Plaintext"])


class KmsSigner:
    """A `Signer` whose private key is an ECC_NIST_P256 key of KMS."""

    def __init__(self, client: Any, key: str) -> None:
        """`key` is the key's ARN."""
        self._client, self._key = client, key

    def sign(self, message: bytes) -> bytes:
        """Return the signature in DER; KMS hashes the message itself. Raises Busy."""
        answer = _asked(
            lambda: self._client.sign(
                KeyId=self._key, Message=message, MessageType="RAW", SigningAlgorithm="ECDSA_SHA_256"
            )
        )
        return bytes(answer["Signature"])


def key_ring(key: str, master: bytes, client: Callable[[], Any]) -> KeyRing:
    """Return the key ring that a deployment names: `local`, with the master of its secret, or a key of KMS by ARN."""
    return LocalKeyRing(master) if key == "local" else KmsKeyRing(client(), key)


def _asked(ask: Callable[[], _T]) -> _T:
    try:
        return ask()
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in _FOREIGN:
            raise NotFound("the key of this subject cannot be opened") from None
        if code in _MISTAKES:
            raise  # of ours or of the deployment: loud, never "try again"
        raise Busy from None
    except BotoCoreError:
        raise Busy from None

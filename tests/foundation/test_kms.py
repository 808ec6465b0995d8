"""KMS as it is asked: parameters by botocore's own models. What KMS then does, only KMS can show."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from botocore.stub import Stubber
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from chalicelib.foundation.errors import Busy, NotFound
from chalicelib.foundation.kms import KmsKeyRing, KmsSigner
from chalicelib.identity.model import Role
from chalicelib.identity.tokens import SigningKey, Tokens
from tests.harness.moto_world import MONDAY

KEY = "arn:aws:kms:eu-west-1:123456789012:key/1b2c3d4e-0000-0000-0000-000000000000"


@pytest.fixture
def kms() -> Any:
    return boto3.client("kms", region_name="eu-west-1")


def test_a_data_key_is_wrapped_for_its_subject(kms: Any) -> None:
    """Both ways the context names the subject, and opening names the key as well."""
    ring, context = KmsKeyRing(kms, KEY), {"subject": "client#a"}
    with Stubber(kms) as stub:
        sent = {"KeyId": KEY, "Plaintext": b"k" * 32, "EncryptionContext": context}
        stub.add_response("encrypt", {"CiphertextBlob": b"wrapped", "KeyId": KEY}, sent)
        sent = {"KeyId": KEY, "CiphertextBlob": b"wrapped", "EncryptionContext": context}
        stub.add_response("decrypt", {"Plaintext": b"k" * 32, "KeyId": KEY}, sent)
        assert ring.wrap("client#a", b"k" * 32) == b"wrapped"
        assert ring.unwrap("client#a", b"wrapped") == b"k" * 32
        stub.assert_no_pending_responses()


@pytest.mark.parametrize(
    ("code", "raised"),
    [
        ("InvalidCiphertextException", NotFound),
        ("IncorrectKeyException", NotFound),
        ("ThrottlingException", Busy),
        ("KMSInternalException", Busy),
        ("KeyUnavailableException", Busy),
        ("DisabledException", Busy),
        ("KMSInvalidStateException", Busy),
        ("AccessDeniedException", ClientError),
    ],
)
def test_what_kms_refuses(kms: Any, code: str, raised: type[Exception]) -> None:
    """A foreign key is not found, a KMS that cannot is busy, and a mistake of the deployment is loud."""
    with Stubber(kms) as stub:
        stub.add_client_error("decrypt", code)
        with pytest.raises(raised):
            KmsKeyRing(kms, KEY).unwrap("client#a", b"wrapped")


def test_a_kms_out_of_reach_is_busy() -> None:
    """Never plaintext, never a five-hundred."""

    class Gone:
        def sign(self, **_: Any) -> Any:
            raise EndpointConnectionError(endpoint_url="https://kms")

        encrypt = sign

    with pytest.raises(Busy):
        KmsKeyRing(Gone(), KEY).wrap("client#a", b"k" * 32)
    with pytest.raises(Busy):
        KmsSigner(Gone(), KEY).sign(b"message")


def test_tokens_are_signed_by_kms_and_verified_here(kms: Any) -> None:
    """KMS is sent the message itself (RAW) and answers DER; the token has r and s, and is one of ours."""
    private = ec.generate_private_key(ec.SECP256R1())
    sent: list[bytes] = []

    class Kms:
        def sign(self, **asked: Any) -> Any:
            signature = private.sign(asked["Message"], ec.ECDSA(hashes.SHA256()))
            expected = {"KeyId": KEY, "MessageType": "RAW", "SigningAlgorithm": "ECDSA_SHA_256"}
            with Stubber(kms) as stub:
                answer = {"Signature": signature, "KeyId": KEY}
                stub.add_response("sign", answer, {**expected, "Message": asked["Message"]})
                sent.append(asked["Message"])
                return kms.sign(**asked)

    key = SigningKey(private.public_key(), remote=KmsSigner(Kms(), KEY))
    tokens = Tokens({"k1": key}, "k1", "showroom", lambda: MONDAY)
    for _ in range(20):  # r and s of any length
        token = tokens.access(Role.ADMIN, "admin")
        assert tokens.verify(token).role is Role.ADMIN
        assert sent[-1].decode() == token.rpartition(".")[0]

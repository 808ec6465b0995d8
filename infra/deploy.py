"""`make deploy`: the package to AWS by CloudFormation, into the account and region of the caller's own credentials.

The stack is updated once; where no PUBLIC_URL is given (no custom domain) it is updated a second time with the address
that API Gateway gave, because letters must carry it. The secret's keys are written only when the secret is empty: a
later deployment never changes them. `make smoke` runs exactly this against an emulator.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError

from infra.keys import fresh_keys
from infra.package import OUT

PARAMETERS = {
    "PUBLIC_URL": "PublicUrl",
    "API_PATH": "ApiPath",
    "ALLOWED_ORIGINS": "AllowedOrigins",
    "SENDER_ADDRESS": "SenderAddress",
    "SENDER_IDENTITY": "SenderIdentity",
    "SMS_SENDER": "SmsSender",
    "WHATSAPP": "WhatsApp",
    "OIDC_ISSUER": "OidcIssuer",
    "OIDC_CLIENT": "OidcClient",
    "VAULT_KEY": "VaultKey",
    "SIGNING_KEY": "SigningKey",
    "VIDEO": "Video",
    "FILM": "Film",
    "FILM_URL": "FilmUrl",
    "FILM_KEY": "FilmKey",
    "FILM_ORIGINS": "FilmOrigins",
    "FILM_CAPTIONS": "FilmCaptions",
    "FILM_SUBTITLES": "FilmSubtitles",
}
"""Variables of `make deploy` and the template parameters that they set; one not given keeps its value."""

_LARGEST_BODY = 51_200
_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]


class DeploymentError(Exception):
    """Raised when CloudFormation did not reach a complete state; says what failed and why."""


class Deployment:
    """One stack in one account and region."""

    def __init__(self, stack: str, client: Callable[[str], Any], folder: Path = OUT) -> None:
        """`client` opens an AWS client by service name; `folder` holds what `make package` made."""
        self._stack, self._client, self._folder = stack, client, folder
        self._cloudformation = client("cloudformation")

    def run(self, parameters: Mapping[str, str]) -> dict[str, str]:
        """Bring the stack to the package with these parameters and return its outputs. Raises DeploymentError."""
        template = self._upload()
        outputs = self._apply(template, parameters)
        self._fill_secret(outputs["SecretName"])
        return outputs

    def _upload(self) -> dict[str, str]:
        """Put the zip (and a large template) where CloudFormation finds it; named by content, so only once."""
        account = self._client("sts").get_caller_identity()["Account"]
        store = self._client("s3")
        region = store.meta.region_name
        bucket = f"{self._stack}-artifacts-{account}-{region}"
        place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        try:
            store.create_bucket(Bucket=bucket, **place)
            blocked = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
            store.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=dict.fromkeys(blocked, True))
        except (store.exceptions.BucketAlreadyOwnedByYou, store.exceptions.BucketAlreadyExists):
            pass
        code = (self._folder / "deployment.zip").read_bytes()
        key = hashlib.sha256(code).hexdigest() + ".zip"
        store.put_object(Bucket=bucket, Key=key, Body=code)
        template = json.loads((self._folder / "sam.json").read_text())
        for resource in template["Resources"].values():
            if resource["Type"] == "AWS::Serverless::Function":
                resource["Properties"]["CodeUri"] = {"Bucket": bucket, "Key": key}
        body = json.dumps(template, separators=(",", ":"))
        if len(body) <= _LARGEST_BODY:
            return {"TemplateBody": body}
        name = hashlib.sha256(body.encode()).hexdigest() + ".json"
        store.put_object(Bucket=bucket, Key=name, Body=body.encode())
        return {"TemplateURL": f"{store.meta.endpoint_url.rstrip('/')}/{bucket}/{name}"}

    def _apply(self, template: Mapping[str, str], parameters: Mapping[str, str]) -> dict[str, str]:
        existing = self._status()
        kept = {p["ParameterKey"] for p in existing.get("Parameters", [])} - set(parameters) if existing else set()
        arguments: dict[str, Any] = {
            "StackName": self._stack,
            "Capabilities": _CAPABILITIES,
            "Parameters": [{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()]
            + [{"ParameterKey": k, "UsePreviousValue": True} for k in sorted(kept)],
            **template,
        }
        change = self._cloudformation.update_stack if existing else self._cloudformation.create_stack
        try:
            change(**arguments)
        except ClientError as error:
            if "No updates are to be performed" not in str(error):
                raise
        return self._settled()

    def _status(self) -> dict[str, Any]:
        try:
            stacks: list[dict[str, Any]] = self._cloudformation.describe_stacks(StackName=self._stack)["Stacks"]
        except ClientError:
            return {}
        return {} if not stacks or stacks[0]["StackStatus"] == "DELETE_COMPLETE" else stacks[0]

    def _settled(self) -> dict[str, str]:
        while (stack := self._status())["StackStatus"].endswith("_IN_PROGRESS"):
            time.sleep(2 if os.environ.get("AWS_ENDPOINT_URL") is None else 0.2)
        if stack["StackStatus"] not in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
            events = self._cloudformation.describe_stack_events(StackName=self._stack)["StackEvents"]
            reasons = [
                f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}"
                for event in events
                if "FAILED" in event["ResourceStatus"]
            ]
            raise DeploymentError("\n".join([stack["StackStatus"], *reasons]))
        return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}

    def _fill_secret(self, name: str) -> None:
        secrets = self._client("secretsmanager")
        try:
            kept = secrets.get_secret_value(SecretId=name)["SecretString"]
        except secrets.exceptions.ResourceNotFoundException:
            kept = ""
        if not kept:
            secrets.put_secret_value(SecretId=name, SecretString=json.dumps(fresh_keys()))


def main() -> int:
    """Deploy with the variables of PARAMETERS taken from the environment; print where the house now stands."""
    given = {PARAMETERS[name]: os.environ[name] for name in PARAMETERS if os.environ.get(name) is not None}
    deployment = Deployment(os.environ.get("STACK", "showroom"), boto3.client)
    try:
        outputs = deployment.run(given)
        if "PublicUrl" not in given:
            address = outputs["EndpointURL"].rstrip("/")
            outputs = deployment.run({**given, "PublicUrl": address})
    except DeploymentError as failure:
        print(failure, file=sys.stderr)
        return 1
    for name in ("EndpointURL", "Table", "Keys", "SecretName", "QueueUrl", "DeadQueueUrl"):
        print(f"{name:14} {outputs[name]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`make smoke`: the package as it would be deployed, on an emulator, used once from end to end.

    package ─▶ CloudFormation on ministack ─▶ demo maison imported ─▶ a booking through API Gateway
            ─▶ its letter through queue and sender ─▶ a poisoned message into the dead letters

ministack lives in a virtual environment of its own, of the Python minor version of the package it runs, and is stopped
in any case. This shows that the parts fit together; it measures nothing and checks no permission.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import boto3

from infra.deploy import Deployment
from infra.local.seed import MAISON
from infra.pythons import ROOT, environment, packaging_python

MINISTACK = "ministack[full]==1.5.33"
REGION = "eu-west-1"
SENDER = "appointments@maison.example"
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class SmokeError(Exception):
    """Raised when something that must be seen was not seen; says what."""


@contextmanager
def emulator() -> Iterator[str]:
    """Start ministack on a free port, yield its address, and stop it with all it started."""
    python = environment(".venv-smoke", packaging_python(), [MINISTACK])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    settings = {
        **os.environ,
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "IOT_MTLS_ENABLED": "0",
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
    }
    with tempfile.TemporaryFile() as log, tempfile.TemporaryDirectory() as folder:
        command = [str(python.parent / "ministack")]
        process = subprocess.Popen(
            command, env=settings, cwd=folder, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            _until("ministack answers", lambda: fetch("GET", f"{address}/_ministack/health"), 60)
            yield address
        except BaseException:
            log.seek(0)
            print(log.read().decode(errors="replace")[-3000:], file=sys.stderr)
            raise
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the emulator and the Lambda workers that it started, all of one session of ours."""
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def fetch(
    method: str, url: str, body: Any = None, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], Any]:
    """Return status, headers and parsed JSON of one request. Raises URLError where nobody listens."""
    data = json.dumps(body).encode() if body is not None else None
    sent = {**({"Content-Type": "application/json"} if data else {}), **(headers or {})}
    request = urllib.request.Request(url, method=method, data=data, headers=sent)
    try:
        with _DIRECT.open(request, timeout=60) as answer:
            status, got, text = answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        status, got, text = error.code, dict(error.headers), error.read()
    try:
        return status, got, json.loads(text)
    except ValueError:
        return status, got, text.decode(errors="replace")


def _until(what: str, look: Callable[[], Any], seconds: float) -> Any:
    """Look until something true is seen, and return it. Raises SmokeError naming what was not seen in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if seen := look():
                return seen
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.3)
    raise SmokeError(f"not within {seconds:.0f} s: {what}")


def _expect(what: str, status: int, answer: tuple[int, dict[str, str], Any]) -> Any:
    if answer[0] != status:
        raise SmokeError(f"{what}: {answer[0]} instead of {status}: {answer[2]}")
    return answer[2]


def deploy(address: str, client: Callable[[str], Any]) -> dict[str, str]:
    """Deploy the package twice, as `make deploy` does: the second time knowing where it stands."""
    client("sesv2").create_email_identity(EmailIdentity=SENDER)
    deployment = Deployment("showroom", client)
    outputs = deployment.run({"SenderAddress": SENDER})
    path = f"/restapis/{outputs['RestAPIId']}/api/_user_request_"
    outputs = deployment.run({"SenderAddress": SENDER, "PublicUrl": address + path, "ApiPath": path})
    return {**outputs, "Url": address + path}


def import_maison(address: str, outputs: dict[str, str]) -> None:
    """Import the demo maison into the deployed tables, by the command that an operator uses."""
    settings = {
        **os.environ,
        "AWS_ENDPOINT_URL": address,
        "SHOWROOM_TABLE": outputs["Table"],
        "SHOWROOM_KEYS_TABLE": outputs["Keys"],
        "SHOWROOM_QUEUE_URL": outputs["QueueUrl"],
        "SHOWROOM_SECRET_NAME": outputs["SecretName"],
        "SHOWROOM_PUBLIC_URL": outputs["Url"],
    }
    command = [sys.executable, "-m", "infra.import_maison", str(MAISON)]
    subprocess.run(command, cwd=ROOT, env=settings, check=True, stdout=subprocess.DEVNULL)


def book(url: str, email: str) -> dict[str, Any]:
    """Book the first free visit of the coming weeks as a stranger, twice with one key, and return the booking."""
    token = _expect("a visitor's token", 201, fetch("POST", f"{url}/v1/visitors", {}))["token"]
    today = time.strftime("%Y-%m-%d", time.gmtime())
    query = f"experience=visit&from={today}&days=14&language=en"
    found = _expect("free times", 200, fetch("GET", f"{url}/v1/boutiques/paris/availability?{query}"))
    start = next((one["start"] for day in found["days"] for one in day["starts"]), None)
    if start is None:
        raise SmokeError("no free time in two weeks")
    body = {
        "boutique": "paris",
        "experience": "visit",
        "start": start,
        "language": "en",
        "party": {"adults": 1, "children": 0},
        "client": {"name": {"given": "Zoe", "family": "Lambert"}, "email": email},
    }
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": secrets.token_urlsafe(24)}
    booking: dict[str, Any] = _expect("the booking", 201, fetch("POST", f"{url}/v1/bookings", body, headers))
    again = fetch("POST", f"{url}/v1/bookings", body, headers)
    if _expect("the same booking again", 201, again)["id"] != booking["id"]:
        raise SmokeError("a retry made a second booking")
    return booking


def letter_to(address: str, email: str) -> str:
    """Return the source of the letter that reached this address."""

    def look() -> str:
        _, _, told = fetch("GET", f"{address}/_ministack/ses/messages")
        letters = [letter for account in told["messages"].values() for letter in account]
        return next((text for letter in letters if email in (text := json.dumps(letter))), "")

    return str(_until("a letter to the client", look, 60))


def poison(client: Callable[[str], Any], outputs: dict[str, str]) -> None:
    """Queue a message that nobody can handle, and see it among the dead letters."""
    sqs = client("sqs")
    sqs.set_queue_attributes(QueueUrl=outputs["QueueUrl"], Attributes={"VisibilityTimeout": "2"})
    sqs.send_message(QueueUrl=outputs["QueueUrl"], MessageBody="poison")

    def look() -> bool:
        got = sqs.receive_message(QueueUrl=outputs["DeadQueueUrl"], WaitTimeSeconds=1).get("Messages", [])
        return any(message["Body"] == "poison" for message in got)

    _until("the poisoned message among the dead letters", look, 90)


def walk(address: str, client: Callable[[str], Any], told: Callable[[str], None]) -> None:
    """Go through the house once, from the deployment to the dead letters, and tell each step."""
    told("the emulator answers")
    outputs = deploy(address, client)
    told("the package is deployed")
    import_maison(address, outputs)
    maison = _expect("the maison", 200, fetch("GET", f"{outputs['Url']}/v1/maison?language=en"))
    told(f"{maison['name']} is open")
    email = f"zoe.{secrets.token_hex(3)}@client.example"
    booking = book(outputs["Url"], email)
    told(f"booked {booking['start']}, {booking['state']}")
    letter_to(address, email)
    told("her letter has arrived")
    poison(client, outputs)
    told("the poisoned message is among the dead letters")


def said_by_functions(client: Callable[[str], Any]) -> str:
    """Return the last lines that the deployed functions logged, for a run that failed."""
    logs, lines = client("logs"), list[str]()
    for group in logs.describe_log_groups()["logGroups"]:
        events = logs.filter_log_events(logGroupName=group["logGroupName"])["events"][-30:]
        lines += [f"{group['logGroupName']}: {event['message'].rstrip()}" for event in events]
    return "\n".join(lines)


def main() -> int:
    """Run it all and tell each step; 1 with the reason when one fails."""
    os.environ.update(
        AWS_ACCESS_KEY_ID="test",
        AWS_SECRET_ACCESS_KEY="test",  # noqa: S106 - the emulator asks for one and does not look at it
        AWS_DEFAULT_REGION=REGION,
        NO_PROXY="127.0.0.1,localhost",
        no_proxy="127.0.0.1,localhost",
    )
    os.environ.pop("AWS_PROFILE", None)
    began = time.monotonic()

    def told(what: str) -> None:
        print(f"{time.monotonic() - began:6.1f} s  {what}", flush=True)

    try:
        with emulator() as address:
            os.environ["AWS_ENDPOINT_URL"] = address

            def client(service: str) -> Any:
                return boto3.client(service, endpoint_url=address)

            try:
                walk(address, client, told)
            except SmokeError:
                print(said_by_functions(client), file=sys.stderr)
                raise
    except (SmokeError, subprocess.CalledProcessError) as error:
        print(f"Smoke: {error}", file=sys.stderr)
        return 1
    print("Smoke passed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

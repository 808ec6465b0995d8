"""The one choke point: every AWS request of every client passes `Wire`, which records, meters, delays and spoils it.

    with Wire(plan=at(3, Fault.CRASH_AFTER)) as wire:
        bookings.book(...)
    wire.operations(), wire.write_units

Botocore's own `before-send` hooks do not do for this: moto still executes the call that such a hook "failed".
A fault befalls a request before or after its effect, as on the real wire, and botocore's retries run as they do in
production, without the waiting. Like real DynamoDB, a transaction sent twice with one token is applied once.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Any, Protocol
from urllib.parse import parse_qsl

import botocore.endpoint
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ReadTimeoutError
from moto.core.botocore_stubber import BotocoreStubber, MockRawResponse

from tests.harness import meters
from tests.harness.moto_world import LOCK, REGION


class Crash(BaseException):
    """The process died here. A BaseException, so that no `except Exception` of ours hides it."""


class Fault(StrEnum):
    """What can befall one request."""

    THROTTLE = "throttle"
    SERVER_ERROR = "500"
    CONFLICT = "conflict"
    TIMEOUT_BEFORE = "timeout_before"
    TIMEOUT_AFTER = "timeout_after"
    CRASH_BEFORE = "crash_before"
    CRASH_AFTER = "crash_after"
    DUPLICATE = "dup"
    SCANT = "scant"
    """As little as DynamoDB may give: one item a page, one key of a batch."""


@dataclass(slots=True)
class Request:
    """One request as it went over the wire; units are filled in when it had its effect."""

    number: int
    """From 1, in the order of arrival; each of botocore's attempts counts."""
    service: str
    operation: str
    body: dict[str, Any]
    actor: str
    fault: Fault | Refusal | None = None
    status: int = 0
    write_units: int = 0
    read_units: float = 0
    places: list[meters.Place] = field(default_factory=list)


Refusal = tuple[str, dict[str, Any]]
"""An error code of AWS's own, and what else its answer carries."""
Plan = Callable[[Request], "Fault | Refusal | None"]


def healthy(_: Request) -> None:
    """The plan of a good day."""


def at(number: int, fault: Fault) -> Plan:
    """Spoil the request with this number and no other."""
    return lambda request: fault if request.number == number else None


def every(fault: Fault, operation: str | None = None, times: int | None = None) -> Plan:
    """Spoil each request (of one operation), at most so many times."""
    left = [times if times is not None else 1 << 30]

    def plan(request: Request) -> Fault | None:
        if left[0] <= 0 or (operation and request.operation != operation):
            return None
        left[0] -= 1
        return fault

    return plan


class Turns(Protocol):
    """Decides which actor goes next; called before each request."""

    def wait(self) -> None:
        """Return when it is this thread's turn."""


class Guard(Protocol):
    """Stands round a write; may refuse it with places that are in conflict."""

    def entering(self, request: Request) -> AbstractContextManager[list[bool]]:
        """Return, for each place written, whether another transaction holds it."""


class _NoWaiting:
    """Stands in for `time` in botocore's endpoint, so that its retries do not wait."""

    def __init__(self) -> None:
        self.waited = 0

    def sleep(self, _seconds: float) -> None:
        self.waited += 1


class Wire:
    """Records, meters and spoils every AWS request while it is entered. One at a time."""

    _installed: Wire | None = None

    def __init__(self, plan: Plan = healthy, *, turns: Turns | None = None, guard: Guard | None = None) -> None:
        self.plan, self.turns, self.guard = plan, turns, guard
        self.requests: list[Request] = []
        self.retries = _NoWaiting()
        self._tokens: dict[str, str] = {}
        self._lock = threading.Lock()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

    def operations(self, service: str = "dynamodb") -> list[str]:
        """Return the names of a service's requests in their order."""
        return [request.operation for request in self.requests if request.service == service]

    @property
    def round_trips(self) -> int:
        """How many requests went to DynamoDB."""
        return len(self.operations())

    @property
    def write_units(self) -> int:
        """Write units of all requests."""
        return sum(request.write_units for request in self.requests)

    @property
    def read_units(self) -> float:
        """Read units of all requests."""
        return sum(request.read_units for request in self.requests)

    @property
    def writes(self) -> list[Request]:
        """The requests that may write to DynamoDB."""
        return [request for request in self.requests if request.places]

    # ── installing ───────────────────────────────────────────────────────────────────────────────────────────

    def __enter__(self) -> Wire:
        if Wire._installed is not None:
            raise RuntimeError("another wire is installed")
        Wire._installed = self
        self._real, self._time = BotocoreStubber.__call__, botocore.endpoint.time
        _install(lambda stub, event_name, request, **_: self._send(stub, event_name, request), self.retries)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _: TracebackType | None
    ) -> None:
        _install(self._real, self._time)
        Wire._installed = None

    # ── the choke point ──────────────────────────────────────────────────────────────────────────────────────

    def _send(self, stub: BotocoreStubber, event_name: str, raw: Any) -> Any:
        if self.turns:
            self.turns.wait()
        request = self._recorded(event_name, raw)
        match request.fault:
            case Fault.CRASH_BEFORE:
                raise Crash(request.operation)
            case Fault.TIMEOUT_BEFORE:
                raise ReadTimeoutError(endpoint_url=raw.url)
            case Fault.THROTTLE:
                return self._refuse(raw, request, "ProvisionedThroughputExceededException")
            case Fault.SERVER_ERROR:
                return self._refuse(raw, request, "InternalServerError", status=500)
            case Fault.CONFLICT:
                return self._conflict(raw, request, [True] * len(request.places))
            case (str() as code, dict() as more):
                return self._refuse(raw, request, code, **more)
        if request.fault is Fault.SCANT:
            return self._scant(stub, event_name, raw, request)
        answer = self._guarded(stub, event_name, raw, request)
        if request.fault is Fault.DUPLICATE:
            answer = self._guarded(stub, event_name, raw, request)
        if request.fault is Fault.TIMEOUT_AFTER:
            raise ReadTimeoutError(endpoint_url=raw.url)
        if request.fault is Fault.CRASH_AFTER:
            raise Crash(request.operation)
        return answer

    def _recorded(self, event_name: str, raw: Any) -> Request:
        _, service, operation = event_name.split(".")
        body = _parsed(raw.body)
        with self._lock:
            request = Request(len(self.requests) + 1, service, operation, body, threading.current_thread().name)
            if service == "dynamodb":
                request.places = meters.places_written(operation, body)
            self.requests.append(request)
            request.fault = self.plan(request)
            if request.fault is Fault.CONFLICT and not request.places:
                request.fault = None  # reads meet nobody
        return request

    def _guarded(self, stub: BotocoreStubber, event_name: str, raw: Any, request: Request) -> Any:
        if not (self.guard and request.places):
            return self._executed(stub, event_name, raw, request)
        with self.guard.entering(request) as hits:
            if any(hits):
                return self._conflict(raw, request, hits)
            return self._executed(stub, event_name, raw, request)

    def _executed(self, stub: BotocoreStubber, event_name: str, raw: Any, request: Request) -> Any:
        with LOCK if request.service == "dynamodb" else nullcontext():
            token, digest = request.body.get("ClientRequestToken"), _digest(request.body)
            if request.operation == "TransactWriteItems" and token in self._tokens:
                if self._tokens[token] != digest:
                    return self._refuse(raw, request, "IdempotentParameterMismatchException")
                request.status = 200
                return _answer(raw, 200, {})
            before = meters.images(REGION, request.places)
            answer = self._real(stub, event_name, raw)
            if answer is None:
                return None
            request.status = answer.status_code
            if request.status == 200 and request.service == "dynamodb":
                after = meters.images(REGION, request.places)
                request.write_units += meters.write_units(request.operation, REGION, request.places, before, after)
                request.read_units += meters.read_units(request.operation, request.body, json.loads(answer.content))
                if request.operation == "TransactWriteItems" and token:
                    self._tokens[token] = digest
            return answer

    def _scant(self, stub: BotocoreStubber, event_name: str, raw: Any, request: Request) -> Any:
        left: dict[str, Any] = {}
        if request.operation in {"Query", "Scan"}:
            request.body["Limit"] = 1
        if request.operation == "BatchGetItem":
            ((table, wanted),) = request.body["RequestItems"].items()
            left = {table: {**wanted, "Keys": wanted["Keys"][1:]}} if wanted["Keys"][1:] else {}
            wanted["Keys"] = wanted["Keys"][:1]
        raw.body = json.dumps(request.body).encode()
        raw.headers["Content-Length"] = str(len(raw.body))
        answer = self._guarded(stub, event_name, raw, request)
        return _answer(raw, 200, {**json.loads(answer.content), "UnprocessedKeys": left}) if left else answer

    def _conflict(self, raw: Any, request: Request, hits: list[bool]) -> AWSResponse:
        if request.operation != "TransactWriteItems":
            return self._refuse(raw, request, "TransactionConflictException")
        reasons = [{"Code": "TransactionConflict" if hit else "None"} for hit in hits]
        return self._refuse(raw, request, "TransactionCanceledException", CancellationReasons=reasons)

    def _refuse(self, raw: Any, request: Request, code: str, *, status: int = 400, **more: Any) -> AWSResponse:
        request.status = status
        if request.service == "sns":
            return _xml(raw, status, code)
        return _answer(raw, status, {"__type": f"injected#{code}", "message": "injected", **more}, code)


def _install(send: Callable[..., Any], clock: Any) -> None:
    """The one place where the wire is put in, and taken out again."""
    BotocoreStubber.__call__ = send  # type: ignore[method-assign]
    botocore.endpoint.time = clock


def _answer(raw: Any, status: int, document: dict[str, Any], code: str | None = None) -> AWSResponse:
    headers = {"content-type": "application/x-amz-json-1.0", **({"x-amzn-ErrorType": code} if code else {})}
    return AWSResponse(raw.url, status, headers, MockRawResponse(json.dumps(document)))


def _xml(raw: Any, status: int, code: str) -> AWSResponse:
    text = f"<ErrorResponse><Error><Code>{code}</Code><Message>injected</Message></Error></ErrorResponse>"
    return AWSResponse(raw.url, status, {"content-type": "text/xml"}, MockRawResponse(text))


def _parsed(body: Any) -> dict[str, Any]:
    text = body.decode() if isinstance(body, bytes) else body or ""
    if isinstance(text, dict):
        return text
    if text.startswith("{"):
        parsed: dict[str, Any] = json.loads(text)
        return parsed
    return dict(parse_qsl(text))


def _digest(body: dict[str, Any]) -> str:
    rest = {name: value for name, value in body.items() if name != "ClientRequestToken"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()

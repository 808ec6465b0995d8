"""The short way into moto's DynamoDB, for the requests that a house makes all day.

A request that botocore has prepared is, in this same process, written out as HTTP, matched against every service's
addresses, parsed by the service's model, and its answer serialised by the model again: five times the work of what is
asked. Here the same handler is given the same JSON, and its answer is written as it is. Whatever it refuses goes the
long way from the start, so a refusal is word for word moto's own; it had no effect, so it may be asked twice.
"""

from __future__ import annotations

import functools
import json
import re
from contextlib import AbstractContextManager
from typing import Any

from botocore.awsrequest import AWSResponse
from moto.core.botocore_stubber import BotocoreStubber, MockRawResponse
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models.utilities import DynamoJsonEncoder
from moto.dynamodb.responses import DynamoHandler

SHORT = {
    "BatchGetItem": DynamoHandler.batch_get_item,
    "CreateTable": DynamoHandler.create_table,
    "DeleteItem": DynamoHandler.delete_item,
    "DeleteTable": DynamoHandler.delete_table,
    "GetItem": DynamoHandler.get_item,
    "PutItem": DynamoHandler.put_item,
    "Query": DynamoHandler.query,
    "Scan": DynamoHandler.scan,
    "TransactWriteItems": DynamoHandler.transact_write_items,
    "UpdateItem": DynamoHandler.update_item,
}
_REGION = re.compile(r"https://dynamodb\.([a-z0-9-]+)\.amazonaws\.com/")
_HEADERS = {"content-type": "application/x-amz-json-1.0", "x-amzn-requestid": "short"}


def shorten(lock: AbstractContextManager[Any]) -> None:
    """Let requests of `SHORT` take the short way, one at a time under `lock`."""
    long = BotocoreStubber.__call__

    @functools.wraps(long)
    def short(stub: BotocoreStubber, event_name: str, request: Any, **kwargs: Any) -> AWSResponse | None:
        _, service, operation = event_name.split(".")
        where = _REGION.fullmatch(request.url) if service == "dynamodb" and operation in SHORT else None
        if where is None or not stub.enabled:
            return long(stub, event_name, request, **kwargs)
        handler = DynamoHandler()
        handler.region, handler.current_account, handler.uri_match = where[1], DEFAULT_ACCOUNT_ID, {}
        handler.params = handler.body = json.loads(request.body)
        with lock:
            try:
                content = json.dumps(SHORT[operation](handler).result, cls=DynamoJsonEncoder)
            except Exception:  # noqa: BLE001 - a refusal, whatever it is, is told by moto itself
                content = None
        if content is None:
            return long(stub, event_name, request, **kwargs)
        return AWSResponse(request.url, 200, _HEADERS, MockRawResponse(content))

    BotocoreStubber.__call__ = short  # type: ignore[method-assign]

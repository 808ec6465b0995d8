"""One log line and one set of metrics per request, by route pattern: no path value, query, body or header."""

from __future__ import annotations

import itertools
import json
import logging
import sys
import traceback
from typing import IO, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import AmazonCloudWatchEMFProvider

_NAMESPACE = "Showroom"
_SERVICE = "http"
_names = itertools.count()


class _Stdout:
    """Standard output as it is at the moment of writing."""

    def write(self, text: str) -> int:
        return sys.stdout.write(text)

    def flush(self) -> None:
        sys.stdout.flush()


class Record:
    """Writes what happened to a sink: standard output on Lambda, a buffer in tests."""

    def __init__(self, sink: IO[str] | None = None) -> None:
        self._sink: Any = sink or _Stdout()
        # Powertools configures a logger of one name once; each record has its own so that each has its own sink.
        name = f"showroom.{_SERVICE}.{next(_names)}"
        self._logger = Logger(
            service=name,
            level="INFO",
            logger_handler=logging.StreamHandler(self._sink),
            utc=True,
        )
        logging.getLogger(name).propagate = False
        self._logger.append_keys(service=f"showroom.{_SERVICE}")

    def request(self, method: str, route: str, status: int, milliseconds: float, request_id: str, problem: str) -> None:
        """Write one request: `route` is the pattern, `problem` the slug of the problem document or empty."""
        about = {"method": method, "route": route, "status": status, "ms": round(milliseconds, 1)}
        self._logger.info(
            "request", extra={**about, "request_id": request_id, **({"problem": problem} if problem else {})}
        )
        # Not the shared `Metrics`: its set belongs to the process, and local requests run side by side.
        metrics = AmazonCloudWatchEMFProvider(
            metric_set={},
            dimension_set={},
            metadata_set={},
            default_dimensions={},
            namespace=_NAMESPACE,
            service=_SERVICE,
        )
        metrics.add_dimension("route", f"{method} {route}")
        metrics.add_metric("Requests", MetricUnit.Count, 1)
        metrics.add_metric("Failures", MetricUnit.Count, int(status >= 500))
        metrics.add_metric("Refusals", MetricUnit.Count, int(400 <= status < 500))
        metrics.add_metric("Duration", MetricUnit.Milliseconds, milliseconds)
        self._sink.write(json.dumps(metrics.serialize_metric_set(), separators=(",", ":")) + "\n")

    def failure(self, error: Exception, request_id: str) -> None:
        """Write an error nobody raised on purpose: its types and where it came from, not its words."""
        chain: list[str] = []
        cause: BaseException | None = error
        while cause is not None and len(chain) < 5:
            chain.append(type(cause).__name__)
            cause = cause.__cause__ or cause.__context__
        frames = traceback.extract_tb(error.__traceback__)[-8:]
        where = [f"{frame.filename.rsplit('chalicelib/')[-1]}:{frame.lineno} {frame.name}" for frame in frames]
        self._logger.error("unexpected", extra={"errors": chain, "where": where, "request_id": request_id})

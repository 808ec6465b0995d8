"""Chalice's own local server, made quick, with the demo in front of it: `/` and `/demo/…` are answered here.

The demo never enters the application: what is deployed has no such route. The `Date` header tells the house's time, so
that pages opened after the clock was moved agree with it.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from email.utils import format_datetime
from http import HTTPStatus
from typing import Any, NamedTuple

from chalice.app import Chalice
from chalice.config import Config
from chalice.local import ChaliceRequestHandler, ThreadedHTTPServer, create_local_server

from chalicelib.foundation.clock import Clock

HOST = "127.0.0.1"


class Asked(NamedTuple):
    """A request to the demo."""

    method: str
    path: str
    body: bytes
    query: str = ""


class Answered(NamedTuple):
    """The demo's answer."""

    status: int
    content_type: str
    body: bytes


Demo = Callable[[Asked], Answered | None]
"""Answers what is the demo's; None leaves the request to the application."""


class Handler(ChaliceRequestHandler):
    """One connection: buffered, without Nagle's delay, silent."""

    wbufsize = 65_536
    disable_nagle_algorithm = True

    def __init__(self, *args: Any, demo: Demo, clock: Clock, **kwargs: Any) -> None:
        self._demo, self._clock = demo, clock
        super().__init__(*args, **kwargs)

    def _generic_handle(self) -> None:
        path, _, query = self.path.partition("?")
        if path != "/" and not path.startswith("/demo"):
            super()._generic_handle()
            return
        _, body = self._parse_payload()
        answered = self._demo(Asked(self.command, path, body or b"", query))
        if answered is None:
            answered = Answered(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", b"There is no such page here.\n")
        headers = {"Content-Type": answered.content_type, "Cache-Control": "no-store"}
        self._send_http_response(int(answered.status), headers, answered.body)

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = do_PATCH = do_OPTIONS = _generic_handle  # noqa: N815

    def date_time_string(self, *_: Any) -> str:
        """Return the `Date` header: the house's own time."""
        return format_datetime(self._clock(), usegmt=True)

    def log_message(self, *_: Any) -> None:
        """Say nothing per request."""


class Server:
    """Serves a Chalice application and its demo on this machine only, in threads of their own."""

    def __init__(self, application: Chalice, demo: Demo, clock: Clock, port: int) -> None:
        """Take the port. Raises OSError when it is taken."""
        ThreadedHTTPServer.request_queue_size = 256
        config = Config.create(
            chalice_app=application, chalice_stage="local", app_name="showroom", api_gateway_stage="api"
        )
        self._local = create_local_server(application, config, HOST, port)
        self._http: ThreadedHTTPServer = self._local.server
        self._http.RequestHandlerClass = functools.partial(
            Handler, app_object=application, config=config, demo=demo, clock=clock
        )
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), name="server", daemon=True)

    def start(self) -> None:
        """Serve in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Stop serving and free the port."""
        self._http.shutdown()
        self._http.server_close()

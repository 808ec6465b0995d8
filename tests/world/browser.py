"""A browser, and the entrance it speaks to: the deployed application over one house, behind Chalice's local server.

    with Browser(house) as browser:
        answer = browser.book(start, key="k")

Every request goes through a socket and a thread of its own, so many may be sent at once (Chalice's own test client
mixes up the answers of parallel requests). The server is given a longer queue than its five places.
"""

from __future__ import annotations

import http.client
import importlib
import json
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from chalice.config import Config
from chalice.local import ChaliceRequestHandler, LocalDevServer, ThreadedHTTPServer

from chalicelib.foundation.clock import rfc3339
from chalicelib.identity.model import Role
from tests.world.house import House
from tests.world.people import BOUTIQUE

T = TypeVar("T")


class _Handler(ChaliceRequestHandler):
    wbufsize = 65_536
    disable_nagle_algorithm = True

    def log_message(self, *_: Any) -> None:
        """Say nothing per request."""


class _Server(ThreadedHTTPServer):
    request_queue_size = 256


@dataclass(frozen=True)
class Said:
    """An answer."""

    status: int
    headers: dict[str, str]
    """Names in lower case."""
    text: str

    @property
    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.text)


class Browser:
    """Speaks HTTP to one house. One at a time in a process: the application is the process's own."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._entrance: Any = importlib.import_module("app")
        self._server = LocalDevServer(
            self._entrance.app, Config.create(project_dir="."), "127.0.0.1", 0, _Handler, _Server
        )
        self._port = self._server.server.server_address[1]

    def __enter__(self) -> Browser:
        self._before = list(self._entrance._HOUSE)
        self._entrance._HOUSE[:] = [self.house]
        self._thread = threading.Thread(target=self._server.server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server.server_close()
        self._entrance._HOUSE[:] = self._before

    # ── requests ─────────────────────────────────────────────────────────────────────────────────────────────

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str = "",
        key: str = "",
        version: int | None = None,
    ) -> Said:
        """Send one request: JSON if it has a body, CSV if that is bytes."""
        headers = {"Accept": "application/json"}
        is_csv = isinstance(body, bytes)
        if body is not None:
            headers["Content-Type"] = "text/csv" if is_csv else "application/json"
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if key:
            headers["Idempotency-Key"] = key.ljust(22, "-")
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            connection.request(method, path, body if body is None or is_csv else json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            return Said(answer.status, {name.lower(): value for name, value in answer.getheaders()}, text)
        finally:
            connection.close()

    def get(self, path: str, token: str = "") -> Said:
        """Read."""
        return self.send("GET", path, token=token)

    def visitor(self) -> str:
        """Return a new stranger's token."""
        return str(self.send("POST", "/v1/visitors", {}).json["token"])

    def client(self, client_id: str) -> str:
        """Return a signed-in client's token."""
        return self.house.tokens.access(Role.CLIENT, client_id)

    def book(
        self, start: int, key: str, token: str, experience: str = "first-video", name: str = "", **more: Any
    ) -> Said:
        """Book at the small maison; with a `name`, as a stranger of that name."""
        body = {
            "boutique": BOUTIQUE,
            "experience": experience,
            "start": rfc3339(start, "Europe/Paris"),
            "language": "en",
            **({"client": {"name": {"family": name}, "email": f"{name.lower()}@client.example"}} if name else {}),
            **more,
        }
        return self.send("POST", "/v1/bookings", body, token=token, key=key)


def at_once(actions: Sequence[Callable[[], T]] | Iterable[Callable[[], T]], threads: int = 20) -> list[T]:
    """Do all at the same time, as near as threads can; return what each returned, in order."""
    todo = list(actions)
    gate = threading.Barrier(min(threads, len(todo)))

    def start() -> None:
        gate.wait(timeout=30)

    with ThreadPoolExecutor(gate.parties, initializer=start) as pool:
        return [future.result() for future in [pool.submit(action) for action in todo]]

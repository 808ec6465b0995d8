"""The embedded stack as a fixture: a house of its own on a free port, in a process of its own.

with Stack() as stack:
    open_page(stack.url)
    stack.advance("1d")
    letters = stack.mailbox()
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any

from infra.local.__main__ import ADDRESS
from infra.local.advance import advance
from infra.pythons import ROOT

_PATIENCE = 60.0


class Stack:
    """Opens on entry, closes on exit; `.url` is where it stands."""

    def __init__(self, port: int = 0, allow: str = "") -> None:
        """Port 0 takes any free one; `allow` are further origins that may embed the widget."""
        self._port, self._allow = port, allow
        self.url = ""
        self.left_with: int | None = None
        self.last_words = ""
        """Its exit status and all it printed, once it is closed."""

    def __enter__(self) -> Stack:
        self._state = tempfile.TemporaryDirectory()
        self._log = tempfile.TemporaryFile()
        command = [sys.executable, "-m", "infra.local", "--port", str(self._port), "--state", self._state.name]
        command += ["--allow", self._allow] if self._allow else []
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=self._log, stderr=subprocess.STDOUT)
        noted, until = Path(self._state.name, ADDRESS), time.monotonic() + _PATIENCE
        while not noted.is_file() or not noted.read_text():
            if self._process.poll() is not None or time.monotonic() > until:
                self._process.kill()
                raise RuntimeError(f"the house did not open:\n{self.said()}")
            time.sleep(0.05)
        self.url = json.loads(noted.read_text())["url"]
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self.left_with, self.last_words = self._process.returncode, self.said()
        self._log.close()
        self._state.cleanup()

    def said(self) -> str:
        """Return what the house printed so far, for a test that failed."""
        self._log.seek(0)
        return self._log.read().decode(errors="replace")

    def advance(self, span: str) -> None:
        """Move the clock forward, with all that falls due on the way."""
        advance(self.url, span)

    def mailbox(self) -> list[dict[str, Any]]:
        """Return every message, the newest first: at, channel, to, sender, subject, text, html, calendar, links."""
        return list(self._json("/demo/mailbox.json")["messages"])

    def token(self, name: str) -> str:
        """Return an access token for a member of staff or a known client of the demo."""
        return str(self._json("/demo/tokens", {"as": name})["token"])

    def _json(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        data = json.dumps(body).encode() if body is not None else None
        with direct.open(urllib.request.Request(self.url + path, data=data), timeout=30) as answer:
            found: dict[str, Any] = json.load(answer)
            return found

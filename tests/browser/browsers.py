"""Chromium by Playwright: fresh contexts with a language, a zone and a size, and what pages complained of."""

from __future__ import annotations

import os
import shutil
from types import TracebackType
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
PATIENCE = 20_000
"""How many milliseconds a page on a busy machine is waited for; a quiet one never needs them."""
_EXPECTED = ("Failed to load resource", "net::ERR_")
"""The browser's own words about answers that a test made fail; everything else in the console is a fault of ours."""


def chromium() -> str | None:
    """Return the path of a Chromium on this machine, or None."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


class Browsers:
    """One running Chromium. A context manager."""

    def __init__(self) -> None:
        self._contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def __enter__(self) -> Browsers:
        expect.set_options(timeout=PATIENCE)
        self._playwright = sync_playwright().start()
        self._browser: Browser = self._playwright.chromium.launch(executable_path=chromium(), args=_FLAGS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._browser.close()
        self._playwright.stop()

    def page(self, width: int = 1280, height: int = 900, zone: str = "Europe/Paris", **about: Any) -> Page:
        """Return a page of a context of its own, in which motion is reduced so that nothing has to be waited for."""
        settings = {"locale": "en-GB", "reduced_motion": "reduce", **about}
        context = self._browser.new_context(viewport={"width": width, "height": height}, timezone_id=zone, **settings)
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        return page

    def rest(self) -> list[str]:
        """Close every context, and return what their pages complained of."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()
        heard, self.complaints = self.complaints, []
        return heard

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not any(words in message.text for words in _EXPECTED):
            self.complaints.append(f"{message.type}: {message.text}")

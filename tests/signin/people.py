"""Somebody who signs in, in tests: the letter she was sent, and her session."""

from __future__ import annotations

from typing import Any

from tests.world.browser import Browser, Said
from tests.world.house import House

MARGAUX_MAIL = "margaux@client.example"


def asked(browser: Browser, email: str = MARGAUX_MAIL, key: str = "ask") -> Said:
    """Ask for a letter with a link."""
    return browser.send("POST", "/v1/signin/link", {"email": email}, key=key)


def link_of(house: House) -> str:
    """Let letters go and return the link of the last one."""
    house.tick()
    return str(house.mailbox.taken[-1][1].values["signin_url"]).partition("#signin=")[2]


def used(browser: Browser, link: str, key: str = "use") -> Said:
    """Use a link."""
    return browser.send("POST", "/v1/signin/link/use", {"link": link}, key=key)


def refreshed(browser: Browser, token: str, key: str = "refresh") -> Said:
    """Change a refresh token."""
    return browser.send("POST", "/v1/signin/refresh", {"refresh_token": token}, key=key)


def left(browser: Browser, token: str, **more: Any) -> Said:
    """Sign out."""
    return browser.send("POST", "/v1/signin/out", {"refresh_token": token, **more})


def signed_in(browser: Browser, key: str = "sign-in") -> Any:
    """Sign Margaux in by a letter, and return what she was answered."""
    assert asked(browser, key=key).status == 202
    said = used(browser, link_of(browser.house), key)
    assert said.status == 200, said.text
    return said.json

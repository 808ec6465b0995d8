"""Which addresses of the outside world the house asks for a calendar. Pure.

Whoever may give the house an address to read could make it knock on doors that are open to the house alone: a database
in the same network, the credentials of the machine. So the address must be https on its usual port by name, and each
IP address of that name must belong to the public internet.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

LONGEST_URL = 2000
_HOST = re.compile(
    r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII
)
_VISIBLE = re.compile(r"[!-~]+", re.ASCII)
_INWARD = ("localhost", "local", "internal", "intranet", "home", "lan", "corp", "arpa", "test", "invalid", "onion")
"""Last labels that name nothing public."""
_CARRIERS = tuple(
    IPv6Network(text)
    for text in ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "fec0::/10", "::ffff:0:0/96")
)
"""IPv6 addresses that carry an IPv4 address which somebody else would unpack, and the old site-local ones."""
_KEPT_BACK = tuple(IPv4Network(text) for text in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32"))
"""Public by their number to some releases of Python, and yet somebody's own door inside a network."""


class Target(NamedTuple):
    """A calendar to ask for: a host's name, and path with query."""

    host: str
    path: str


def target_of(url: str) -> Target:
    """Return what an address names; `webcal:` is https. Raises ValueError for whatever is not plain https by name."""
    wrong = "must be the https address of a calendar, by name and without a password or a port"
    if len(url) > LONGEST_URL or not _VISIBLE.fullmatch(url) or "\\" in url:
        raise ValueError(wrong)
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    plain = parts.scheme in ("https", "webcal") and parts.netloc.lower().rstrip(".") in (host, f"{host}:443")
    if not plain or not _HOST.fullmatch(host) or host.rpartition(".")[2] in _INWARD:
        raise ValueError(wrong)
    path = parts.path or "/"
    return Target(host, f"{path}?{parts.query}" if parts.query else path)


def is_public(text: str) -> bool:
    """Say whether an IP address belongs to the public internet, however it is written."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and (
        address.scope_id is not None or any(address in network for network in _CARRIERS)
    ):
        return False
    if isinstance(address, IPv4Address) and any(address in network for network in _KEPT_BACK):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved

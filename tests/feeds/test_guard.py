"""Every address by which the house could be made to knock on a door of its own is refused."""

from __future__ import annotations

import pytest

from chalicelib.feeds.guard import Target, is_public, target_of

INWARD = [
    "127.0.0.1", "127.8.8.8", "0.0.0.1", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "192.0.0.192",
    "169.254.169.254", "169.254.170.2", "100.64.0.1", "100.100.100.200", "198.18.0.1", "192.0.2.1", "203.0.113.9",
    "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "168.63.129.16",
    "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1",
    "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:93.184.216.34", "::127.0.0.1", "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "0177.0.0.1", "2130706433", "localhost", "",
]  # fmt: skip
"""Loopback, private, link-local, metadata, carrier-grade, documentation, multicast, reserved, and carriers of these."""


@pytest.mark.parametrize("address", INWARD)
def test_what_is_not_public_is_not_asked(address: str) -> None:
    """However it is written."""
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946"])
def test_what_is_public_may_be_asked(address: str) -> None:
    """The negative control."""
    assert is_public(address)


WRONG = [
    "http://cal.example.com/a.ics", "ftp://cal.example.com/a.ics", "file:///etc/passwd", "gopher://cal.example.com/",
    "https://", "https:///a.ics", "https://user:word@cal.example.com/", "https://cal.example.com:8443/",
    "https://cal.example.com:22/", "https://127.0.0.1/", "https://169.254.169.254/latest/meta-data", "https://[::1]/",
    "https://[::ffff:10.0.0.1]/", "https://2130706433/", "https://0x7f.1/", "https://localhost/", "https://printer/",
    "https://db.internal/", "https://nas.local/", "https://x.localhost/", "https://cal.example.com\\@10.0.0.1/",
    "https://cal.example.com@10.0.0.1/", "https://cal.example.com/a b", "https://cal.example.com/\r\nHost: x",
    "https://cäl.example.com/", "https://cal..example.com/", "https://-cal.example.com/", "//cal.example.com/",
    "https://cal.example.com:0443x/", f"https://cal.example.com/{'a' * 2000}", "javascript:alert(1)", " ",
]  # fmt: skip


@pytest.mark.parametrize("url", WRONG)
def test_what_is_not_plain_https_by_name_is_refused(url: str) -> None:
    """Other schemes and ports, passwords, numbers, inward names, tricks of spelling."""
    with pytest.raises(ValueError, match="must be the https address"):
        target_of(url)


def test_an_address_is_taken_as_calendars_give_it() -> None:
    """`webcal:` is https; what follows # is not sent; the host is in small letters."""
    assert target_of("webcal://P01-Caldav.iCloud.com/published/2/x?y=1#z") == Target(
        "p01-caldav.icloud.com", "/published/2/x?y=1"
    )
    assert target_of("https://cal.example.com:443") == Target("cal.example.com", "/")

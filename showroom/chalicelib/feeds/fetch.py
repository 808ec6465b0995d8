"""Fetches a calendar from outside, once, from an address that was looked at first.

The name is resolved once, every address it has must be public, and the connection goes to one of exactly those: a name
that means something else a moment later changes nothing. No redirect is followed, no proxy is asked, nothing is sent
but the question, and neither size nor time has a second chance.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Sequence
from time import perf_counter

from chalicelib.feeds.guard import Target, is_public, target_of

SECONDS = 5.0
MOST_BYTES = 2_000_000
_PIECE = 65_536
_HEADERS = {
    "Accept": "text/calendar, */*;q=0.1",
    "Accept-Encoding": "gzip",
    "User-Agent": "Showroom (calendar)",
    "Connection": "close",
}

Resolve = Callable[[str], Sequence[str]]
"""Returns every IP address that a host's name has now. Raises OSError."""
Connect = Callable[[str, float], socket.socket]
"""Returns a connection to port 443 of an IP address within some seconds. Raises OSError."""


class Refused(Exception):
    """Raised when a calendar is not to be had; `code` is why, and says nothing of the network behind it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def resolved(host: str) -> list[str]:
    """Return the addresses of a name, as the system finds them."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)]


def connected(address: str, seconds: float) -> socket.socket:
    """Connect to an IP address; it is a number, so no name is looked up again."""
    return socket.create_connection((address, 443), timeout=seconds)


def fetch(
    url: str,
    resolve: Resolve = resolved,
    connect: Connect = connected,
    context: ssl.SSLContext | None = None,
    seconds: float = SECONDS,
) -> bytes:
    """Return what stands at an address: at most two megabytes, within five seconds, and a calendar. Raises Refused."""
    until = perf_counter() + seconds
    try:
        target = target_of(url)
    except ValueError:
        raise Refused("unreachable") from None
    address = _looked_up(target, resolve, seconds)
    try:
        left = until - perf_counter()
        plain = connect(address, max(left, 0.01))
        with (context or ssl.create_default_context()).wrap_socket(
            plain, server_hostname=target.host, do_handshake_on_connect=False
        ) as tls:
            return _calendar(_asked(tls, target, until))
    except TimeoutError:
        raise Refused("slow") from None
    except (OSError, ValueError, http.client.HTTPException):
        raise Refused("slow" if perf_counter() >= until else "unreachable") from None


def _looked_up(target: Target, resolve: Resolve, seconds: float) -> str:
    """Resolve a name, once and not for long; return an address, if every one of them is public."""
    found: list[str] = []

    def look() -> None:
        try:
            found.extend(resolve(target.host))
        except OSError:
            found.clear()

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    looking.join(seconds)
    if looking.is_alive():
        raise Refused("slow")
    if not found or not all(map(is_public, found)):
        raise Refused("unreachable")
    return found[0]


def _asked(tls: ssl.SSLSocket, target: Target, until: float) -> bytes:
    """Ask for the target and return its body. Whatever the other side does, the connection is cut when time is up."""

    def cut() -> None:
        try:
            socket.socket.shutdown(tls, socket.SHUT_RDWR)
        except OSError:
            return  # it is closed already

    watch = threading.Timer(max(until - perf_counter(), 0.01), cut)
    watch.daemon = True
    watch.start()
    try:
        tls.do_handshake()
        connection = http.client.HTTPConnection(target.host)
        connection.sock = tls
        connection.request("GET", target.path, headers={"Host": target.host, **_HEADERS})
        with connection.getresponse() as answer:
            body = _body(answer)
    finally:
        watch.cancel()
    if perf_counter() >= until:
        raise Refused("slow")  # what was cut may look like the end
    return body


def _body(answer: http.client.HTTPResponse) -> bytes:
    if 300 <= answer.status < 400:
        raise Refused("redirect")
    if answer.status != 200:
        raise Refused("unavailable")
    encoding = (answer.getheader("Content-Encoding") or "identity").strip().lower()
    if encoding not in ("identity", "gzip"):
        raise Refused("not_a_calendar")
    if answer.length is not None and answer.length > MOST_BYTES:
        raise Refused("too_large")
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if encoding == "gzip" else None
    body, sent = b"", 0
    while piece := answer.read1(_PIECE):
        sent += len(piece)
        try:
            body += unpack.decompress(piece, MOST_BYTES + 1 - len(body)) if unpack else piece
        except zlib.error:
            raise Refused("not_a_calendar") from None
        if max(sent, len(body)) > MOST_BYTES:
            raise Refused("too_large")
    if unpack is not None and not unpack.eof:
        raise Refused("not_a_calendar")
    return body


def _calendar(body: bytes) -> bytes:
    if not body.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper() == b"BEGIN:VCALENDAR":
        raise Refused("not_a_calendar")
    return body

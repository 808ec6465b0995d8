"""A calendar is fetched from exactly the address that was looked at, within bounds that nobody outside can stretch."""

from __future__ import annotations

import datetime as dt
import gzip
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from chalicelib.feeds.fetch import MOST_BYTES, Refused, fetch

HOST = "cal.example.org"
PUBLIC = "93.184.216.34"
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"

BOMB = gzip.compress(CALENDAR + bytes(20_000_000), 6)
"""Ten times what is read, in twenty kilobytes."""


class Handler(BaseHTTPRequestHandler):
    """Another's server, in many moods; the path says which."""

    def do_GET(self) -> None:
        """Answer as the path says."""
        body, headers, status = CALENDAR, {"Content-Type": "text/calendar"}, 200
        match self.path.strip("/"):
            case "gzip":
                body, headers["Content-Encoding"] = gzip.compress(CALENDAR), "gzip"
            case "bomb":
                body, headers["Content-Encoding"] = BOMB, "gzip"
            case "torn":
                body, headers["Content-Encoding"] = gzip.compress(CALENDAR)[:-9], "gzip"
            case "brotli":
                headers["Content-Encoding"] = "br"
            case "redirect":
                status, headers["Location"] = 302, "http://169.254.169.254/latest/meta-data"
            case "missing":
                status = 404
            case "page":
                body = b"<!doctype html><title>Sign in</title>"
            case "long":
                headers["Content-Length"] = str(MOST_BYTES + 1)
            case "endless" | "drip" as mood:
                self.without_end(mood)
                return
            case "silent":
                time.sleep(1.5)
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def without_end(self, mood: str) -> None:
        """Send for as long as anybody listens."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(CALENDAR)
        for _ in range(1000):
            self.wfile.write(b"X" * 65_536 if mood == "endless" else b"X")
            if mood == "drip":
                time.sleep(0.05)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Quiet(ThreadingHTTPServer):
    """A server whose clients may hang up."""

    def handle_error(self, *_: Any) -> None:
        """Somebody hung up."""


class Outside:
    """The world outside: one server, names, and what was asked of each."""

    def __init__(self, port: int, trusted: ssl.SSLContext) -> None:
        self.port, self.trusted = port, trusted
        self.names: list[str] = []
        self.met: list[str] = []
        self.answers: list[list[str]] = []

    def resolve(self, host: str) -> list[str]:
        """Answer as the next line of the script says; the last goes on."""
        self.names.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def connect(self, address: str, seconds: float) -> socket.socket:
        """Every address leads to the one server; which was asked for is remembered."""
        self.met.append(address)
        return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)

    def get(self, mood: str, *answers: list[str], host: str = HOST, seconds: float = 5.0) -> bytes:
        """Fetch in one mood."""
        self.answers = list(answers) or [[PUBLIC]]
        return fetch(f"https://{host}/{mood}", self.resolve, self.connect, self.trusted, seconds)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, ssl.SSLContext]]:
    """A TLS server of its own, and who trusts it."""
    folder: Path = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "both.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    pem.write_bytes(private + certificate.public_bytes(Encoding.PEM))
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(pem)
    running = Quiet(("127.0.0.1", 0), Handler)
    running.socket = theirs.wrap_socket(running.socket, server_side=True, do_handshake_on_connect=False)
    running.daemon_threads, running.block_on_close = True, False
    threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
    yield running.server_address[1], ssl.create_default_context(cafile=str(pem))
    running.shutdown()
    running.server_close()


@pytest.fixture
def outside(server: tuple[int, ssl.SSLContext]) -> Outside:
    """The world outside, as nobody has asked it anything yet."""
    return Outside(*server)


@pytest.mark.parametrize("mood", ["plain", "gzip"])
def test_a_calendar_is_fetched(outside: Outside, mood: str) -> None:
    """Over TLS, by its name, from the address that was looked at."""
    assert outside.get(mood) == CALENDAR
    assert (outside.names, outside.met) == ([HOST], [PUBLIC])


@pytest.mark.parametrize(
    ("mood", "code"),
    [
        ("redirect", "redirect"),
        ("missing", "unavailable"),
        ("page", "not_a_calendar"),
        ("brotli", "not_a_calendar"),
        ("torn", "not_a_calendar"),
        ("long", "too_large"),
        ("endless", "too_large"),
        ("bomb", "too_large"),
    ],
)
def test_whatever_else_is_there_is_refused(outside: Outside, mood: str, code: str) -> None:
    """Nothing is followed, nothing is unpacked beyond two megabytes, and one connection is all there is."""
    with pytest.raises(Refused) as caught:
        outside.get(mood)
    assert caught.value.code == code
    assert outside.met == [PUBLIC]


@pytest.mark.parametrize("mood", ["silent", "drip"])
def test_time_is_one_total(outside: Outside, mood: str) -> None:
    """Neither silence nor a byte now and then outlasts it."""
    began = time.perf_counter()
    with pytest.raises(Refused) as caught:
        outside.get(mood, seconds=0.4)
    assert caught.value.code == "slow"
    assert time.perf_counter() - began < 1.2


@pytest.mark.parametrize(
    "answer", [["10.0.0.1"], ["169.254.169.254"], [PUBLIC, "127.0.0.1"], ["::ffff:10.0.0.1"], ["fd00:ec2::254"], []]
)
def test_a_name_that_leads_inward_is_not_asked(outside: Outside, answer: list[str]) -> None:
    """One inward address among many is enough; there is no connection at all."""
    with pytest.raises(Refused) as caught:
        outside.get("plain", answer)
    assert (caught.value.code, outside.met) == ("unreachable", [])


def test_a_name_that_changes_its_mind_changes_nothing(outside: Outside) -> None:
    """DNS rebinding: it is asked once, and the connection goes to what was looked at then."""
    assert outside.get("plain", [PUBLIC], ["169.254.169.254"]) == CALENDAR
    assert (outside.names, outside.met) == ([HOST], [PUBLIC])
    with pytest.raises(Refused):
        outside.get("plain", ["169.254.169.254"], [PUBLIC])
    assert outside.met == [PUBLIC]


def test_a_server_must_be_who_it_says(outside: Outside) -> None:
    """The certificate is for the name, though the connection is by number."""
    with pytest.raises(Refused) as caught:
        outside.get("plain", host="other.example.org")
    assert caught.value.code == "unreachable"


def test_a_name_that_never_answers_is_not_waited_for(outside: Outside) -> None:
    """Looking up has the same total."""

    def never(_: str) -> list[str]:
        time.sleep(1)
        return [PUBLIC]

    with pytest.raises(Refused) as caught:
        fetch(f"https://{HOST}/plain", never, outside.connect, outside.trusted, 0.1)
    assert (caught.value.code, outside.met) == ("slow", [])

"""The embedded stack from outside: a process of its own, asked over HTTP as a browser and a developer ask it."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import urllib.error
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from infra.local.stack import Stack
from infra.smoke import book, fetch

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """One house for all tests of this file; its clock only moves on, so the order below matters to none of them."""
    with Stack() as stack:
        yield stack


def letters_to(stack: Stack, email: str) -> list[dict[str, Any]]:
    """Return what an address has received, the oldest first."""
    return [letter for letter in reversed(stack.mailbox()) if email in letter["to"]]


def wait_for_letters(stack: Stack, email: str, count: int) -> list[dict[str, Any]]:
    """Let the queue be worked off, and return the letters."""
    stack.advance("1m")
    found = letters_to(stack, email)
    assert len(found) == count, [letter["subject"] for letter in found]
    return found


def confirm(stack: Stack, letter: dict[str, Any]) -> dict[str, Any]:
    """Use the link of a letter as the page behind it does: the token of its fragment, posted."""
    (token,) = {link.partition("#")[2] for link in letter["links"] if "/manage#" in link}
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k" * 32}
    booking = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))["sub"]
    status, _, told = fetch("POST", f"{stack.url}/v1/bookings/{booking}/confirm", {}, headers)
    assert status == 200, told
    return dict(told)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/", "<showroom-booking"),
        ("/demo/mailbox", "Mailbox"),
        ("/demo/clock", "The clock"),
        ("/demo/staff", "Staff"),
        ("/demo/api", "POST /v1/bookings"),
        ("/demo/as/elena", "/#showroom="),
        ("/demo/as/elena/me", "/me#showroom="),
        ("/widget.js", "showroom-booking"),
        ("/v1/maison", "Maison"),
    ],
)
def test_every_address_answers(stack: Stack, path: str, says: str) -> None:
    """What `make run` prints can be opened, and loads nothing from elsewhere."""
    status, headers, page = fetch("GET", stack.url + path)
    text = page if isinstance(page, str) else json.dumps(page)
    assert status == 200
    assert says in text
    if "text/html" in headers["Content-Type"]:
        assert 'src="http' not in text
        assert 'rel="stylesheet"' not in text


def test_what_is_not_there_says_so(stack: Stack) -> None:
    """An unknown demo page is 404, an unknown person has no token, a clock does not go back."""
    assert fetch("GET", f"{stack.url}/demo/nothing")[0] == 404
    assert fetch("POST", f"{stack.url}/demo/tokens", {"as": "nobody"})[0] == 404
    assert fetch("POST", f"{stack.url}/demo/clock", {"advance": "-1d"})[0] == 400


def test_what_bounces_comes_back(stack: Stack) -> None:
    """A letter to `bounce…@` is brought back through the feedback queue, and the associate hears of it."""
    email = "bounce@client.example"
    book(stack.url, email)
    (asked,) = wait_for_letters(stack, email, 1)
    confirm(stack, asked)
    stack.advance("2m")
    assert len(letters_to(stack, email)) == 2
    assert "A letter to a client came back" in {letter["subject"] for letter in stack.mailbox()}


def test_time_goes_by_in_its_order(stack: Stack) -> None:
    """A stranger books, uses her link, and as the clock moves on her reminders come, each at its own hour."""
    email = "time@client.example"
    booking = book(stack.url, email)
    (asked,) = wait_for_letters(stack, email, 1)
    assert confirm(stack, asked)["state"] == "confirmed"
    confirmed = wait_for_letters(stack, email, 2)[-1]
    assert confirmed["calendar"].startswith("BEGIN:VCALENDAR")
    stack.advance("15d")
    came = letters_to(stack, email)
    start = datetime.fromisoformat(booking["start"])
    moments = [datetime.fromisoformat(letter["at"]) for letter in came]
    assert moments == sorted(moments)
    assert all(moment < start for moment in moments), "nothing is sent after the start"
    assert parsedate_to_datetime(fetch("GET", f"{stack.url}/v1/maison")[1]["Date"]) > start, "pages are told the time"


def test_a_demo_token_is_one_of_the_house(stack: Stack) -> None:
    """The issuer's tokens are accepted by the application: an advisor sees her boutique's day, a client does not."""
    people = fetch("GET", f"{stack.url}/demo/tokens")[2]["as"]
    assert {"elena", "planner", "admin"} < set(people)
    day = f"{stack.url}/v1/boutiques/paris/day?date=2030-01-07"
    answers = [
        fetch("GET", day, headers={"Authorization": f"Bearer {stack.token(name)}"})[0] for name in ("admin", "elena")
    ]
    assert answers[0] == 200
    assert answers[1] in {403, 404}


@pytest.mark.proof
def test_a_port_in_use_is_told_in_one_line(stack: Stack, tmp_path: Path) -> None:
    """No traceback: which port, and what to do."""
    port = stack.url.rsplit(":", 1)[1]
    command = [sys.executable, "-m", "infra.local", "--port", port, "--state", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Port {port} is taken")
    assert done.stderr.count("\n") == 1


@pytest.mark.proof
def test_it_prints_six_lines_and_leaves_cleanly(tmp_path: Path) -> None:
    """Six addresses, exit 0 without a word when interrupted, and the port is free again at once."""
    with Stack() as first:
        port = int(first.url.rsplit(":", 1)[1])
        said = first.said()
    assert first.left_with == 0
    labels = [line.split(" http")[0].strip() for line in said.splitlines()]
    assert labels == ["Maison", "Console", "Launch night", "Mailbox", "API", "Clock"]
    assert first.last_words == said
    with pytest.raises(urllib.error.URLError):
        fetch("GET", first.url)
    with Stack(port) as second:
        assert second.url == first.url

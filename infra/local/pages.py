"""The demo's pages, filled in from infra/local/pages. What is put into them is escaped unless it is markup of ours."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from html import escape
from typing import Any
from urllib.parse import quote

from infra.local.issuer import Account
from infra.local.mailbox import Letter
from infra.local.tokens import Person
from infra.pythons import ROOT

_FOLDER = ROOT / "infra" / "local" / "pages"
_PLACES = (
    ("/", "Maison"),
    ("/console", "Console"),
    ("/demo/mailbox", "Mailbox"),
    ("/demo/api", "API"),
    ("/demo/clock", "Clock"),
    ("/demo/launch", "Launch night"),
)
_CHANNELS = {"email": "Letter", "sms": "SMS", "whatsapp": "WhatsApp"}


class Markup(str):
    """Text that is already HTML."""

    __slots__ = ()


def fill(name: str, **values: str) -> str:
    """Return a page with every `{{name}}` replaced; plain text is escaped."""
    page = (_FOLDER / name).read_text(encoding="utf-8")
    for key, value in values.items():
        page = page.replace("{{" + key + "}}", value if isinstance(value, Markup) else escape(value))
    return page


def navigation(now: str) -> Markup:
    """Return the line of links on top of every demo page, with the house's time."""
    links = " ".join(f'<a href="{path}">{label}</a>' for path, label in _PLACES)
    return Markup(f'<nav class="demo" aria-label="Demo">{links}<b>{escape(now)} UTC</b></nav>')


def shell(title: str, now: str, body: str) -> str:
    """Return a demo page round a body of ours."""
    return fill("shell.html", title=title, style=_style(), nav=navigation(now), body=Markup(body))


def house(maison: Any, known: list[Person], now: str) -> str:
    """Return the maison's own page with the widget in it."""
    cities = [summary.city.get("en") or next(iter(summary.city.values())) for summary in maison.boutiques]
    languages = "".join(f'<option value="{escape(one)}">{escape(one)}</option>' for one in maison.languages)
    links = "".join(
        f'<li>{escape(one.display)}: <a href="/demo/as/{escape(one.key)}">the widget above</a>, or '
        f'<a href="/demo/as/{escape(one.key)}/me">her own page</a></li>'
        for one in known
    )
    return fill(
        "house.html",
        style=_style(),
        nav=navigation(now),
        maison=maison.name,
        language=maison.default_language,
        cities=" · ".join(cities),
        languages=Markup(languages),
        known=Markup(links),
    )


def clock(now: str, offset: timedelta) -> str:
    """Return the page that moves the clock."""
    ahead = "the machine's own time" if offset < timedelta(seconds=1) else f"{offset} ahead of the machine"
    return shell("Clock", now, fill("clock.html", now=now, offset=ahead.split(".")[0]))


def launch(now: str) -> str:
    """Return the page on which the launch night is played."""
    return shell("Launch night", now, fill("launch.html"))


def staff(now: str) -> str:
    """Return the page on which one signs in as a member of staff."""
    return shell("Staff", now, fill("staff.html", today=now[:10]))


def authorize(accounts: Sequence[Account], query: str, now: str) -> str:
    """Return the identity provider's page: a press on a name signs in."""
    names = "".join(
        f'<li><a href="/demo/issuer/choose?{escape(query)}&amp;as={quote(one.key)}">{escape(one.display)}</a></li>'
        for one in accounts
    )
    return shell("Sign in", now, f'<h1>Who are you?</h1><ul class="people">{names}</ul>')


def mailbox(letters: list[Letter], now: str) -> str:
    """Return the list of everything that was sent, the newest first."""
    rows = "".join(
        f'<tr><td class="quiet">{escape(one.at.replace("T", " ").rstrip("Z"))}</td>'
        f'<td class="quiet">{_CHANNELS[one.channel]}</td><td>{escape(one.to)}</td>'
        f'<td><a href="/demo/mailbox/{escape(one.id)}">{escape(one.subject)}</a></td></tr>'
        for one in letters
    )
    empty = "" if letters else '<p class="quiet">Nothing yet. Book an appointment, and look again.</p>'
    return shell("Mailbox", now, f"<h1>Mailbox</h1><table>{rows}</table>{empty}")


def letter(one: Letter, now: str) -> str:
    """Return one message: as HTML, as text, its calendar file and its source."""
    head = (
        f"<h1>{escape(one.subject)}</h1><p class='quiet'>To {escape(one.to)}"
        + (f"<br>From {escape(one.sender)}" if one.sender else "")
        + f"<br>{escape(one.at)}</p>"
    )
    views = []
    if one.html:
        views.append(f'<iframe class="letter" title="The letter" src="/demo/mailbox/{escape(one.id)}/html"></iframe>')
    views.append(f"<h2>As text</h2><pre>{_linked(one)}</pre>")
    if one.calendar:
        link = f'<a href="/demo/mailbox/{escape(one.id)}/calendar">Open the calendar file</a>'
        views.append(f"<h2>Calendar</h2><p>{link}</p><pre>{escape(one.calendar)}</pre>")
    if one.channel == "email":
        views.append(f'<p><a href="/demo/mailbox/{escape(one.id)}/source">Source</a></p>')
    return shell(one.subject, now, head + "".join(views))


def framed(one: Letter) -> str:
    """Return a letter's HTML so that its links open in the whole window."""
    return one.html.replace("<head>", '<head><base target="_top">', 1)


def reference(document: dict[str, Any], now: str) -> str:
    """Return the API reference, drawn from the OpenAPI document without any script."""
    parts = [
        "<h1>API reference</h1>",
        '<p class="quiet">Drawn from <a href="/demo/api/openapi.json">openapi.json</a>.</p>',
        "<p class='quiet'>Times are RFC 3339; every refusal is an <code>application/problem+json</code>.</p>",
    ]
    rooms: dict[str, list[str]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            rooms.setdefault(operation["tags"][0], []).append(_operation(method, path, operation))
    for room in sorted(rooms, key=lambda room: (room == "pages", room)):
        parts += [f"<h2>{escape(room.capitalize())}</h2>", *rooms[room]]
    schemas = document.get("components", {}).get("schemas", {})
    parts.append("<h2>Shapes</h2>")
    parts += [
        f'<details id="{escape(name)}"><summary>{escape(name)}</summary><pre>{_pretty(shape)}</pre></details>'
        for name, shape in schemas.items()
    ]
    return shell("API reference", now, "".join(parts))


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(one['name'])}</code></td><td class='quiet'>{escape(one['in'])}"
        f"{', required' if one.get('required') else ''}</td><td><code>{_pretty(one.get('schema', {}))}</code></td></tr>"
        for one in operation.get("parameters", [])
    )
    body = operation.get("requestBody", {}).get("content", {})
    shapes = [f"<p>Body: {_shape(content.get('schema', {}))}</p>" for content in body.values()]
    answers = []
    for status, answer in operation.get("responses", {}).items():
        named = ", ".join(_shape(content.get("schema", {})) for content in answer.get("content", {}).values())
        answers.append(f"<li><code>{escape(status)}</code> {escape(answer.get('description', ''))} {named}</li>")
    return (
        f"<section><h3><code>{method.upper()} {escape(path)}</code></h3><p>{escape(operation.get('summary', ''))}</p>"
        f"<details><summary class='quiet'>Details</summary><table>{rows}</table>{''.join(shapes)}"
        f"<ul>{''.join(answers)}</ul></details></section>"
    )


def _shape(schema: dict[str, Any]) -> str:
    name = schema.get("$ref", "").rsplit("/", 1)[-1]
    return f'<a href="#{escape(name)}">{escape(name)}</a>' if name else f"<code>{_pretty(schema)}</code>"


def _pretty(value: Any) -> str:
    return escape(json.dumps(value, indent=2, ensure_ascii=False))


def _linked(one: Letter) -> str:
    text = escape(one.text)
    for link in dict.fromkeys(one.links):
        text = text.replace(escape(link), f'<a href="{escape(link)}">{escape(link)}</a>')
    return text


def _style() -> Markup:
    return Markup((_FOLDER / "style.css").read_text(encoding="utf-8"))

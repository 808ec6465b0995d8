"""What is printed for the night: the kitchen's sheet, a driver's sheet and the labels of the boxes; pure.

The kitchen learns codes, never names (rule D4). Each label says again, at the door, what its box contains (rule D3).
Every value is escaped; nothing is loaded from anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TypeVar

from chalicelib.events.dinner.kitchens import Kitchen
from chalicelib.events.dinner.manifest import Line, Manifest
from chalicelib.events.dinner.menus import Menu
from chalicelib.events.dinner.windows import local
from chalicelib.events.dinner.words import LANGUAGES, allergens, words

T = TypeVar("T")
_CSS = (
    "@page{size:A4;margin:12mm}body{font:11pt/1.4 system-ui,sans-serif;color:#000;background:#fff}"
    "table{border-collapse:collapse;inline-size:100%;margin-block-end:8mm}caption{font-weight:600;text-align:start}"
    "th,td{border:1px solid #777;padding:1.5mm 2mm;text-align:start;vertical-align:top}tr{break-inside:avoid}"
    ".must{font-weight:700}.labels{display:grid;grid-template-columns:1fr 1fr;gap:4mm}"
    ".label{border:1px solid #000;padding:4mm;min-block-size:60mm;break-inside:avoid}.label h2{margin:0;font-size:15pt}"
)


def kitchen_sheet(manifest: Manifest, kitchen: Kitchen, menus: Mapping[str, Menu], language: str) -> str:
    """Return a kitchen's evening: boxes by hour and menu, how many must not contain what, and each code."""
    said, names = words(language), allergens(language)
    made: dict[int, list[Line]] = {}
    for line in manifest.lines:
        if line.kitchen == kitchen.id:
            made.setdefault(line.slot, []).append(line)
    counts: list[Sequence[str]] = []
    codes: list[Sequence[str]] = []
    for slot, lines in sorted(made.items()):
        hour = f"{local(slot, kitchen.zone):%H:%M}"
        boxes = [box for line in lines for box in line.boxes]
        for menu in sorted({box.menu for box in boxes}):
            own = [box for box in boxes if box.menu == menu]
            met = {code: sum(code in box.declared for box in own) for code in names}
            told = ", ".join(f"{names[code]}: {count}" for code, count in met.items() if count)
            counts.append((hour, _name(menus, menu, language), str(len(own)), told or said["nothing"]))
        for line in lines:
            codes += [
                (hour, f"{local(line.departs, kitchen.zone):%H:%M}", box.person, _name(menus, box.menu, language),
                 _listed(box.declared, names) or said["nothing"])
                for box in line.boxes
            ]  # fmt: skip
    head = [said[key] for key in ("hour", "menu", "boxes", "declared")]
    each = [said[key] for key in ("hour", "departs", "person", "menu", "declared")]
    title = f"{said['kitchen']}: {kitchen.name}"
    body = _table(said["boxes"], head, counts) + _table(said["person"], each, codes)
    return _page(title, manifest, body, language)


def driver_sheet(manifest: Manifest, round_id: str, language: str) -> str:
    """Return one round: its doors in order, with hours of their own clocks, how to get in and what is handed over."""
    said = words(language)
    lines = sorted((line for line in manifest.lines if line.round == round_id), key=lambda line: line.order)
    head = [
        said[key] for key in ("stop", "window", "address", "access", "recipient", "telephone", "boxes", "temperature")
    ]
    found = [
        (
            str(line.order),
            _window(line),
            ", ".join(line.address),
            line.access,
            line.recipient,
            line.telephone,
            f"{len(line.boxes)} ({', '.join(box.person for box in line.boxes)})",
            said[line.temperature],
        )
        for line in lines
    ]
    departs = f"{said['departs']}: {local(lines[0].departs, lines[0].zone):%H:%M}" if lines else ""
    return _page(f"{said['round']} {round_id[:6]}", manifest, _table(departs, head, found), language)


def labels(manifest: Manifest, menus: Mapping[str, Menu], language: str, kitchen: str | None = None) -> str:
    """Return a label for every box, of one kitchen or of all, with what it contains and how it is finished."""
    said, names = words(language), allergens(language)
    found = []
    for line in manifest.lines:
        if kitchen is not None and line.kitchen != kitchen:
            continue
        for box in line.boxes:
            menu = menus.get(box.menu)
            steps = _of(menu.finishing, language) if menu is not None else ()
            finishing = "".join(f"<li>{escape(step)}</li>" for step in steps or ())
            found.append(
                f'<section class="label"><h2>{escape(box.person)}</h2><p>{escape(_name(menus, box.menu, language))}</p>'
                f'<p class="must">{escape(said["contains"])}: {escape(_listed(box.contains, names) or "–")}</p>'
                f"<p>{escape(said['declared'])}: {escape(_listed(box.declared, names) or said['nothing'])}</p>"
                f"<p>{escape(said['temperature'])}: {escape(said[line.temperature])}. {escape(_window(line))}</p>"
                + (f"<h3>{escape(said['finishing'])}</h3><ol>{finishing}</ol>" if finishing else "")
                + "</section>"
            )
    return _page(said["label"], manifest, f'<div class="labels">{"".join(found)}</div>', language)


def _page(title: str, manifest: Manifest, body: str, language: str) -> str:
    language = language if language in LANGUAGES else "en"
    version = f"{words(language)['version']} {manifest.version} · {manifest.digest[:12]}"
    return (
        f'<!doctype html><html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"><head>'
        f'<meta charset="utf-8"><meta name="robots" content="noindex"><title>{escape(title)}</title>'
        f"<style>{_CSS}</style></head><body><main><h1>{escape(title)}</h1><p>{escape(version)}</p>{body}</main></body></html>"
    )


def _table(caption: str, head: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    columns = "".join(f'<th scope="col">{escape(one)}</th>' for one in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table>"


def _window(line: Line) -> str:
    return f"{local(line.start, line.zone):%H:%M}–{local(line.end, line.zone):%H:%M}"


def _listed(codes: Iterable[str], names: Mapping[str, str]) -> str:
    return ", ".join(names[code] for code in codes)


def _name(menus: Mapping[str, Menu], menu: str, language: str) -> str:
    found = menus.get(menu)
    return (_of(found.name, language) if found is not None else None) or menu


def _of(texts: Mapping[str, T], language: str) -> T | None:
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), None)

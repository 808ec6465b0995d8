"""The papers of a night, made when they are asked for: sheets, prints, labels. Nothing of them is kept."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.events.dinner.ground import Whole
from chalicelib.events.dinner.prints import driver_sheet, kitchen_sheet, labels
from chalicelib.events.dinner.sheets import csv_of, rows, xlsx_of
from chalicelib.foundation.errors import NotFound
from chalicelib.identity.permits import NOT_FOUND

CSV = "text/csv; charset=utf-8"
HTML = "text/html; charset=utf-8"
XLSX = "application/octet-stream"
"""A workbook is bytes: the edge hands nothing else out unspoilt, and its name says what it is."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: its name, its bytes and what they are."""

    name: str
    content: bytes
    media: str


def paper(whole: Whole, name: str, of: str, language: str) -> Paper:
    """Return a paper of the manifest that is worked by. Raises NotFound for one that there is not.

    `name` is manifest.csv, manifest.xlsx, kitchen.html, driver.html or labels.html; `of` the kitchen or the round.
    """
    manifest = whole.manifest
    if manifest is None:
        raise NotFound("No manifest has been released yet.")
    menus = {one.id: one for one in whole.plan.menus}
    stem = f"manifest-{manifest.version}"
    if name == "manifest.csv":
        return Paper(f"{stem}.csv", csv_of(rows(manifest)), CSV)
    if name == "manifest.xlsx":
        return Paper(f"{stem}.xlsx", xlsx_of(rows(manifest), "Manifest", manifest.released_at), XLSX)
    if name == "kitchen.html":
        kitchen = whole.plan.kitchen(of).moved(manifest.film)
        return Paper("kitchen.html", kitchen_sheet(manifest, kitchen, menus, language).encode(), HTML)
    if name == "driver.html" and any(line.round == of for line in manifest.lines):
        return Paper("driver.html", driver_sheet(manifest, of, language).encode(), HTML)
    if name == "labels.html":
        return Paper("labels.html", labels(manifest, menus, language, of or None).encode(), HTML)
    raise NotFound(NOT_FOUND)

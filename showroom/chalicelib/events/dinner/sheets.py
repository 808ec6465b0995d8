"""The manifest as tables: CSV and XLSX that no spreadsheet takes for a formula; pure (CWE-1236).

A cell that begins, after whatever a program may skip, with a sign of a formula gets an apostrophe; so does every part
of a joined cell. In XLSX each cell is a string as well. Hours are those of the address.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timezone

from chalicelib.events.dinner.manifest import Manifest
from chalicelib.events.dinner.windows import local

_FORMULA = frozenset("=+-@\t\r\n|%＝＋－＠")
_SKIPPED = {"Cc", "Cf", "Zs", "Zl", "Zp"}
"""Categories of signs that a spreadsheet may skip at the head of a cell."""
HEAD = (
    "version",
    "round",
    "stop",
    "departs",
    "from",
    "until",
    "zone",
    "address",
    "access",
    "recipient",
    "telephone",
    "temperature",
    "boxes",
    "persons",
    "declared",
    "contains",
)


def neutral(cell: object) -> str:
    """Return a cell as text that no spreadsheet calculates."""
    text = "" if cell is None else str(cell)
    shown = text
    while shown and shown[0] not in _FORMULA and unicodedata.category(shown[0]) in _SKIPPED:
        shown = shown[1:]
    return f"'{text}" if shown and shown[0] in _FORMULA else text


def joined(parts: Iterable[object], separator: str = "; ") -> str:
    """Return several values as one cell, each of them harmless by itself, and all of them together."""
    return neutral(separator.join(neutral(part) for part in parts))


def rows(manifest: Manifest) -> list[list[str]]:
    """Return the manifest's lines as rows of texts, the head first."""
    found = [list(HEAD)]
    for line in manifest.lines:
        hours = (_hour(minute, line.zone) for minute in (line.departs, line.start, line.end))
        found.append(
            [
                neutral(manifest.version),
                neutral(line.round[:6]),
                neutral(line.order),
                *map(neutral, hours),
                neutral(line.zone),
                joined(line.address, ", "),
                neutral(line.access),
                neutral(line.recipient),
                neutral(line.telephone),
                neutral(line.temperature),
                neutral(len(line.boxes)),
                joined(f"{box.person} {box.menu}" for box in line.boxes),
                joined(f"{box.person}: {', '.join(box.declared)}" for box in line.boxes if box.declared),
                joined(f"{box.person}: {', '.join(box.contains)}" for box in line.boxes if box.contains),
            ]
        )
    return found


def csv_of(table: Sequence[Sequence[object]]) -> bytes:
    """Return a table as CSV: UTF-8 with a byte-order mark, every cell quoted."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(
        [[neutral(cell) for cell in row] for row in table]
    )
    return out.getvalue().encode("utf-8-sig")


def xlsx_of(table: Sequence[Sequence[object]], name: str, at: int) -> bytes:
    """Return a table as a workbook of strings, made at minute `at`: the same bytes for the same table."""
    import xlsxwriter  # only whoever exports needs it

    out = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, plain)
    book.set_properties({"created": datetime.fromtimestamp(at * 60, tz=timezone.utc)})  # noqa: UP017
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    for at_row, row in enumerate(table):
        for at_column, cell in enumerate(row):
            sheet.write_string(at_row, at_column, neutral(cell), bold if at_row == 0 else None)
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    book.close()
    return out.getvalue()


def _hour(minute: int, zone: str) -> str:
    return local(minute, zone).strftime("%Y-%m-%d %H:%M")

"""Builds what letters need: catalogues (.po to .mo) and the HTML layout (MJML to HTML that Jinja fills in).

python -m infra.letters                 build what is older than its source
python -m infra.letters --update        take new sentences from the sources into every catalogue
python -m infra.letters --add fr        begin a catalogue for a new language
"""

from __future__ import annotations

import argparse
import io
import os
from collections.abc import Iterable
from pathlib import Path

import mrml
from babel.core import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOM = Path(__file__).resolve().parent.parent / "showroom" / "chalicelib" / "messaging" / "letters"
NOISE = (
    '"Project-Id',
    '"Report-Msgid',
    '"POT-Creation',
    '"PO-Revision',
    '"Last-Trans',
    '"Language-Team',
    '"Generated-By',
)
"""Headers that say nothing or change by themselves."""
KEYWORDS = {"t": None, "tn": (1, 2), "tp": ((1, "c"), 2)}


def build(room: Path = ROOM) -> list[Path]:
    """Compile every catalogue and the layout; return what was written. Nothing is written twice."""
    written = [_compiled(source) for source in sorted(room.glob("locale/*/LC_MESSAGES/letters.po"))]
    written.append(_layout(room / "letter.mjml", room / "compiled" / "letter.html"))
    return [path for path in written if path is not None]


def extracted(room: Path = ROOM) -> Catalog:
    """Return every sentence that the sources say."""
    catalog = Catalog(project="showroom", charset="utf-8")
    found = extract_from_dir(room, [("**.py", "python")], {}, keywords=KEYWORDS, comment_tags=("Translators:",))
    for file, _line, message, comments, context in sorted(found, key=lambda row: (row[0], row[1])):
        catalog.add(message, None, [(file, None)], auto_comments=comments, context=context)
    return catalog


def update(room: Path = ROOM, languages: Iterable[str] = ()) -> None:
    """Bring every catalogue, and a new one for each of `languages`, up to date with the sources."""
    template = extracted(room)
    for language in languages:
        path = room / "locale" / language / "LC_MESSAGES" / "letters.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _save(Catalog(locale=Locale.parse(language), project="showroom", charset="utf-8"), path)
    for path in sorted(room.glob("locale/*/LC_MESSAGES/letters.po")):
        catalog = _load(path)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        _save(catalog, path)


def _load(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def _save(catalog: Catalog, path: Path) -> None:
    catalog.header_comment = (
        f"# The letters in {catalog.locale_identifier}. An empty sentence is said as in the source."
    )
    catalog.fuzzy = False
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=110, omit_header=False, include_lineno=False)
    rows = [row for row in buffer.getvalue().decode().splitlines() if not row.startswith(NOISE)]
    path.write_text("\n".join(rows).rstrip() + "\n", encoding="utf-8")


def _compiled(source: Path) -> Path | None:
    target = source.with_suffix(".mo")
    if _is_fresh(target, source):
        return None
    buffer = io.BytesIO()
    write_mo(buffer, _load(source))
    return _put(target, buffer.getvalue())


def _layout(source: Path, target: Path) -> Path | None:
    if _is_fresh(target, source):
        return None
    output = mrml.to_html(source.read_text(encoding="utf-8"))
    if output.warnings:
        raise ValueError(f"{source.name}: {output.warnings}")
    return _put(target, output.content.encode())


def _put(target: Path, content: bytes) -> Path:
    """Write whole or not at all: another process may be reading."""
    target.parent.mkdir(exist_ok=True)
    half = target.with_name(f".{target.name}.{os.getpid()}")
    half.write_bytes(content)
    half.replace(target)
    return target


def _is_fresh(target: Path, source: Path) -> bool:
    return target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Build the letters.")
    parser.add_argument("--update", action="store_true", help="take new sentences into every catalogue")
    parser.add_argument("--add", action="append", default=[], metavar="LANGUAGE", help="begin a new catalogue")
    chosen = parser.parse_args()
    if chosen.update or chosen.add:
        update(ROOM, chosen.add)
    for path in build():
        print(f"built {path.relative_to(ROOM)}")


if __name__ == "__main__":
    main()

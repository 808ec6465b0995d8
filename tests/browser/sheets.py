"""Contact sheets: many pictures on one page, drawn by the browser itself."""

from __future__ import annotations

from pathlib import Path

from tests.browser.browsers import Browsers

STYLE = """
body { margin: 0; padding: 24px; background: #8d8a84; font: 15px/1.4 sans-serif; color: #fff; width: max-content; }
section { display: flex; gap: 20px; align-items: flex-start; margin-bottom: 28px; }
h2 { font-size: 15px; font-weight: 400; margin: 0 0 8px; }
img { display: block; }
"""


def sheet(browsers: Browsers, rows: list[tuple[str, list[Path]]], widths: list[int], made: Path, quality: int) -> None:
    """Draw rows of pictures, each with its name, the columns as wide as given, into one JPEG."""
    told = "".join(
        f"<h2>{name}</h2><section>"
        + "".join(f'<img src="{path.as_uri()}" width="{width}">' for path, width in zip(paths, widths, strict=True))
        + "</section>"
        for name, paths in rows
    )
    source = made.with_suffix(".html")
    source.write_text(f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style>{told}')
    page = browsers.page(sum(widths) + 20 * (len(widths) - 1) + 48, 600)
    page.goto(source.as_uri())
    page.screenshot(path=made, full_page=True, type="jpeg", quality=quality)
    source.unlink()

"""What the console reckons by itself: files that no spreadsheet calculates."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

from chalicelib.events.dinner.sheets import joined, neutral
from infra.build import build_web, node_path
from tests.web.logic import run

HOSTILE = [
    "=1+1",
    "+39 02",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "|cmd",
    "%0A",
    "＝1",
    "＋1",
    "－1",
    "＠a",
    " =1",
    "\u00a0=1",
    "\u200b=1",
    "\u2028=1",
    "\u0000=1",
    "\ufeff-1",
    "\u202e@a",
    "plain",
    'she said "yes"',
    "a,b;c",
    "",
    " ",
    "1=1",
    "山田",
    "ليلى",
]


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    """What npm installs is there."""
    if not shutil.which("npm", path=node_path()):
        pytest.skip("THE PAGES ARE NOT TESTED: no npm on this machine")
    build_web()


def test_a_list_is_no_formula(tmp_path: Path) -> None:
    """The browser's tables are harmless by the very rule of the house's own sheets (CWE-1236), and read back whole."""
    script = "return { one: about.map(it.neutral), all: it.joined(about), table: it.csvOf([about, [7, 'b']]) };"
    told = run("console/events/csv.ts", script, HOSTILE, tmp_path)
    assert told["one"] == [neutral(one) for one in HOSTILE]
    assert told["all"] == joined(HOSTILE)
    assert told["table"].startswith("\ufeff")
    assert told["table"].endswith("\r\n")
    read = list(csv.reader(io.StringIO(told["table"].removeprefix("\ufeff"), newline="")))
    assert read == [[neutral(one) for one in HOSTILE], ["7", "b"]]

"""docs/first-hour.md is followed to the letter: whoever types what stands there sees what stands there."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "first-hour.md"
BLOCK = re.compile(r"^```(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
PORTS = (8000, 8080)
"""As the page names them; the test puts free ones in their place."""
PATIENCE = 120


class Block(NamedTuple):
    """One fenced block: what to do with it, and its text."""

    info: str
    text: str


def blocks() -> list[Block]:
    """Return the page's blocks in order."""
    return [Block(found["info"].strip(), found["text"]) for found in BLOCK.finditer(PAGE.read_text())]


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Reader:
    """Somebody who reads the page with a terminal beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ports = {str(port): str(free_port()) for port in PORTS}
        self.serving: list[tuple[subprocess.Popen[str], Path]] = []
        self.said = ""

    def typed(self, text: str) -> str:
        """Return a text as it is typed here: with our ports and our folder."""
        for port, mine in self.ports.items():
            text = text.replace(port, mine)
        state = f"STATE={self.folder / 'state'}"
        text = re.sub(r"\bmake run\b", f"make run PORT={self.ports['8000']} {state}", text)
        text = re.sub(r"\bmake advance\b", f"make advance {state}", text)
        return re.sub(r"\bmine\b(?=[/\"])", str(self.folder / "mine"), text)

    def follow(self, block: Block) -> None:
        """Do what a block says."""
        kind, _, rest = block.info.partition(" ")
        if kind == "sh" and rest == "serve":
            self.serve(self.typed(block.text))
            if "8080 " in block.text:
                self.look()
        elif kind == "sh" and rest == "stop":
            self.stop()
        elif kind == "sh":
            self.run(self.typed(block.text))
        elif kind == "output":
            self.compare(self.typed(block.text))
        elif rest:
            target = Path(self.typed(rest))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(self.typed(block.text))

    def run(self, command: str) -> None:
        """Run a block and remember what it said; it must succeed."""
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command],
            cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE, check=False,
        )  # fmt: skip
        self.said = done.stdout
        assert done.returncode == 0, f"{command}\n{done.stdout}"

    def serve(self, command: str) -> None:
        """Start a block that stays, and wait until the port it names answers."""
        log = self.folder / f"{len(self.serving)}.log"
        with log.open("w") as out:
            process = subprocess.Popen(
                ["bash", "-c", f"exec {command.strip()}"],
                cwd=ROOT, text=True, stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        self.serving.append((process, log))
        port = next(mine for mine in self.ports.values() if mine in command)
        for _ in range(PATIENCE * 10):
            assert process.poll() is None, log.read_text()
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).read()
                break
            except OSError:
                time.sleep(0.1)
        else:
            pytest.fail(f"{command} does not answer:\n{log.read_text()}")
        time.sleep(0.2)
        self.said = log.read_text()

    def compare(self, wanted: str) -> None:
        """Compare what was said with what the page shows; an ellipsis stands for anything."""
        pattern = ".*".join(re.escape(part.strip("\n")) for part in wanted.split("…"))
        assert re.search(pattern, self.said, re.DOTALL), f"the page shows:\n{wanted}\nand this was said:\n{self.said}"

    def look(self) -> None:
        """Open the page of one's own in a browser, where there is one: the widget offers what the file says."""
        from tests.browser.browsers import Browsers, chromium

        def look() -> None:
            with Browsers() as browsers:
                page = browsers.page()
                page.goto(f"http://127.0.0.1:{self.ports['8080']}/")
                page.get_by_text("An evening by the fire").first.wait_for(timeout=30_000)
                assert browsers.rest() == []

        if chromium() is None:
            return
        with ThreadPoolExecutor(1) as thread:  # Playwright runs once per thread, and this one may have it already
            thread.submit(look).result()

    def stop(self) -> None:
        """Press Ctrl-C in every terminal."""
        for process, _ in self.serving:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGINT)
        for process, _ in self.serving:
            process.wait(timeout=30)
        self.serving.clear()


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    """A reader who cleans up afterwards."""
    reader = Reader(tmp_path)
    yield reader
    reader.stop()


@pytest.mark.proof
def test_the_first_hour_goes_as_the_page_says(reader: Reader) -> None:
    """Every file is written, every command run, every shown output seen, in the order of the page."""
    found = blocks()
    assert len(found) > 15
    for block in found:
        reader.follow(block)


def test_every_block_says_what_to_do_with_it() -> None:
    """No block is only looked at: each is run, served, compared, or is a named file."""
    for block in blocks():
        kind, _, rest = block.info.partition(" ")
        assert kind in {"sh", "output"} or rest.startswith("mine/"), block.info

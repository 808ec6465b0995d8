"""One Chromium for all browser tests; without it they are skipped, and say so."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest

from infra.build import build_web
from tests.browser.browsers import Browsers, chromium
from tests.browser.fakeapi import FakeApi


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Chromium."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def bundles() -> None:
    """The bundles as their sources are now."""
    try:
        build_web()
    except (SystemExit, OSError, subprocess.SubprocessError) as failed:
        pytest.skip(f"THE PAGES ARE NOT TESTED: their bundles cannot be built ({failed})")


@pytest.fixture(scope="session")
def browsers(bundles: None) -> Iterator[Browsers]:
    """Chromium, to be asked for pages."""
    if chromium() is None:
        pytest.skip("THE PAGES ARE NOT TESTED: no Chromium on this machine (apt-get install chromium)")
    with Browsers() as browsers:
        yield browsers


@pytest.fixture
def browser(browsers: Browsers) -> Iterator[Browsers]:
    """Chromium for one test, which fails if a page complained of anything: an error, a blocked style or script."""
    browsers.rest()
    yield browsers
    assert browsers.rest() == []


@pytest.fixture
def api(bundles: None) -> Iterator[FakeApi]:
    """A fake API of one's own."""
    server = FakeApi().start()
    yield server
    server.stop()

"""Measures how soon the first step is painted on the local stack: `python -m tests.browser.first_paint`.

The processor is slowed down four times, the cache is empty. It reports and never fails: a busy machine is no fault of
the widget.
"""

from __future__ import annotations

from statistics import median

from infra.build import build_web
from infra.local.stack import Stack
from tests.browser import walk
from tests.browser.browsers import Browsers

RATE, TIMES = 4, 7


def measured(browsers: Browsers, stack: Stack) -> float:
    """Return the milliseconds from the start of the navigation until the first step's title is drawn."""
    page = browsers.page(390)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": RATE})
    page.goto(stack.url)
    walk.title(page).first.wait_for()
    at: float = page.evaluate("new Promise((done) => requestAnimationFrame(() => done(performance.now())))")
    browsers.rest()
    return at


def main() -> None:
    """Measure and print."""
    build_web()
    with Stack() as stack, Browsers() as browsers:
        measured(browsers, stack)
        found = sorted(measured(browsers, stack) for _ in range(TIMES))
    print(f"first step at {RATE}x slow-down: median {median(found):.0f} ms, worst {found[-1]:.0f} ms of {TIMES}")


if __name__ == "__main__":
    main()

"""The pages in a real browser: against an honest fake for their edges, and whole journeys through the local stack."""

import sys
from pathlib import Path

# `python -m tests.browser.…` finds the house as pytest does.
_SHOWROOM = str(Path(__file__).parents[2] / "showroom")
if _SHOWROOM not in sys.path:
    sys.path.insert(0, _SHOWROOM)

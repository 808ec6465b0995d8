"""The embedded stack: the whole house in one process, for people who build on it. No account, no Docker, no network.

moto plays AWS (one action at a time), the deployed application runs unchanged behind Chalice's local server, its
schedule and its queue are ticked, the clock can be moved forward, and the demo pages are mounted here and only here.
What it remembers lives in memory and is gone when it stops.
"""

import sys
from pathlib import Path

_APPLICATION = str(Path(__file__).resolve().parents[2] / "showroom")
if _APPLICATION not in sys.path:
    sys.path.insert(0, _APPLICATION)  # as on Lambda, where the application is the root of everything

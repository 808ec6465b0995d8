"""The pages over HTTP. A page carries no personal data: what it shows, it fetches with the token of its fragment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from chalicelib.http.declare import Answer, Call, Routes
from chalicelib.web.bundles import Bundles, File

routes = Routes(tag="pages")


CHIME = "connect-src 'self' https://*.chime.aws wss://*.chime.aws; worker-src blob:"


@dataclass(frozen=True, slots=True)
class Outward:
    """The pages whose policy depends on the deployment: the widget's for frames, the room's and the invitation's."""

    bundles: Bundles
    origins: tuple[str, ...]
    """Whose pages may frame the widget: those that may call the API."""
    video: str = "local"
    """Which video-room adapter; Chime's is reached from the room's page and the invitation's."""

    film: str = ""
    """The address under which films lie; their parts are fetched from its host and played out of memory."""

    @property
    def ancestors(self) -> str:
        """The sources of `frame-ancestors`."""
        return " ".join(self.origins) or "'none'"

    @property
    def reached(self) -> str:
        """What a page with a room in it may reach: Chime's hosts, and the worker that its library makes of itself."""
        return CHIME if self.video == "chime" else "connect-src 'self'"

    @property
    def seen(self) -> str:
        """What the invitation's page may reach: all that a room may, and where its film comes from."""
        where = urlsplit(self.film)
        # The parts of a live film come from other hosts of the same service than its manifest.
        host = "*.live-video.net" if where.netloc.endswith(".live-video.net") else where.netloc
        films = f"{where.scheme}://{host}"
        if not host:
            return self.reached
        return self.reached.replace("'self'", f"'self' {films}", 1) + f"; media-src blob: {films}"


SHARED: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "no-referrer",
}
"""The widget lives in other people's pages: its module and its catalogues may be loaded from any origin."""
WIDGET: Mapping[str, str] = {**SHARED, "Cache-Control": "public, max-age=300, stale-while-revalidate=86400"}
ASSET: Mapping[str, str] = {**SHARED, "Cache-Control": "public, max-age=31536000, immutable"}
PAGE: Mapping[str, str] = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}

WORKER: Mapping[str, str] = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'none'; connect-src 'self'",
    "Referrer-Policy": "no-referrer",
}
"""A script that stays in the browser: it reaches the house and nobody else."""


@routes.get("/widget.js", action="page.read", answers="text/javascript")
def widget(_: Call, bundles: Bundles) -> Answer:
    """Read the booking widget, an ES module."""
    return _served(bundles.widget(), WIDGET)


@routes.get("/assets/{name}", action="page.read", answers="text/javascript", problems=(404,))
def asset(call: Call, bundles: Bundles) -> Answer:
    """Read a script, a style or a language whose name changes with its content."""
    return _served(bundles.asset(call.path["name"]), ASSET)


@routes.get("/manage", action="page.read", answers="text/html")
def manage(_: Call, bundles: Bundles) -> Answer:
    """Read the page behind the link in a letter."""
    return _served(bundles.page("manage"), PAGE)


@routes.get("/me", action="page.read", answers="text/html")
def client(_: Call, bundles: Bundles) -> Answer:
    """Read a client's own page, opened by her personal link."""
    return _served(bundles.page("client"), PAGE)


@routes.get("/console", action="page.read", answers="text/html")
def console(_: Call, bundles: Bundles) -> Answer:
    """Read the page on which the boutique's advisors work; what it shows, it fetches as whoever signed in."""
    return _served(bundles.page("console"), PAGE)


@routes.get("/round", action="page.read", answers="text/html")
def round_(_: Call, bundles: Bundles) -> Answer:
    """Read the page of a courier's round; what it shows, it fetches with the token of its fragment."""
    return _served(bundles.page("round"), PAGE)


@routes.get("/round-worker.js", action="page.read", answers="text/javascript")
def round_worker(_: Call, bundles: Bundles) -> Answer:
    """Read the script that opens the courier's page where there is no network; it keeps that page and nothing else."""
    return _served(bundles.worker(), WORKER)


@routes.get("/kitchen", action="page.read", answers="text/html")
def kitchen(_: Call, bundles: Bundles) -> Answer:
    """Read the page of a kitchen's evening; what it shows, it fetches with the token of its fragment."""
    return _served(bundles.page("kitchen"), PAGE)


outward = Routes(tag="pages")


@outward.get("/embed", action="page.read", answers="text/html")
def embed(_: Call, pages: Outward) -> Answer:
    """Read the page with nothing but the widget, for a frame in one of the maison's own pages."""
    return _opened(pages.bundles.page("embed"), "frame-ancestors 'none'", f"frame-ancestors {pages.ancestors}")


@outward.get("/room", action="page.read", answers="text/html")
def room(_: Call, pages: Outward) -> Answer:
    """Read the page of the video room: its door, and who is in it."""
    return _opened(pages.bundles.page("room"), "connect-src 'self'", pages.reached)


@outward.get("/event", action="page.read", answers="text/html")
def event(_: Call, pages: Outward) -> Answer:
    """Read the page behind an invitation's link; on the evening itself it is the room."""
    return _opened(pages.bundles.page("event"), "connect-src 'self'", pages.seen)


@outward.get("/door", action="page.read", answers="text/html")
def door(_: Call, pages: Outward) -> Answer:
    """Read the page of a companion's own door at a dinner."""
    return _opened(pages.bundles.page("door"), "connect-src 'self'", pages.seen)


def _opened(file: File, closed: str, opened: str) -> Answer:
    policy = PAGE["Content-Security-Policy"].replace(closed, opened)
    return _served(file, {**PAGE, "Content-Security-Policy": policy})


def _served(file: File, headers: Mapping[str, str]) -> Answer:
    return Answer(file.content, content_type=file.media, headers={**headers, "ETag": file.etag})

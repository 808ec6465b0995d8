"""The pages' routes: what is served, how long it may be kept, and what it may do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chalicelib.foundation.errors import NotFound
from chalicelib.http.declare import Answer, Route
from chalicelib.web.bundles import Bundles
from chalicelib.web.routes import Outward, outward, routes

BY_PATH: dict[str, Route] = {route.path: route for route in routes.declared}


@pytest.fixture
def bundles(tmp_path: Path) -> Bundles:
    """A folder as the build leaves it."""
    (tmp_path / "assets").mkdir()
    for name, text in {
        "widget.js": "export {}",
        "assets/en-AA.js": "export default {}",
        "assets/manage-BB.js": "1",
        "assets/room-CC.js": "2",
        "assets/client-FF.js": "4",
        "assets/console-GG.js": "5",
        "assets/page-DD.css": "body{}",
        "assets/embed-EE.js": "3",
        "assets/event-HH.js": "6",
        "embed.html": '<script src="{{script}}"></script>',
        "manage.html": '<link href="{{style}}"><script src="{{script}}"></script>',
        "assets/round-JJ.js": "7",
        "assets/kitchen-KK.js": "8",
        "round-worker.js": "9",
        "round.html": '<script src="{{script}}"></script>',
        "kitchen.html": '<script src="{{script}}"></script>',
        "event.html": '<script src="{{script}}"></script>',
        "room.html": '<script src="{{script}}"></script>',
        "client.html": '<script src="{{script}}"></script>',
        "console.html": '<script src="{{script}}"></script>',
        "secret.txt": "not for the world",
    }.items():
        (tmp_path / name).write_text(text)
    manifest = {
        "languages": {"en": "assets/en-AA.js"},
        "pages": {
            "manage": "assets/manage-BB.js",
            "room": "assets/room-CC.js",
            "client": "assets/client-FF.js",
            "console": "assets/console-GG.js",
            "embed": "assets/embed-EE.js",
            "event": "assets/event-HH.js",
            "round": "assets/round-JJ.js",
            "kitchen": "assets/kitchen-KK.js",
        },
        "styles": {"page": "assets/page-DD.css"},
    }
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    return Bundles(tmp_path)


class Asked:
    """As much of a call as these handlers read."""

    def __init__(self, **path: str) -> None:
        self.path = path


def served(bundles: Bundles, path: str, **parameters: str) -> Answer:
    """Call a route's handler."""
    answer = BY_PATH[path].handler(Asked(**parameters), bundles)  # type: ignore[arg-type]
    assert isinstance(answer, Answer)
    return answer


def outside(path: str, pages: Outward) -> Answer:
    """Call the handler of a page whose policy depends on the deployment."""
    (route,) = (route for route in outward.declared if route.path == path)
    assert route.action == "page.read"
    answer = route.handler(Asked(), pages)  # type: ignore[arg-type]
    assert isinstance(answer, Answer)
    return answer


def test_everybody_may_read_pages() -> None:
    """Nothing but GETs of pages, open to everybody."""
    assert {(route.method, route.action) for route in routes.declared} == {("GET", "page.read")}
    pages = {"/manage", "/me", "/console", "/round", "/kitchen"}
    assert set(BY_PATH) == {"/widget.js", "/round-worker.js", "/assets/{name}", *pages}


def test_the_widget_may_live_in_any_page(bundles: Bundles) -> None:
    """Module scripts are fetched with CORS: any origin may, without credentials, and asks again soon."""
    answer = served(bundles, "/widget.js")
    assert answer.body == b"export {}"
    assert answer.content_type == "text/javascript; charset=utf-8"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "max-age=300" in answer.headers["Cache-Control"]
    assert answer.headers["ETag"].startswith('"')


def test_assets_never_change(bundles: Bundles) -> None:
    """A name that carries its content's hash may be kept for ever."""
    answer = served(bundles, "/assets/{name}", name="page-DD.css")
    assert answer.content_type == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["../secret.txt", "secret.txt", "en-XX.js", "manifest.json", "..", "en-AA.js/../x"])
def test_nothing_else_is_served(bundles: Bundles, name: str) -> None:
    """Only what the manifest names."""
    with pytest.raises(NotFound):
        served(bundles, "/assets/{name}", name=name)


@pytest.mark.parametrize(
    ("path", "page"),
    [("/manage", "manage"), ("/me", "client"), ("/console", "console"), ("/round", "round"), ("/kitchen", "kitchen")],
)
def test_pages_are_shut_tight(bundles: Bundles, path: str, page: str) -> None:
    """No inline script or style, no framing, no referrer, no index; script and style are put in."""
    answer = served(bundles, path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert isinstance(answer.body, bytes)
    assert b"{{" not in answer.body
    assert f"assets/{page}-".encode() in answer.body


def test_what_keeps_the_round_reaches_the_house_alone(bundles: Bundles) -> None:
    """The script that stays in a courier's browser is asked for anew each time, and may fetch from nobody else."""
    answer = served(bundles, "/round-worker.js")
    assert answer.body == b"9"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; connect-src 'self'"
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_house_that_was_not_built(tmp_path: Path) -> None:
    """Without a build there is nothing to read, and it is said as any other absence."""
    with pytest.raises(NotFound):
        served(Bundles(tmp_path), "/widget.js")


@pytest.mark.parametrize(
    ("origins", "ancestors"),
    [((), "'none'"), (("https://a.example", "https://b.example"), "https://a.example https://b.example")],
)
def test_only_the_maison_s_pages_frame_the_widget(bundles: Bundles, origins: tuple[str, ...], ancestors: str) -> None:
    """The page for frames names the configured origins, and nobody where there are none."""
    answer = outside("/embed", Outward(bundles, origins))
    assert answer.headers["Content-Security-Policy"].endswith(f"; frame-ancestors {ancestors}")
    assert "X-Frame-Options" not in answer.headers


@pytest.mark.parametrize("path", ["/room", "/event"])
@pytest.mark.parametrize("video", ["local", "chime"])
def test_the_room_reaches_who_carries_its_picture(bundles: Bundles, path: str, video: str) -> None:
    """Chime's hosts where the house uses Chime, nobody where it does not; all else stays shut."""
    policy = outside(path, Outward(bundles, (), video)).headers["Content-Security-Policy"]
    assert ("chime.aws" in policy) == (video == "chime")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "media-src" not in policy


@pytest.mark.parametrize(
    ("film", "host"),
    [
        ("https://films.example/made", "https://films.example"),
        ("https://abc.eu-central-1.playback.live-video.net/api/video.m3u8", "https://*.live-video.net"),
    ],
)
def test_the_invitation_reaches_where_its_film_lies(bundles: Bundles, film: str, host: str) -> None:
    """The film's host alone is added, and what is played out of memory; the room has no film."""
    pages = Outward(bundles, (), "chime", film)
    policy = outside("/event", pages).headers["Content-Security-Policy"]
    assert f"connect-src 'self' {host} https://*.chime.aws" in policy
    assert f"media-src blob: {host};" in policy
    assert "media-src" not in outside("/room", pages).headers["Content-Security-Policy"]

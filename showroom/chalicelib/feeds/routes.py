"""Subscriptions over HTTP: the settings for their owner, and the calendar for the program that holds its address.

Calendar programs send no headers, so the address itself is the secret. It is good for this one route and nothing else;
logs and metrics hold the route's pattern.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import StringConstraints

from chalicelib.feeds.guard import LONGEST_URL
from chalicelib.feeds.model import Discretion, Feed
from chalicelib.feeds.service import Feeds
from chalicelib.feeds.subscription import Subscription
from chalicelib.foundation.clock import Clock, minute_of, rfc3339
from chalicelib.http.bodies import Body, View
from chalicelib.http.declare import Answer, Call, Routes

routes = Routes("feeds")
_SUFFIX = ".ics"


@dataclass(frozen=True)
class FeedDesk:
    """What these routes need of the house."""

    feeds: Feeds
    subscription: Subscription
    public_url: str
    clock: Clock


class FeedBody(Body):
    """How much of a client the subscription tells."""

    discretion: Discretion


class OtherBody(Body):
    """The address of another calendar: https, or webcal."""

    url: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_URL)]


class OtherView(View):
    """Another calendar whose times count as taken. Its address is not told again."""

    since: str
    read_at: str | None
    """When it was last read."""
    stale: bool
    """It could not be read three times, or for a day: what it said last still counts."""
    problem: str | None
    """Why it was not read the last time."""


class FeedView(View):
    """A subscription as its owner sees it; its address is shown once, when it is made."""

    subscribed: bool
    since: str | None
    """Since when the address stands."""
    discretion: Discretion
    busy: OtherView | None
    """Another calendar of hers that is read."""


class IssuedView(FeedView):
    """A subscription and its new address."""

    url: str


@routes.get("/v1/staff/me/feed", action="feed.read_own", answers=FeedView, problems=(404,))
def read(call: Call, desk: FeedDesk) -> Answer:
    """Read whether one's calendar is subscribed to, and how much it tells."""
    feed = desk.feeds.read(call.principal)
    return Answer(_view(feed, desk), version=feed.version)


@routes.post(
    "/v1/staff/me/feed",
    action="feed.change_own",
    answers=IssuedView,
    status=201,
    idempotent=True,
    problems=(404, 409, 503),
)
def issue(call: Call, desk: FeedDesk) -> Answer:
    """Make a private address for one's calendar program; any older one stops at once."""
    assert call.key is not None  # noqa: S101 - the route is idempotent
    feed, token, replayed = desk.feeds.issue(call.principal, call.key)
    url = f"{desk.public_url}/feeds/{token}{_SUFFIX}"
    return Answer(IssuedView(**_view(feed, desk).model_dump(), url=url), version=feed.version, replayed=replayed)


@routes.post("/v1/staff/me/feed/revoke", action="feed.change_own", answers=FeedView, problems=(404, 503))
def revoke(call: Call, desk: FeedDesk) -> Answer:
    """Revoke one's address at once; done twice, it is done."""
    feed = desk.feeds.revoke(call.principal)
    return Answer(_view(feed, desk), version=feed.version)


@routes.put(
    "/v1/staff/me/feed",
    action="feed.change_own",
    body=FeedBody,
    answers=FeedView,
    matched=True,
    problems=(404, 422, 503),
)
def tell(call: Call, desk: FeedDesk) -> Answer:
    """Say how much of a client one's calendar tells: names, initials, or only that one is busy."""
    assert call.version is not None  # noqa: S101 - the route is matched
    feed, replayed = desk.feeds.tell(call.principal, call.version, call.body.discretion)
    return Answer(_view(feed, desk), version=feed.version, replayed=replayed)


@routes.put(
    "/v1/staff/me/busy",
    action="feed.change_own",
    body=OtherBody,
    answers=FeedView,
    matched=True,
    problems=(404, 422, 503),
)
def listen(call: Call, desk: FeedDesk) -> Answer:
    """Have another calendar of one's own read every quarter of an hour; what it says is taken is not offered."""
    assert call.version is not None  # noqa: S101 - the route is matched
    feed, replayed = desk.feeds.listen(call.principal, call.version, call.body.url)
    return Answer(_view(feed, desk), version=feed.version, replayed=replayed)


@routes.delete("/v1/staff/me/busy", action="feed.change_own", answers=FeedView, matched=True, problems=(404, 503))
def forget(call: Call, desk: FeedDesk) -> Answer:
    """Have one's other calendar read no more, and what it said forgotten."""
    assert call.version is not None  # noqa: S101 - the route is matched
    feed, replayed = desk.feeds.forget(call.principal, call.version)
    return Answer(_view(feed, desk), version=feed.version, replayed=replayed)


@routes.get("/feeds/{subscription}", action="feed.subscribe", answers="text/calendar", problems=(404,))
def calendar(call: Call, desk: FeedDesk) -> Answer:
    """Read an advisor's appointments as a calendar, by its private address alone."""
    text, tag = desk.subscription.calendar(call.path["subscription"].removesuffix(_SUFFIX))
    return Answer(
        text.encode(),
        content_type="text/calendar; charset=utf-8",
        headers={"ETag": tag, "Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"},
    )


def _view(feed: Feed, desk: FeedDesk) -> FeedView:
    since = None if feed.since is None else rfc3339(feed.since)
    other = feed.other
    busy = other and OtherView(
        since=rfc3339(other.since),
        read_at=None if other.read_at is None else rfc3339(other.read_at),
        stale=other.is_stale(minute_of(desk.clock())),
        problem=other.problem or None,
    )
    return FeedView(subscribed=feed.link is not None, since=since, discretion=feed.discretion, busy=busy)

"""The video room's page: its door, two people in it, and what it says when devices or the line fail."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser import walk
from tests.browser.browsers import Browsers
from tests.browser.fakeapi import FakeApi
from tests.browser.test_letter_pages import booked, visit

LOST = """
export const enter = async (coming, screens, told) => {
  if (coming.join.attendee.JoinToken !== "join-token") throw new Error("not hers");
  setTimeout(() => told({ together: false, theirs: false, microphone: true, camera: true, trouble: "lost" }));
  return { leave: async () => undefined };
};
"""
"""A carrier whose line breaks as soon as it is there."""
PICTURE = "(video) => video.videoWidth > 0 && !video.paused && video.readyState >= 2"


def opened(api: FakeApi) -> str:
    """Return a video appointment whose room has just opened."""
    booking = booked(api, "first-video", known=True)
    api.house.now = api.house.opens(booking["id"])
    return str(booking["id"])


def video(page: Page, name: str) -> Any:
    """Wait until pictures come, and return the element they come in."""
    shown = page.locator(f".stage .{name}")
    expect(shown).to_be_visible()
    page.wait_for_function(PICTURE, arg=shown.element_handle())
    return shown


@pytest.mark.proof
def test_the_room_opens_and_tells_who_is_in(browser: Browsers, api: FakeApi) -> None:
    """Before: when it opens. Then: join, wait, and the advisor comes. After: over."""
    booking = booked(api, "first-video", known=True)
    page = browser.page(390)
    visit(page, api, "room", booking["id"])
    expect(page.get_by_text("The room opens on Wednesday 13 January at")).to_be_visible()
    expect(page.get_by_role("link", name="+33 1 70 36 39 50")).to_be_visible()
    opens = api.house.opens(booking["id"])
    api.house.now = opens - timedelta(minutes=12)
    page.reload()
    expect(page.get_by_text("The room opens in 12 minutes.")).to_be_visible()
    api.house.now = opens
    page.reload()
    walk.press(page, "Join")
    expect(page.get_by_text("Giulia Ferrante will join you in a moment")).to_be_visible()
    api.house.moods.add("advisor-in")
    expect(page.get_by_text("Giulia Ferrante is here.")).to_be_visible()
    api.house.now = opens + timedelta(hours=4)
    page.reload()
    expect(page.get_by_text("This appointment is over")).to_be_visible()


@pytest.mark.proof
def test_no_room_for_what_is_cancelled(browser: Browsers, api: FakeApi) -> None:
    """A cancelled appointment has no room, and says so."""
    booking = booked(api, "first-video", known=True)
    booking.update(state="cancelled", room=None, can=[])
    page = browser.page()
    visit(page, api, "room", booking["id"])
    expect(page.get_by_text("This appointment is cancelled")).to_be_visible()


@pytest.mark.proof
def test_two_windows_of_one_browser_see_each_other(browser: Browsers, api: FakeApi) -> None:
    """The local room carries pictures: both see, both may turn away, and leaving is seen by the other at once."""
    booking = opened(api)
    client = browser.page(390)
    host = client.context.new_page()
    visit(client, api, "room", booking)
    visit(host, api, "room", booking, who="host")
    walk.press(client, "Join")
    video(client, "mine")
    walk.press(host, "Join")
    video(host, "theirs")
    video(client, "theirs")
    expect(client.get_by_text("Giulia Ferrante is here.")).to_be_visible()
    walk.press(client, "Turn the camera off")
    expect(client.locator(".stage .mine")).to_be_hidden()
    walk.press(client, "Turn the microphone off")
    expect(client.get_by_role("button", name="Turn the microphone on")).to_be_visible()
    walk.press(host, "Leave the room")
    expect(host.get_by_role("button", name="Join")).to_be_visible()
    expect(client.locator(".stage .theirs")).to_be_hidden()
    walk.press(host, "Join")
    video(host, "theirs")


@pytest.mark.proof
def test_without_devices_she_is_in_all_the_same(browser: Browsers, api: FakeApi) -> None:
    """No camera, no microphone: one sentence, and the telephone. The other's picture comes nevertheless."""
    booking = opened(api)
    client = browser.page(390)
    host = client.context.new_page()
    client.add_init_script("navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no'))")
    visit(client, api, "room", booking)
    visit(host, api, "room", booking, who="host")
    walk.press(client, "Join")
    expect(client.get_by_text("We cannot reach your camera or microphone.")).to_be_visible()
    expect(client.get_by_role("link", name="+33 1 70 36 39 50")).to_be_visible()
    walk.press(host, "Join")
    video(client, "theirs")
    expect(host.get_by_text("is here.")).to_be_visible()


@pytest.mark.proof
def test_a_room_that_ends_lets_everybody_go(browser: Browsers, api: FakeApi) -> None:
    """Cancelled meanwhile: the page notices, the camera goes out, and nobody can join again."""
    booking = opened(api)
    page = browser.page(390)
    visit(page, api, "room", booking)
    walk.press(page, "Join")
    mine = video(page, "mine")
    track = mine.evaluate_handle("(video) => video.srcObject.getVideoTracks()[0]")
    api.house.bookings[booking].update(state="cancelled", room=None, can=[])
    page.evaluate("document.querySelector('showroom-room').look()")
    expect(page.get_by_text("This appointment is cancelled")).to_be_visible()
    assert track.evaluate("(track) => track.readyState") == "ended"


@pytest.mark.proof
def test_chime_is_joined_with_what_the_house_was_given(browser: Browsers, api: FakeApi) -> None:
    """The very library, under the page's policy: it calls the meeting's own host with the join token, and nobody else.

    Nothing here answers as Chime does, so this proves how it is called and no more.
    """
    api.house.moods.add("chime")
    booking = opened(api)
    page = browser.page(390)
    others: list[str] = []
    page.on("request", lambda request: others.append(request.url) if api.url not in request.url else None)
    lines: list[WebSocketRoute] = []
    page.route_web_socket(lambda _: True, lambda line: lines.append(line))
    visit(page, api, "room", booking)
    walk.press(page, "Join")
    expect(page.get_by_role("button", name="Turn the camera off")).to_be_visible()
    for _ in range(80):
        if lines:
            break
        page.wait_for_timeout(100)
    assert {urlsplit(line.url).hostname for line in lines} == {"signal.m3.ec1.app.chime.aws"}
    assert "/control/m-1" in lines[0].url
    walk.press(page, "Leave the room")
    expect(page.get_by_role("button", name="Join")).to_be_visible()
    assert [url for url in others if not url.startswith(("blob:", "data:"))] == []


def test_a_lost_line_leads_back_to_the_door(browser: Browsers, api: FakeApi) -> None:
    """Whoever carries the picture says that it is lost: one sentence, the way in, and the telephone."""
    api.house.moods.add("chime")
    booking = opened(api)
    page = browser.page(390)
    page.route(
        re.compile("/assets/chime-"),
        lambda route: route.fulfill(content_type="text/javascript", body=LOST),
    )
    visit(page, api, "room", booking)
    walk.press(page, "Join")
    expect(page.get_by_text("The connection was lost.")).to_be_visible()
    expect(page.get_by_role("button", name="Join")).to_be_visible()
    expect(page.get_by_role("link", name="+33 1 70 36 39 50")).to_be_visible()

"""The page behind an invitation's link: the card, her answers, the evening itself, and what it says when it cannot."""

from __future__ import annotations

import re
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import invited, walk
from tests.browser.browsers import Browsers
from tests.browser.fakeapi import FakeApi, token
from tests.browser.fakeguest import START
from tests.browser.fakehouse import LANGUAGES
from tests.browser.test_access import reach, violations

SHIFTS = """() => new Promise((done) => new PerformanceObserver((list) =>
  done(list.getEntries().reduce((sum, one) => sum + one.value, 0))).observe({type: 'layout-shift', buffered: true})
  || setTimeout(() => done(0), 200))"""


def acts(api: FakeApi) -> list[tuple[str, Any]]:
    """What was answered, in order: that it was opened is no answer."""
    return [
        (path.removeprefix("/invitation/"), body)
        for path, _, body in api.house.posted
        if path.startswith("/invitation/") and not path.endswith("viewed")
    ]


def keys(api: FakeApi, act: str) -> list[str]:
    """The Idempotency-Key of each time something was answered."""
    return [key for path, key, _ in api.house.posted if path == f"/invitation/{act}"]


@pytest.fixture
def page(browser: Browsers) -> Page:
    """A telephone in Paris."""
    return browser.page(390)


def test_the_card_invites(page: Page, api: FakeApi) -> None:
    """Who invites whom to what and when; the token leaves the address; opening it is noted and answers nothing."""
    api.guest.state = "invited"
    invited.open_(page, api)
    assert page.url == f"{api.url}/event"
    card = page.get_by_role("article")
    expect(walk.title(page)).to_have_text("The new high jewellery, before anybody else")
    expect(card).to_contain_text("Ms Ada Lindqvist")
    expect(card).to_contain_text("An invitation from Giulia Ferrante and Antoine de Villiers")
    expect(card).to_contain_text("19:00, Paris time")
    expect(card).to_contain_text("Kindly answer by Thursday 21 January, 07:00.")
    expect(card.get_by_role("link", name="+33 1 70 36 39 50")).to_be_visible()
    assert page.title() == "The new high jewellery, before anybody else"
    page.reload()
    expect(card).to_contain_text("Ms Ada Lindqvist")
    assert acts(api) == []
    assert api.guest.state == "viewed"


def test_a_whole_party_by_keyboard(page: Page, api: FakeApi) -> None:
    """Tab, arrows and enter alone: which sitting, how many, one name now and one later (rule G2)."""
    api.guest.most = 3
    api.guest.sittings = [("s1", timedelta(0), "en"), ("s2", timedelta(hours=2), "fr")]
    invited.open_(page, api)
    reach(page, "^I accept with pleasure")
    page.keyboard.press("Enter")
    expect(walk.title(page)).to_have_text("Whom may we expect?")
    expect(walk.title(page)).to_be_focused()
    reach(page, "^19:00, in English")
    page.keyboard.press("ArrowRight")
    reach(page, "^I come alone")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    reach(page, "^Given name")
    page.keyboard.type("Tom")
    page.keyboard.press("Tab")
    page.keyboard.type("Bauer")
    page.keyboard.press("Enter")
    expect(walk.title(page)).to_have_text("We look forward to seeing you")
    expect(walk.title(page)).to_be_focused()
    expected = {"sitting": "s2", "party": 3, "companions": [{"given": "Tom", "family": "Bauer"}, {}]}
    assert acts(api) == [("accept", expected)]
    card = page.get_by_role("article")
    expect(card).to_contain_text("Ms Ada Lindqvist, Tom Bauer and one guest")
    expect(card).to_contain_text("Names may follow until Tuesday 19 January, 19:00.")
    expect(card).to_contain_text("We begin in 10 days.")
    expect(card).to_contain_text("on Thursday 21 January at 20:45")


@pytest.mark.proof
def test_one_press_is_the_whole_answer(page: Page, api: FakeApi) -> None:
    """Where nothing is to be asked nothing is asked; the calendar file is the house's."""
    invited.open_(page, api)
    walk.press(page, "I accept with pleasure")
    expect(walk.title(page)).to_have_text("We look forward to seeing you")
    assert acts(api) == [("accept", {"sitting": "s1", "party": 1, "companions": []})]
    with page.expect_download() as file:
        walk.press(page, "Add to calendar")
    assert file.value.suggested_filename.endswith(".ics")


@pytest.mark.proof
def test_her_own_clock_leads(browser: Browsers, api: FakeApi) -> None:
    """In Tokyo it is another day: hers is said first, the boutique's beside it with its day."""
    page = browser.page(390, zone="Asia/Tokyo")
    invited.open_(page, api)
    card = page.get_by_role("article")
    expect(card.locator(".day")).to_have_text("Friday 22 January")
    expect(card).to_contain_text("03:00, your time")
    expect(card).to_contain_text("Thursday 21 January, 19:00 in Paris")


@pytest.mark.proof
def test_reload_and_back_keep_what_was_typed(page: Page, api: FakeApi) -> None:
    """The form, its names and her choice outlive a reload, the browser's back and forth, and a look at the card."""
    api.guest.most = 3
    invited.open_(page, api)
    walk.press(page, "I accept with pleasure")
    page.locator("[name=party]").nth(1).check(force=True)
    page.locator("#family-1").fill("Bauer")
    page.reload()
    expect(walk.title(page)).to_have_text("Whom may we expect?")
    expect(page.locator("#family-1")).to_have_value("Bauer")
    page.go_back()
    expect(page.locator(".card")).to_be_visible()
    page.go_forward()
    expect(page.locator("#family-1")).to_have_value("Bauer")
    walk.press(page, "Back")
    expect(page.locator(".card")).to_be_visible()
    walk.press(page, "I accept with pleasure")
    expect(page.locator("#family-1")).to_have_value("Bauer")
    page.goto("about:blank")
    page.goto(f"{api.url}/event#{token(sub='g2', typ='invitation')}")
    walk.press(page, "I accept with pleasure")
    expect(page.locator("#family-1")).to_have_count(0)


@pytest.mark.proof
def test_a_lost_answer_is_not_a_second_one(page: Page, api: FakeApi) -> None:
    """The house has her yes and the line broke: trying again, after a reload too, sends the same key (rule H6)."""
    api.guest.most = 1
    api.guest.lost = 1
    invited.open_(page, api)
    walk.press(page, "I accept with pleasure")
    page.locator("[name=party]").nth(1).check(force=True)
    page.locator("#family-1").fill("Bauer")
    api.house.moods.add("silent")
    walk.press(page, "I accept with pleasure")
    expect(page.get_by_role("alert")).to_contain_text("Everything you have written is kept")
    expect(page.get_by_role("alert")).to_contain_text("+33 1 70 36 39 50")
    api.house.moods.clear()
    walk.press(page, "Try again")
    expect(page.get_by_role("alert")).to_contain_text("Everything you have written is kept")
    expect(page.locator("#family-1")).to_have_value("Bauer")
    walk.press(page, "Try again")
    expect(walk.title(page)).to_have_text("We look forward to seeing you")
    assert len(set(keys(api, "accept"))) == 1
    assert api.guest.version == 2


@pytest.mark.proof
def test_a_busy_house_and_a_double_press(page: Page, api: FakeApi) -> None:
    """503 is asked again under the same key without a word to her; two quick presses are one request."""
    invited.open_(page, api)
    api.house.busy, api.house.delay = 1, 0.3
    page.get_by_role("button", name="I accept with pleasure").dblclick()
    expect(page.get_by_role("button", name="One moment")).to_be_visible()
    expect(walk.title(page)).to_have_text("We look forward to seeing you")
    assert len(set(keys(api, "accept"))) == 1
    assert api.guest.version == 2


@pytest.mark.proof
def test_full_is_said_honestly(page: Page, api: FakeApi) -> None:
    """Before she presses and after: a waiting list promises nothing, and she may leave it (rules W3, W7)."""
    api.guest.full, api.guest.most = {"s1"}, 2
    invited.open_(page, api)
    expect(page.get_by_text("All places are taken at the moment.")).to_be_visible()
    walk.press(page, "Put me on the waiting list")
    page.locator("[name=party]").nth(2).check(force=True)
    walk.press(page, "Put me on the waiting list")
    expect(walk.title(page)).to_have_text("You are on the waiting list")
    expect(page.get_by_text("There is not room for all three of you")).to_be_visible()
    expect(page.get_by_text("We cannot promise that.")).to_be_visible()
    walk.press(page, "Leave the waiting list")
    walk.press(page, "Take me off the list")
    expect(walk.title(page)).to_have_text("Thank you for telling us")
    assert [act for act, _ in acts(api)] == ["accept", "decline"]


@pytest.mark.proof
def test_an_offer_is_taken_left_or_over(page: Page, api: FakeApi) -> None:
    """Until when it is kept; letting it go asks once; too late is told with what can be done (rules W4 to W7)."""
    offered = {"state": "offered", "party": 2, "sitting": "s1", "offer_until": api.house.now + timedelta(hours=5)}
    invited.fresh(page, api, "en", **offered)
    expect(walk.title(page)).to_have_text("There is room for both of you")
    expect(page.get_by_text("until today, 15:00")).to_be_visible()
    walk.press(page, "I accept with pleasure")
    expect(walk.title(page)).to_have_text("We look forward to seeing you")
    invited.fresh(page, api, "en", **offered)
    walk.press(page, "Let it go to another guest")
    walk.press(page, "Keep it for me")
    expect(walk.title(page)).to_have_text("There is room for both of you")
    walk.press(page, "Let it go to another guest")
    expect(walk.title(page)).to_have_text("Shall it go to another guest?")
    walk.press(page, "Let it go to another guest")
    expect(walk.title(page)).to_have_text("Thank you for telling us")
    assert [body for act, body in acts(api) if act == "offer"] == [{"accept": True}, {"accept": False}]
    guest = invited.fresh(page, api, "en", **offered)
    api.house.moods.add("offer-lapsed")
    guest.state = "offer_expired"
    walk.press(page, "I accept with pleasure")
    expect(page.get_by_role("alert")).to_contain_text("has gone to another guest")
    expect(page.get_by_role("button", name="I can come after all")).to_be_visible()


def test_please_do_not_invite_me(page: Page, api: FakeApi) -> None:
    """The letter's link opens the question with its box ticked; her press acts, and what follows is said (rule C2)."""
    invited.open_(page, api, "&no=1")
    assert page.url == f"{api.url}/event"
    expect(walk.title(page)).to_have_text("We are sorry that you cannot come")
    expect(page.get_by_label("Please do not invite me to such occasions")).to_be_checked()
    assert acts(api) == []
    assert violations(page) == []
    walk.press(page, "Tell my host")
    expect(page.get_by_text("We will not invite you to such occasions any more.")).to_be_visible()
    assert acts(api) == [("decline", {"never_again": True})]


@pytest.mark.proof
def test_the_letter_s_answers_open_their_question(page: Page, api: FakeApi) -> None:
    """Yes and no of the letter show the question and answer nothing; where nothing is asked, yes is the card."""
    invited.fresh(page, api, "en", "&answer=yes", most=2)
    expect(walk.title(page)).to_have_text("Whom may we expect?")
    invited.fresh(page, api, "en", "&answer=yes")
    expect(page.get_by_role("button", name="I accept with pleasure")).to_be_visible()
    invited.fresh(page, api, "en", "&answer=no")
    expect(walk.title(page)).to_have_text("We are sorry that you cannot come")
    expect(page.get_by_label("Please do not invite me")).not_to_be_checked()
    invited.fresh(page, api, "en", "&answer=no", state="accepted", sitting="s1")
    expect(walk.title(page)).to_have_text("Shall we give your place to another guest?")
    assert acts(api) == []
    invited.fresh(page, api, "en", "&no=1", state="accepted", sitting="s1")
    expect(walk.title(page)).to_have_text("Shall we not invite you to such occasions?")
    expect(page.get_by_text("Your place at this one stays yours.")).to_be_visible()
    walk.press(page, "Please do not invite me")
    expect(walk.title(page)).to_have_text("We look forward to seeing you")
    expect(page.get_by_text("We will not invite you to such occasions any more.")).to_be_visible()
    assert acts(api) == [("decline", {"never_again": True})]


@pytest.mark.proof
def test_a_no_may_become_a_yes(page: Page, api: FakeApi) -> None:
    """Declining asks one quiet question; the box is never ticked for her; afterwards she may change her mind."""
    invited.open_(page, api)
    walk.press(page, "I am unable to come")
    expect(page.get_by_label("Please do not invite me")).not_to_be_checked()
    walk.press(page, "Tell my host")
    expect(page.get_by_text("We hope to see you another time.")).to_be_visible()
    walk.press(page, "I can come after all")
    expect(walk.title(page)).to_have_text("We look forward to seeing you")
    assert [act for act, _ in acts(api)] == ["decline", "accept"]
    assert acts(api)[0][1] == {}


@pytest.mark.proof
def test_who_comes_is_changed_and_given_back(page: Page, api: FakeApi) -> None:
    """Names follow later; what changed elsewhere loses nothing typed; no room changes nothing (rules G2, H7)."""
    invited.fresh(page, api, "en", state="accepted", sitting="s1", party=2, most=3, note="By the window")
    walk.press(page, "Change who comes")
    page.locator("#given-1").fill("Clara")
    api.guest.version += 1
    walk.press(page, "Keep this change")
    expect(page.get_by_role("alert")).to_contain_text("What you have written is kept")
    expect(page.locator("#given-1")).to_have_value("Clara")
    api.house.moods.add("state-conflict")
    walk.press(page, "Keep this change")
    expect(page.get_by_role("alert")).to_contain_text("no room for more people")
    walk.press(page, "Keep this change")
    expect(page.get_by_text("Thank you. We have noted it.")).to_be_visible()
    assert acts(api)[-1] == ("change", {"party": 2, "companions": [{"given": "Clara"}], "note": "By the window"})
    walk.press(page, "I am unable to come after all")
    expect(walk.title(page)).to_have_text("Shall we give your places to other guests?")
    walk.press(page, "Keep our places")
    walk.press(page, "I am unable to come after all")
    walk.press(page, "Give our places")
    expect(page.get_by_text("What we kept for you is free for other guests.")).to_be_visible()
    assert api.guest.state == "cancelled"


@pytest.mark.proof
def test_after_the_freeze_a_change_is_asked_for(page: Page, api: FakeApi) -> None:
    """Other words, the same form; what she asks for is shown beside what stands, and its answer after it (rule G4)."""
    api.house.now = START - timedelta(hours=30)
    names = [{"given": "Clara", "family": ""}]
    invited.fresh(page, api, "en", state="accepted", sitting="s1", party=2, most=3, companions=names)
    card = page.get_by_role("article")
    expect(card).to_contain_text("You may ask for a change")
    expect(card).to_contain_text("We begin tomorrow.")
    walk.press(page, "Ask for a change")
    expect(walk.title(page)).to_have_text("Who would be coming?")
    page.locator("[name=party]").nth(2).check(force=True)
    page.locator("#given-2").fill("Jonas")
    assert violations(page) == []
    walk.press(page, "Ask for this")
    expect(card).to_contain_text("Your request has been received.")
    expect(card).to_contain_text("Ms Ada Lindqvist and Clara")
    expect(card).to_contain_text("Ms Ada Lindqvist, Clara and Jonas")
    assert violations(page) == []
    walk.press(page, "Ask for a change")
    expect(page.locator("#given-2")).to_have_value("Jonas")
    walk.press(page, "Back")
    assert api.guest.request is not None
    api.guest.request |= {"state": "declined", "word": "The salon holds no more chairs."}
    page.reload()
    expect(card).to_contain_text("what you asked for is not possible this time")
    expect(card).to_contain_text("The salon holds no more chairs.")
    api.guest.request |= {"state": "granted", "word": ""}
    page.reload()
    expect(card).to_contain_text("It is as you asked.")
    walk.press(page, "I am unable to come after all")
    walk.press(page, "Give our places")
    expect(card).to_contain_text("What we kept for you is free for other guests.")
    assert [act for act, _ in acts(api)] == ["change", "cancel"]


@pytest.mark.proof
def test_a_form_opened_before_the_freeze_asks_after_it(page: Page, api: FakeApi) -> None:
    """What was begun as a change and came too late is a request, and is told as one (rule G4)."""
    invited.fresh(page, api, "en", state="accepted", sitting="s1", party=1, most=1)
    walk.press(page, "Change who comes")
    page.locator("[name=party]").nth(1).check(force=True)
    api.house.now = START - timedelta(hours=30)
    walk.press(page, "Keep this change")
    expect(page.get_by_text("Your request has been received.")).to_be_visible()
    expect(page.get_by_text("Thank you. We have noted it.")).to_have_count(0)


@pytest.mark.proof
def test_refusals_have_a_next_step(page: Page, api: FakeApi) -> None:
    """A name that cannot be is told at its field; an appointment at that hour, with the telephone (rule G9)."""
    api.guest.most = 1
    invited.open_(page, api)
    walk.press(page, "I accept with pleasure")
    page.locator("[name=party]").nth(1).check(force=True)
    page.locator("#family-1").fill("https://example.com")
    api.house.moods.add("wrong-name")
    walk.press(page, "I accept with pleasure")
    expect(page.locator("#family-1")).to_be_focused()
    expect(page.locator("#family-1-error")).to_contain_text("Please write a name")
    assert violations(page) == []
    page.locator("#family-1").fill("Bauer")
    api.house.moods.add("overlapping")
    walk.press(page, "I accept with pleasure")
    expect(page.get_by_role("alert")).to_contain_text("You have an appointment with us at this hour already.")
    expect(page.get_by_role("alert").get_by_role("link")).to_have_attribute("href", "tel:+33170363950")
    expect(page.locator("#family-1")).to_have_value("Bauer")
    api.guest.event_state = "closed"
    api.house.moods.add("state-conflict")
    walk.press(page, "I accept with pleasure")
    expect(walk.title(page)).to_have_text("The time to answer has passed")


def test_the_evening_itself(page: Page, api: FakeApi) -> None:
    """The door is told, opens by itself, and lets her in with this tab's nonce, the same after a reload (rule G5)."""
    invited.fresh(page, api, "en", state="accepted", sitting="s1")
    api.house.now = START - timedelta(minutes=45)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.get_by_text("We begin in 45 minutes.")).to_be_visible()
    expect(page.get_by_text("The door opens on this page at 18:45.")).to_be_visible()
    api.house.now = START - timedelta(minutes=10)
    page.evaluate("dispatchEvent(new Event('focus'))")
    reach(page, "^Come in")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Giulia Ferrante and Antoine de Villiers will begin in a moment.")).to_be_visible()
    expect(page.get_by_text("Nobody sees or hears you.")).to_be_visible()
    expect(walk.title(page)).to_be_focused()
    assert violations(page) == []
    page.reload()
    api.guest.present = 12
    walk.press(page, "Come in")
    expect(page.get_by_text("You are in, with 11 others.")).to_be_visible()
    assert len({body["nonce"] for act, body in acts(api) if act == "join"}) == 1
    walk.press(page, "Leave")
    expect(page.get_by_role("button", name="Come in")).to_be_visible()


@pytest.mark.proof
def test_in_already_on_another_device(page: Page, browser: Browsers, api: FakeApi) -> None:
    """A second device is told so and may take over; the first press there never throws anybody out (rule G5)."""
    api.house.now = START - timedelta(minutes=10)
    invited.fresh(page, api, "en", state="accepted", sitting="s1")
    walk.press(page, "Come in")
    expect(page.get_by_text("You are in.")).to_be_visible()
    first = api.guest.inside
    second = browser.page()
    invited.open_(second, api)
    walk.press(second, "Come in")
    expect(second.get_by_text("You are in already, on another device.")).to_be_visible()
    assert api.guest.inside == first
    walk.press(second, "Come in here instead")
    expect(second.get_by_text(re.compile("^You are in\\."))).to_be_visible()
    assert api.guest.inside != first


@pytest.mark.proof
def test_the_film_begins_for_everybody_at_once(browser: Browsers, api: FakeApi) -> None:
    """It is told when it begins and while it waits; then every screen shows the same second; a third one takes over."""
    api.house.now = START - timedelta(minutes=10)
    invited.fresh(
        page := browser.page(), api, "en", kind="launch_dinner", place="overflow", state="accepted", sitting="s1"
    )
    walk.press(page, "Come in")
    expect(page.get_by_text("The film begins at 19:00.")).to_be_visible()
    api.guest.waits = True
    expect(page.get_by_text("We are waiting until everybody has been served.")).to_be_visible()
    assert violations(page) == []
    api.house.now, api.guest.waits = START + timedelta(minutes=20), False
    since = monotonic()
    clip = page.locator("canvas")
    expect(clip).to_be_visible()
    assert violations(page) == []
    others = [browser.page(390), browser.page(390)]
    for other in others:
        api.guest.inside = None
        invited.open_(other, api)
        walk.press(other, "Come in")
        expect(other.locator("canvas")).to_be_visible()
    seconds = [int(one.locator("canvas").get_attribute("data-second") or 0) for one in others]
    assert max(seconds) - min(seconds) <= 2
    assert 1200 <= min(seconds) <= max(seconds) <= 1202 + monotonic() - since
    expect(page.get_by_text("This film plays on two other screens of yours.")).to_be_visible()
    expect(clip).to_be_hidden()
    walk.press(page, "Come in here instead")
    expect(clip).to_be_visible()
    walk.press(page, "Leave")
    expect(clip).to_have_count(0)


@pytest.mark.proof
def test_the_film_may_be_seen_again(page: Page, api: FakeApi) -> None:
    """For two days after a dinner, by whoever had a seat."""
    api.house.now = START + timedelta(hours=3)
    invited.fresh(page, api, "en", kind="launch_dinner", state="attended", sitting="s1", event_state="held")
    walk.press(page, "See the film again")
    expect(page.locator("canvas")).to_be_visible()
    expect(page.get_by_text("You may see it again until Saturday 23 January, 20:00.")).to_be_visible()
    walk.press(page, "Leave")
    expect(walk.title(page)).to_have_text("Thank you for being with us")


@pytest.mark.proof
def test_a_ticket_goes_with_every_part_of_a_film(page: Page, api: FakeApi) -> None:
    """Manifest and parts are asked for with the ticket, nothing else leaves the house; a film that breaks is told."""
    asked: list[str] = []
    manifest = "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\none.ts\n#EXT-X-ENDLIST\n"

    def served(route: Route) -> None:
        asked.append(route.request.url)
        playlist = manifest if "/e1/index.m3u8" in route.request.url else "no film"
        route.fulfill(body=playlist, headers={"Access-Control-Allow-Origin": "*"})

    page.route("https://films.example/**", served)
    api.house.now = START + timedelta(minutes=1)
    film = {"provider": "cloudfront", "url": "https://films.example/e1/index.m3u8", "query": "Signature=one"}
    about = {"kind": "launch_dinner", "place": "overflow", "state": "accepted", "sitting": "s1"}
    invited.fresh(page, api, "en", **about, film=film)
    with page.expect_response("**/one.ts*"):
        walk.press(page, "Come in")
    assert len(asked) >= 2
    assert all(url.endswith("?Signature=one") for url in asked)
    invited.fresh(page, api, "en", **about, film={**film, "url": "https://films.example/e2/index.m3u8"})
    walk.press(page, "Come in")
    expect(page.get_by_text("The film cannot be played here.")).to_be_visible()
    expect(page.get_by_role("link", name="+33 1 70 36 39 50")).to_be_visible()


@pytest.mark.proof
@pytest.mark.parametrize(
    ("about", "title", "more"),
    [
        ({"event_state": "cancelled", "state": "accepted"}, "We are sorry: this occasion cannot take place", ""),
        ({"state": "accepted", "sitting": "s1", "previous_start": START - timedelta(days=1)},
         "We look forward to seeing you", "It was Wednesday 20 January, 19:00, Paris time."),
        ({"state": "lapsed"}, "The time to answer has passed", "we will gladly see what is possible"),
        ({"state": "attended", "event_state": "held"}, "Thank you for being with us", ""),
        ({"state": "no_show", "event_state": "held"}, "We missed you", "we will find another time"),
        ({"state": "viewed", "event_state": "held"}, "This occasion has passed", ""),
        ({"state": "revoked"}, "This link is no longer valid", "A person will help you."),
    ],
)  # fmt: skip
def test_when_it_is_not_yes(page: Page, api: FakeApi, about: dict[str, Any], title: str, more: str) -> None:
    """Called off, moved, too late, over, taken back: each is told in one calm sentence, with a telephone."""
    invited.fresh(page, api, "en", **about)
    expect(walk.title(page)).to_have_text(title)
    expect(page.locator(".card")).to_contain_text(more)
    expect(page.locator('.card a[href^="tel:"]').first).to_be_visible()
    expect(page.get_by_role("button", name="I accept")).to_have_count(0)


@pytest.mark.proof
def test_without_a_link_or_without_a_house(page: Page, api: FakeApi) -> None:
    """No link: the telephones. A silent house: a sentence, and trying again works."""
    page.goto(f"{api.url}/event")
    expect(walk.title(page)).to_have_text("Your invitation")
    expect(page.get_by_role("link", name="+39 02 5550 0142")).to_be_visible()
    api.house.moods.add("silent")
    page.goto("about:blank")
    page.goto(f"{api.url}/event#{invited.HERS}")
    expect(page.get_by_role("alert")).to_contain_text("We cannot reach the boutique")
    api.house.moods.clear()
    walk.press(page, "Try again")
    expect(walk.title(page)).to_have_text("The new high jewellery, before anybody else")


@pytest.mark.proof
def test_nothing_moves_while_it_comes(page: Page, api: FakeApi) -> None:
    """A slow house: the card is drawn once and stays where it is."""
    api.house.delay = 0.2
    invited.open_(page, api)
    page.wait_for_timeout(400)
    assert page.evaluate(SHIFTS) < 0.01


@pytest.mark.proof
def test_it_prints_as_a_card(page: Page, api: FakeApi) -> None:
    """On paper there is the card, and nothing to be pressed."""
    invited.fresh(page, api, "en", state="accepted", sitting="s1")
    page.emulate_media(media="print")
    expect(page.get_by_role("article")).to_be_visible()
    assert page.locator(".card button:visible").count() == 0


@pytest.mark.proof
@pytest.mark.parametrize(
    ("width", "scheme"), [(320, "light"), (390, "dark"), (768, "light"), (1280, "light"), (1280, "dark")]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(browser: Browsers, api: FakeApi, language: str, width: int, scheme: str) -> None:
    """Every stop of every language, at four widths, light and dark; and nothing runs out of the page."""
    page = browser.page(width, color_scheme=scheme, locale=language)
    found: list[str] = []

    def look(step: str) -> None:
        found.extend(f"{step}: {one}" for one in violations(page))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, step
        assert page.evaluate("document.documentElement.lang") == language

    invited.stops(page, api, language, look)
    assert found == []


@pytest.mark.proof
def test_forced_colours(browser: Browsers, api: FakeApi) -> None:
    """In the colours that she has chosen for everything, nothing is lost."""
    page = browser.page(390, forced_colors="active")
    found: list[str] = []
    invited.stops(page, api, "en", lambda step: found.extend(f"{step}: {one}" for one in violations(page)))
    assert found == []

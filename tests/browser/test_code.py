"""A mobile telephone alone: the end page waits for the code of the short message."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import walk
from tests.browser.browsers import Browsers
from tests.browser.fakeapi import FakeApi


def test_a_telephone_alone_is_confirmed_by_its_code(browser: Browsers, api: FakeApi) -> None:
    """A wrong code is told under the field, a reload keeps the page, another code is sent, any digits are read."""
    page = browser.page()
    page.goto(api.url)
    walk.to_details(page)
    walk.fill(page, **{"E-mail": "", "Mobile telephone": "+33 6 39 98 00 01"})
    walk.press(page, "Continue")
    expect(page.get_by_text("We will send you a code by short message")).to_be_visible()
    walk.press(page, "Keep this hour")
    expect(walk.title(page)).to_have_text("We have sent you a code")
    field = page.get_by_label("Code")
    assert [field.get_attribute(name) for name in ("autocomplete", "inputmode", "dir")] == [
        "one-time-code",
        "numeric",
        "ltr",
    ]

    def say(code: str) -> None:
        field.fill(code)
        page.get_by_role("button", name="Confirm", exact=True).click()

    error = page.locator("#code-error")
    say("12 34")
    expect(error).to_have_text("The code has six figures.")
    say("111111")
    expect(error).to_contain_text("You may try 4 times more.")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-describedby", "code-error")
    page.reload()
    expect(walk.title(page)).to_have_text("We have sent you a code")
    expect(page.get_by_role("link", name="+33 1 70 36 39 50")).to_be_visible()
    api.house.moods.add("too-soon")
    walk.press(page, "Send another code")
    expect(error).to_contain_text("in a minute")
    walk.press(page, "Send another code")
    expect(error).to_have_count(0)
    say("402719")
    expect(error).to_contain_text("not the code in our latest message")
    say("\u0661\u0661\u0668 \u0660\u0663\u0664")
    expect(walk.title(page)).to_have_text("We look forward to receiving you")
    expect(page.get_by_label("Code")).to_have_count(0)
    codes = [(key, body) for path, key, body in api.house.posted if path.endswith("/code")]
    assert [body["code"] for _, body in codes] == ["111111", "402719", "118034"]
    assert len({key for key, _ in codes}) == 3

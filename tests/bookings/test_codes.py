"""A stranger who gives a mobile telephone alone confirms by a code: what it is, how often it is judged, how it ends."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib.bookings.codes.model import MOST_A_DAY, Code, Codes, Try
from chalicelib.bookings.codes.store import CodesSent
from chalicelib.bookings.keyed import Outcome
from chalicelib.bookings.model import Booking, State
from chalicelib.bookings.truth import still_true
from chalicelib.clients.model import KNOWN, Contact, Name
from chalicelib.foundation.clock import MINUTES_A_DAY
from chalicelib.foundation.errors import (
    Busy,
    CodeSpent,
    CodeTooSoon,
    Forbidden,
    HoldExpired,
    InvalidInput,
    NoMoreCodes,
    NotFound,
    PreconditionFailed,
    QuotaReached,
    StateConflict,
    StepRefused,
    WrongCode,
)
from chalicelib.messaging.model import Message
from chalicelib.messaging.plan import at_once as notice_at_once
from tests.harness.schedules import interleave
from tests.world.browser import Browser, at_once
from tests.world.house import House, Houses, keyed
from tests.world.people import guest, visitor

MOBILE = "+33639980001"
LANDLINE = "+33199000001"
CODES = Codes(b"a key of the tests")


def phone_only(telephone: str = MOBILE) -> Contact:
    """A stranger who gives no e-mail address."""
    return Contact(Name(given="Zoë", family="Essai"), "", telephone)


def three(house: House, days: int = 3) -> int:
    """Three o'clock in Paris, some days ahead."""
    return (house.now // 1440 + days) * 1440 + 14 * 60


def held(house: House, key: str = "hold", days: int = 3, who: str = "stranger", telephone: str = MOBILE) -> Booking:
    """A conversation held for a telephone."""
    return house.book(visitor(who), three(house, days), key, "first-video", contact=phone_only(telephone)).booking


def sent(house: House) -> Message:
    """The last message that left."""
    house.deliver()
    return house.mailbox.taken[-1][1]


def wrong(code: str, by: int = 1) -> str:
    """Another code."""
    return f"{(int(code) + by) % 1_000_000:06d}"


def say(house: House, booking: Booking, code: str, key: str = "say") -> Outcome:
    """The visitor says a code."""
    return house.bookings.confirm_by_code(visitor(), booking.id, keyed("code", key, code), code)


def another(house: House, booking: Booking, key: str = "another") -> Outcome:
    """The visitor asks for another code."""
    return house.bookings.another_code(visitor(), booking.id, keyed("another", key))


# ── pure ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_digits_differ_by_booking_serial_and_key_and_are_six() -> None:
    """And are the same each time they are asked for; all of the first digits come."""
    said = {
        (booking, serial): CODES.digits(booking, Code(serial, 0))
        for booking in map(str, range(300))
        for serial in (1, 2)
    }
    assert all(len(digits) == 6 and digits.isdecimal() for digits in said.values())
    assert len(set(said.values())) > 590
    assert {digits[0] for digits in said.values()} == set("0123456789")
    assert CODES.digits("7", Code(1, 99)) == said["7", 1] != Codes(b"another key").digits("7", Code(1, 0))
    assert CODES.match("7", Code(1, 0), said["7", 1])
    assert not CODES.match("7", Code(2, 0), said["7", 1])


def test_a_code_holds_for_ten_minutes_and_five_tries() -> None:
    """To the second; a try sent twice is one."""
    code = Code(1, 1000)
    assert [code.holds(second) for second in (1000, 1599, 1600)] == [True, True, False]
    for number in range(5):
        assert code.holds(1000)
        guess = Try(f"key-{number}", "body")
        code = code.missed(guess)
        assert (code.left, code.told(guess)) == (4 - number, 4 - number)
    assert not code.holds(1000)
    assert code.told(Try("key-0", "another body")) is None


def test_another_code_after_a_minute_and_three_in_all() -> None:
    """With tries of its own."""
    first = Code(1, 1000, (Try("k", "b"),) * 5)
    for second in (999, 1000, 1059):
        with pytest.raises(CodeTooSoon) as refused:
            first.another(second)
        assert 1 <= refused.value.retry_after <= 60
    second = first.another(1060)
    assert second == Code(2, 1060)
    third = second.another(1120)
    with pytest.raises(NoMoreCodes):
        third.another(9999)


# ── the journey ──────────────────────────────────────────────────────────────────────────────────────────────


def test_one_short_message_with_the_code_and_the_code_confirms(house: House) -> None:
    """Nobody of the house is told before; her card is known then; her confirmation goes by short message too."""
    booking = held(house)
    assert (booking.state, booking.version) == (State.HELD, 1)
    message = sent(house)
    assert [(m.template, m.channel, m.to.telephone) for _, m in house.mailbox.taken] == [
        ("booking.confirm_code", "sms", MOBILE)
    ]
    outcome = say(house, booking, message.values["code"])
    assert (outcome.booking.state, outcome.booking.code, outcome.replayed) == (State.CONFIRMED, None, False)
    again = say(house, booking, message.values["code"])
    assert (again.booking.state, again.replayed) == (State.CONFIRMED, True)
    house.deliver()
    assert [(m.template, m.channel) for _, m in house.mailbox.taken[1:]] == [
        ("booking.confirmed", "sms"),
        ("host.booked", "email"),
    ]
    assert house.clients.card(booking.client).state == KNOWN
    assert house.violations() == []


def test_nothing_that_tells_the_code_is_stored(house: House) -> None:
    """Neither the code nor a hash of the body that holds it, before and after it was said."""
    booking = held(house)
    code = sent(house).values["code"]
    plain = keyed("code", "say", code).body
    with pytest.raises(WrongCode):
        say(house, booking, wrong(code), "wrong")
    before = house.everything()
    say(house, booking, code)
    for text in (before, house.everything()):
        assert plain not in text
        assert f'"{code}"' not in text
    row = next(row for row in house.rows() if row["pk"]["S"] == f"BOOKING#{booking.id}")
    assert "cd" not in row


def test_a_landline_or_an_odd_number_is_refused_where_a_code_is_needed(house: House) -> None:
    """With an e-mail address beside it, it is welcome, and the link confirms."""
    for number in (LANDLINE, "+881612345678", "+33899123456"):
        with pytest.raises(InvalidInput) as refused:
            held(house, telephone=number)
        assert [field.pointer for field in refused.value.fields] == ["/client/telephone"]
    both = Contact(Name(full="Zoë"), "zoe@client.example", LANDLINE)
    booking = house.book(visitor(), three(house), "both", "first-video", contact=both).booking
    assert booking.code is None
    assert sent(house).template == "booking.confirm_link"
    with pytest.raises(StateConflict):
        say(house, booking, "000000")
    with pytest.raises(StateConflict):
        another(house, booking)


def test_a_wrong_code_is_told_with_the_tries_left_and_counted_once(house: House) -> None:
    """After five it is burnt, also for the right one; the version stays, so that she can still cancel."""
    booking = held(house)
    code = sent(house).values["code"]
    for number, left in enumerate((4, 3, 2, 1, 0)):
        for _ in range(2):
            with pytest.raises(WrongCode) as told:
                say(house, booking, wrong(code, number + 1), f"try-{number}")
            assert told.value.tries_left == left
    with pytest.raises(CodeSpent):
        say(house, booking, code, "right")
    assert house.violations() == []
    house.bookings.cancel(visitor(), booking.id, keyed("cancel", "cancel"), 1)


def test_another_code_kills_the_old_one(house: House) -> None:
    """Not within a minute; the version rises, the new one has tries of its own; never more than three."""
    booking = held(house)
    old = sent(house).values["code"]
    with pytest.raises(CodeTooSoon):
        another(house, booking)
    house.clock.forward(minutes=1)
    outcome = another(house, booking)
    assert another(house, booking).replayed
    assert (outcome.booking.version, outcome.booking.code) == (2, Code(2, house.now * 60))
    new = sent(house).values["code"]
    assert new != old
    with pytest.raises(WrongCode):
        say(house, booking, old)
    house.clock.forward(minutes=1)
    another(house, booking, "third")
    house.clock.forward(minutes=1)
    with pytest.raises(NoMoreCodes):
        another(house, booking, "fourth")
    assert say(house, booking, sent(house).values["code"], "third").booking.state is State.CONFIRMED
    assert house.violations() == []


def test_a_code_ends_after_ten_minutes_and_with_its_hold(house: House) -> None:
    """A dead code may be replaced while the hold lives; after that, fresh hours are all there is."""
    booking = held(house)
    code = sent(house).values["code"]
    house.clock.forward(minutes=10)
    with pytest.raises(CodeSpent):
        say(house, booking, code)
    house.clock.forward(minutes=19)
    another(house, booking)
    code = sent(house).values["code"]
    house.clock.forward(minutes=1)
    with pytest.raises(HoldExpired) as gone:
        say(house, booking, code)
    assert gone.value.alternatives
    with pytest.raises(StateConflict):
        another(house, booking, "late")


def test_a_code_that_waited_too_long_is_not_sent(house: House) -> None:
    """Nor one that was burnt, or that another has replaced."""
    booking = held(house)
    notice = notice_at_once("k", "booking.confirm_code", "client", 1, house.now, "sms")
    assert still_true(booking, notice, house.now + 9)
    assert not still_true(booking, notice, house.now + 10)
    house.clock.forward(minutes=11)
    house.tick()
    assert house.mailbox.taken == []


def test_moving_a_hold_sends_no_code_again(house: House) -> None:
    """What was sent still confirms; what was still to be sent is, once."""
    for deliver in (True, False):
        booking = held(house, f"hold-{deliver}", who="stranger", telephone=MOBILE)
        if deliver:
            house.deliver()
        moved = house.bookings.reschedule(
            visitor(), booking.id, keyed("move", f"move-{deliver}"), 1, booking.start + 1440
        ).booking
        house.deliver()
        (message,) = house.mailbox.taken[-1:]
        assert len(house.mailbox.taken) == (1 if deliver else 4)
        assert say(house, moved, message[1].values["code"], f"say-{deliver}").booking.state is State.CONFIRMED
        house.deliver()
    assert house.violations() == []


def test_only_the_visitor_who_booked_says_the_code(house: House) -> None:
    """Neither another visitor nor whoever has a link."""
    booking = held(house)
    code = sent(house).values["code"]
    with pytest.raises(NotFound):
        house.bookings.confirm_by_code(visitor("another"), booking.id, keyed("code", "k", code), code)
    with pytest.raises(Forbidden):
        house.bookings.confirm_by_code(guest(booking.id), booking.id, keyed("code", "k", code), code)


def test_two_holds_for_one_telephone_whoever_asks(house: House) -> None:
    """As for an e-mail address."""
    held(house, "one", 3, "first")
    held(house, "two", 4, "second")
    with pytest.raises(QuotaReached):
        held(house, "three", 5, "third")
    held(house, "four", 5, "third", "+33639980002")


def test_a_telephone_has_its_share_of_codes_a_day(house: House) -> None:
    """Holds that are cancelled and made again ring nobody's telephone without end."""
    for number in range(MOST_A_DAY):
        booking = held(house, f"hold-{number}", who=f"visitor-{number}")
        house.bookings.cancel(visitor(f"visitor-{number}"), booking.id, keyed("cancel", "k"), 1)
    with pytest.raises(NoMoreCodes):
        held(house, "more", who="more")
    held(house, "another telephone", telephone="+33639980002")
    house.clock.forward(minutes=MINUTES_A_DAY)
    held(house, "tomorrow", 4, who="more")
    counted = [row for row in house.rows() if row["pk"]["S"].startswith("CODES#")]
    assert sorted(len(json.loads(row["sent"]["S"])) for row in counted) == [1, 1]
    assert MOBILE[1:] not in house.everything()


ALLOWED = (WrongCode, CodeSpent, Busy, StateConflict, PreconditionFailed)

# ── races ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_of_twenty_parallel_tries_five_are_judged(house: House) -> None:
    """Over HTTP, each with a code and a key of its own (Rallly, CVE-2025-47781): the rest learn nothing."""
    with Browser(house) as browser:
        token = house.tokens.visitor()[0]
        stranger = {"name": {"full": "Zoë Essai"}, "telephone": MOBILE}
        booked = browser.book(three(house), "hold", token, "first-video", client=stranger)
        assert booked.status == 201, booked.text
        assert "code" in booked.json["can"]
        code, path = sent(house).values["code"], f"/v1/bookings/{booked.json['id']}/code"

        def guess(number: int) -> Any:
            return browser.send("POST", path, {"code": wrong(code, number + 1)}, token=token, key=f"guess-{number}")

        answers = at_once([partial(guess, number) for number in range(20)])
        judged = [answer for answer in answers if answer.json["type"].endswith("#wrong-code")]
        assert len(judged) <= 5
        assert {answer.status for answer in answers} <= {409, 503}
        assert len({answer.json["tries_left"] for answer in judged}) == len(judged)
        rest = [guess(number) for number in range(100, 100 + 5 - len(judged))]
        assert all(answer.json["type"].endswith("#wrong-code") for answer in rest)
        right = browser.send("POST", path, {"code": code}, token=token, key="right")
        assert right.json["type"].endswith("#code-spent")
        said = " ".join(answer.text for answer in [*answers, right])
        assert not [n for n in range(20) if wrong(code, n) in said]
    assert house.violations() == []


@pytest.mark.parametrize("seeds", [range(2), pytest.param(range(2, 40), marks=pytest.mark.proof)], ids=["few", "many"])
def test_a_right_code_that_meets_wrong_ones_is_one_of_five_judgements(houses: Houses, seeds: range) -> None:
    """Under every schedule: confirmed only when judged before the fifth wrong one, and moving gives no try back."""
    ends: Counter[str] = Counter()
    for seed in seeds:
        with houses.fresh() as house:
            booking = held(house)
            code = sent(house).values["code"]
            for number in range(3):
                with pytest.raises(WrongCode):
                    say(house, booking, wrong(code, number + 1), f"before-{number}")
            ended = interleave(
                [
                    partial(say, house, booking, code, "right"),
                    partial(house.bookings.reschedule, visitor(), booking.id, keyed("m", "m"), 1, booking.start + 1440),
                    *(partial(say, house, booking, wrong(code, 11 + n), f"wrong-{n}") for n in range(1 + seed % 2)),
                ],
                seed,
            )
            assert not [one for one in ended if isinstance(one, BaseException) and not isinstance(one, ALLOWED)], ended
            misses = sum(isinstance(one, WrongCode) for one in ended)
            confirmed = isinstance(ended[0], Outcome)
            assert misses + confirmed <= 2, (seed, ended)
            stored = house.stored(booking.id)
            assert stored is not None
            if not confirmed and stored.code:
                assert len(stored.code.tries) == 3 + misses, (seed, ended)
            assert house.violations() == [], seed
            ends["confirmed" if confirmed else "not"] += 1
    assert ends["confirmed"], ends


def test_a_careless_count_is_caught(house: House) -> None:
    """The negative control: over a code that was tried meanwhile nothing is written, whoever writes."""
    booking = held(house)
    code = sent(house).values["code"]
    read = house.stored(booking.id)
    assert read is not None
    with pytest.raises(WrongCode):
        say(house, booking, wrong(code))
    step = house.booking_store.change(read, read.cancelled(house.now, late=False))
    audited = house.audit.of("test", booking.subject, "test", house.clock())
    with pytest.raises(StepRefused):
        house.table.commit([step, audited])


def test_two_who_count_a_telephone_at_once_both_count(house: House) -> None:
    """Its item has a version."""
    counter, moment = CodesSent(house.table), house.clock()
    one, two = counter.step("blind", 1), counter.step("blind", 2)
    house.table.commit([one, house.audit.of("test", "a", "test", moment)])
    with pytest.raises(StepRefused):
        house.table.commit([two, house.audit.of("test", "b", "test", moment + timedelta(seconds=1))])

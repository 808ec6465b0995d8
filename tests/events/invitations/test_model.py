"""Who may be invited, and when a tier is released: pure values."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.clients.consent import Channel, Consent, Level, Mechanism, Preferences, Purpose, State, may_contact
from chalicelib.clients.model import KNOWN, Client
from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.invitations.model import (
    House,
    Outcome,
    Tiers,
    Wanted,
    Why,
    against,
    channels,
    judged,
    unsent,
    written,
)

NOW = 1000
PARIS = House(frozenset({"advisor-1"}), frozenset({"en", "fr"}), "en")
STATES = st.none() | st.sampled_from(State)


def word(channel: Channel, state: State = State.GIVEN) -> Consent:
    """What she said of marketing on a channel."""
    return Consent(channel, Purpose.MARKETING, state, NOW - 1, Mechanism.HOUSE)


def client(*words: Consent, level: Level = Level.OPEN, suppressed: str = "", **about: object) -> Client:
    """A known client with both addresses."""
    preferences = Preferences(level=level).saying(words)
    return Client(
        "ada", KNOWN, "fr", (), addresses=("email", "telephone"), preferences=preferences,
        suppressed=frozenset(filter(None, [suppressed])), **about,  # type: ignore[arg-type]
    )  # fmt: skip


WILLING = client(word(Channel.EMAIL))
GUEST = Guest("g", "e", "ada", 1, GuestState.INVITED, "en", NOW)


@pytest.mark.parametrize(
    ("hers", "rule", "why"),
    [
        (client(), "C1", "not_given"),
        (client(word(Channel.EMAIL), level=Level.NONE), "C3", "level"),
        (client(word(Channel.EMAIL), level=Level.ON_REQUEST), "C3", "level"),
        (client(word(Channel.EMAIL), suppressed="email"), "C2", "suppressed"),
        (client(word(Channel.EMAIL, State.WITHDRAWN)), "C2", "objected"),
        (client(word(Channel.EMAIL, State.WITHDRAWN), level=Level.NONE), "C3", "level"),
        (client(word(Channel.EMAIL), level=Level.NONE, suppressed="email"), "C2", "suppressed"),
        (replace(WILLING, addresses=()), "C1", "no_address"),
    ],
)
def test_her_wishes_refuse_an_invitation_by_their_rule(hers: Client, rule: str, why: str) -> None:
    """NONE and ON_REQUEST (rule C3), an objection or the list (rule C2), no consent or no address (rule C1)."""
    found = judged(hers, None, Wanted(), PARIS, NOW)
    assert (found.outcome, found.rule, found.why) == (Outcome.REFUSED, rule, why)


def test_who_may_be_invited_is() -> None:
    """Open, or for events only, with a consent on one channel; what the line does not say is hers (rules C1, G2)."""
    for level in (Level.OPEN, Level.EVENTS_ONLY):
        hers = client(word(Channel.EMAIL), level=level, advisor="advisor-1")
        assert judged(hers, None, Wanted(), PARIS, NOW).outcome is Outcome.INVITED
    made = written(GUEST, hers, Wanted(tier=2, plus_ones=3, priority=7), PARIS)
    assert (made.language, made.advisor, made.tier, made.max_plus_ones, made.priority) == ("fr", "advisor-1", 2, 3, 7)
    elsewhere = client(word(Channel.EMAIL), advisor="advisor-9")
    assert written(GUEST, replace(elsewhere, language="ko"), Wanted(), PARIS).language == "en"
    assert written(GUEST, elsewhere, Wanted(), PARIS).advisor is None


def test_what_a_line_names_must_be_of_the_house() -> None:
    """An advisor of another boutique, a language nobody writes, a client nobody knows."""
    assert judged(WILLING, None, Wanted(advisor="advisor-9"), PARIS, NOW).why == Why.ADVISOR
    assert judged(WILLING, None, Wanted(language="ko"), PARIS, NOW).why == Why.LANGUAGE
    assert judged(None, None, Wanted(), PARIS, NOW).why == Why.NOBODY


@pytest.mark.parametrize("state", GuestState)
def test_who_is_invited_keeps_her_place(state: GuestState) -> None:
    """Nobody is invited twice, and an invitation that was taken back is not given again by a list (rule G1)."""
    found = judged(None, replace(GUEST, state=state), Wanted(), PARIS, NOW)
    if state is GuestState.REVOKED:
        assert (found.outcome, found.why) == (Outcome.REFUSED, Why.REVOKED)
    else:
        assert found.outcome is Outcome.ALREADY
    assert found.guest == "g"


@given(
    st.tuples(STATES, STATES, STATES),
    st.sampled_from(Level),
    st.sets(st.sampled_from(["email", "telephone"])),
    st.sets(st.sampled_from(Channel)),
    st.none() | st.sampled_from(Channel),
)
def test_somebody_is_invited_only_by_a_channel_that_she_allows(
    said: tuple[State | None, ...],
    level: Level,
    addresses: set[str],
    suppressed: set[Channel],
    preferred: Channel | None,
) -> None:
    """Rules C1-C3: allowed means a channel that `may_contact` allows; refused means none, and has a rule's number."""
    words = [word(channel, state) for channel, state in zip(Channel, said, strict=True) if state]
    preferences = Preferences(level, preferred).saying(words)
    card = Client(
        "ada", KNOWN, "fr", (), addresses=tuple(addresses), preferences=preferences, suppressed=frozenset(suppressed)
    )
    by, decision = channels(card, NOW), against(card, NOW)
    assert all(may_contact(card, Channel(one), Purpose.INVITATION, NOW).allowed for one in by)
    assert (decision is None) == bool(by)
    assert preferred not in by or by[0] == preferred
    if decision is not None:
        assert decision.rule in {"C1", "C2", "C3", "C6"}
    if level in (Level.NONE, Level.ON_REQUEST) or not addresses:
        assert not by
    objected = [one for one, state in zip(Channel, said, strict=True) if state is State.WITHDRAWN or one in suppressed]
    assert not set(by) & set(objected)


def test_what_was_sent_or_answered_is_not_sent_again() -> None:
    """Only who is invited, has not had it and may still answer is written to."""
    assert unsent(GUEST, NOW)
    assert not unsent(replace(GUEST, sent_at=NOW - 1), NOW)
    assert not unsent(replace(GUEST, state=GuestState.ACCEPTED), NOW)
    assert not unsent(replace(GUEST, expires_at=NOW), NOW)


@given(st.dictionaries(st.integers(1, 9), st.integers(1, 100)), st.lists(st.integers(1, 120), min_size=1))
def test_every_tier_is_swept_once_at_its_hour(times: dict[int, int], looks: list[int]) -> None:
    """A tier is due in one sweep, the first at or after its hour, and never before it."""
    tiers = Tiers("e").with_times(times, 0)
    swept: list[int] = []
    for now in sorted(looks):
        due = tiers.due(now)
        assert all(times[tier] <= now and tiers.is_released(tier, now) for tier in due)
        assert bool(due) == (tiers.next_at is not None and tiers.next_at <= now)
        swept += due
        if due:
            tiers = tiers.after_sweep(now)
    assert sorted(swept) == sorted(tier for tier, at in times.items() if at <= max(looks))

"""Inviting, one or many: refused by the rules of her wishes, nobody twice, killed anywhere, the same list completes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

import pytest

from chalicelib.bookings.keyed import Keyed
from chalicelib.clients.consent import Channel, Consent, Level, Mechanism, Purpose, State, Word
from chalicelib.clients.consent import Wanted as Wishes
from chalicelib.clients.model import Contact, Name
from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.invitations.model import Wanted
from chalicelib.events.invitations.service import Reported
from chalicelib.events.model import Event
from chalicelib.foundation.errors import InvalidInput, KeyReused, NotFound, StateConflict
from chalicelib.foundation.ids import derived_id
from chalicelib.identity.model import Principal, Role
from tests.events.conftest import Evening
from tests.harness.faults import Wire
from tests.harness.schedules import crash_everywhere, interleave
from tests.world.evenings import planner, press, published
from tests.world.house import House, Houses
from tests.world.people import BOUTIQUE, MARGAUX, client, contact


def enrolled(house: House, name: str, *, willing: bool = True, boutique: str = BOUTIQUE, telephone: str = "") -> str:
    """A client of a boutique who has, or has not, allowed the house to invite her by e-mail."""
    ref = derived_id("client", name)
    said = [Consent(Channel.EMAIL, Purpose.MARKETING, State.GIVEN, house.now, Mechanism.HOUSE)] if willing else []
    house.clients.enrol(
        contact(name, telephone), "en", "test", client_id=ref, boutique=boutique, consents=said, now=house.clock()
    )
    return ref


def wishes(house: House, ref: str, level: Level) -> None:
    """She says how much she wishes to hear."""
    who = client(ref)
    house.own_page.change(who, house.own_page.read(who).version, "en", Wishes(level, None))


def objects(house: House, ref: str) -> None:
    """She takes back her consent."""
    who = client(ref)
    no = Word(Channel.EMAIL, Purpose.MARKETING, False, "marketing-1.en")
    house.own_page.change(who, house.own_page.read(who).version, "en", Wishes(Level.OPEN, None, (no,)))


def sheet(*names: str) -> str:
    """A list of e-mail addresses."""
    return "email,tier\n" + "".join(f"{contact(name).email},1\n" for name in names)


def take_in(house: House, event: Event, text: str, *, dry_run: bool = False) -> list[Reported]:
    """The planner sends a list."""
    return house.inviting.take_in(planner(BOUTIQUE), event.id, text, dry_run=dry_run)


def told(report: Iterable[Reported]) -> list[tuple[int, str, str, str]]:
    """What a report says."""
    return [(one.line, one.verdict.outcome, one.verdict.rule, one.verdict.why) for one in report]


def guests(house: House, event: Event) -> dict[str, Guest]:
    """Every guest by her client."""
    return {one.client: one for one in house.guest_store.of_event(event.id)}


def test_a_list_is_reported_line_by_line(house: House, evening: Evening) -> None:
    """NONE and ON_REQUEST (rule C3), an objection (rule C2), no consent (rule C1), nobody known, another boutique's, an
    advisor from elsewhere, what cannot be read: each by its line; the others are invited, nothing is sent (rule G1)."""
    event = evening()
    ada, zoe = enrolled(house, "Ada"), enrolled(house, "Zoe")
    wishes(house, enrolled(house, "None"), Level.NONE)
    wishes(house, enrolled(house, "Request"), Level.ON_REQUEST)
    wishes(house, enrolled(house, "Events"), Level.EVENTS_ONLY)
    objects(house, enrolled(house, "Objects"))
    enrolled(house, "Unasked", willing=False)
    enrolled(house, "Milan", boutique="milan")
    only = house.clients.enrol(
        Contact(Name(full="Tel"), "", "+33199001234"), "en", "test", boutique=BOUTIQUE, now=house.clock(),
        consents=[Consent(Channel.SMS, Purpose.MARKETING, State.GIVEN, house.now, Mechanism.HOUSE)],
    )  # fmt: skip
    assert only.contact
    claimed = house.audit.of("client.claim", only.subject, "test", house.clock())
    house.table.commit([house.client_store.claim(only.id, only.contact), claimed])
    rows = [
        f"{ada},,,1,2,en,advisor-2",
        f",{contact('Zoe').email},,,,,",
        ",,01 99 00 12 34,,,,",
        *(f",{contact(name).email},,,,," for name in ("None", "Request", "Events", "Objects", "Unasked", "Milan")),
        f",{contact('Ghost').email},,,,,",
        f"{derived_id('client', 'Ghost')},,,,,,",
        f",{contact('Events').email},,,,,advisor-99",
        f",{contact('Zoe').email},,,,xx,",
        f",{contact('Zoe').email},,x,,,",
        f"{zoe},,,3,,,",
    ]
    text = "client,email,telephone,tier,plus_ones,language,advisor\n" + "\n".join(rows) + "\n"
    wanted = [
        (2, "invited", "", ""),
        (3, "invited", "", ""),
        (4, "invited", "", ""),
        (5, "refused", "C2", "suppressed"),
        (6, "refused", "C3", "level"),
        (7, "invited", "", ""),
        (8, "refused", "C2", "suppressed"),
        (9, "refused", "C1", "not_given"),
        (10, "refused", "", "nobody"),
        (11, "refused", "", "nobody"),
        (12, "refused", "", "nobody"),
        (13, "already", "", ""),
        (14, "already", "", ""),
        (15, "refused", "", "form"),
        (16, "already", "", ""),
    ]
    before = house.everything()
    assert told(take_in(house, event, text, dry_run=True)) == wanted
    assert house.everything() == before
    assert told(take_in(house, event, text)) == wanted
    found = guests(house, event)
    assert found.keys() == {ada, zoe, only.id, derived_id("client", "Events")}
    hers = found[ada]
    assert (hers.tier, hers.max_plus_ones, hers.advisor, hers.state) == (1, 2, "advisor-2", GuestState.INVITED)
    assert all(one.sent_at is None for one in found.values())
    again = take_in(house, event, text)
    assert {one.verdict.outcome for one in again} == {"already", "refused"}
    assert guests(house, event) == found
    house.deliver()
    assert {one.template for _, one in house.mailbox.taken} <= {"host.event_published"}
    assert house.violations() == []


def test_an_advisor_of_another_boutique_is_refused(house: House, evening: Evening) -> None:
    """And so is a language that nobody here writes; a client at NONE is refused by her level where no one objected."""
    event = evening()
    enrolled(house, "Ada")
    text = f"email,language,advisor\n{contact('Ada').email},,advisor-99\n{contact('Ada').email},xx,\n"
    assert told(take_in(house, event, text)) == [(2, "refused", "", "advisor"), (3, "refused", "", "language")]


def test_a_list_reads_cards_together_and_writes_each_guest_alone(house: House, evening: Evening) -> None:
    """One transaction for each row: the guest and her audit, over her card as it was read (rules C2, G1)."""
    event = evening()
    names = [f"Guest{at}" for at in range(6)]
    for name in names:
        enrolled(house, name)
    with Wire() as wire:
        take_in(house, event, sheet(*names))
    done = wire.operations()
    assert done.count("TransactWriteItems") == len(names)
    assert "PutItem" not in done
    assert len(done) <= len(names) + 10


def test_one_client_is_invited_once(house: House, evening: Evening) -> None:
    """The same request is the same answer, another one finds her where she is (rules H6, G1); a stranger is nobody."""
    event, ada = evening(), enrolled(house, "Ada")
    key, who = press("invite"), planner(BOUTIQUE)
    first = house.inviting.invite(who, event.id, ada, Wanted(plus_ones=2), key)
    assert not first.replayed
    assert house.inviting.invite(who, event.id, ada, Wanted(plus_ones=2), key).replayed
    again = house.inviting.invite(who, event.id, ada, Wanted(plus_ones=5), press("invite"))
    assert (again.replayed, again.guest) == (True, first.guest)
    with pytest.raises(KeyReused):
        house.inviting.invite(who, event.id, ada, Wanted(), Keyed(key.route, key.key, "other"))
    with pytest.raises(InvalidInput):
        house.inviting.invite(who, event.id, derived_id("client", "Ghost"), Wanted(), press("invite"))
    with pytest.raises(StateConflict, match="rule C1"):
        house.inviting.invite(who, event.id, enrolled(house, "Unasked", willing=False), Wanted(), press("invite"))
    with pytest.raises(NotFound):
        house.inviting.invite(planner("milan"), event.id, ada, Wanted(), press("invite"))
    house.registering.revoke(who, event.id, first.guest.id, press("revoke"))
    with pytest.raises(StateConflict, match="taken back"):
        house.inviting.invite(who, event.id, ada, Wanted(), press("invite"))
    assert told(take_in(house, event, sheet("Ada"))) == [(2, "refused", "", "revoked")]
    assert house.violations() == []


def test_nobody_is_invited_to_what_takes_no_guests(house: House, evening: Evening) -> None:
    """Closed, or past its last minute for answers."""
    event = evening()
    enrolled(house, "Ada")
    house.clock.to(event.cutoff)
    with pytest.raises(StateConflict):
        take_in(house, event, sheet("Ada"))
    with pytest.raises(StateConflict):
        house.sending.send(planner(BOUTIQUE), event.id)


def test_an_administrator_invites_clients_of_every_boutique(house: House, evening: Evening) -> None:
    """A planner reaches her own boutiques' clients only, and learns of no others."""
    event = evening()
    enrolled(house, "Milan", boutique="milan")
    everywhere = Principal(Role.ADMIN, "admin-1")
    found = house.inviting.take_in(everywhere, event.id, sheet("Milan"), dry_run=False)
    assert told(found) == [(2, "invited", "", "")]


def test_two_planners_with_the_same_list_invite_everybody_once(houses: Houses) -> None:
    """Whoever is second finds her invited; no row is lost, none is twice (rule H5)."""
    for seed in range(4):
        with houses.fresh() as house:
            event = _ready(house)
            ended = interleave([partial(take_in, house, event, sheet("Ada", "Zoe"))] * 2, seed)
            assert all(isinstance(one, list) for one in ended), ended
            for line in range(2):
                assert {"invited", "already"} >= {report[line].verdict.outcome for report in ended}
            assert len(guests(house, event)) == 2
            assert house.violations() == []


@pytest.mark.proof
def test_killed_anywhere_the_same_list_completes(houses: Houses) -> None:
    """At every AWS request: the list again invites the rest, nobody twice, each with one audit row (rule H5)."""
    there: dict[int, Event] = {}

    def prepare(house: House) -> None:
        there[id(house)] = _ready(house)

    def operation(house: House) -> None:
        take_in(house, there[id(house)], sheet("Ada", "Zoe", "Eve"))

    def check(house: House, where: str) -> None:
        assert len(guests(house, there[id(house)])) == 3, where
        assert house.violations() == [], where

    assert crash_everywhere(houses.fresh, operation, operation, check, prepare=prepare) > 5


def _ready(house: House) -> Event:
    for name in ("Ada", "Zoe", "Eve"):
        enrolled(house, name)
    return published(house, BOUTIQUE, start=house.now // 1440 * 1440 + 7 * 1440 + 1140, hosts=("advisor-1",))


def test_margaux_is_not_assumed_to_be_willing(house: House, evening: Evening) -> None:
    """Somebody who is a client and was never asked is not invited (rule C1)."""
    event = evening()
    everywhere = Principal(Role.ADMIN, "admin-1")
    report = house.inviting.take_in(everywhere, event.id, f"client\n{MARGAUX}\n", dry_run=False)
    assert told(report) == [(2, "refused", "C1", "not_given")]


def test_an_invitation_that_came_with_another_card_is_hers(house: House, evening: Evening) -> None:
    """Two cards of one person became one: the row keeps its id, and neither a list nor a press invites her again."""
    event = evening()
    old, ada = enrolled(house, "Old"), enrolled(house, "Ada")
    before = house.inviting.invite(planner(BOUTIQUE), event.id, old, Wanted(), press("invite")).guest
    after = replace(before.after(), client=ada)
    house.guest_ground.write("guest.merge", "test", event, before, after, [], (), house.clock())
    assert told(take_in(house, event, sheet("Ada"))) == [(2, "already", "", "")]
    again = house.inviting.invite(planner(BOUTIQUE), event.id, ada, Wanted(), press("invite"))
    assert (again.replayed, again.guest.id) == (True, before.id)
    assert [one.client for one in house.guest_store.of_event(event.id)] == [ada]

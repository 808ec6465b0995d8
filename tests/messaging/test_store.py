"""The row of notices: small, in the due index when it must be, and locked by its revision."""

from __future__ import annotations

import pytest

from chalicelib.foundation.audit import Audit
from chalicelib.foundation.clock import minute_of
from chalicelib.foundation.errors import StepRefused
from chalicelib.foundation.table import Step
from chalicelib.messaging.model import MOST_KEPT, Notice, State, take
from chalicelib.messaging.store import SHARDS, shard_of
from tests.harness.faults import Fault, Wire, every
from tests.messaging.office import SUBJECT, Office

A_DAY = 1440


def later(office: Office, key: str, minutes: int = A_DAY, version: int = 1) -> Notice:
    """Return a notice that is due later."""
    due = minute_of(office.clock()) + minutes
    return Notice(key, "booking.reminder", "client", "email", due, version)


def size(value: dict[str, object]) -> int:
    """Count the bytes of an attribute as DynamoDB does."""
    ((kind, inner),) = value.items()
    if kind == "L":
        assert isinstance(inner, list)
        return 3 + sum(1 + size(item) for item in inner)
    if kind == "M":
        assert isinstance(inner, dict)
        return 3 + sum(1 + len(name) + size(item) for name, item in inner.items())
    return len(str(inner).encode())


def bytes_of(step: Step) -> int:
    """Count the bytes of a step's item."""
    assert step.item is not None
    return sum(len(name) + size(value) for name, value in step.item.items())


def three(office: Office) -> list[Notice]:
    """A confirmation, the associate's letter, a reminder."""
    return [office.letter("confirmed-client-email"), office.letter("booked-host-email"), later(office, "reminder-1440")]


def test_a_row_with_three_notices_is_well_under_a_kilobyte(office: Office) -> None:
    """Also when all have been sent and carry the provider's ids."""
    step = office.store.create(SUBJECT, 1, three(office), office.clock())
    assert bytes_of(step) < 500
    office.table.write(step)
    row = office.row()
    for notice in row.notices:
        row = office.store.mark(row, take(notice, row.revision + 1, 0)) if notice.state is State.CLAIMED else row
        assert row is not None
    sent = [
        Notice("n" * 22, n.kind, n.to, n.channel, n.due, 2, State.SENT, 9, None, 1, "0102" * 15) for n in three(office)
    ]
    assert bytes_of(office.store.rewrite(row, 2, [*sent[:1]], office.clock())) < 700


def test_a_put_costs_two_units_and_one_for_the_index(office: Office, audit: Audit) -> None:
    """What a booking pays for its notices."""
    now = office.clock()
    with Wire() as wire:
        office.table.commit([office.store.create(SUBJECT, 1, three(office), now), audit.of("a", SUBJECT, "t", now)])
    (request,) = wire.writes
    assert request.write_units - 2 == 2 + 1


def test_what_is_due_is_born_claimed_and_what_is_not_waits(office: Office) -> None:
    """The API nudges at once; if that is lost, the lease brings the sweep."""
    office.create(office.letter("now"), later(office, "then"))
    assert [(n.state, n.fence) for n in office.row().notices] == [(State.CLAIMED, 1), (State.DUE, 0)]
    assert office.sweep.run(office.clock()).rows == 0
    office.clock.forward(minutes=2)
    assert office.sweep.run(office.clock()).claimed == 1


def test_a_row_round_trips(office: Office) -> None:
    """Every field comes back as it went."""
    notice = Notice("k", "host.wish", "deputy", "sms", 5, 7, State.UNKNOWN, 3, 9, 2, "id", "leave", True)
    office.create(notice)
    assert office.row().notices == (notice,)
    assert (office.row().version, office.row().revision) == (1, 1)
    assert office.store.read("booking#none") is None


def test_a_second_create_is_refused(office: Office) -> None:
    """One row per subject."""
    office.create(office.letter("a"))
    with pytest.raises(StepRefused, match=r"notices\.create"):
        office.create(office.letter("a"))


def test_two_notices_with_one_key_are_a_mistake(office: Office) -> None:
    """A key is unique in its row."""
    with pytest.raises(ValueError, match="one key"):
        office.create(office.letter("a"), office.letter("a"))


def test_a_rewrite_on_an_old_read_is_refused(office: Office) -> None:
    """Any write in between, by a sender or a sweep, makes the change read again."""
    office.create(office.letter("a"))
    row = office.row()
    assert office.store.mark(row, take(row.notices[0], row.revision + 1, 0)) is not None
    with pytest.raises(StepRefused, match=r"notices\.rewrite"):
        office.table.write(office.store.rewrite(row, 2, (), office.clock()))
    assert office.store.mark(row, row.notices[0]) is None


def test_a_rewrite_forgets_what_was_to_come_and_remembers_what_went(office: Office) -> None:
    """A letter in flight is still recorded, never resent; old history is bounded."""
    office.create(*[office.letter(f"l{n}") for n in range(6)], later(office, "then"))
    office.sender.handle([{"messageId": "m", "body": f'{{"subject": "{SUBJECT}"}}'}])
    office.rewrite(2, office.letter("l5", version=2), later(office, "soon", 60, 2))
    assert [n.key for n in office.row().notices] == ["l1", "l2", "l3", "l4", "l5", "soon"]
    assert len([n for n in office.row().notices if n.version == 1]) == MOST_KEPT
    assert (office.row().version, office.notice("l5").state, office.notice("l5").fence) == (2, State.CLAIMED, 14)


def test_a_letter_in_flight_when_its_subject_changes_is_recorded_but_not_resent(office: Office) -> None:
    """Its own outcome finds it by fence; if none comes, it ends UNKNOWN."""
    office.create(office.letter("a"))
    row = office.row()
    attempt = take(row.notices[0], row.revision + 1, minute_of(office.clock()))
    assert office.store.mark(row, attempt)
    office.rewrite(2)
    assert office.notice("a").state is State.SENDING
    office.minutes(6)
    assert (office.notice("a").state, office.sent()) == (State.UNKNOWN, {})


def test_a_row_at_rest_is_in_no_index(office: Office) -> None:
    """Nothing left to do: the sweep never sees it again."""
    office.create(office.letter("a"))
    office.minutes(2)
    office.sender.handle([{"messageId": "m", "body": f'{{"subject": "{SUBJECT}"}}'}])
    office.clock.forward(days=400)
    assert office.sweep.run(office.clock()).rows == 0


def test_the_due_index_is_read_in_pages_and_in_order(office: Office) -> None:
    """However small the pages, every subject of every shard, longest waiting first."""
    subjects = [f"booking#{n}" for n in range(24)]
    for place, subject in enumerate(subjects):
        office.create(later(office, "r", 100 - place), subject=subject)
    office.clock.forward(minutes=95)
    with Wire(every(Fault.SCANT, "Query")):
        found = [list(office.store.due(shard, office.clock())) for shard in range(SHARDS)]
    assert sorted(s for shard in found for s in shard) == sorted(subjects[5:])
    assert all(shard_of(s) == n for n, shard in enumerate(found) for s in shard)
    assert all(shard == sorted(shard, key=subjects.index, reverse=True) for shard in found)
    assert len({shard_of(subject) for subject in subjects}) > SHARDS // 2


def test_one_bad_row_does_not_stop_the_sweep(office: Office) -> None:
    """The others are claimed, the bad one is counted."""
    office.create(office.letter("a"), subject="booking#0")
    office.create(office.letter("a"), subject="booking#1")
    office.clock.forward(minutes=2)
    with Wire(every(Fault.SERVER_ERROR, "GetItem", times=3)):
        swept = office.sweep.run(office.clock())
    assert (swept.rows, swept.troubled, swept.claimed) == (2, 1, 1)


def test_one_shard_that_cannot_be_read_does_not_stop_the_sweep(office: Office) -> None:
    """The other seven are swept."""
    for n in range(24):
        office.create(office.letter("a"), subject=f"booking#{n}")
    office.clock.forward(minutes=2)
    with Wire(every(Fault.THROTTLE, "Query", times=3)):
        swept = office.sweep.run(office.clock())
    of_the_first = sum(shard_of(f"booking#{n}") == 0 for n in range(24))
    assert of_the_first > 0
    assert swept.claimed == swept.queued == 24 - of_the_first


def test_a_run_that_dies_has_queued_what_it_claimed_but_for_a_few(office: Office) -> None:
    """Ten by ten: a sweep that is always cut short still gets on."""
    for n in range(40):
        office.create(office.letter("a"), subject=f"booking#{n}")
    office.clock.forward(minutes=2)
    with Wire() as whole:
        office.sweep.run(office.clock())
    assert whole.operations("sqs").count("SendMessageBatch") == 4
    assert [r.operation for r in whole.requests].index("SendMessageBatch") < len(whole.requests) / 2


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.TIMEOUT_BEFORE, Fault.THROTTLE])
def test_a_nudge_never_raises_and_its_loss_is_healed(office: Office, fault: Fault) -> None:
    """The booking is committed; the sweep sends within minutes."""
    office.create(office.letter("a"))
    with Wire(every(fault, "SendMessageBatch")):
        office.nudge(SUBJECT)
    office.minutes(4)
    assert office.sent() == {("a", 1): 1}


def test_a_lost_answer_to_a_claim_is_ours(office: Office) -> None:
    """The sweep recognises its own write by a random stamp, and queues."""
    office.create(office.letter("a"))
    office.clock.forward(minutes=2)
    with Wire(every(Fault.TIMEOUT_AFTER, "PutItem", times=1)):
        assert office.sweep.run(office.clock()).queued == 1


def test_an_outage_is_made_good(office: Office) -> None:
    """Six hours later, with all at once due: nothing is lost, nothing doubled."""
    for n in range(60):
        office.create(later(office, "r", 10), subject=f"booking#{n}")
    office.clock.forward(hours=6)
    office.minutes(2)
    assert office.sent() == {("r", 1): 60}

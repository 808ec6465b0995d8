"""Each letter once: under duplicates, disorder, rivals, changes of mind and death at every point."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pytest

from chalicelib.foundation.errors import Contended, StepRefused
from chalicelib.messaging.model import MOST_TRIES, Message, Notice, NoticeRow, Posting, Rejected, State, Throttled
from chalicelib.messaging.store import NoticeStore
from tests.harness.faults import Crash, Fault, Wire, at, every
from tests.harness.schedules import crash_everywhere, interleave
from tests.messaging.office import Office, record, reference


class Provider:
    """A channel that answers as it is told, call by call, and then accepts."""

    def __init__(self, *answers: Exception) -> None:
        self.answers, self.taken = list(answers), list[str]()

    def prepare(self, message: Message, reference: str) -> Posting:
        """Write nothing; the posting answers."""

        def post() -> str:
            if self.answers:
                raise self.answers.pop(0)
            self.taken.append(reference)
            return f"id-{len(self.taken)}"

        return post


class TestOneLetter:
    """The straight road and its bends."""

    def test_a_letter_due_now_is_sent_by_the_nudge_alone(self, office: Office) -> None:
        """Born claimed, nudged, sent: no sweep is needed."""
        office.create(office.letter("a"), office.letter("b"))
        office.nudge("booking#" + "a" * 26)
        assert office.sender.handle(office.records()) == []
        assert office.sent() == {("a", 1): 1, ("b", 1): 1}
        assert {n.state for n in office.row().notices} == {State.SENT}
        assert office.notice("a").provider_id

    def test_a_send_takes_three_round_trips(self, office: Office) -> None:
        """Read, SENDING, SENT; and the row leaves the due index with the last."""
        office.create(office.letter("a"))
        with Wire() as wire:
            office.sender.handle([record()])
        assert wire.operations() == ["GetItem", "PutItem", "PutItem"]

    def test_the_queue_holds_no_more_than_the_subject(self, office: Office) -> None:
        """No personal data on the queue, not even what the letter is about."""
        office.nudge("booking#x")
        (found,) = office.records()
        assert json.loads(found["body"]) == {"subject": "booking#x"}

    def test_what_has_nothing_to_say_is_dropped(self, office: Office) -> None:
        """A composer that says None ends the notice."""
        office.composer.silent.add("a")
        office.create(office.letter("a"))
        office.minutes(5)
        assert office.notice("a").state is State.DROPPED
        assert not office.sent()

    def test_a_letter_that_cannot_be_written_fails_and_is_seen(self, office: Office) -> None:
        """Three tries, then FAILED for good; the letter beside it is not held up, nor the queue."""
        office.composer.broken.add("a")
        office.create(office.letter("a"), office.letter("b"))
        assert office.sender.handle([record()]) == []
        office.minutes(60)
        assert office.notice("a").state is State.FAILED
        assert office.notice("a").tries == MOST_TRIES
        assert office.sent() == {("b", 1): 1}

    def test_every_attempt_carries_the_same_reference(self, office: Office) -> None:
        """A duplicate can be recognised by it."""
        provider = Provider(TimeoutError())
        office.sender = office.sender_with(provider)
        office.create(office.letter("a"))
        office.minutes(8)
        assert provider.taken == [reference("a")]


class TestAnswers:
    """What the provider's answer means."""

    def test_a_refusal_is_tried_three_times_with_longer_waits_then_stays(self, office: Office) -> None:
        """At once, after five minutes, after thirty more; then FAILED, out of the index, to be seen by people."""
        provider = Provider(*[Rejected("MessageRejected")] * 9)
        office.sender = office.sender_with(provider)
        office.create(office.letter("a"))
        when = []
        for minute in range(120):
            before = len(provider.answers)
            office.minute()
            when += [minute] * (before - len(provider.answers))
        assert len(when) == 3
        assert [later - sooner for sooner, later in pairwise(when)] == [5, 30]
        assert office.notice("a").state is State.FAILED

    def test_a_throttle_is_no_try(self, office: Office) -> None:
        """Told to wait, the letter waits a minute, as often as it takes."""
        provider = Provider(*[Throttled("TooManyRequestsException")] * 8)
        office.sender = office.sender_with(provider)
        office.create(office.letter("a"))
        office.minutes(20)
        assert (len(provider.taken), office.notice("a").tries) == (1, 1)

    def test_no_answer_is_left_alone_until_the_lease_ends_then_resent_once(self, office: Office) -> None:
        """It may have gone: nobody repeats it at once; after the lease it goes again and is marked doubtful."""
        provider = Provider(TimeoutError())
        office.sender = office.sender_with(provider)
        office.create(office.letter("a"))
        assert office.sender.handle([record()]) == []
        assert office.notice("a").state is State.SENDING
        assert office.sender.handle([record()]) == []
        assert not provider.taken
        office.minutes(6)
        assert (len(provider.taken), office.notice("a").state) == (1, State.SENT)
        assert office.notice("a").doubtful

    def test_no_answer_twice_ends_unknown(self, office: Office) -> None:
        """A letter goes out at most twice, whatever happens."""
        provider = Provider(*[TimeoutError()] * 9)
        office.sender = office.sender_with(provider)
        office.create(office.letter("a"))
        office.minutes(30)
        assert (office.notice("a").state, len(provider.answers)) == (State.UNKNOWN, 7)

    def test_what_is_to_be_left_is_left(self, office: Office) -> None:
        """A short message whose fate is unknown is not sent again."""
        provider = Provider(TimeoutError())
        office.sender = office.sender_with(provider)
        office.create(office.letter("a", channel="sms"))
        office.minutes(30)
        assert (office.notice("a").state, provider.taken) == (State.UNKNOWN, [])


class TestTheQueue:
    """At least once, in any order, sometimes rubbish."""

    def test_duplicates_and_late_messages_send_nothing_more(self, office: Office) -> None:
        """The row decides, not the message."""
        office.create(office.letter("a"))
        for _ in range(4):
            assert office.sender.handle([record(), record(message_id="m-2")]) == []
        assert office.sent() == {("a", 1): 1}

    @pytest.mark.parametrize(
        "body",
        ["", "{", "[]", "null", '"x"', "{}", '{"subject": 7}', '{"subject": "wish#x"}', '{"subject": "booking#none"}'],
    )
    def test_only_the_poison_record_fails(self, office: Office, body: str) -> None:
        """It goes to the dead letters by redrive; its neighbours are sent."""
        office.create(office.letter("a"))
        assert office.sender.handle([{"messageId": "bad", "body": body}, record()]) == ["bad"]
        assert office.sent() == {("a", 1): 1}

    def test_a_table_that_does_not_answer_sends_the_record_back(self, office: Office) -> None:
        """Busy is not the letter's fault: no try is counted."""
        office.create(office.letter("a"))
        with Wire(every(Fault.SERVER_ERROR, "GetItem")):
            assert office.sender.handle([record()]) == ["m-1"]
        assert office.notice("a").state is State.CLAIMED

    def test_a_lost_answer_to_our_own_write_is_recognised(self, office: Office) -> None:
        """SENDING was written, the answer was lost, botocore wrote again and was refused: it is still ours."""
        office.create(office.letter("a"))
        with Wire(at(2, Fault.TIMEOUT_AFTER)):
            assert office.sender.handle([record()]) == []
        assert office.sent() == {("a", 1): 1}
        assert office.notice("a").state is State.SENT


class TestRivals:
    """Seeded schedules: every order of the AWS requests that the seeds find."""

    def test_two_senders_and_two_sweeps_send_each_letter_once(self, office: Office) -> None:
        """Whatever the order, one each (rule I12 of the proofs)."""
        for seed in range(25):
            subject = f"booking#{seed}"
            office.create(office.letter("a"), office.letter("b"), subject=subject)
            actors: list[Callable[[], Any]] = [
                lambda subject=subject: office.sender.handle([record(subject)]),
                lambda subject=subject: office.sender.handle([record(subject)]),
                lambda: office.sweep.run(office.clock()),
            ]
            before = office.sent()
            ended = interleave(actors, seed)
            assert not [end for end in ended if isinstance(end, BaseException)], seed
            office.clock.forward(minutes=3)
            office.minutes(2)
            assert office.sent() - before == {("a", 1): 1, ("b", 1): 1}, seed

    def test_the_seeds_would_catch_a_sender_without_the_condition(self, office: Office) -> None:
        """The proof can fail: writing SENDING over whatever is there doubles letters under many seeds."""

        class Naive(NoticeStore):
            def mark(self, row: NoticeRow, notice: Notice) -> NoticeRow | None:
                return super().mark(self.read(row.subject) or row, notice)

        doubled = 0
        for seed in range(60):
            subject, provider = f"booking#{seed}", Provider()
            office.create(office.letter("a"), subject=subject)
            sender = office.sender_with(provider, store=Naive(office.table))
            interleave([lambda sender=sender, subject=subject: sender.handle([record(subject)])] * 2, seed)
            doubled += len(provider.taken) > 1
        assert doubled >= 5

    def test_rival_sweeps_claim_once(self, office: Office) -> None:
        """Two sweeps at the same minute queue a subject once."""
        for seed in range(15):
            subject = f"booking#{seed}"
            office.create(office.letter("a"), subject=subject)
            office.clock.forward(minutes=2)
            ended = interleave([lambda: office.sweep.run(office.clock())] * 2, seed)
            assert sum(swept.claimed for swept in ended) == 1, seed
            office.sender.handle(office.records())

    def test_none_is_sent_whose_sending_follows_the_cancel(self, office: Office) -> None:
        """Either SENDING was written before the cancel committed, or the letter never goes."""
        kinds = set()
        for seed in range(40):
            subject = f"booking#{seed}"
            office.create(office.letter("reminder"), subject=subject)
            before = office.sent()

            def cancel(subject: str = subject) -> str:
                for _ in range(4):
                    row = office.row(subject)
                    was = row.find("reminder")
                    try:
                        office.table.write(office.store.rewrite(row, 2, (), office.clock()))
                    except (StepRefused, Contended):
                        continue
                    return was.state if was else ""
                raise AssertionError("the cancel never came through")

            state, _ = interleave([cancel, lambda subject=subject: office.sender.handle([record(subject)])], seed)
            office.minutes(4)
            went = (office.sent() - before)[("reminder", 1)]
            assert went == (state in {State.SENDING, State.SENT}), (seed, state)
            kinds.add(state)
        assert kinds >= {State.CLAIMED, State.SENDING}

    def test_a_sender_taken_for_dead_that_succeeds_late_is_believed(self, office: Office) -> None:
        """Its letter went, so the second one does not."""

        class Slow(Provider):
            def prepare(self, message: Message, reference: str) -> Posting:
                post = super().prepare(message, reference)

                def slowly() -> str:
                    office.clock.forward(minutes=4)
                    office.sweep.run(office.clock())
                    return post()

                return slowly

        slow = Slow()
        office.create(office.letter("a"))
        office.sender_with(slow).handle([record()])
        office.minutes(6)
        assert (len(slow.taken), sum(office.sent().values())) == (1, 0)
        assert office.notice("a").state is State.SENT

    def test_a_sender_frozen_after_sending_does_not_post_when_it_thaws(self, office: Office) -> None:
        """Lambda may stop a function between two lines and resume it minutes later (F13)."""
        times = iter([0, 0, 0, 4])
        office.create(office.letter("a"))
        now = office.clock()

        def stuttering() -> Any:
            office.clock.to(now)
            office.clock.forward(minutes=next(times, 4))
            return office.clock()

        provider = Provider()
        office.sender_with(provider, stuttering).handle([record()])
        assert not provider.taken


class TestDeath:
    """The process dies before or after each request; the minute's work heals it."""

    def test_death_at_every_point_loses_nothing_and_doubles_only_in_the_window(self, office: Office) -> None:
        """Sent once; twice only when death came after the provider took it and before SENT, and then it is flagged."""
        count = iter(range(10_000))
        doubled = []

        @contextmanager
        def fresh() -> Iterator[str]:
            subject = f"booking#{next(count)}"
            office.create(office.letter("a"), subject=subject)
            self.before = office.sent()
            office.clock.forward(minutes=2)
            yield subject

        def live(subject: str) -> None:
            office.sweep.run(office.clock())
            office.sender.handle([record(subject)])

        def recover(_: str) -> None:
            office.clock.forward(minutes=3)
            office.minutes(4)

        def check(subject: str, where: str) -> None:
            notice = office.notice("a", subject)
            went = (office.sent() - self.before)[("a", 1)]
            assert notice.state is State.SENT, where
            assert 1 <= went <= 2, where
            if went == 2:
                assert notice.doubtful, where
                doubled.append(where)

        runs = crash_everywhere(fresh, live, recover, check)
        assert runs >= 14
        assert [where.split()[-1] for where in doubled] == ["SendEmail"]

    def test_a_crash_is_never_swallowed(self, office: Office) -> None:
        """The sender lets death through."""
        office.create(office.letter("a"))
        with Wire(at(3, Fault.CRASH_BEFORE)), pytest.raises(Crash):
            office.sender.handle([record()])

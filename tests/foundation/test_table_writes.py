"""The committer: one transaction or none, and whoever refuses is named."""

from collections.abc import Callable, Sequence
from datetime import datetime

import pytest
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.foundation.audit import Audit
from chalicelib.foundation.errors import Busy, Contended, StepRefused
from chalicelib.foundation.table import MOST_STEPS, Item, Key, Step, Table, check, create, delete, put, update
from chalicelib.foundation.vault import DataKeyItem
from tests.harness.faults import Fault, Request, Wire, at, every
from tests.harness.moto_world import Aws, ClockAt


class Cup(Item):
    """Something small to write."""

    size = NumberAttribute()
    colour = UnicodeAttribute(null=True)


def cup(name: str, size: int = 1) -> Cup:
    """A cup by its name."""
    return Cup(f"CUP#{name}", "CUP", size=size)


def cup_key(name: str) -> Key:
    """Where a cup is."""
    return Key(f"CUP#{name}", "CUP")


@pytest.fixture
def record(audit: Audit, clock: ClockAt) -> Step:
    """The audit step that every transaction needs."""
    return audit.of("test", "cup", "test", clock())


@pytest.fixture
def cups(table: Table) -> Table:
    """A table with cups a, b, c and d of size 1."""
    for name in "abcd":
        table.write(create(name, cup(name)))
    return table


def size_of(table: Table, name: str) -> int | None:
    """The size of a cup, None when there is none."""
    found = table.get(Cup, cup_key(name), consistent=True)
    return int(found.size) if found else None


class TestCommit:
    """One TransactWriteItems of named steps."""

    def test_all_verbs_in_one_round_trip(self, cups: Table, record: Step) -> None:
        """Check, delete, put and update, in whatever order they are given."""
        steps = [
            update("fill", Cup, cup_key("a"), [Cup.size.set(5)], Cup.size == 1),
            record,
            create("new", cup("new", 9)),
            delete("break", Cup, cup_key("b"), Cup.size == 1),
            check("see", Cup, cup_key("c"), Cup.size == 1),
        ]
        with Wire() as wire:
            cups.commit(steps)
        assert wire.operations() == ["TransactWriteItems"]
        assert [size_of(cups, name) for name in ("a", "b", "c", "new")] == [5, None, 1, 9]

    @pytest.mark.parametrize("bad", range(4))
    def test_the_one_that_refuses_is_named(self, cups: Table, record: Step, bad: int) -> None:
        """Whatever its verb and place; and nothing of the others is written."""

        def wanted(number: int) -> int:
            return 99 if number == bad else 1

        steps = [
            update("update", Cup, cup_key("a"), [Cup.size.set(5)], Cup.size == wanted(0)),
            put("put", cup("b", 6), Cup.size == wanted(1)),
            record,
            delete("delete", Cup, cup_key("c"), Cup.size == wanted(2)),
            check("check", Cup, cup_key("d"), Cup.size == wanted(3)),
        ]
        for order in (steps, steps[::-1]):
            with pytest.raises(StepRefused) as refused:
                cups.commit(order)
            assert refused.value.step == ("update", "put", "delete", "check")[bad]
            assert refused.value.current is not None
            assert refused.value.current["size"] == {"N": "1"}
            assert [size_of(cups, name) for name in "abcd"] == [1, 1, 1, 1]

    def test_of_several_refused_the_first_given_is_named(self, cups: Table, record: Step) -> None:
        """The caller's order decides, not the order in which the verbs are sent."""
        fill = update("fill", Cup, cup_key("a"), [Cup.size.set(5)], Cup.size == 99)
        see = check("see", Cup, cup_key("c"), Cup.size == 99)
        for order, first in (([fill, see, record], "fill"), ([see, record, fill], "see")):
            with pytest.raises(StepRefused) as refused:
                cups.commit(order)
            assert refused.value.step == first

    def test_a_refusal_where_nothing_is_has_no_current(self, cups: Table, record: Step) -> None:
        """`current` tells an absent item from another version of it."""
        with pytest.raises(StepRefused) as refused:
            cups.commit([update("fill", Cup, cup_key("none"), [Cup.size.set(5)], Cup.pk.exists()), record])
        assert refused.value.current is None

    def test_both_tables_are_one_transaction(self, cups: Table, record: Step) -> None:
        """A step on `keys` and a step on `main` commit or fail together."""
        row = DataKeyItem(*cup_key("a"), wrapped=b"w")
        with pytest.raises(StepRefused, match="taken"):
            cups.commit([create("key", row), create("taken", cup("a")), record])
        assert cups.get(DataKeyItem, cup_key("a"), consistent=True) is None
        cups.commit([create("key", row), create("free", cup("e")), record])
        assert cups.get(DataKeyItem, cup_key("a"), consistent=True) is not None

    def test_two_steps_on_one_key_are_our_mistake(self, table: Table, record: Step) -> None:
        """Named both, before anything is sent; the same key in the other table is another place."""
        twice = [create("one", cup("a")), check("two", Cup, cup_key("a"), Cup.pk.exists()), record]
        with Wire() as wire, pytest.raises(ValueError, match=r"two steps on one key: \['one', 'two'\]"):
            table.commit(twice)
        assert wire.requests == []
        table.commit([create("one", cup("a")), create("two", DataKeyItem(*cup_key("a"), wrapped=b"w")), record])

    def test_a_hundred_steps_and_no_more(self, table: Table, record: Step) -> None:
        """DynamoDB's own limit, told before it is met."""
        hundred = [record, *(create(f"cup {n}", cup(str(n))) for n in range(MOST_STEPS - 1))]
        with Wire() as wire, pytest.raises(ValueError, match="at most 100 steps, not 101"):
            table.commit([*hundred, create("one more", cup("more"))])
        assert wire.requests == []
        table.commit(hundred)
        assert size_of(table, "98") == 1

    @pytest.mark.parametrize("steps", [[], [create("cup", cup("a"))]])
    def test_without_audit_nothing_is_committed(self, table: Table, steps: Sequence[Step]) -> None:
        """A change that leaves no record is our mistake."""
        with Wire() as wire, pytest.raises(ValueError, match="needs an audit step"):
            table.commit(steps)
        assert wire.requests == []


class TestUnderFaults:
    """What the caller is told when DynamoDB is not well."""

    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            (Fault.CONFLICT, Contended),
            (Fault.THROTTLE, Contended),
            (Fault.SERVER_ERROR, Busy),
            (Fault.TIMEOUT_BEFORE, Busy),
            (Fault.TIMEOUT_AFTER, Busy),
        ],
    )
    def test_a_fault_that_stays(self, table: Table, record: Step, fault: Fault, error: type[Exception]) -> None:
        """Conflicts and throttles are Contended, no answer is Busy; at most three attempts; never a false success."""
        with Wire(every(fault)) as wire, pytest.raises(error):
            table.commit([create("cup", cup("a")), record])
        assert 1 <= wire.round_trips <= 3
        assert size_of(table, "a") == (1 if fault is Fault.TIMEOUT_AFTER else None)

    @pytest.mark.parametrize(
        "fault", [Fault.THROTTLE, Fault.SERVER_ERROR, Fault.TIMEOUT_BEFORE, Fault.TIMEOUT_AFTER, Fault.DUPLICATE]
    )
    def test_one_fault_is_healed(self, table: Table, record: Step, fault: Fault) -> None:
        """The retry carries the same token, so a lost answer is not a refusal of our own write."""
        with Wire(at(1, fault)):
            table.commit([create("cup", cup("a")), record])
        assert size_of(table, "a") == 1

    def test_a_conflict_is_not_retried_below_us(self, table: Table, record: Step) -> None:
        """Whoever decides again must read again: the committer does not send the same decision twice."""
        with Wire(every(Fault.CONFLICT)) as wire, pytest.raises(Contended):
            table.commit([create("cup", cup("a")), record])
        assert wire.round_trips == 1

    def test_a_refusal_beside_a_conflict_is_a_refusal(self, cups: Table, record: Step) -> None:
        """A step that was refused is named even when another step met a transaction."""
        reasons = [{"Code": "TransactionConflict"}, {"Code": "ConditionalCheckFailed"}, {"Code": "None"}]
        with (
            Wire(refusing("TransactionCanceledException", CancellationReasons=reasons)),
            pytest.raises(StepRefused, match="second"),
        ):
            cups.commit([create("first", cup("x")), create("second", cup("y")), record])

    def test_a_transaction_still_in_progress_is_busy(self, table: Table, record: Step) -> None:
        """Our own earlier attempt may yet commit, so nobody is told that nothing was written."""
        with Wire(refusing("TransactionInProgressException")), pytest.raises(Busy):
            table.commit([create("cup", cup("a")), record])

    @pytest.mark.parametrize("code", ["ValidationException", "ResourceNotFoundException", "AccessDeniedException"])
    def test_our_own_mistakes_are_loud(self, table: Table, record: Step, code: str) -> None:
        """A mistake of ours or of the deployment is never dressed up as `try again`."""
        with Wire(refusing(code)), pytest.raises(Exception) as raised:
            table.commit([create("cup", cup("a")), record])
        assert not isinstance(raised.value, (Busy, Contended, StepRefused))

    def test_an_item_too_large_is_our_mistake(self, table: Table, record: Step) -> None:
        """A reason that is neither a condition nor a conflict names its step."""
        reasons = [{"Code": "ValidationError", "Message": "Item size"}, {"Code": "None"}]
        with (
            Wire(refusing("TransactionCanceledException", CancellationReasons=reasons)),
            pytest.raises(ValueError, match="step cup: ValidationError Item size"),
        ):
            table.commit([create("cup", cup("a")), record])


def refusing(code: str, **more: object) -> Callable[[Request], tuple[str, dict[str, object]]]:
    """A plan by which each request is refused with this code."""
    return lambda _: (code, more)


class TestWrite:
    """One step alone."""

    def test_it_is_one_round_trip_and_keeps_its_condition(self, cups: Table) -> None:
        """Put, update and delete, each with its condition; the refusal carries what stands there."""
        with Wire() as wire:
            cups.write(put("put", cup("e", 3)))
            cups.write(update("fill", Cup, cup_key("a"), [Cup.size.set(Cup.size + 4)], Cup.size == 1))
            cups.write(delete("break", Cup, cup_key("b"), Cup.size == 1))
        assert wire.operations() == ["PutItem", "UpdateItem", "DeleteItem"]
        assert [size_of(cups, name) for name in "abe"] == [5, None, 3]

    @pytest.mark.parametrize(
        "step",
        [
            create("mine", cup("a", 7)),
            update("mine", Cup, cup_key("a"), [Cup.size.set(7)], Cup.size == 99),
            delete("mine", Cup, cup_key("a"), Cup.size == 99),
        ],
        ids=["put", "update", "delete"],
    )
    def test_a_refusal_is_named_and_shows_what_stands_there(self, cups: Table, step: Step) -> None:
        """So that a caller can tell its own earlier write from another's without a second read."""
        with pytest.raises(StepRefused) as refused:
            cups.write(step)
        assert refused.value.step == "mine"
        assert refused.value.current == {"pk": {"S": "CUP#a"}, "sk": {"S": "CUP"}, "size": {"N": "1"}}
        assert size_of(cups, "a") == 1

    def test_a_lost_answer_comes_back_as_a_refusal_by_our_own_item(self, table: Table) -> None:
        """Alone, a create whose answer was lost is refused by itself: `current` is how its caller knows."""
        with Wire(at(1, Fault.TIMEOUT_AFTER)), pytest.raises(StepRefused) as refused:
            table.write(create("mine", cup("a", 7)))
        assert refused.value.current == {"pk": {"S": "CUP#a"}, "sk": {"S": "CUP"}, "size": {"N": "7"}}

    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            (Fault.CONFLICT, Contended),
            (Fault.THROTTLE, Contended),
            (Fault.SERVER_ERROR, Busy),
            (Fault.TIMEOUT_AFTER, Busy),
        ],
    )
    def test_faults_that_stay(self, table: Table, fault: Fault, error: type[Exception]) -> None:
        """As for a transaction."""
        with Wire(every(fault)), pytest.raises(error):
            table.write(put("cup", cup("a")))


def test_an_audit_row_is_itself_created_once(table: Table, audit: Audit, clock: ClockAt, aws: Aws) -> None:
    """The same audit step cannot be committed twice: rows are only ever created."""
    step = audit.of("test", "cup", "test", datetime.fromisoformat("2027-01-01T00:00:00+00:00"))
    table.commit([step])
    with pytest.raises(StepRefused, match="audit"):
        table.commit([step, create("cup", cup("a"))])
    assert size_of(table, "a") is None

"""The waiting list as it is stored: one Query is the list, in order."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.events.guests.model import Guest, GuestState
from chalicelib.events.waitlist.model import HIGHEST_PRIORITY
from chalicelib.events.waitlist.store import WaitingStore
from chalicelib.foundation.table import Table
from tests.harness.faults import Wire


def waiter(name: str, joined_at: int, priority: int = 0, party: int = 1, sitting: str = "s1") -> Guest:
    """Somebody who waits."""
    return Guest(
        id=name, event="evening", client=name, version=2, state=GuestState.WAITLISTED, language="en", invited_at=0,
        sitting=sitting, party=party, priority=priority, joined_at=joined_at,
    )  # fmt: skip


def test_one_query_is_the_list(table: Table) -> None:
    """Priority, then when she joined, then id; each sitting has its own list (rule W1)."""
    store = WaitingStore(table)
    late, early, first = waiter("late", 200), waiter("early", 100), waiter("first", 900, HIGHEST_PRIORITY)
    tied, other = waiter("aaa", 200), waiter("other", 1, sitting="s2")
    for one in (late, early, first, tied, other):
        table.write(store.join(one))
    with Wire() as wire:
        found = store.first("evening", "s1", 50)
    assert wire.operations() == ["Query"]
    assert [one.guest for one in found] == ["first", "early", "aaa", "late"]
    assert [one.guest for one in store.first("evening", "s1", 2)] == ["first", "early"]
    assert sorted(found) == found


def test_joining_again_is_no_second_place(table: Table) -> None:
    """The same place with another number of people, and gone once she leaves (rule W2)."""
    store = WaitingStore(table)
    one = waiter("one", 100)
    table.write(store.join(one))
    table.write(store.join(replace(one, party=3)))
    assert [(it.guest, it.party) for it in store.first("evening", "s1", 50)] == [("one", 3)]
    table.write(store.leave(one))
    table.write(store.leave(one))
    assert store.first("evening", "s1", 50) == []

"""Who waits, in DynamoDB: one item each beside the event, keys in the order of rule W1, so that a Query is the list."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.events.guests.model import Guest
from chalicelib.events.partition import partition_key
from chalicelib.events.waitlist.model import HIGHEST_PRIORITY, Waiter
from chalicelib.foundation.table import Item, Key, Step, Table, delete, put


class WaitItem(Item):
    """One party that waits."""

    guest = UnicodeAttribute()
    party = NumberAttribute()
    joined_at = NumberAttribute()
    priority = NumberAttribute()


def wait_key(event_id: str, pool: str, priority: int, joined_at: int, guest_id: str) -> Key:
    """Where who waits stands: text order is the order in which she is called."""
    before = HIGHEST_PRIORITY - priority
    return Key(partition_key(event_id), f"{list_key(pool)}{before:04d}#{joined_at:012d}#{guest_id}")


def list_key(pool: str) -> str:
    """What the keys of all who wait for the seats of a sitting, or of an advisor in it, begin with."""
    return f"WAIT#{pool}#"


def _key(guest: Guest) -> Key:
    return wait_key(guest.event, guest.pool, guest.priority, guest.joined_at or 0, guest.id)


class WaitingStore:
    """Reads the list, and makes the steps by which somebody joins or leaves it."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def first(self, event_id: str, pool: str, most: int) -> list[Waiter]:
        """Return the first who wait for the seats of a pool, read consistently, in one call."""
        hers = WaitItem.sk.startswith(list_key(pool))
        page = self._table.query_page(WaitItem, partition_key(event_id), hers, consistent=True, limit=most)
        return [
            Waiter(HIGHEST_PRIORITY - int(one.priority), int(one.joined_at), one.guest, int(one.party))
            for one in page.items
        ]

    def join(self, guest: Guest) -> Step:
        """Step by which a guest waits, or waits with another number of people (`waiting.join`)."""
        item = WaitItem(
            *_key(guest),
            guest=guest.id,
            party=guest.party,
            joined_at=guest.joined_at or 0,
            priority=guest.priority,
        )
        return put("waiting.join", item)

    def leave(self, guest: Guest) -> Step:
        """Step by which a guest, as she stood, waits no more (`waiting.leave`)."""
        return delete("waiting.leave", WaitItem, _key(guest))

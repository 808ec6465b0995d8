"""How many codes went to a telephone lately, in DynamoDB: one item for each, under a blind index of the number."""

from __future__ import annotations

from pynamodb.attributes import JSONAttribute, NumberAttribute

from chalicelib.bookings.codes.model import MOST_A_DAY
from chalicelib.foundation.clock import SECONDS_A_DAY
from chalicelib.foundation.errors import NoMoreCodes
from chalicelib.foundation.table import Item, Key, Step, Table, put


class CodesSentItem(Item):
    """The seconds at which codes were sent to one telephone."""

    sent = JSONAttribute()
    version = NumberAttribute()


def codes_sent_key(blind: str) -> Key:
    """Where the codes sent to one blinded telephone are counted."""
    return Key(f"CODES#{blind}", "SENT")


class CodesSent:
    """Counts codes by telephone: a hold that is cancelled and made again sends no more than one that stays."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def step(self, blind: str, second: int) -> Step:
        """Step that counts one more code (`codes.sent`). Raises NoMoreCodes when the telephone had its day's share."""
        found = self._table.get(CodesSentItem, codes_sent_key(blind), consistent=True)
        recent = [one for one in found.sent if one > second - SECONDS_A_DAY] if found else []
        if len(recent) >= MOST_A_DAY:
            raise NoMoreCodes
        version = int(found.version) if found else 0
        sent = [*recent, second]
        item = CodesSentItem(
            *codes_sent_key(blind), sent=sent, version=version + 1, rubbish_after=second + 2 * SECONDS_A_DAY
        )
        return put("codes.sent", item, CodesSentItem.version == version if found else CodesSentItem.pk.does_not_exist())

"""Quiet holds in DynamoDB: one item for each client, so that she has one at most. Nothing personal is in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import astuple
from typing import Any

from pynamodb.attributes import Attribute, NumberAttribute
from pynamodb.constants import STRING

from chalicelib.bookings.holds.model import Answered, Held, Hold
from chalicelib.foundation.table import Item, Key, Step, create, put

_PREFIX = "HOLD#"


class HeldAttribute(Attribute[Held]):
    """The time that is kept as one compact JSON string."""

    attr_type = STRING

    def serialize(self, value: Held) -> str:
        """Write a time."""
        return json.dumps(astuple(value), separators=(",", ":"))

    def deserialize(self, value: str) -> Held:
        """Read a time back."""
        return Held(*json.loads(value))


class AnswersAttribute(Attribute[tuple[Answered, ...]]):
    """Answers as one compact JSON string."""

    attr_type = STRING

    def serialize(self, value: tuple[Answered, ...]) -> str:
        """Write answers, the earliest first."""
        return json.dumps([astuple(answer) for answer in value], separators=(",", ":"))

    def deserialize(self, value: str) -> tuple[Answered, ...]:
        """Read answers back."""
        return tuple(Answered(*row) for row in json.loads(value))


class HoldItem(Item):
    """One client's quiet hold."""

    version = NumberAttribute(attr_name="v")
    held = HeldAttribute(attr_name="h", null=True)
    answers = AnswersAttribute(attr_name="an")


def hold_key(client_id: str) -> Key:
    """Where a client's quiet hold lives."""
    return Key(f"{_PREFIX}{client_id}", "HOLD")


def hold_of(raw: Mapping[str, Any]) -> Hold | None:
    """Return the hold of a raw item, or None for an item that is none."""
    if not raw["pk"]["S"].startswith(_PREFIX):
        return None
    return _decode(HoldItem.from_raw_data(dict(raw)))


def wanted(client_id: str) -> tuple[type[Item], Key]:
    """What `Table.get_many` is asked for; the desk asks for all of a decision in one call."""
    return HoldItem, hold_key(client_id)


def found_hold(client_id: str, found: Mapping[Key, Any]) -> Hold:
    """Return a client's hold from what a `get_many` found, version 0 where nothing is."""
    item = found.get(hold_key(client_id))
    return _decode(item) if item else Hold(client_id)


def write(before: Hold, after: Hold) -> Step:
    """Step that writes a hold over the version it was read at (`hold.write`)."""
    item = HoldItem(*hold_key(after.client), version=after.version, held=after.held, answers=after.answers)
    if before.version == 0:
        return create("hold.write", item)
    return put("hold.write", item, HoldItem.version == before.version)


def _decode(item: HoldItem) -> Hold:
    return Hold(item.pk.removeprefix(_PREFIX), int(item.version), item.held, item.answers)

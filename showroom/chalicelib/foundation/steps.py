"""Items and named steps: what a store builds, and what the committer sends.

PynamoDB gives the schemas and the conditions; its models are used without their own connection.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model

MAIN = "main"
KEYS = "keys"
"""Logical table names: `keys` stands apart so that erasure is not undone by restoring `main`."""


class Key(NamedTuple):
    """Where an item lives. Built by the named functions beside each entity, never inline."""

    pk: str
    sk: str


class Item(Model):
    """An item's schema. Subclasses add attributes; `Meta.table_name` is a logical name that `Table` resolves."""

    class Meta:
        table_name = MAIN

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    rubbish_after = NumberAttribute(null=True)
    """Second after which DynamoDB may take the item away, late or never: nobody asks for it any more by then."""

    @property
    def key(self) -> Key:
        """Where this item lives."""
        return Key(self.pk, self.sk)


class Verb(enum.Enum):
    """What a step does, in the order in which DynamoDB is sent them."""

    CHECK = 0
    DELETE = 1
    PUT = 2
    UPDATE = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One named write (or check) of a transaction."""

    name: str
    verb: Verb
    table: str
    key: Key
    item: Mapping[str, Any] | None = None
    condition: Condition | None = None
    actions: tuple[Action, ...] = ()
    is_audit: bool = False


def put(name: str, item: Item, condition: Condition | None = None, *, is_audit: bool = False) -> Step:
    """Write the whole item, if the condition holds."""
    return Step(name, Verb.PUT, item.Meta.table_name, item.key, item.serialize(), condition, is_audit=is_audit)


def create(name: str, item: Item, *, is_audit: bool = False) -> Step:
    """Write the item only where none is."""
    return put(name, item, type(item).pk.does_not_exist(), is_audit=is_audit)


def update(name: str, kind: type[Item], key: Key, actions: Sequence[Action], condition: Condition) -> Step:
    """Change attributes of an item, if the condition holds."""
    return Step(name, Verb.UPDATE, kind.Meta.table_name, key, None, condition, tuple(actions))


def check(name: str, kind: type[Item], key: Key, condition: Condition) -> Step:
    """Write nothing and require the condition: how a decision that only *read* an item is locked."""
    return Step(name, Verb.CHECK, kind.Meta.table_name, key, None, condition)


def delete(name: str, kind: type[Item], key: Key, condition: Condition | None = None) -> Step:
    """Remove an item, if the condition holds."""
    return Step(name, Verb.DELETE, kind.Meta.table_name, key, None, condition)

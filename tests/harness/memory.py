"""A table in memory that knows just what seats need: simulations of thousands, without a request.

Conditions and actions are PynamoDB's own, evaluated here as DynamoDB would; what is refused is answered with the item
that refused it. `between` runs before every read and every write: whoever comes between there meets the same items.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path, Value
from pynamodb.expressions.update import Action, AddAction, RemoveAction, SetAction

from chalicelib.foundation.errors import StepRefused
from chalicelib.foundation.table import DUE_INDEX, Key, Step, Table, Verb

Raw = dict[str, Any]
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


class MemoryTable(Table):
    """Items by key. `writes` counts by key what was sent, refused or not."""

    def __init__(self, between: Callable[[], None] = lambda: None) -> None:
        self.between = between
        self.items: dict[Key, Raw] = {}
        self.writes: Counter[Key] = Counter()

    def get(self, kind: Any, key: Key, *, consistent: bool = False) -> Any:
        """As the table does; every read is consistent."""
        self.between()
        raw = self.items.get(key)
        return kind.from_raw_data(copy.copy(raw)) if raw else None

    def query(self, kind: Any, pk: str, sk: Condition | None = None, **how: Any) -> Iterator[Any]:
        """A whole partition, or a partition of the due index, as of one moment."""
        self.between()
        assert sk is None
        due = how.get("index") == DUE_INDEX
        found = [
            (key, raw)
            for key, raw in self.items.items()
            if (raw.get("due_shard", {}).get("S") if due else key.pk) == pk
        ]
        for _, raw in sorted(found, key=lambda one: one[0]):
            yield kind.from_raw_data(copy.copy(raw))

    def write(self, step: Step) -> None:
        """One step, alone."""
        self.between()
        self._apply([step])

    def commit(self, steps: Sequence[Step]) -> None:
        """All of them or none."""
        self.between()
        self._apply(steps)

    def _apply(self, steps: Sequence[Step]) -> None:
        for step in steps:
            self.writes[step.key] += 1
            item = self.items.get(step.key)
            if step.condition is not None and not _holds(step.condition, item or {}):
                raise StepRefused(step.name, copy.deepcopy(item))
        for step in steps:
            if step.verb is Verb.PUT:
                self.items[step.key] = dict(step.item or {})
            elif step.verb is Verb.DELETE:
                self.items.pop(step.key, None)
            elif step.verb is Verb.UPDATE:
                self.items[step.key] = _changed(self.items[step.key], step.actions)


def _found(item: Raw, path: Path) -> Any:
    first, *rest = path.path
    found = item.get(first)
    for name in rest:
        found = (found or {}).get("M", {}).get(name)
    return found


def _plain(operand: Any, item: Raw) -> Any:
    typed = _found(item, operand) if isinstance(operand, Path) else operand.value
    if typed is None:
        return None
    ((kind, value),) = typed.items()
    return int(value) if kind == "N" else value


def _holds(condition: Condition, item: Raw) -> bool:
    operator, values = condition.operator, condition.values
    if operator == "AND":
        return all(_holds(one, item) for one in values)
    if operator in {"attribute_exists", "attribute_not_exists"}:
        return (_found(item, values[0]) is not None) is (operator == "attribute_exists")
    left, right = (_plain(one, item) for one in values)
    return left is not None and _COMPARED[operator](left, right)


def _changed(item: Raw, actions: Sequence[Action]) -> Raw:
    after = dict(item)
    for action in actions:
        (first, *rest), value = action.values[0].path, action.values[1] if len(action.values) > 1 else None  # type: ignore[attr-defined]
        inside = after
        if rest:
            inside = dict(after[first]["M"])
            after[first] = {"M": inside}
        name = rest[0] if rest else first
        if isinstance(action, RemoveAction):
            inside.pop(name, None)
        elif isinstance(action, SetAction) and isinstance(value, Value):
            inside[name] = value.value
        elif isinstance(action, AddAction):
            inside[name] = {"N": str((_plain(action.values[0], item) or 0) + _plain(value, item))}
        else:
            raise NotImplementedError(action)
    return after

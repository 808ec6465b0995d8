"""Base models of what is sent and answered, and the sentences that say what is wrong, every mistake at once.

None is built before it is first used (`defer_build`): there are well over a hundred, and one request needs two of them,
so a cold start does not pay for the rest. pydantic builds a model under its own lock, once, whoever comes first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, ClassVar, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from chalicelib.foundation.errors import FieldProblem, InvalidInput
from chalicelib.http.jsonbody import canonical, clean

MANY_LINES = "many lines"
Note = Annotated[str, StringConstraints(max_length=1000), MANY_LINES]
"""Free text that may hold newlines; every other text of a body is one line."""

MOST_PROBLEMS = 50
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,8})", re.ASCII)
_SENTENCES: Mapping[str, str] = {
    "missing": "is needed",
    "extra_forbidden": "holds a field that is not known here",
    "string_type": "must be text",
    "string_too_short": "must have at least {min_length} characters",
    "string_too_long": "must have at most {max_length} characters",
    "string_pattern_mismatch": "is not written as it should be",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "too_short": "must have at least {min_length} entries",
    "too_long": "must have at most {max_length} entries",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "literal_error": "must be {expected}",
    "enum": "must be {expected}",
    "date_from_datetime_parsing": "must be a date such as 2027-03-28",
    "date_parsing": "must be a date such as 2027-03-28",
    "date_type": "must be a date such as 2027-03-28",
}
"""What is said of each kind of mistake; `{…}` are bounds of the model, never what was sent."""

M = TypeVar("M", bound=BaseModel)


class Body(BaseModel):
    """Base of request bodies: strict types, no unknown fields, one-line texts unless they are `Note`s."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, str_strip_whitespace=True, defer_build=True)
    _many_lines: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Remember which fields may hold newlines."""
        cls._many_lines = frozenset(name for name, about in cls.model_fields.items() if _may_hold_lines(about))

    @field_validator("*", mode="after")
    @classmethod
    def _one_line(cls, value: Any, info: Any) -> Any:
        if info.field_name not in cls._many_lines and _has_newline(value):
            raise ValueError("must be one line")
        return value


class View(BaseModel):
    """Base of answers."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class Query(BaseModel):
    """Base of query strings: every value comes as text; whole numbers and booleans are read in one way only."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)

    @classmethod
    def typed(cls, sent: Mapping[str, str]) -> dict[str, Any]:
        """Return what was sent with numbers and booleans in place of the texts that say them.

        Not a validator of the model: after one that runs before, pydantic would no longer read dates out of text.
        """
        return {name: _typed(value, _wants(cls, name)) for name, value in sent.items()}


class PageQuery(Query):
    """A page of a list."""

    after: Annotated[str, StringConstraints(max_length=1024)] | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20


def validate(model: type[M], document: Mapping[str, Any]) -> tuple[M, Any]:
    """Return the model of a parsed document, and the cleaned document. Raises InvalidInput with every mistake at once.

    The model reads the canonical form of what was parsed, in JSON mode: two parsers never see two different things.
    """
    names = known_names(model)
    cleaned, problems = clean(document, names)
    try:
        found = model.model_validate_json(canonical(cleaned))
    except ValidationError as error:
        told = {problem.pointer for problem in problems}
        problems += [problem for problem in _problems(error, names) if problem.pointer not in told]
    if problems:
        raise InvalidInput(tuple(dict.fromkeys(problems))[:MOST_PROBLEMS])
    return found, cleaned


@cache
def known_names(model: type[BaseModel]) -> frozenset[str]:
    """Return every field name that a model and its parts declare: only these are ever written into a pointer."""
    names: set[str] = set()
    pending: list[Any] = [model.model_json_schema()]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            names.update(node.get("properties", ()))
            pending.extend(node.values())
        elif isinstance(node, list):
            pending.extend(node)
    return frozenset(names)


def _problems(error: ValidationError, names: frozenset[str]) -> list[FieldProblem]:
    return [
        FieldProblem(_pointer(detail, names), _sentence(detail))
        for detail in error.errors(include_url=False, include_input=False)
    ]


def _pointer(detail: ErrorDetails, names: frozenset[str]) -> str:
    """Write a JSON pointer out of the parts of a location that are ours: no union tags, no keys of the caller's."""
    parts = detail["loc"]
    if detail["type"] == "extra_forbidden":
        parts = parts[:-1]
    return "".join(f"/{part}" for part in parts if isinstance(part, int) or part in names)


def _sentence(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    if detail["type"] == "value_error":
        return str(context["error"])
    return _SENTENCES.get(detail["type"], "is not as it should be").format_map(context)


def _may_hold_lines(about: FieldInfo) -> bool:
    return MANY_LINES in about.metadata or _marked(about.annotation)


def _marked(annotation: Any) -> bool:
    return annotation == MANY_LINES or any(_marked(part) for part in get_args(annotation))


def _has_newline(value: Any) -> bool:
    if isinstance(value, str):
        return "\n" in value
    if isinstance(value, dict):
        return any(_has_newline(item) for item in value.values())
    return isinstance(value, (list, tuple)) and any(_has_newline(item) for item in value)


def _wants(model: type[BaseModel], name: str) -> frozenset[Any]:
    """Return which of int and bool the field of this name (or alias) takes."""
    for field, about in model.model_fields.items():
        if name == (about.alias or field):
            return frozenset(part for part in (about.annotation, *get_args(about.annotation)) if part in (int, bool))
    return frozenset()


def _typed(value: Any, wanted: frozenset[Any]) -> Any:
    if int in wanted and isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value)
    if bool in wanted and value in ("true", "false"):
        return value == "true"
    return value

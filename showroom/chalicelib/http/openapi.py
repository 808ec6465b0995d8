"""The OpenAPI 3.1 document of the declared routes: made of the code, so that it says what the code does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from chalicelib.foundation.ids import KEY_PATTERN
from chalicelib.http.declare import Route, pattern_of
from chalicelib.http.problems import CONTENT_TYPE, KINDS
from chalicelib.identity.model import Role

_REF = "#/components/schemas/{model}"
_TITLES = {kind.status: kind.title for kind in reversed(KINDS.values())}
_PROBLEM: Mapping[str, Any] = {
    "type": "object",
    "description": "RFC 9457. `type` leads to its page in docs/problems.md.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
        "alternatives": {"type": "array", "items": {"type": "string", "format": "date-time"}},
    },
}


def document(routes: Iterable[Route], version: str) -> dict[str, Any]:
    """Return the document of these routes. Paths and schemas are sorted, so that a diff shows what changed."""
    listed = sorted(routes, key=lambda route: (route.path, route.method))
    wanted: list[tuple[type[BaseModel], Any]] = []
    for route in listed:
        wanted += [(model, "validation") for model in (route.body, route.query) if model]
        if isinstance(route.answers, type):
            wanted.append((route.answers, "serialization"))
    named, definitions = models_json_schema(list(dict.fromkeys(wanted)), ref_template=_REF)
    schemas = {**definitions.get("$defs", {}), "Problem": _PROBLEM}
    paths: dict[str, dict[str, Any]] = {}
    for route in listed:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, named, schemas)
    queries = {route.query.__name__ for route in listed if route.query}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Showroom", "version": version, "license": {"name": "MIT", "identifier": "MIT"}},
        "paths": paths,
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
            "schemas": {name: schemas[name] for name in sorted(schemas) if name not in queries},
        },
    }


def _operation(route: Route, named: Mapping[Any, Any], schemas: Mapping[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.name,
        "tags": [route.tag],
        "summary": route.summary,
        "x-actions": [route.action, *route.also],
        "x-roles": [str(role) for role in Role if role in route.roles],
        "security": [{"bearer": []}, *([{}] if Role.ANONYMOUS in route.roles else [])],
        "parameters": [*_path(route), *_query(route, named, schemas), *_headers(route)],
    }
    if route.body:
        schema = named[route.body, "validation"]
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    if route.csv:
        schema = {"type": "string", "maxLength": route.csv}
        operation["requestBody"] = {"required": True, "content": {"text/csv": {"schema": schema}}}
    operation["responses"] = _responses(route, named)
    return operation


def _path(route: Route) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": pattern_of(name)}}
        for name in route.parameters
    ]


def _query(route: Route, named: Mapping[Any, Any], schemas: Mapping[str, Any]) -> list[dict[str, Any]]:
    if not route.query:
        return []
    schema = schemas[named[route.query, "validation"]["$ref"].rsplit("/", 1)[-1]]
    return [
        {"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": about}
        for name, about in schema.get("properties", {}).items()
    ]


def _headers(route: Route) -> list[dict[str, Any]]:
    found = []
    if route.idempotent:
        found.append(("Idempotency-Key", {"type": "string", "pattern": KEY_PATTERN}))
    if route.matched:
        found.append(("If-Match", {"type": "string", "pattern": '^"[0-9]{1,9}"$'}))
    return [{"name": name, "in": "header", "required": True, "schema": schema} for name, schema in found]


def _responses(route: Route, named: Mapping[Any, Any]) -> dict[str, Any]:
    success: dict[str, Any] = {"description": route.summary}
    status = route.status
    if isinstance(route.answers, str):
        success["content"] = {route.answers: {"schema": {"type": "string"}}}
    elif route.answers:
        success["content"] = {"application/json": {"schema": named[route.answers, "serialization"]}}
    elif status == 200:
        status = 204
    content = {CONTENT_TYPE: {"schema": {"$ref": _REF.format(model="Problem")}}}
    refusals = {code: {"description": _TITLES.get(code, "Refused"), "content": content} for code in statuses(route)}
    return {str(code): about for code, about in sorted({status: success, **refusals}.items())}


def statuses(route: Route) -> frozenset[int]:
    """Return every status that a refusal on this route can have: its own, and what the edge answers for it."""
    found = {400, 401, 500, *route.problems}
    if len(route.roles) < len(Role):
        found.add(403)
    if route.parameters:
        found.add(404)
    if route.body or route.csv:
        found |= {415, 422}
    if route.query:
        found.add(422)
    if route.matched:
        found |= {412, 428}
    return frozenset(found)

"""The OpenAPI description, completed with what is the same for every operation: refusals, versions, keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from stuurbord.web.api.problems import TITLES
from stuurbord.web.steering.problem import CONTENT_TYPE

PROBLEM: Final = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "detail", "errors"],
    "properties": {
        "type": {"type": "string", "description": "`urn:stuurbord:` and the code that programs decide on."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["line", "field", "code", "message"],
                "properties": {
                    "line": {"type": ["integer", "null"]},
                    "field": {"type": ["string", "null"]},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
        "version": {"type": "integer", "description": "The stored version, with 412."},
        "lines": {"type": "array", "items": {"type": "integer"}, "description": "With 409: who was late."},
    },
}
ALWAYS: Final = (400, 401, 403, 404, 405, 422, 429)
WITH_BODY: Final = (409, 413, 415)
WITH_VERSION: Final = (409, 412, 428)
_SAFE: Final = ("get", "head")
_VERSIONED: Final = ("patch", "delete")

_IF_MATCH: Final = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
    "description": "The ETag of the version that is changed.",
}
_IF_NONE_MATCH: Final = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "The ETag one has already: 304 if it is still the version.",
}
_KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 64, "pattern": "^[!-~]*$"},
    "description": "Sent again within a day with the same request, it gets the same answer.",
}
_ETAG: Final = {"ETag": {"schema": {"type": "string"}, "description": "The version, for If-Match."}}


def documented(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the description with security, refusals, and the headers of versions and repeats."""
    _without_null_defaults(schema)
    components = schema.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    components["responses"] = {str(status): _refusal(status) for status in TITLES}
    schema["security"] = [{"token": []}]
    for path, method, operation in operations(schema):
        _complete(path, method, operation)
    return schema


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield path, method and description of each operation."""
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def is_versioned(path: str, method: str) -> bool:
    """Return whether an operation changes a version that the request names."""
    if path.endswith(("/restore", "/state", "/accept", "/reject")):
        return True
    return method in _VERSIONED and "/comments/" not in path and "/links/" not in path


def is_repeatable(path: str, method: str) -> bool:
    """Return whether an operation takes an ``Idempotency-Key``."""
    # The answer to a new webhook holds its secret, which is kept nowhere but with it.
    return method == "post" and not is_versioned(path, method) and not path.endswith("/webhooks")


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    statuses = [*ALWAYS]
    parameters = operation.setdefault("parameters", [])
    responses = operation["responses"] = {str(status): one for status, one in operation["responses"].items()}
    if method not in _SAFE:
        statuses += WITH_BODY
    if is_versioned(path, method):
        statuses += WITH_VERSION
        parameters.append(_IF_MATCH)
    elif is_repeatable(path, method):
        parameters.append(_KEY)
    has_version = path.endswith(("/{line}", "/{webhook}", "/{proposal}", "/{reference}"))
    if method == "get" and has_version:
        parameters.append(_IF_NONE_MATCH)
        responses["304"] = {"description": "It is still the version that If-None-Match names."}
    for status in sorted(set(statuses)):
        responses[str(status)] = {"$ref": f"#/components/responses/{status}"}
    if is_versioned(path, method) or has_version:
        for status in ("200", "201"):
            if status in responses:
                responses[status]["headers"] = _ETAG


def _refusal(status: int) -> dict[str, Any]:
    return {
        "description": TITLES[status][1],
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _without_null_defaults(part: Any) -> None:
    """Take out defaults of null: absent means “as it stands”, and null is not always taken."""
    if isinstance(part, dict):
        if "default" in part and part["default"] is None and ("title" in part or "anyOf" in part):
            del part["default"]
        for one in part.values():
            _without_null_defaults(one)
    elif isinstance(part, list):
        for one in part:
            _without_null_defaults(one)

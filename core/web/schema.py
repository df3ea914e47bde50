"""OpenAPI that hides nothing: every error answer, header and scope of every operation."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS

from core.web import permissions, problems

PROBLEM = {
    "type": "object",
    "description": "An RFC 9457 problem document.",
    "properties": {
        "type": {"type": "string", "description": "urn:candor:problem:<code>; stable, made for programs."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "request_id": {"type": "string", "description": "Quote it when you ask us for help."},
        "errors": {
            "type": "object",
            "additionalProperties": True,
            "description": "What is wrong, by field; `__all__` for what concerns no single field.",
        },
        "allowed": {
            "type": "array",
            "items": {"type": "string"},
            "description": "With 409: the moves there are from the present state.",
        },
    },
    "required": ["type", "title", "status", "detail", "request_id"],
}
RETRY_AFTER = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "string"}}}
WRITES = {
    "409": "It doesn't fit the present state. `allowed` names the moves there are.",
    "413": "The body is larger than the limit.",
    "415": "The body isn't application/json.",
}
ANSWERS = {
    "400": "A field or parameter can't be used; `errors` names it.",
    "401": "No credentials, or ones that are unknown, expired or revoked.",
    "403": "The scope or the right is missing.",
    "406": "Only JSON is offered.",
    "429": "Too many requests.",
    "503": "The database is away for the moment.",
}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    "description": "Kept 24 hours: the same key with the same body gets the first answer again.",
}


class CandorSchema(AutoSchema):
    """What every operation shares is said here, so that slices say only what is their own."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        self._add_problems(operation["responses"])
        if self.method == "POST":
            operation.setdefault("parameters", []).append(IDEMPOTENCY_KEY)
            operation["responses"].setdefault("422", self._problem("This Idempotency-Key was used for another body."))
        if self.method == "GET":
            operation["responses"].setdefault("304", {"description": "Unchanged since the ETag in If-None-Match."})
        return operation

    def get_filter_backends(self) -> list[Any]:
        return [] if self.method not in SAFE_METHODS else super().get_filter_backends()

    def get_tags(self) -> list[str]:
        """The resource: the first word after the version."""
        return [self.path.removeprefix("/api/v1/").split("/")[0] or "root"]

    def get_auth(self) -> list[dict[str, list[str]]]:
        """OpenAPI 3.1 lets a bearer requirement name the scopes; people only where no token reaches."""
        if not hasattr(self.view, "scopes"):
            return super().get_auth()
        scope = permissions.scope_of(self.view, self.method)
        named = [scope] if scope not in {permissions.ANY, permissions.SESSION_ONLY} else []
        required = [{name: named if name == "token" else []} for each in super().get_auth() for name in each]
        return [each for each in required if scope != permissions.SESSION_ONLY or "token" not in each]

    def _map_serializer_field(self, field: serializers.Field, direction: str, bypass_extensions: bool = False) -> Any:
        """A read-only field forgets that its column may be empty; its answers don't."""
        column = _column(field)
        if field.read_only and column is not None:
            field.allow_null = field.allow_null or column.null
            if isinstance(field, serializers.ChoiceField):
                field.allow_blank = field.allow_blank or column.blank
        return super()._map_serializer_field(field, direction, bypass_extensions)

    def _add_problems(self, responses: dict[str, Any]) -> None:
        answers = dict(ANSWERS)
        if "{" in self.path:
            answers["404"] = "There is no such object, or you may not see it."
        if self.method not in SAFE_METHODS:
            answers |= WRITES
        if not getattr(self.view, "scopes", None):
            answers.pop("403")
        for status, description in answers.items():
            responses.setdefault(status, self._problem(description, status=status))

    def _problem(self, description: str, status: str = "") -> dict[str, Any]:
        component = ResolvedComponent(
            name="ProblemDocument", type=ResolvedComponent.SCHEMA, object="problem", schema=PROBLEM
        )
        self.registry.register_on_missing(component)
        headers = RETRY_AFTER if status in {"409", "429", "503"} else {}
        if status == "401":
            headers = {"WWW-Authenticate": {"schema": {"type": "string"}, "description": "Bearer"}}
        answer = {"description": description, "content": {problems.CONTENT_TYPE: {"schema": component.ref}}}
        return answer | ({"headers": headers} if headers else {})


def _column(field: serializers.Field) -> models.Field | None:
    """The model's field behind a serializer's field, where there is one."""
    model = getattr(getattr(field.parent, "Meta", None), "model", None)
    if model is None or not field.source or "." in field.source:
        return None
    try:
        column = model._meta.get_field(field.source)
    except FieldDoesNotExist:
        return None
    return column if isinstance(column, models.Field) else None


def close_inputs(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Post-processing: inputs take no unknown field, so their schemas say so."""
    schemas = result.get("components", {}).get("schemas", {})
    for parameter in _parameters(result):
        if parameter["schema"].get("type") == "boolean":
            parameter["schema"].pop("enum", None)  # django-filter lists the words "true" and "false"
        if parameter["in"] == "query" and parameter["schema"].get("type") == "string":
            parameter["schema"].setdefault("minLength", 1)  # an empty filter is refused (core.web.filters)
    for name in _inputs(result, schemas):
        if schemas[name].get("type") == "object":
            schemas[name].setdefault("additionalProperties", False)
    return result


def _parameters(result: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in result["paths"].values():
        for operation in path.values():
            yield from operation.get("parameters", [])


def _inputs(result: dict[str, Any], schemas: dict[str, Any]) -> set[str]:
    """The names of the schemas that request bodies reach."""
    waiting = [
        operation["requestBody"]
        for path in result["paths"].values()
        for operation in path.values()
        if isinstance(operation, dict) and "requestBody" in operation
    ]
    found: set[str] = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            name = str(node.get("$ref", "")).rpartition("/")[2]
            if name in schemas and name not in found:
                found.add(name)
                waiting.append(schemas[name])
            waiting.extend(node.values())
    return found

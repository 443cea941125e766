"""Describes bodies in the OpenAPI document that an endpoint reads by itself."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

_DEFS = "$defs"


def schema_of(message: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of a message, whole: nothing in it refers to another place of the document."""
    schema = message.model_json_schema()
    found: dict[str, Any] = _whole(schema, schema.pop(_DEFS, {}))
    return found


def patch_schema(message: type[BaseModel]) -> dict[str, Any]:
    """A JSON merge patch of a message: each field may be left out; null is for those with a usual value."""
    schema = schema_of(message)
    needed = schema.pop("required", [])
    schema["properties"] = {
        name: field if name in needed else {"anyOf": [field, {"type": "null"}]}
        for name, field in schema["properties"].items()
    }
    return schema


def _whole(part: Any, defs: Mapping[str, Any]) -> Any:
    if isinstance(part, list):
        return [_whole(item, defs) for item in part]
    if not isinstance(part, dict):
        return part
    told = {name: _whole(value, defs) for name, value in part.items() if name != "$ref"}
    if "$ref" not in part:
        return told
    target: dict[str, Any] = _whole(defs[part["$ref"].rpartition("/")[2]], defs)
    return {**target, **told}

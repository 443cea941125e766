"""One example of every message of the wire, made from what the message says it holds."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

import cloud_api.wire
from cloud_api.http.schemas import schema_of
from cloud_api.wire.base import NO_NUL, NOT_BLANK, Exact, Message
from cloud_api.wire.catalogue import Kept, Product, RowPage

_OPEN: Mapping[type[BaseModel], type[BaseModel]] = {Kept: Kept[Product], RowPage: RowPage[Product]}
"""Messages around any row, and the row they are shown around."""
_FORMATS = {
    "date-time": "2036-06-18T15:00:00Z",
    "date": "2036-06-20",
    "uuid": "01976b1e-5f00-7000-8000-000000000001",
}
_TEXTS = (
    "文字",
    "12:30",
    "06901234567892",
    "7700000019",
    "12345678",
    "7400000012",
    "1234567",
    "1234",
    "7500000019",
    "76" + "0" * 18,
    "73" + "0" * 20,
    "095200010000000010",
    "704916",
    "138****1234",
    "a" * 64,
    "a" * 43,
)


def messages() -> Iterator[tuple[str, type[BaseModel]]]:
    """Each message by its name, `catalogue.Product`."""
    for part in pkgutil.iter_modules(cloud_api.wire.__path__):
        module = importlib.import_module(f"{cloud_api.wire.__name__}.{part.name}")
        for name, found in inspect.getmembers(module, inspect.isclass):
            if found.__module__ != module.__name__ or found in (Message, Exact) or "[" in name:
                continue
            if issubclass(found, BaseModel):
                yield f"{part.name}.{name}", _OPEN.get(found, found)


def example(message: type[BaseModel]) -> Any:
    """A message with every field, lists with one item, and the first of what may be chosen."""
    return _value(schema_of(message))


def _value(schema: Mapping[str, Any]) -> Any:
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return _value(next(each for each in schema["anyOf"] if each.get("type") != "null"))
    made = _MAKERS.get(schema.get("type", ""))
    return "任意" if made is None else made(schema)


def _object(schema: Mapping[str, Any]) -> dict[str, Any]:
    if "properties" in schema:
        return {name: _value(field) for name, field in schema["properties"].items()}
    names = schema.get("propertyNames", {"type": "string"})
    inner = schema.get("additionalProperties")
    return {str(_value(names)): _value(inner if isinstance(inner, dict) else {})}


def _array(schema: Mapping[str, Any]) -> list[Any]:
    if "prefixItems" in schema:
        return [_value(item) for item in schema["prefixItems"]]
    return [_value(schema.get("items", {}))] * max(1, schema.get("minItems", 1))


def _string(schema: Mapping[str, Any]) -> str:
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    pattern = schema.get("pattern", NO_NUL)
    if pattern in (NO_NUL, NOT_BLANK):
        return _TEXTS[0]
    return next(text for text in _TEXTS if _matches(pattern, text))


def _matches(pattern: str, text: str) -> bool:
    return re.search(pattern, text) is not None


def _number(schema: Mapping[str, Any]) -> int:
    if "examples" in schema:
        return int(schema["examples"][0])
    least = schema.get("minimum", 1)
    return int(max(least, min(1, schema.get("maximum", 1))))


_MAKERS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "object": _object,
    "array": _array,
    "string": _string,
    "integer": _number,
    "number": _number,
    "boolean": lambda _schema: True,
}

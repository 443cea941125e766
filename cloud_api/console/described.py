"""Reads an OpenAPI document into what a page shows of it: operations, and the shapes of what they carry."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

Told = Mapping[str, Any]

_BOUNDS = {
    "format": "{}",
    "minimum": "≥ {}",
    "exclusiveMinimum": "> {}",
    "maximum": "≤ {}",
    "exclusiveMaximum": "< {}",
    "minLength": "≥ {} characters",
    "maxLength": "≤ {} characters",
    "minItems": "≥ {} items",
    "maxItems": "≤ {} items",
}
_WORDS = {"string": "text", "integer": "whole number", "boolean": "true or false", "null": "null"}
_JSON_SUFFIX = "json"


@dataclass(frozen=True)
class Word:
    """A part of what a value is; `shape` names the shape it speaks of."""

    text: str
    shape: str | None = None


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of a message."""

    name: str
    place: str
    """Where a parameter stands: path, query or header; empty for fields."""
    kind: tuple[Word, ...]
    needed: bool
    about: str


@dataclass(frozen=True)
class Body:
    """What is sent or answered, in one media type."""

    media: str
    kind: tuple[Word, ...]
    fields: tuple[Field, ...]
    """Of a shape that has no name of its own."""
    examples: tuple[tuple[str, str], ...]
    """What each is, and its text."""


@dataclass(frozen=True)
class Answer:
    """What may come back."""

    status: str
    about: str
    bodies: tuple[Body, ...]


@dataclass(frozen=True)
class Operation:
    """A method of an address."""

    anchor: str
    method: str
    path: str
    summary: str
    about: str
    closed: bool
    """Whether it asks for a token or a session."""
    parameters: tuple[Field, ...]
    bodies: tuple[Body, ...]
    answers: tuple[Answer, ...]
    refusals: tuple[str, ...]


@dataclass(frozen=True)
class Shape:
    """A message that has a name."""

    name: str
    about: str
    fields: tuple[Field, ...]
    kind: tuple[Word, ...]


def operations_by_tag(document: Told) -> dict[str, list[Operation]]:
    """Every operation under its first tag, in the order of the document."""
    found: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            found.setdefault(told["tags"][0], []).append(_operation(method, path, told))
    return found


def shapes_of(document: Told) -> list[Shape]:
    """The messages that have a name, by name."""
    told = document["components"]["schemas"]
    return [shape_of(name, told[name]) for name in sorted(told)]


def shape_of(name: str, schema: Told) -> Shape:
    """One message that has a name."""
    return Shape(name, schema.get("description", ""), tuple(_fields(schema)), tuple(_kind(schema)))


def _operation(method: str, path: str, told: Told) -> Operation:
    responses = told["responses"]
    taken = {status: answer for status, answer in responses.items() if status < "400"}
    return Operation(
        anchor=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told.get("summary", ""),
        about=told.get("description", ""),
        closed=bool(told.get("security")),
        parameters=tuple(map(_parameter, told.get("parameters", ()))),
        bodies=tuple(_bodies(told.get("requestBody", {}))),
        answers=tuple(_answer(status, answer) for status, answer in taken.items()),
        refusals=tuple(
            f"{status} {answer['description']}"
            for status, answer in sorted(responses.items())
            if status not in taken
        ),
    )


def _parameter(told: Told) -> Field:
    schema = told["schema"]
    about = " ".join(filter(None, (told.get("description", ""), _usual(schema))))
    return Field(told["name"], told["in"], tuple(_kind(schema)), told.get("required", False), about)


def _answer(status: str, told: Told) -> Answer:
    about = told["description"]
    if about == "Successful Response":
        about = HTTPStatus(int(status)).phrase
    return Answer(status, about, tuple(_bodies(told)))


def _bodies(told: Told) -> Iterator[Body]:
    for media, content in told.get("content", {}).items():
        schema = content.get("schema", {})
        yield Body(media, tuple(_kind(schema)), tuple(_fields(schema)), tuple(_examples(media, content)))


def _examples(media: str, content: Told) -> Iterator[tuple[str, str]]:
    for name, example in content.get("examples", {}).items():
        yield example.get("summary", name), _example(media, example["value"])
    if "example" in content:
        yield "", _example(media, content["example"])


def _example(media: str, value: Any) -> str:
    if isinstance(value, str) and not media.endswith(_JSON_SUFFIX):
        return value
    return json.dumps(value, ensure_ascii=False, indent=2)


def _fields(schema: Told, before: str = "") -> Iterator[Field]:
    """The fields of a shape, those of nameless shapes within it too: `lines[].sku`."""
    needed = schema.get("required", ())
    for name, told in schema.get("properties", {}).items():
        about = " ".join(filter(None, (told.get("description", ""), _usual(told))))
        yield Field(before + name, "", tuple(_kind(told)), name in needed, about)
        for inner, mark in _inner(told, ""):
            yield from _fields(inner, f"{before}{name}{mark}.")


def _inner(told: Told, mark: str) -> Iterator[tuple[Told, str]]:
    if "properties" in told:
        yield told, mark
    for each in told.get("anyOf", ()):
        yield from _inner(each, mark)
    if isinstance(told.get("items"), Mapping):
        yield from _inner(told["items"], mark + "[]")


def _usual(schema: Told) -> str:
    """What stands where nothing is told."""
    if schema.get("default") in (None, ""):
        return ""
    return f"Usual: `{json.dumps(schema['default'], ensure_ascii=False)}`."


def _kind(schema: Told) -> Iterator[Word]:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        yield Word(name, name)
    elif either := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
        yield from _joined(either, " or ")
    elif "const" in schema:
        yield Word(json.dumps(schema["const"], ensure_ascii=False))
    elif "enum" in schema:
        yield Word(" | ".join(map(str, schema["enum"])))
    elif schema.get("type") == "array":
        yield Word("list of ")
        yield from _kind(schema.get("items", {}))
        yield from _bounds(schema)
    elif isinstance(schema.get("additionalProperties"), Mapping):
        yield Word("object of ")
        yield from _kind(schema["additionalProperties"])
    elif "type" in schema:
        yield Word(_WORDS.get(str(schema["type"]), str(schema["type"])))
        yield from _bounds(schema)
    else:
        yield Word("anything")


def _joined(schemas: Sequence[Told], between: str) -> Iterator[Word]:
    for number, schema in enumerate(schemas):
        if number:
            yield Word(between)
        yield from _kind(schema)


def _bounds(schema: Told) -> Iterator[Word]:
    told = [words.format(schema[name]) for name, words in _BOUNDS.items() if name in schema]
    if told:
        yield Word(f" ({', '.join(told)})")

"""Puts the fields of a label into the texts of a template; nothing but names of fields is understood."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from string import Formatter
from typing import Any, get_args, get_type_hints

_BETWEEN = " · "
"""Between the texts of a list that stands on one line."""


def names_in(text: str) -> list[str]:
    """Names in braces. Raises ValueError for braces that do not match and for anything but plain names."""
    names = []
    for _, name, form, conversion in Formatter().parse(text):
        if name is None:
            continue
        if form or conversion or not (name.isidentifier() or _is_item(name)):
            raise ValueError(f"{{{name}}} is not the name of a field")
        names.append(name)
    return names


def _is_item(name: str) -> bool:
    field, _, index = name.partition(".")
    return field.isidentifier() and index.isascii() and index.isdigit()


def fill(text: str, data: object) -> str:
    """`text` with the fields of `data`; empty where all of them are empty, so that no separator is left."""
    names = names_in(text)
    values = {name: _value(data, name) for name in names}
    if names and not any(value.strip() for value in values.values()):
        return ""
    return "".join(
        literal + (values[name] if name is not None else "")
        for literal, name, _, _ in Formatter().parse(text)
    )


def fill_all(text: str, data: object) -> list[str]:
    """The same, with an entry for each text of a list that stands alone in braces."""
    names = names_in(text)
    if len(names) == 1 and text == f"{{{names[0]}}}" and isinstance(value := _raw(data, names[0]), tuple):
        return [str(each) for each in value if str(each).strip()]
    filled = fill(text, data)
    return [filled] if filled.strip() else []


def _raw(data: object, name: str) -> Any:
    field, _, index = name.partition(".")
    value = getattr(data, field)
    return value[int(index)] if index else value


def _value(data: object, name: str) -> str:
    value = _raw(data, name)
    return _BETWEEN.join(str(each) for each in value if str(each)) if isinstance(value, tuple) else str(value)


def unknown_names(text: str, model: type[Any]) -> Iterator[str]:
    """Names in `text` that are no fields of the dataclass `model`. Raises ValueError as `names_in`."""
    known = {field.name for field in fields(model)}
    return (name for name in names_in(text) if name.partition(".")[0] not in known)


def row_type(model: type[Any], field: str) -> type[Any] | None:
    """The dataclass of the rows in a field of `model`, or None where it holds none."""
    hint = get_type_hints(model).get(field)
    found = [each for each in get_args(hint) if is_dataclass(each)]
    return found[0] if len(found) == 1 and isinstance(found[0], type) else None

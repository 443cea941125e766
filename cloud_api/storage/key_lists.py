"""Asks for the rows of many keys in a statement whose words never change, so that it is prepared once."""

import json
from collections.abc import Collection
from typing import TypeVar

from sqlalchemy import Column, ColumnElement, Connection, String, any_, bindparam, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from cloud_api.storage.driver_rows import stored_form

Key = TypeVar("Key")


def among(connection: Connection, column: Column[Key], keys: Collection[Key]) -> ColumnElement[bool]:
    """Whether the text or id in `column` is one of `keys`, of which there may be any number."""
    if connection.dialect.name == "sqlite":
        form = stored_form(column.type, connection.dialect)
        texts = json.dumps(list(keys) if form is None else list(map(form, keys)))
        listed = func.json_each(literal(texts, String)).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == any_(bindparam(None, list(keys), ARRAY(column.type), unique=True))


def among_named(dialect: str, column: Column[str], name: str) -> ColumnElement[bool]:
    """As `among`, for a statement that is made once; its parameter `name` is given by `told_keys`."""
    if dialect == "sqlite":
        listed = func.json_each(bindparam(name, type_=String)).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == any_(bindparam(name, type_=ARRAY(String)))


def told_keys(dialect: str, keys: Collection[str]) -> str | list[str]:
    """The keys of `among_named` as the database takes them."""
    return json.dumps(list(keys)) if dialect == "sqlite" else list(keys)

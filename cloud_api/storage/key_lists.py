"""Asks for the rows of many keys in a statement whose words never change, so that it is prepared once."""

import json
from collections.abc import Collection

from sqlalchemy import Column, ColumnElement, Connection, String, any_, bindparam, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY


def among(connection: Connection, column: Column[str], keys: Collection[str]) -> ColumnElement[bool]:
    """Whether the text in `column` is one of `keys`, of which there may be any number."""
    if connection.dialect.name == "sqlite":
        listed = func.json_each(literal(json.dumps(list(keys)), String)).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == any_(bindparam(None, list(keys), ARRAY(String), unique=True))
